"""El Watan (الوطن), an Egyptian daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class ElwatannewsSpider(NewsSpider):
    """Articles stand at /news/details/NUMBER."""

    name = "elwatannews"
    allowed_domains = ["elwatannews.com"]
    start_urls = ["https://www.elwatannews.com/"]
    article_pattern = r"^/news/details/\d+"
    timezone = "Africa/Cairo"
