"""Al-Riyadh (الرياض), a Saudi daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlriyadhSpider(NewsSpider):
    """Articles stand at /NUMBER."""

    name = "alriyadh"
    allowed_domains = ["alriyadh.com"]
    start_urls = ["https://www.alriyadh.com/"]
    article_pattern = r"^/\d{6,}"
    timezone = "Asia/Riyadh"
