"""Al-Watan (الوطن), an Omani daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlwatanOmSpider(NewsSpider):
    """Articles stand at /details/NUMBER."""

    name = "alwatan_om"
    allowed_domains = ["alwatan.om"]
    start_urls = ["https://alwatan.om/"]
    article_pattern = r"^/details/\d+"
    timezone = "Asia/Muscat"
