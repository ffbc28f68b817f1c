"""Almarsad (المرصد), a Libyan news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlmarsadLySpider(NewsSpider):
    """Articles stand at /YYYY/MM/DD/words/, sections at /category/NAME/."""

    name = "almarsad_ly"
    allowed_domains = ["almarsad.co"]
    start_urls = ["https://almarsad.co/"]
    article_pattern = r"^/\d{4}/\d{2}/\d{2}/[^/]+"
    timezone = "Africa/Tripoli"
    feeds = ("https://almarsad.co/feed/",)
