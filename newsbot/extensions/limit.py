"""Ends a run after so many pages, ``-a max_pages=N``; what is left stays in the frontier for the next run.

Pages are counted when they are asked for, retries and redirects as one. Requests that were handed out in the same
instant as the last one are still answered: at most CONCURRENT_REQUESTS - 1 more.
"""

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request
from scrapy.utils.defer import deferred_from_coro

from newsbot.frontier.requests import page_meta

REASON = "max_pages"
REPEATS = ("retry_times", "redirect_times", "dont_obey_robotstxt")


class PageLimit:
    """Counts down from NEWSBOT_MAX_PAGES."""

    def __init__(self, crawler: Crawler, pages: int) -> None:
        self.crawler = crawler
        self.left = pages

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSBOT_MAX_PAGES, which ``-a max_pages`` sets; without it there is no limit."""
        pages = crawler.settings.getint("NEWSBOT_MAX_PAGES")
        if not pages:
            raise NotConfigured
        limit = cls(crawler, pages)
        crawler.signals.connect(limit.request_reached_downloader, signal=signals.request_reached_downloader)
        return limit

    def request_reached_downloader(self, request: Request) -> None:
        """Count a page and close the spider with the last one."""
        page = page_meta(request)
        if any(request.meta.get(repeat) for repeat in REPEATS) or (page and page["kind"] == "requisite"):
            return
        self.left -= 1
        if self.left == 0:
            deferred_from_coro(self.crawler.engine.close_spider_async(reason=REASON))
