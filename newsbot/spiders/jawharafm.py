"""Jawhara FM (جوهرة أف أم), a Tunisian radio; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class JawharafmSpider(NewsSpider):
    """Arabic articles stand at /ar/article/words/SECTION/NUMBER."""

    name = "jawharafm"
    allowed_domains = ["jawharafm.net"]
    start_urls = ["https://www.jawharafm.net/ar/"]
    article_pattern = r"^/ar/article/[^/]+/\d+/\d+"
    listing_pattern = r"^/ar(?:/[^/.?]+)?/?$"
    timezone = "Africa/Tunis"
