"""Sada El-Balad (صدى البلد), an Egyptian news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class ElbaladSpider(NewsSpider):
    """Articles stand at /NUMBER."""

    name = "elbalad"
    allowed_domains = ["elbalad.news"]
    start_urls = ["https://www.elbalad.news/"]
    article_pattern = r"^/\d{6,}"
    timezone = "Africa/Cairo"
