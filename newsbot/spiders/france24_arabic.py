"""France 24 Arabic (فرانس 24), the Arabic service of France 24; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class France24ArabicSpider(NewsSpider):
    """Arabic articles stand at /ar/section/YYYYMMDD-words."""

    name = "france24_arabic"
    allowed_domains = ["france24.com"]
    start_urls = ["https://www.france24.com/ar/"]
    article_pattern = r"^/ar/(?:[^/]+/)+\d{8}-[^/]+"
    listing_pattern = r"^/ar(?:/[^/.?]+)?/?$"
    timezone = "Europe/Paris"
    feeds = ("https://www.france24.com/ar/rss",)
