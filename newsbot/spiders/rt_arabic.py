"""RT Arabic (آر تي عربي), the Arabic service of RT; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class RtArabicSpider(NewsSpider):
    """Articles stand at /section/NUMBER-words."""

    name = "rt_arabic"
    allowed_domains = ["arabic.rt.com"]
    start_urls = ["https://arabic.rt.com/"]
    article_pattern = r"^/[a-z_]+/\d{5,}"
    timezone = "Europe/Moscow"
    feeds = ("https://arabic.rt.com/rss/",)
