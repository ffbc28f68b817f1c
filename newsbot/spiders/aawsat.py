"""Asharq Al-Awsat (الشرق الأوسط), a Saudi daily from London; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AawsatSpider(NewsSpider):
    """Articles stand at /section/sub-section/NUMBER-words, before 2023 at /home/article/NUMBER/words."""

    name = "aawsat"
    allowed_domains = ["aawsat.com"]
    start_urls = ["https://aawsat.com/"]
    article_pattern = r"^/(?:[^/]+/)+?\d{6,}"
    timezone = "Europe/London"
