"""Enab Baladi (عنب بلدي), a Syrian weekly and news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class EnabbaladiSpider(NewsSpider):
    """Articles stand at /NUMBER/words/."""

    name = "enabbaladi"
    allowed_domains = ["enabbaladi.net"]
    start_urls = ["https://www.enabbaladi.net/"]
    article_pattern = r"^/\d{5,}"
    timezone = "Asia/Damascus"
