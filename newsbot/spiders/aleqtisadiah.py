"""Al-Eqtisadiah (الاقتصادية), a Saudi business daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AleqtisadiahSpider(NewsSpider):
    """Articles stand at /YYYY/MM/DD/article_NUMBER.html."""

    name = "aleqtisadiah"
    allowed_domains = ["aleqt.com"]
    start_urls = ["https://www.aleqt.com/"]
    article_pattern = r"^/\d{4}/\d{2}/\d{2}/article_\d+"
    timezone = "Asia/Riyadh"
