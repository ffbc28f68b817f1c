"""El Khabar (الخبر), an Algerian daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class ElkhabarSpider(NewsSpider):
    """Articles stood at /press/article/NUMBER/words until 2024; their form since is not established."""

    name = "elkhabar"
    allowed_domains = ["elkhabar.com"]
    start_urls = ["https://www.elkhabar.com/"]
    timezone = "Africa/Algiers"
