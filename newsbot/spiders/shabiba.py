"""Al-Shabiba (الشبيبة), an Omani daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class ShabibaSpider(NewsSpider):
    """Articles stand at /article/NUMBER-words, older ones at /article/NUMBER/section/words."""

    name = "shabiba"
    allowed_domains = ["shabiba.com"]
    start_urls = ["https://shabiba.com/"]
    article_pattern = r"^/article/\d+"
    timezone = "Asia/Muscat"
