"""Al Mayadeen (الميادين), a Lebanese broadcaster; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlmayadeenSpider(NewsSpider):
    """News articles stand at /news/section/words."""

    name = "almayadeen"
    allowed_domains = ["almayadeen.net"]
    start_urls = ["https://www.almayadeen.net/"]
    article_pattern = r"^/news/[a-z-]+/[^/]+"
    timezone = "Asia/Beirut"
