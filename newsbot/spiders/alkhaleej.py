"""Al Khaleej (الخليج), an Emirati daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlkhaleejSpider(NewsSpider):
    """Articles stand at /YYYY-MM-DD/words or /YYYY-MM-DD/words/section/sub-section."""

    name = "alkhaleej"
    allowed_domains = ["alkhaleej.ae"]
    start_urls = ["https://www.alkhaleej.ae/"]
    article_pattern = r"^/\d{4}-\d{2}-\d{2}/.+"
    timezone = "Asia/Dubai"
