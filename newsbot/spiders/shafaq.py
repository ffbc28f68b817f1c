"""Shafaq News (شفق نيوز), an Iraqi news agency; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class ShafaqSpider(NewsSpider):
    """Arabic articles stand at /ar/section/words, without a number."""

    name = "shafaq"
    allowed_domains = ["shafaq.com"]
    start_urls = ["https://shafaq.com/ar"]
    listing_pattern = r"^/ar(?:/[^/.?-]+(?:-[^/.?-]+)?)?/?$"
    timezone = "Asia/Baghdad"
