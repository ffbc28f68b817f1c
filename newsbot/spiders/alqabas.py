"""Al-Qabas (القبس), a Kuwaiti daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlqabasSpider(NewsSpider):
    """Articles stand at /article/NUMBER-words."""

    name = "alqabas"
    allowed_domains = ["alqabas.com"]
    start_urls = ["https://www.alqabas.com/"]
    article_pattern = r"^/article/\d+"
    timezone = "Asia/Kuwait"
