"""Has a browser make a page whose source leaves its article or headlines to scripts; no page goes there first.

Every page comes plain, through the frontier, robots.txt and the delays. A callback that misses something there yields
`rendering_request` for the same page; this middleware answers it with the page as a browser makes it from the very
bytes that came, or with the plain page again where that says no more (`newsbot.middlewares.probing`) or where no
browser is installed. Playwright is imported, and Chromium started, for the first such page.

Stats: newsbot/rendering/asked, gained, wasted, clicks, limited, missed, failed/<reason>.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError, NotConfigured
from scrapy.http import HtmlResponse, Request, Response, TextResponse
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newsbot.errors import ConfigurationError
from newsbot.frontier.requests import META_KEY, page_meta
from newsbot.frontier.storage import crawler_store
from newsbot.middlewares.chromium import TO_INSTALL, launch_options, missing
from newsbot.middlewares.probing import Probing
from newsbot.signals import page_rendered

if TYPE_CHECKING:
    from newsbot.middlewares.browser import Browser

RENDERING = "rendering"
"""The key in a request's meta: its `Rendering`."""
SLOT = "browser"
"""The downloader's slot for what pages in the browser ask for: pages keep their delay, their parts come at once."""
PARTS_AT_ONCE = 4
PART = "part"
"""The key in a request's meta that makes it one of those."""
UNANSWERED = 599
"""The status that stands for a part that took too long."""

logger = logging.getLogger(__name__)


class RenderingError(Exception):
    """The browser did not make a page; *reason* is one word for the report. The frontier tries again in a later run."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class BrowserError(RenderingError):
    """The browser took too long or broke down: Scrapy asks again at once, RETRY_TIMES times."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a callback wants of the browser."""

    plain: TextResponse
    """The page as it came."""
    is_gain: Callable[[TextResponse], bool]
    """Tells whether a made page holds what the plain one lacks."""
    is_ready: Callable[[TextResponse], bool] | None = None
    """Tells whether a made page need not be waited for any longer; None: *is_gain* does."""
    is_forced: bool = False
    """Whether the made page counts in any case, and what was learnt of its shape does not."""
    grows: bool = False
    """Whether a list's button is clicked, and its end scrolled to, until nothing new comes."""
    are_known: Callable[[list[str]], bool] | None = None
    """Tells whether addresses that a click brought are all known, hence those behind them; None: click to the end."""


def rendering_request(rendering: Rendering) -> Request:
    """Return the request for the same page, to be yielded by the callback that got it plain."""
    asked = rendering.plain.request
    assert asked is not None  # noqa: S101 - a callback's response has one
    page = {name: value for name, value in (page_meta(asked) or {}).items() if name != "verdict"}
    return Request(
        rendering.plain.url,
        callback=asked.callback,
        errback=asked.errback,
        meta={
            META_KEY: page,
            RENDERING: rendering,
            "depth": asked.meta.get("depth", 0),
            # The page was allowed, asked for and counted when it came plain.
            "dont_obey_robotstxt": True,
        },
    )


def is_answered(response: TextResponse) -> bool:
    """Tell whether *response* is the answer to `rendering_request`: to be read as it is."""
    return response.request is not None and RENDERING in response.request.meta


class RenderingAddon:
    """Settles the browser's settings before the engine starts; it imports nothing of it."""

    def __init__(self, *, is_forced: bool) -> None:
        self._is_forced = is_forced

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep whether pages have to be rendered; NEWSBOT_RENDER=never leaves the browser alone."""
        if crawler.settings["NEWSBOT_RENDER"] == "never":
            raise NotConfigured
        return cls(is_forced=is_forced(crawler))

    def update_settings(self, settings: BaseSettings) -> None:
        """Say what Chromium is started with; ConfigurationError where it is missing and has to be there."""
        path, mode = settings["NEWSBOT_BROWSER_PATH"], settings["NEWSBOT_RENDER"]
        lacking = missing(path)
        if lacking and path:
            raise ConfigurationError("NEWSBOT_BROWSER_PATH", path, f"a program that is there; or install {TO_INSTALL}")
        if lacking and self._is_forced:
            name, value, left = (
                ("NEWSBOT_RENDER", mode, "auto or never") if mode == "always" else ("render", True, False)
            )
            raise ConfigurationError(name, value, f"{left}, for want of {lacking}; or install {TO_INSTALL}")
        own = {"concurrency": PARTS_AT_ONCE, "delay": 0, "jitter": 0}
        settings.set("DOWNLOAD_SLOTS", {SLOT: own} | settings.getdict("DOWNLOAD_SLOTS"), priority="addon")
        settings.set("PLAYWRIGHT_BROWSER_TYPE", "chromium", priority="addon")
        settings.set("PLAYWRIGHT_LAUNCH_OPTIONS", launch_options(path), priority="addon")
        settings.set("RETRY_EXCEPTIONS", [*settings.getlist("RETRY_EXCEPTIONS"), BrowserError], priority="addon")


def is_forced(crawler: Crawler) -> bool:
    """Tell whether every article goes to the browser: NEWSBOT_RENDER=always, or the outlet's ``render = True``."""
    mode = crawler.settings["NEWSBOT_RENDER"]
    return mode == "always" or (mode != "never" and bool(getattr(crawler.spidercls, "render", False)))


class RenderingMiddleware:
    """Answers `rendering_request`."""

    def __init__(self, crawler: Crawler, lacking: str | None) -> None:
        """*lacking* says what keeps the browser from being used; None: nothing."""
        self.crawler, self._stats, self.lacking = crawler, crawler.stats, lacking
        self._probing = Probing(lambda: crawler_store(crawler), crawler.spidercls.name, lambda: datetime.now(UTC))
        self.browser: Browser | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSBOT_RENDER and look for the browser; nothing is started."""
        if crawler.settings["NEWSBOT_RENDER"] == "never":
            raise NotConfigured
        middleware = cls(crawler, missing(crawler.settings["NEWSBOT_BROWSER_PATH"]))
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        crawler.signals.connect(middleware.engine_stopped, signals.engine_stopped)
        return middleware

    def process_request(self, request: Request) -> Any:
        """Return what is to be awaited for a page that wants the browser; None for all others."""
        rendering = request.meta.get(RENDERING)
        return None if rendering is None else self._answer(rendering, (page_meta(request) or {})["kind"])

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        """Give up a part that took too long; a script that hangs is no reason to leave the site alone."""
        if PART in request.meta and isinstance(exception, DownloadTimeoutError):
            return Response(request.url, UNANSWERED, request=request)
        return None

    async def _answer(self, rendering: Rendering, kind: str) -> TextResponse:
        """Return the page as the browser makes it, or as it came; RenderingError where the browser failed."""
        url = rendering.plain.url
        if self.lacking:
            self._stats.inc_value("newsbot/rendering/missed")
        elif rendering.is_forced:
            return await self._made(rendering) or again(rendering.plain)
        elif await self._probing.admits(kind, url):
            try:
                made = await self._made(rendering)
            except RenderingError:
                await self._probing.fail(kind, url)
                raise
            await self._probing.learn(kind, url, is_gain=made is not None)
            return made or again(rendering.plain)
        return again(rendering.plain)

    async def _made(self, rendering: Rendering) -> TextResponse | None:
        """Return the page as the browser makes it, None where that says no more than the plain one."""
        self._stats.inc_value("newsbot/rendering/asked")
        at = datetime.now(UTC)
        try:
            made = made_response(rendering.plain, await self._opened().make(rendering))
        except RenderingError as error:
            self._stats.inc_value(f"newsbot/rendering/failed/{error.reason}")
            raise
        is_gain = rendering.is_gain(made)
        self._stats.inc_value(f"newsbot/rendering/{'gained' if is_gain else 'wasted'}")
        if not (is_gain or rendering.is_forced):
            return None
        content_type = "text/html; charset=utf-8"
        heard = self.crawler.signals.send_catch_log(
            page_rendered, url=made.url, body=made.body, content_type=content_type, at=at
        )
        for _, answer in heard:
            if isinstance(answer, Failure):
                # A page must not count as done that is not in the archive.
                raise RenderingError("not_archived", f"{made.url}: {answer.getErrorMessage()}")
        return made

    def _opened(self) -> "Browser":
        if self.browser is None:
            from newsbot.middlewares.browser import Browser  # noqa: PLC0415 - imports Playwright: 0.2 s, 20 MB

            self.browser = Browser(self.crawler)
        return self.browser

    def spider_closed(self) -> None:
        """Say in one line what a browser would have been asked for."""
        count = self._stats.get_value("newsbot/rendering/missed", 0)
        if count:
            logger.warning(
                "%d pages seem to be filled in by scripts and were read without a browser, for want of %s: install %s",
                count,
                self.lacking,
                TO_INSTALL,
            )

    async def engine_stopped(self) -> None:
        """Close the browser, if it was ever opened."""
        if self.browser is not None:
            await self.browser.close()


def made_response(plain: TextResponse, html: str) -> HtmlResponse:
    """Return the page *html* in the place of *plain*.

    Without the validators, which stand for the source: a page that is filled in by scripts changes while that stays.
    """
    headers = {"Content-Type": "text/html; charset=utf-8"}
    return HtmlResponse(
        plain.url, plain.status, headers, html.encode("utf-8", "replace"), flags=["rendered"], encoding="utf-8"
    )


def again(plain: TextResponse) -> TextResponse:
    """Return *plain* for another reading, as the answer to another request."""
    return plain.replace(request=None)
