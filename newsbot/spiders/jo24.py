"""Jo24 (جو 24), a Jordanian news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class Jo24Spider(NewsSpider):
    """Articles stand at /article/NUMBER."""

    name = "jo24"
    allowed_domains = ["jo24.net"]
    start_urls = ["https://jo24.net/"]
    article_pattern = r"^/article/\d+"
    timezone = "Asia/Amman"
