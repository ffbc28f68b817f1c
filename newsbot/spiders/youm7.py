"""Youm7 (اليوم السابع), an Egyptian daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class Youm7Spider(NewsSpider):
    """Articles stand at /story/YYYY/M/D/words/NUMBER."""

    name = "youm7"
    allowed_domains = ["youm7.com"]
    start_urls = ["https://www.youm7.com/"]
    article_pattern = r"^/story/\d{4}/\d{1,2}/\d{1,2}/(?:[^/]+/)?\d+"
    timezone = "Africa/Cairo"
