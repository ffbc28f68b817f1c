"""Al-Ahram Gate (بوابة الأهرام), the site of an Egyptian daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AhramGateSpider(NewsSpider):
    """Articles stand at /News/NUMBER.aspx."""

    name = "ahram_gate"
    allowed_domains = ["gate.ahram.org.eg"]
    start_urls = ["https://gate.ahram.org.eg/"]
    article_pattern = r"^/News/\d+\.aspx"
    timezone = "Africa/Cairo"
