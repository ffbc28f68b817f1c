"""Al Mamlaka (المملكة), Jordan's public broadcaster; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlmamlakaSpider(NewsSpider):
    """Articles stand at /news/NUMBER-words."""

    name = "almamlaka"
    allowed_domains = ["almamlakatv.com"]
    start_urls = ["https://www.almamlakatv.com/"]
    article_pattern = r"^/news/\d+"
    timezone = "Asia/Amman"
