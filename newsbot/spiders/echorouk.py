"""Echorouk (الشروق أونلاين), an Algerian daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class EchoroukSpider(NewsSpider):
    """Articles stand at /words, without a number, beside sections."""

    name = "echorouk"
    allowed_domains = ["echoroukonline.com"]
    start_urls = ["https://www.echoroukonline.com/"]
    timezone = "Africa/Algiers"
    feeds = ("https://www.echoroukonline.com/feed",)
