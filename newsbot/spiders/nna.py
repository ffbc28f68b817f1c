"""National News Agency (الوكالة الوطنية للإعلام), Lebanon's national agency; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class NnaSpider(NewsSpider):
    """Arabic articles stand at /ar/section/NUMBER/words."""

    name = "nna"
    allowed_domains = ["nna-leb.gov.lb"]
    start_urls = ["https://www.nna-leb.gov.lb/ar"]
    article_pattern = r"^/ar/[^/]+/\d{5,}"
    listing_pattern = r"^/ar(?:/[^/.?]+)?/?$"
    timezone = "Asia/Beirut"
