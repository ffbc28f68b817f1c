"""Al-Masry Al-Youm (المصري اليوم), an Egyptian daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlmasryalyoumSpider(NewsSpider):
    """Articles stand at /news/details/NUMBER."""

    name = "almasryalyoum"
    allowed_domains = ["almasryalyoum.com"]
    start_urls = ["https://www.almasryalyoum.com/"]
    article_pattern = r"^/news/details/\d+"
    timezone = "Africa/Cairo"
