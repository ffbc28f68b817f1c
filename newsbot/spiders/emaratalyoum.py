"""Emarat Al Youm (الإمارات اليوم), an Emirati daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class EmaratalyoumSpider(NewsSpider):
    """Articles stood at /section/YYYY-MM-DD-1.NUMBER until 2021; their form since is not established."""

    name = "emaratalyoum"
    allowed_domains = ["emaratalyoum.com"]
    start_urls = ["https://www.emaratalyoum.com/"]
    timezone = "Asia/Dubai"
