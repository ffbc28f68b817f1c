"""Alsumaria (السومرية), an Iraqi broadcaster; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlsumariaSpider(NewsSpider):
    """Articles stand at /news/section/NUMBER/words."""

    name = "alsumaria"
    allowed_domains = ["alsumaria.tv"]
    start_urls = ["https://www.alsumaria.tv/news"]
    article_pattern = r"^/news/[a-z-]+/\d+"
    timezone = "Asia/Baghdad"
