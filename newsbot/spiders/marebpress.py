"""Mareb Press (مأرب برس), a Yemeni news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class MarebpressSpider(NewsSpider):
    """Articles stand at /news_details.php?sid=NUMBER: no pattern is searched in a query."""

    name = "marebpress"
    allowed_domains = ["marebpress.net"]
    start_urls = ["https://marebpress.net/"]
    timezone = "Asia/Aden"
