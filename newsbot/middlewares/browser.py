"""One browser for both schemes: scrapy-playwright makes one for each entry of DOWNLOAD_HANDLERS, which is two."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # type: ignore[import-untyped] # no types

_handlers: "dict[Crawler, BrowserHandler]" = {}


class BrowserHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc] # as above
    """scrapy-playwright's handler, shared by http and https; other requests go the plain way through it."""

    lazy = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the crawler's one handler."""
        handler = _handlers.get(crawler)
        if not isinstance(handler, cls):
            handler = _handlers[crawler] = cls(crawler)
        return handler

    async def close(self) -> None:
        """Close the browser once, though each scheme asks for it."""
        crawler = next((crawler for crawler, handler in _handlers.items() if handler is self), None)
        if crawler is not None:
            del _handlers[crawler]
            await super().close()
