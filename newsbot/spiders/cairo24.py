"""Cairo 24 (القاهرة 24), an Egyptian news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class Cairo24Spider(NewsSpider):
    """Articles stand at /NUMBER."""

    name = "cairo24"
    allowed_domains = ["cairo24.com"]
    start_urls = ["https://www.cairo24.com/"]
    article_pattern = r"^/\d{6,}"
    timezone = "Africa/Cairo"
