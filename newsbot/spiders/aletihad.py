"""Al-Ittihad (الاتحاد), an Emirati daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AletihadSpider(NewsSpider):
    """Articles stand at /news/section/NUMBER/words; English ones on en.aletihad.ae have the same form."""

    name = "aletihad"
    allowed_domains = ["aletihad.ae"]
    start_urls = ["https://www.aletihad.ae/"]
    article_pattern = r"^/news/[^/]+/\d{5,}"
    timezone = "Asia/Dubai"
