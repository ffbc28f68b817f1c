"""Al-Rai (الراي), a Kuwaiti daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlraiKwSpider(NewsSpider):
    """Articles stand at /article/NUMBER/section/words."""

    name = "alrai_kw"
    allowed_domains = ["alraimedia.com"]
    start_urls = ["https://www.alraimedia.com/"]
    article_pattern = r"^/article/\d+"
    timezone = "Asia/Kuwait"
