"""Ennahar (النهار أونلاين), an Algerian daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class EnnaharSpider(NewsSpider):
    """Articles stand at /words/, without a number, beside sections."""

    name = "ennahar"
    allowed_domains = ["ennaharonline.com"]
    start_urls = ["https://www.ennaharonline.com/"]
    timezone = "Africa/Algiers"
    feeds = ("https://www.ennaharonline.com/feed/",)
