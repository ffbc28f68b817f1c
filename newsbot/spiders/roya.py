"""Roya News (رؤيا الإخباري), a Jordanian broadcaster; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class RoyaSpider(NewsSpider):
    """Articles stand at /news/NUMBER; English ones on en.royanews.tv have the same form."""

    name = "roya"
    allowed_domains = ["royanews.tv"]
    start_urls = ["https://royanews.tv/"]
    article_pattern = r"^/news/\d+"
    timezone = "Asia/Amman"
