"""Babnet (باب نات), a Tunisian news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class BabnetSpider(NewsSpider):
    """Articles stand at /KINDdetail-NUMBER.asp."""

    name = "babnet"
    allowed_domains = ["babnet.net"]
    start_urls = ["https://www.babnet.net/"]
    article_pattern = r"^/[a-z]+detail-\d+\.asp"
    timezone = "Africa/Tunis"
    feeds = ("https://www.babnet.net/feed.php",)
