"""Xinhua Arabic (شينخوا), the Arabic service of China's agency; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class XinhuaArabicSpider(NewsSpider):
    """Articles stand at /YYYYMMDD/ID/c.html, before 2022 at /YYYY-MM/DD/c_NUMBER.htm."""

    name = "xinhua_arabic"
    allowed_domains = ["arabic.news.cn"]
    start_urls = ["https://arabic.news.cn/"]
    article_pattern = r"^/(?:\d{8}/[0-9a-f]{32}/c\.html|\d{4}-\d{2}/\d{2}/c_\d+)"
    timezone = "Asia/Shanghai"
