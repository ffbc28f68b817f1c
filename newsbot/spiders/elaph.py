"""Elaph (إيلاف), a pan-Arab news site from London; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class ElaphSpider(NewsSpider):
    """Articles stand at /Web/Section/YYYY/MM/NUMBER.html."""

    name = "elaph"
    allowed_domains = ["elaph.com"]
    start_urls = ["https://elaph.com/"]
    article_pattern = r"^/Web/\w+/\d{4}/\d{1,2}/\d+\.html"
    timezone = "Europe/London"
