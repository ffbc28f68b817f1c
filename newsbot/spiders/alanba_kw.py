"""Al-Anba (الأنباء), a Kuwaiti daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlanbaKwSpider(NewsSpider):
    """Articles stand at /NUMBER/, older ones at /ar/section/NUMBER/words."""

    name = "alanba_kw"
    allowed_domains = ["alanba.com.kw"]
    start_urls = ["https://www.alanba.com.kw/"]
    article_pattern = r"^/(?:ar/[a-z-]+/)?\d{5,}"
    timezone = "Asia/Kuwait"
