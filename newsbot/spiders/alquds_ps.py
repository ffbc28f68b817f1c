"""Al-Quds (القدس), a Palestinian daily from Jerusalem; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlqudsPsSpider(NewsSpider):
    """Arabic articles stand at /ar/posts/NUMBER."""

    name = "alquds_ps"
    allowed_domains = ["alquds.com"]
    start_urls = ["https://www.alquds.com/ar"]
    article_pattern = r"^/ar/posts/\d+"
    listing_pattern = r"^/ar(?:/categories/[^/.?]+)?/?$"
    timezone = "Asia/Jerusalem"
