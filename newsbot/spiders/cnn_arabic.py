"""CNN Arabic (CNN بالعربية), the Arabic service of CNN; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class CnnArabicSpider(NewsSpider):
    """Articles stand at /section/article/YYYY/MM/DD/words; the newsroom is in Dubai."""

    name = "cnn_arabic"
    allowed_domains = ["arabic.cnn.com"]
    start_urls = ["https://arabic.cnn.com/"]
    article_pattern = r"^/[a-z-]+/(?:article|video)/\d{4}/\d{2}/\d{2}/[^/]+"
    timezone = "Asia/Dubai"
    feeds = ("https://arabic.cnn.com/api/v1/rss/rss.xml",)
