"""«مرفأ الصباح», the demo outlet that ``newsbot demo`` serves on loopback; it does not exist on the web."""

from typing import Any, ClassVar

from newsbot.errors import ConfigurationError
from newsbot.spiders.base import NewsSpider
from newsbot.text.urls import absolute_url


class DemoSpider(NewsSpider):
    """An outlet with rules; ``-a url=http://127.0.0.1:PORT/`` says where its server listens."""

    name = "demo"
    allowed_domains = ["127.0.0.1", "localhost"]
    article_pattern = r"^/article/\d+"
    listing_pattern = r"^/section/\w+"
    timezone = "Asia/Damascus"
    rules: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "headline": "//h1[@class='story-title']",
        "body": "//div[@class='story-body']",
        "quotes": "//blockquote[@class='pull']",
        "attribution": ".//cite",
        "subheads": "//div[@class='story-body']/*[@class='subhead']",
        "date_published": "//time[@class='published']",
        "authors": "//span[@class='author']",
        "section": "//nav[@class='breadcrumbs']/a[last()]",
        "keywords": "//ul[@class='tags']/li/a",
        "main_image": "//figure[@class='lead-photo']/img",
        "caption": "//figure[@class='lead-photo']/figcaption",
        "views": "//span[@class='views']",
        "related": "//div[@class='related'] | //section[@class='related']",
    }

    def __init__(self, url: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        home = absolute_url("", url or "")
        if home is None:
            raise ConfigurationError("-a url", url, "the address that the demo server printed, http://127.0.0.1:PORT/")
        self.start_urls = [home]
