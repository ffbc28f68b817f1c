"""SANA (سانا), the Syrian Arab News Agency; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class SanaSpider(NewsSpider):
    """Articles stand at /section/NUMBER/, English ones below /en/."""

    name = "sana"
    allowed_domains = ["sana.sy"]
    start_urls = ["https://sana.sy/"]
    article_pattern = r"^/(?:[a-z-]+/)?\d{5,}"
    timezone = "Asia/Damascus"
