"""Le360 Arabic (لو 360), a Moroccan news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class Le360ArabicSpider(NewsSpider):
    """Articles stand at /section/ID/, where the ID has 26 capitals and digits."""

    name = "le360_arabic"
    allowed_domains = ["ar.le360.ma"]
    start_urls = ["https://ar.le360.ma/"]
    article_pattern = r"^/[a-z-]+/[A-Z2-7]{26}"
    timezone = "Africa/Casablanca"
    feeds = ("https://ar.le360.ma/arc/outboundfeeds/rss/?outputType=xml",)
