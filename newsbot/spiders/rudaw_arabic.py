"""Rudaw Arabic (رووداو عربية), the Arabic service of a Kurdish broadcaster; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class RudawArabicSpider(NewsSpider):
    """Articles stand at /arabic/categories/section/NUMBER, older ones at /arabic/section/NUMBER."""

    name = "rudaw_arabic"
    allowed_domains = ["rudawarabia.net"]
    start_urls = ["https://www.rudawarabia.net/"]
    article_pattern = r"^/arabic/(?:[a-z-]+/)+\d{6,}"
    timezone = "Asia/Baghdad"
