"""Veto (فيتو), an Egyptian weekly and news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class VetogateSpider(NewsSpider):
    """Articles stand at /NUMBER."""

    name = "vetogate"
    allowed_domains = ["vetogate.com"]
    start_urls = ["https://www.vetogate.com/"]
    article_pattern = r"^/\d{6,}"
    timezone = "Africa/Cairo"
