"""Rai al-Youm (رأي اليوم), a pan-Arab news site from London; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class RaialyoumSpider(NewsSpider):
    """Articles stand at /words/, without a number, beside sections."""

    name = "raialyoum"
    allowed_domains = ["raialyoum.com"]
    start_urls = ["https://www.raialyoum.com/"]
    timezone = "Europe/London"
    feeds = ("https://www.raialyoum.com/feed/",)
