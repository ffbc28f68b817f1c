"""Sky News Arabia (سكاي نيوز عربية), a broadcaster from Abu Dhabi; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class SkynewsarabiaSpider(NewsSpider):
    """Articles stand at /section/NUMBER-words; /topic/NUMBER-words lists articles."""

    name = "skynewsarabia"
    allowed_domains = ["skynewsarabia.com"]
    start_urls = ["https://www.skynewsarabia.com/"]
    article_pattern = r"^/(?!topic/)[a-z-]+/\d{5,}"
    timezone = "Asia/Dubai"
    feeds = ("https://www.skynewsarabia.com/rss.xml",)
