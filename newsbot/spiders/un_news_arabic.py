"""UN News Arabic (أخبار الأمم المتحدة), the Arabic news of the United Nations; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class UnNewsArabicSpider(NewsSpider):
    """Arabic articles stand at /ar/story/YYYY/MM/NUMBER."""

    name = "un_news_arabic"
    allowed_domains = ["news.un.org"]
    start_urls = ["https://news.un.org/ar/"]
    article_pattern = r"^/ar/story/\d{4}/\d{2}/\d+"
    listing_pattern = r"^/ar(?:/[^/.?]+){0,2}/?$"
    timezone = "America/New_York"
    feeds = ("https://news.un.org/feed/subscribe/ar/news/all/rss.xml",)
