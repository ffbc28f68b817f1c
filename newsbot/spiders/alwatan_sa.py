"""Al-Watan (الوطن), a Saudi daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlwatanSaSpider(NewsSpider):
    """Articles stand at /article/NUMBER/section/words."""

    name = "alwatan_sa"
    allowed_domains = ["alwatan.com.sa"]
    start_urls = ["https://www.alwatan.com.sa/"]
    article_pattern = r"^/article/\d+"
    timezone = "Asia/Riyadh"
