"""Akhbar El-Yom (بوابة أخبار اليوم), the site of an Egyptian press house; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AkhbarelyomSpider(NewsSpider):
    """Articles stand at /news/newdetails/NUMBER/1/words."""

    name = "akhbarelyom"
    allowed_domains = ["akhbarelyom.com"]
    start_urls = ["https://akhbarelyom.com/"]
    article_pattern = r"(?i)^/news/newdetails/\d+"
    timezone = "Africa/Cairo"
