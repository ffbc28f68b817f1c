"""Arabi21 (عربي21), a pan-Arab news site from London; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class Arabi21Spider(NewsSpider):
    """Articles stand at /story/NUMBER/words."""

    name = "arabi21"
    allowed_domains = ["arabi21.com"]
    start_urls = ["https://arabi21.com/"]
    article_pattern = r"^/story/\d+"
    timezone = "Europe/London"
