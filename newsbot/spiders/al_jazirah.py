"""Al-Jazirah (الجزيرة), a Saudi daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlJazirahSpider(NewsSpider):
    """Articles stand at /YYYY/YYYYMMDD/ and two letters with a number."""

    name = "al_jazirah"
    allowed_domains = ["al-jazirah.com"]
    start_urls = ["https://www.al-jazirah.com/"]
    article_pattern = r"^/\d{4}/\d{8}/[a-z]{2}\d+\.htm"
    timezone = "Asia/Riyadh"
