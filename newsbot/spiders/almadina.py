"""Al-Madina (المدينة), a Saudi daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlmadinaSpider(NewsSpider):
    """Articles stand at /article/NUMBER/section/words."""

    name = "almadina"
    allowed_domains = ["al-madina.com"]
    start_urls = ["https://www.al-madina.com/"]
    article_pattern = r"^/article/\d+"
    timezone = "Asia/Riyadh"
    feeds = ("https://www.al-madina.com/rssFeed/193",)
