"""Ammon News (عمون), a Jordanian news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AmmonnewsSpider(NewsSpider):
    """Articles stand at /article/NUMBER."""

    name = "ammonnews"
    allowed_domains = ["ammonnews.net"]
    start_urls = ["https://www.ammonnews.net/"]
    article_pattern = r"^/article/\d+"
    timezone = "Asia/Amman"
