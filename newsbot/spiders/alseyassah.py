"""Al-Seyassah (السياسة), a Kuwaiti daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlseyassahSpider(NewsSpider):
    """Articles stand at /article/NUMBER/words."""

    name = "alseyassah"
    allowed_domains = ["alseyassah.com"]
    start_urls = ["https://alseyassah.com/"]
    article_pattern = r"^/article/\d+"
    timezone = "Asia/Kuwait"
