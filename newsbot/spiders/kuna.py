"""KUNA (كونا), Kuwait's agency; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class KunaSpider(NewsSpider):
    """Articles stand at /ArticleDetails.aspx?id=NUMBER: no pattern is searched in a query."""

    name = "kuna"
    allowed_domains = ["kuna.net.kw"]
    start_urls = ["https://www.kuna.net.kw/"]
    timezone = "Asia/Kuwait"
