"""WAFA (وفا), the Palestinian News Agency; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class WafaSpider(NewsSpider):
    """Articles stand at /news/YYYY/M/D/words-NUMBER."""

    name = "wafa"
    allowed_domains = ["wafa.ps"]
    start_urls = ["https://www.wafa.ps/"]
    article_pattern = r"^/news/\d{4}/\d{1,2}/\d{1,2}/[^/]+"
    timezone = "Asia/Hebron"
