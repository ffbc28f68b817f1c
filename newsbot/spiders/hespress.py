"""Hespress (هسبريس), a Moroccan news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class HespressSpider(NewsSpider):
    """Articles stand at /words-NUMBER.html."""

    name = "hespress"
    allowed_domains = ["hespress.com"]
    start_urls = ["https://www.hespress.com/"]
    article_pattern = r"^/[^/]+-\d{4,}\.html"
    timezone = "Africa/Casablanca"
    feeds = ("https://www.hespress.com/feed",)
