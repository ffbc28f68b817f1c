"""Al-Wasat (بوابة الوسط), a Libyan daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlwasatLySpider(NewsSpider):
    """Articles stand at /news/section/NUMBER, sections at /section/NAME."""

    name = "alwasat_ly"
    allowed_domains = ["alwasat.ly"]
    start_urls = ["https://alwasat.ly/"]
    article_pattern = r"^/news/[a-z-]+/\d+"
    listing_pattern = r"^/section/[a-z-]+/?$"
    timezone = "Africa/Tripoli"
