"""Al Arabiya (العربية), a Saudi broadcaster; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlarabiyaSpider(NewsSpider):
    """Articles stand at /section/YYYY/MM/DD/words, with or without a sub-section."""

    name = "alarabiya"
    allowed_domains = ["alarabiya.net"]
    start_urls = ["https://www.alarabiya.net/"]
    article_pattern = r"^/(?:[a-z-]+/)+\d{4}/\d{2}/\d{2}/[^/]+"
    timezone = "Asia/Riyadh"
