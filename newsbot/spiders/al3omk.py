"""Al3omk (العمق المغربي), a Moroccan news site; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class Al3omkSpider(NewsSpider):
    """Articles stand at /NUMBER.html."""

    name = "al3omk"
    allowed_domains = ["al3omk.com"]
    start_urls = ["https://al3omk.com/"]
    article_pattern = r"^/\d{5,}(?:\.html)?$"
    timezone = "Africa/Casablanca"
