"""Radio Dabanga (راديو دبنقا), a Sudanese radio in exile, in Amsterdam; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class DabangaSpider(NewsSpider):
    """The Arabic pages stand below /ar; the form of its articles is not established."""

    name = "dabanga"
    allowed_domains = ["dabangasudan.org"]
    start_urls = ["https://www.dabangasudan.org/ar"]
    listing_pattern = r"^/ar(?:/[^/.?]+)?/?$"
    timezone = "Africa/Khartoum"
    feeds = ("https://www.dabangasudan.org/ar/feed",)
