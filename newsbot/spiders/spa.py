"""Saudi Press Agency (واس), the Saudi agency; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class SpaSpider(NewsSpider):
    """Arabic articles stand at /ar/N and a number, or /ar/w and a number; /ar may be missing."""

    name = "spa"
    allowed_domains = ["spa.gov.sa"]
    start_urls = ["https://www.spa.gov.sa/ar"]
    article_pattern = r"^/(?:ar/)?[Nw]?\d{6,}"
    listing_pattern = r"^/ar(?:/[a-z-]+){0,2}/?$"
    timezone = "Asia/Riyadh"
