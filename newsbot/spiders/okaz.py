"""Okaz (عكاظ), a Saudi daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class OkazSpider(NewsSpider):
    """Articles stand at /section/sub-section/NUMBER."""

    name = "okaz"
    allowed_domains = ["okaz.com.sa"]
    start_urls = ["https://www.okaz.com.sa/"]
    article_pattern = r"^/[a-z-]+/[a-z-]+/\d{5,}"
    timezone = "Asia/Riyadh"
    feeds = ("https://www.okaz.com.sa/rssFeed/0",)
