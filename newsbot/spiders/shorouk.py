"""Al-Shorouk (الشروق), an Egyptian daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class ShoroukSpider(NewsSpider):
    """Articles stand at /news/view.aspx?cdate=DATE&id=ID: no pattern is searched in a query."""

    name = "shorouk"
    allowed_domains = ["shorouknews.com"]
    start_urls = ["https://www.shorouknews.com/"]
    timezone = "Africa/Cairo"
