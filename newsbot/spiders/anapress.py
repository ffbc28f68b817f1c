"""Ana Press (أنا برس), a Syrian outlet. Its markup is not known: it is read by what its pages show, not by rules."""

from newsbot.spiders.base import NewsSpider


class AnapressSpider(NewsSpider):
    """Articles stand at /a/NUMBER; the front page and each article lead on by «المزيد»."""

    name = "anapress"
    allowed_domains = ["anapress.net"]
    start_urls = ["http://anapress.net/"]
    article_pattern = r"^/a/\d+"
    timezone = "Asia/Damascus"
