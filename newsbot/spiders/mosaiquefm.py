"""Mosaïque FM (موزاييك أف أم), a Tunisian radio; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class MosaiquefmSpider(NewsSpider):
    """Arabic articles stand at /ar/section/NUMBER/words, listings at /ar/actualites/section/PAGE."""

    name = "mosaiquefm"
    allowed_domains = ["mosaiquefm.net"]
    start_urls = ["https://www.mosaiquefm.net/ar/"]
    article_pattern = r"^/ar/[^/]+/\d{5,}"
    listing_pattern = r"^/ar(?:/actualites(?:/[^/.?]+)*)?/?$"
    timezone = "Africa/Tunis"
    feeds = ("https://www.mosaiquefm.net/ar/rss",)
