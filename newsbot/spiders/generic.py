"""Any news site without a module of its own: ``newsbot crawl generic -a url=URL``; it declares nothing but the site."""

from dataclasses import replace
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from newsbot.errors import ConfigurationError
from newsbot.pages.reading import PageReader
from newsbot.spiders.base import NewsSpider
from newsbot.spiders.discovery import Discovery
from newsbot.text.urls import absolute_url


class GenericSpider(NewsSpider):
    """Reads every page by what it shows; articles are told by the form of their addresses.

    All sites that are crawled so share the outlet «generic»: give a site that matters a module of its own.
    """

    name = "generic"
    allowed_domains = []

    def __init__(self, url: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        home = absolute_url("", url or "")
        if home is None:
            raise ConfigurationError(
                "-a url", url, "the address of a site's front page or section, http:// or https://"
            )
        self.start_urls = [home]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Keep the crawl on the host of *url*."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        host = (urlsplit(spider.start_urls[0]).hostname or "").removeprefix("www.")
        spider.allowed_domains = [host]
        spider.outlet = replace(spider.outlet, domains=(host,))
        spider.reader = PageReader.of(spider.outlet)
        spider.narrow(tuple(crawler.settings.getlist("NEWSBOT_SECTIONS")))
        spider.discovery = Discovery.from_crawler(crawler, spider, spider.outlet)
        return spider
