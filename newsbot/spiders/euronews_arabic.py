"""Euronews Arabic (يورونيوز), the Arabic service of Euronews; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class EuronewsArabicSpider(NewsSpider):
    """Articles stand at /YYYY/MM/DD/words, some behind a section."""

    name = "euronews_arabic"
    allowed_domains = ["arabic.euronews.com"]
    start_urls = ["https://arabic.euronews.com/"]
    article_pattern = r"^/(?:[a-z-]+/)?\d{4}/\d{2}/\d{2}/[^/]+"
    timezone = "Europe/Paris"
