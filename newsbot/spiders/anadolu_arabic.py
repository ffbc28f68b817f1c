"""Anadolu Agency Arabic (وكالة الأناضول), the Arabic service of Türkiye's agency; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AnadoluArabicSpider(NewsSpider):
    """Arabic articles stand at /ar/section/words/NUMBER."""

    name = "anadolu_arabic"
    allowed_domains = ["aa.com.tr"]
    start_urls = ["https://www.aa.com.tr/ar"]
    article_pattern = r"^/ar/[^/]+/[^/]+/\d+"
    listing_pattern = r"^/ar(?:/[^/.?]+)?/?$"
    timezone = "Europe/Istanbul"
