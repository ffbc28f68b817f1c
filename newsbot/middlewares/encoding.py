"""Reads every text response with the encoding that its bytes are in; it changes no byte and no text.

An outlet may declare ``encoding`` for its site. Stats: newsbot/encoding/<name>, newsbot/encoding/suspect.
"""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response, TextResponse
from scrapy.statscollectors import StatsCollector
from w3lib.encoding import http_content_type_encoding

from newsbot.text.encodings import UTF_8, page_encoding


class EncodingMiddleware:
    """A downloader middleware that stands just behind decompression."""

    def __init__(self, stats: StatsCollector, outlet_encoding: str | None) -> None:
        self.stats = stats
        self.outlet_encoding = outlet_encoding

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the encoding from the spider's class."""
        return cls(crawler.stats, getattr(crawler.spidercls, "encoding", None))

    def process_response(self, request: Request, response: Response) -> Response:
        """Return *response* with its encoding settled; one that Scrapy would read rightly anyway is left as it is."""
        if not isinstance(response, TextResponse) or "dont_obey_robotstxt" in request.meta:
            return response
        header = http_content_type_encoding((response.headers.get(b"Content-Type") or b"").decode("latin-1"))
        encoding = page_encoding(response.body, outlet=self.outlet_encoding, header=header)
        self.stats.inc_value(f"newsbot/encoding/{encoding.name}")
        if encoding.is_suspect:
            self.stats.inc_value("newsbot/encoding/suspect")
        if encoding.name == header == UTF_8:
            return response
        return _read_as(encoding.name, response)


def _read_as(encoding: str, response: TextResponse) -> TextResponse:
    """*response* with another encoding.

    Scrapy's ``replace`` would first ask *response* for its own: for an old Arabic page, that declares none, a guess
    among all encodings at several times the price of reading the page.
    """
    kept = {name: getattr(response, name) for name in response.attributes if name != "encoding"}
    return type(response)(**kept, encoding=encoding)
