"""Ma'an News Agency (وكالة معًا الإخبارية), a Palestinian agency; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class MaannewsSpider(NewsSpider):
    """Articles stand at /news/NUMBER.html."""

    name = "maannews"
    allowed_domains = ["maannews.net"]
    start_urls = ["https://www.maannews.net/"]
    article_pattern = r"^/news/\d+\.html"
    timezone = "Asia/Hebron"
