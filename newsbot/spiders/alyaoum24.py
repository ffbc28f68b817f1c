"""Alyaoum24 (اليوم 24), a Moroccan news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class Alyaoum24Spider(NewsSpider):
    """Articles stand at /NUMBER.html."""

    name = "alyaoum24"
    allowed_domains = ["alyaoum24.com"]
    start_urls = ["https://alyaoum24.com/"]
    article_pattern = r"^/\d{5,}\.html"
    timezone = "Africa/Casablanca"
