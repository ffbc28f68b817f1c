"""Al-Quds Al-Arabi (القدس العربي), a pan-Arab daily from London; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlqudsAlarabiSpider(NewsSpider):
    """Articles stand at /words/, without a number, beside sections."""

    name = "alquds_alarabi"
    allowed_domains = ["alquds.co.uk"]
    start_urls = ["https://www.alquds.co.uk/"]
    timezone = "Europe/London"
    feeds = ("https://www.alquds.co.uk/feed/",)
