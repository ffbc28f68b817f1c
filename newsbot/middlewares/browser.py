"""Chromium behind scrapy-playwright: started for the first page, a context of its own for each, crashes survived.

It is given a page's source and gives back what scripts made of it; it asks nobody for anything.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page
from playwright.async_api import TimeoutError as PlaywrightTimeoutError
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # type: ignore[import-untyped] # no types

from newsbot.middlewares.openpage import OpenPage
from newsbot.middlewares.rendering import BrowserError, Rendering, RenderingError
from newsbot.middlewares.traffic import KeptParts, Traffic

PAGES_AT_ONCE = 4
PAGES_A_BROWSER = 300
"""After so many pages Chromium is started anew: what it does not give back is given back then."""
PAGE_SECONDS = 60
LIST_SECONDS = 1800
"""How long a page may take as a whole; a list that is clicked through keeps the site's delay between two clicks."""
CLOSE_SECONDS = 5
STARTS_LIMIT = 4
"""After so many starts in a row that made no page, pages that want the browser are left for a later run."""

logger = logging.getLogger(__name__)
# It logs each failed page with a traceback; the run report counts them.
logging.getLogger("scrapy-playwright").setLevel(logging.CRITICAL)
# Playwright leaves futures behind when its driver dies, and asyncio tells of each; so does the page that failed.
logging.getLogger("asyncio").addFilter(lambda record: "from the driver" not in str(record.exc_info))


@dataclass(slots=True)
class _Chromium:
    """A started browser, how many pages it has opened, and those that are open."""

    handler: ScrapyPlaywrightDownloadHandler
    opened: int = 0
    in_hand: int = 0
    limits: set[asyncio.Timeout] = field(default_factory=set)
    is_lost: bool = False
    is_ended: bool = False

    @asynccontextmanager
    async def limited(self, seconds: float) -> AsyncIterator[None]:
        """Raise TimeoutError in a page that takes so long, or whose browser is lost: it would wait for ever."""
        async with asyncio.timeout(seconds) as limit:
            self.limits.add(limit)
            try:
                yield
            finally:
                self.limits.discard(limit)

    def lose(self) -> None:
        """Note that the process is gone."""
        if not self.is_lost:
            self.is_lost = True
            for limit in self.limits:
                if not limit.expired():
                    limit.reschedule(0)


class Browser:
    """The browser of a crawl, whichever process it is at the moment."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._kept = KeptParts()
        self._lock = asyncio.Lock()
        self._room = asyncio.Semaphore(PAGES_AT_ONCE)
        self._current: _Chromium | None = None
        self._starts = 0
        self._endings: set[asyncio.Task[None]] = set()

    async def make(self, rendering: Rendering) -> str:
        """Return the page as it stands when its scripts are done; RenderingError where that cannot be had."""
        async with self._room, self._lent() as chromium:
            html = await self._made(rendering, chromium)
        self._starts = 0
        if len(html) > self._crawler.settings.getint("DOWNLOAD_MAXSIZE"):
            raise RenderingError("too_large", f"{rendering.plain.url}: {len(html)} letters")
        return html

    async def _made(self, rendering: Rendering, chromium: _Chromium) -> str:
        seconds = LIST_SECONDS if rendering.grows else PAGE_SECONDS
        url, traffic = rendering.plain.url, Traffic(self._crawler, rendering.plain, self._kept)
        try:
            async with chromium.limited(seconds), self._opened(chromium.handler, rendering, traffic) as page:
                return await OpenPage(page, traffic, rendering, self._crawler).made()
        except (TimeoutError, PlaywrightTimeoutError) as error:
            if not chromium.is_lost:
                raise BrowserError("browser_timeout", f"{url}: not done in {seconds} s") from error
            raise BrowserError("browser_crashed", f"{url}: the browser is gone") from error
        except PlaywrightError as error:
            # The page alone may have crashed: the others go on, the next ones get another browser.
            chromium.opened = PAGES_A_BROWSER
            self._starts = 0 if chromium.handler.browser.is_connected() else self._starts
            raise BrowserError("browser_crashed", f"{url}: {str(error).partition(chr(10))[0]}") from error

    async def close(self) -> None:
        """End Chromium and Playwright."""
        current, self._current = self._current, None
        if current is not None:
            self._end(current)
        await asyncio.gather(*self._endings, return_exceptions=True)

    @asynccontextmanager
    async def _lent(self) -> AsyncIterator[_Chromium]:
        """Lend the started browser, and end one that is lost or worn out with its last page."""
        async with self._lock:
            if self._current is None or self._current.is_lost or self._current.opened >= PAGES_A_BROWSER:
                self._current = await self._started()
            chromium = self._current
            chromium.opened += 1
            chromium.in_hand += 1
        try:
            yield chromium
        finally:
            chromium.in_hand -= 1
            if not chromium.in_hand and (chromium.is_lost or chromium is not self._current):
                self._end(chromium)

    async def _started(self) -> _Chromium:
        if self._starts == STARTS_LIMIT:
            logger.error("Chromium does not run: pages that want it are left for a later run")
        self._starts += 1
        if self._starts > STARTS_LIMIT:
            raise RenderingError("browser_crashed", "Chromium does not run")
        if self._current is not None and not self._current.in_hand:
            self._end(self._current)
        chromium = _Chromium(ScrapyPlaywrightDownloadHandler.from_crawler(self._crawler))
        chromium.handler.config.target_closed_max_retries = 0
        self._current = chromium
        try:
            # What it would do by itself when the engine starts, which was before its first page.
            await chromium.handler._maybe_launch_in_thread()  # noqa: SLF001 - no public name
            await chromium.handler._maybe_launch_browser()  # noqa: SLF001 - as above
        except PlaywrightError as error:
            chromium.lose()
            raise BrowserError("browser_crashed", str(error).partition("\n")[0]) from error
        chromium.handler.browser.on("disconnected", lambda _: chromium.lose())
        return chromium

    def _end(self, chromium: _Chromium) -> None:
        """End a browser beside the other pages: a dead one may take its time."""
        if chromium.is_ended:
            return
        chromium.is_ended = True
        task = asyncio.get_running_loop().create_task(_end(chromium))
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)

    @asynccontextmanager
    async def _opened(
        self, handler: ScrapyPlaywrightDownloadHandler, rendering: Rendering, traffic: Traffic
    ) -> AsyncIterator[Page]:
        """Open the page in a context of its own, which goes with it."""
        pages: list[Page] = []

        async def begin(page: Page, _: Request) -> None:
            pages.append(page)
            page.context.on("page", _refuse)
            await page.route("**", traffic.answer)

        request = Request(rendering.plain.url, meta=self._meta(rendering) | {"playwright_page_init_callback": begin})
        try:
            await handler.download_request(request)
            yield pages[-1]
        finally:
            await _close(pages)

    def _meta(self, rendering: Rendering) -> dict[str, object]:
        spider = self._crawler.spider
        asked = rendering.plain.request
        agent = (asked.headers.get("User-Agent") if asked is not None else None) or b""
        return {
            "playwright": True,
            "playwright_include_page": True,
            "playwright_context": f"page {id(rendering)}",
            "playwright_context_kwargs": {
                "user_agent": agent.decode("latin-1") or self._crawler.settings["USER_AGENT"],
                "locale": "ar",
                # A script prints dates in the reader's time zone; they are read in the outlet's.
                "timezone_id": getattr(spider, "timezone", "UTC"),
                "accept_downloads": False,
                "service_workers": "block",
            },
            # Not "load": a part that never comes would keep the rest from being read.
            "playwright_page_goto_kwargs": {"wait_until": "commit"},
        }


async def _refuse(popup: Page) -> None:
    with suppress(PlaywrightError):
        await popup.close()


async def _close(pages: list[Page]) -> None:
    """Close the context of each page, and with it everything that the page has opened."""
    with suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(CLOSE_SECONDS):
            for page in pages:
                await page.context.close()


async def _end(chromium: _Chromium) -> None:
    with suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(CLOSE_SECONDS):
            await chromium.handler.close()
