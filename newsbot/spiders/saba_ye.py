"""Saba, Sana'a (سبأ (صنعاء)), the agency of the authorities in Sana'a; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class SabaYeSpider(NewsSpider):
    """Arabic articles stand at /ar/newsNUMBER.htm."""

    name = "saba_ye"
    allowed_domains = ["saba.ye"]
    start_urls = ["https://saba.ye/ar/"]
    article_pattern = r"^/ar/news\d+"
    listing_pattern = r"^/ar(?:/[a-z0-9-]+)?/?$"
    timezone = "Asia/Aden"
