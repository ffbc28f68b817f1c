"""Khaberni (خبرني), a Jordanian news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class KhaberniSpider(NewsSpider):
    """Articles stand at /news/NUMBER-words."""

    name = "khaberni"
    allowed_domains = ["khaberni.com"]
    start_urls = ["https://www.khaberni.com/"]
    article_pattern = r"^/news/\d+"
    timezone = "Asia/Amman"
