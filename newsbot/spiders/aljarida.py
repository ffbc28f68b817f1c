"""Al-Jarida (الجريدة), a Kuwaiti daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AljaridaSpider(NewsSpider):
    """Articles stand at /article/NUMBER, older ones at /articles/NUMBER."""

    name = "aljarida"
    allowed_domains = ["aljarida.com"]
    start_urls = ["https://www.aljarida.com/"]
    article_pattern = r"^/articles?/\d+"
    timezone = "Asia/Kuwait"
