"""Al-Sharq (الشرق), a Qatari daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlsharqQaSpider(NewsSpider):
    """Articles stand at /article/DD/MM/YYYY/words."""

    name = "alsharq_qa"
    allowed_domains = ["al-sharq.com"]
    start_urls = ["https://al-sharq.com/"]
    article_pattern = r"^/article/\d{2}/\d{2}/\d{4}/[^/]+"
    timezone = "Asia/Qatar"
    feeds = ("https://al-sharq.com/rss/latestNews",)
