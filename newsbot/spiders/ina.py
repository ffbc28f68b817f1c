"""Iraqi News Agency (وكالة الأنباء العراقية), Iraq's national agency; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class InaSpider(NewsSpider):
    """Arabic articles stand at /ar/section/NUMBER-words.html."""

    name = "ina"
    allowed_domains = ["ina.iq"]
    start_urls = ["https://ina.iq/ar/"]
    article_pattern = r"^/ar/[a-z-]+/\d+-"
    listing_pattern = r"^/ar(?:/[a-z-]+)?/?$"
    timezone = "Asia/Baghdad"
