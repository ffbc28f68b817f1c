"""Al-Modon (المدن), a Lebanese news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlmodonSpider(NewsSpider):
    """Articles stand at /section/YYYY/MM/DD/words."""

    name = "almodon"
    allowed_domains = ["almodon.com"]
    start_urls = ["https://www.almodon.com/"]
    article_pattern = r"^/[a-z-]+/\d{4}/\d{1,2}/\d{1,2}/[^/]+"
    timezone = "Asia/Beirut"
