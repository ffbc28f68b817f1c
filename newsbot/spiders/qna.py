"""Qatar News Agency (قنا), Qatar's agency; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class QnaSpider(NewsSpider):
    """Arabic articles stand at /ar-QA/News-Area/News/YYYY-MM/DD/words."""

    name = "qna"
    allowed_domains = ["qna.org.qa"]
    start_urls = ["https://qna.org.qa/ar-QA/"]
    article_pattern = r"(?i)^/ar-qa/news-area/news/\d{4}-\d{1,2}/\d{1,2}/[^/]+"
    listing_pattern = r"(?i)^/ar-qa(?:/[^/.?]+){0,2}/?$"
    timezone = "Asia/Qatar"
