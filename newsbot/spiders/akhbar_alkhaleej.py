"""Akhbar Al-Khaleej (أخبار الخليج), a Bahraini daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AkhbarAlkhaleejSpider(NewsSpider):
    """Articles stand at /news/article/NUMBER, sections at /news/section/NAME."""

    name = "akhbar_alkhaleej"
    allowed_domains = ["akhbar-alkhaleej.com"]
    start_urls = ["https://akhbar-alkhaleej.com/"]
    article_pattern = r"^/news/article/\d+"
    listing_pattern = r"^/news/section/[A-Z]+/?$"
    timezone = "Asia/Bahrain"
