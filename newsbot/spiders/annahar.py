"""An-Nahar (النهار), a Lebanese daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AnnaharSpider(NewsSpider):
    """Articles stand at /section/NUMBER/words, before 2024 at /arabic/section/SECTION/NUMBER/words."""

    name = "annahar"
    allowed_domains = ["annahar.com"]
    start_urls = ["https://www.annahar.com/"]
    article_pattern = r"^/(?:[^/]+/)+?\d{5,}"
    timezone = "Asia/Beirut"
