"""Masrawy (مصراوي), an Egyptian news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class MasrawySpider(NewsSpider):
    """Articles stand at /news/section/details/YYYY/M/D/NUMBER/words."""

    name = "masrawy"
    allowed_domains = ["masrawy.com"]
    start_urls = ["https://www.masrawy.com/"]
    article_pattern = r"^/[a-z_]+/[a-z_]+/details/\d{4}/\d{1,2}/\d{1,2}/\d+"
    timezone = "Africa/Cairo"
