"""Kurdistan 24 Arabic (كوردستان 24), the Arabic service of a Kurdish broadcaster; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class Kurdistan24ArabicSpider(NewsSpider):
    """Arabic articles stand at /ar/story/NUMBER/words."""

    name = "kurdistan24_arabic"
    allowed_domains = ["kurdistan24.net"]
    start_urls = ["https://www.kurdistan24.net/ar"]
    article_pattern = r"^/ar/story/\d+"
    listing_pattern = r"^/ar(?:/(?!story)[^/.?]+){0,2}/?$"
    timezone = "Asia/Baghdad"
