"""Al Jazeera (الجزيرة نت), a Qatari broadcaster; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AljazeeraSpider(NewsSpider):
    """Articles stand at /section/YYYY/M/D/words."""

    name = "aljazeera"
    allowed_domains = ["aljazeera.net"]
    start_urls = ["https://www.aljazeera.net/"]
    article_pattern = r"^/[a-z-]+/\d{4}/\d{1,2}/\d{1,2}/[^/]+"
    timezone = "Asia/Qatar"
    feeds = ("https://www.aljazeera.net/rss",)
