"""DW Arabic (دويتشه فيله عربية), the Arabic service of Deutsche Welle; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class DwArabicSpider(NewsSpider):
    """Arabic articles stand at /ar/words/a-NUMBER, videos at av-NUMBER, sections at s-NUMBER."""

    name = "dw_arabic"
    allowed_domains = ["dw.com"]
    start_urls = ["https://www.dw.com/ar"]
    article_pattern = r"^/ar/[^/]+/(?:a|av)-\d+"
    listing_pattern = r"^/ar(?:/[^/.?]+/s-\d+)?/?$"
    timezone = "Europe/Berlin"
    feeds = ("https://rss.dw.com/xml/rss-ar-all",)
