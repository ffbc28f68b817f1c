"""Al-Mashhad Al-Yemeni (المشهد اليمني), a Yemeni news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlmashhadYeSpider(NewsSpider):
    """Articles stand at /NUMBER."""

    name = "almashhad_ye"
    allowed_domains = ["almashhad-alyemeni.com"]
    start_urls = ["https://www.almashhad-alyemeni.com/"]
    article_pattern = r"^/\d{5,}"
    timezone = "Asia/Aden"
