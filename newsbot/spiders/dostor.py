"""Al-Dostor (الدستور), an Egyptian daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class DostorSpider(NewsSpider):
    """Articles stand at /NUMBER."""

    name = "dostor"
    allowed_domains = ["dostor.org"]
    start_urls = ["https://www.dostor.org/"]
    article_pattern = r"^/\d{6,}"
    timezone = "Africa/Cairo"
