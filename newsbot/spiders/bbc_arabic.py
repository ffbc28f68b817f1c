"""BBC Arabic (بي بي سي عربي), the Arabic service of the BBC; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class BbcArabicSpider(NewsSpider):
    """Articles stand at /arabic/articles/ID, before 2023 at /arabic/section-NUMBER."""

    name = "bbc_arabic"
    allowed_domains = ["bbc.com", "feeds.bbci.co.uk"]
    start_urls = ["https://www.bbc.com/arabic"]
    article_pattern = r"^/arabic/(?:articles/[a-z0-9]+|[a-z-]+-\d{6,})"
    listing_pattern = r"^/arabic(?:/topics/[a-z0-9]+)?/?$"
    timezone = "Europe/London"
    feeds = ("https://feeds.bbci.co.uk/arabic/rss.xml",)
