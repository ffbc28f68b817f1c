"""Al Bayan (البيان), an Emirati daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlbayanSpider(NewsSpider):
    """Articles stand at /section/sub-section/NUMBER, older ones end in YYYY-MM-DD-1.NUMBER."""

    name = "albayan"
    allowed_domains = ["albayan.ae"]
    start_urls = ["https://www.albayan.ae/"]
    article_pattern = r"^/(?:[a-z-]+/)+(?:\d{4}-\d{2}-\d{2}-1\.)?\d{4,}$"
    timezone = "Asia/Dubai"
