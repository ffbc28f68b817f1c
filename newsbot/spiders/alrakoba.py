"""Al-Rakoba (الراكوبة), a Sudanese news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlrakobaSpider(NewsSpider):
    """Articles stand at /NUMBER/words/."""

    name = "alrakoba"
    allowed_domains = ["alrakoba.net"]
    start_urls = ["https://www.alrakoba.net/"]
    article_pattern = r"^/\d{5,}"
    timezone = "Africa/Khartoum"
