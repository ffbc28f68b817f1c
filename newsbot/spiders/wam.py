"""WAM (وام), the Emirates' agency; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class WamSpider(NewsSpider):
    """Arabic articles stand at /ar/article/ID-words."""

    name = "wam"
    allowed_domains = ["wam.ae"]
    start_urls = ["https://www.wam.ae/ar/"]
    article_pattern = r"^/ar/article/[a-z0-9]+"
    listing_pattern = r"^/ar(?:/(?!article)[^/.?]+){0,2}/?$"
    timezone = "Asia/Dubai"
