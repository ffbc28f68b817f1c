"""Al-Bawaba News (البوابة نيوز), an Egyptian daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlbawabhnewsSpider(NewsSpider):
    """Articles stand at /NUMBER."""

    name = "albawabhnews"
    allowed_domains = ["albawabhnews.com"]
    start_urls = ["https://www.albawabhnews.com/"]
    article_pattern = r"^/\d{6,}"
    timezone = "Africa/Cairo"
