"""The peer of ``newsbot crawl``: a bare Scrapy spider with five XPaths that follows the same links; it keeps nothing.

Run it as ``python -m scrapy runspider benchmarks/bare_spider.py -a url=http://127.0.0.1:PORT/ -O out.jsonl``.
"""

from typing import Any

import scrapy


class BareSpider(scrapy.Spider):
    """Follows sections, their pages and the related block, as newsbot's demo outlet does."""

    name = "bare"
    custom_settings = {  # noqa: RUF012 - as Scrapy declares it
        "LOG_LEVEL": "WARNING",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "FEED_EXPORT_ENCODING": "utf-8",
        "ROBOTSTXT_OBEY": True,
    }

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = [url]

    def parse(self, response: Any) -> Any:
        """Follow a listing."""
        yield from response.follow_all(xpath="//div[@class='teaser']/h2/a", callback=self.parse_article)
        yield from response.follow_all(xpath="//a[contains(@href, '/section/')]", callback=self.parse)

    def parse_article(self, response: Any) -> Any:
        """Read an article with five XPaths and follow its related block."""
        yield {
            "url": response.url,
            "headline": response.xpath("//h1[@class='story-title']/text()").get(),
            "body": response.xpath("//div[@class='story-body']//p/text()").getall(),
            "date": response.xpath("//time[@class='published']/text()").get(),
            "author": response.xpath("//span[@class='author']/text()").get(),
        }
        yield from response.follow_all(xpath="//*[@class='related']//a", callback=self.parse_article)
