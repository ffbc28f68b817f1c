"""Elnashra (النشرة), a Lebanese news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class ElnashraSpider(NewsSpider):
    """Articles stand at /news/show/NUMBER/words."""

    name = "elnashra"
    allowed_domains = ["elnashra.com"]
    start_urls = ["https://www.elnashra.com/"]
    article_pattern = r"^/news/show/\d+"
    timezone = "Asia/Beirut"
