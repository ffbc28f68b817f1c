"""Al-Rai (الرأي), a Jordanian daily; never run against real pages."""

from newsbot.spiders.base import NewsSpider


class AlraiJoSpider(NewsSpider):
    """Articles stand at /article/NUMBER/section/words, older ones at /article/NUMBER.html."""

    name = "alrai_jo"
    allowed_domains = ["alrai.com"]
    start_urls = ["https://alrai.com/"]
    article_pattern = r"^/article/\d+"
    timezone = "Asia/Amman"
