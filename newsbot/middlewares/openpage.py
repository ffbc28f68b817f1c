"""A page that is open in the browser: waits until its scripts are done, and has its list grow; it fetches nothing."""

import asyncio
from contextlib import suppress
from time import monotonic

from playwright.async_api import ElementHandle, Page
from playwright.async_api import Error as PlaywrightError
from scrapy.crawler import Crawler

from newsbot.middlewares.rendering import Rendering, RenderingError, made_response
from newsbot.middlewares.traffic import REQUESTS_LIMIT, Traffic
from newsbot.pages.scripted import AROUND_MENUS, CLICKABLE, is_more_text

LOOK_SECONDS = 0.15
STILL_SECONDS = 0.3
"""A page that asked for nothing so long has drawn what came."""
PATIENCE_SECONDS = 3.0
"""How long a page that asks for nothing may still get by itself what it was made for."""
SETTLE_SECONDS = 25.0
GROW_SECONDS = 6.0
"""How long what a click or the list's end asked for may take to become headlines, once it is there."""
NOTHING_SECONDS = 2.0
"""A list that asks for nothing so long after that has no more."""
STEPS_LIMIT = 200
"""Clicks and scrolls of one list: at ten headlines a click, two thousand."""

_ADDRESSES = "() => [...new Set([...document.links].map(link => link.href))]"
_TO_END = "() => window.scrollTo(0, document.documentElement.scrollHeight)"
_CANDIDATES = """([clickable, menus]) => [...document.querySelectorAll(clickable)].filter(element =>
    !element.closest(menus) && !element.disabled && element.checkVisibility()
    && (element.tagName !== "A" || /^\\s*(#|javascript:|$)/i.test(element.getAttribute("href") || ""))
    && (element.innerText || element.value || "").length < 60)"""
_TEXTS = "elements => elements.map(element => element.innerText || element.value || '')"


class OpenPage:
    """One page from its first byte on."""

    def __init__(self, page: Page, traffic: Traffic, rendering: Rendering, crawler: Crawler) -> None:
        self._page, self._traffic, self._rendering, self._crawler = page, traffic, rendering, crawler

    async def made(self) -> str:
        """Return the page's markup when there is nothing more to wait for."""
        html = await self._settled()
        if not self._rendering.grows:
            return html
        await self._grow()
        return await self._page.content()

    async def _settled(self) -> str:
        """Wait until the page holds what it is made for and is still, or nothing happens any more."""
        ends_at = monotonic() + SETTLE_SECONDS
        tells = self._rendering.is_ready or self._rendering.is_gain
        judged, is_ready = "", False
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            still, is_over = self._traffic.still_seconds, monotonic() > ends_at
            if still < STILL_SECONDS and not is_over:
                continue
            html = await self._page.content()
            if is_ready and html == judged:
                return html
            if html != judged:
                is_ready = tells(made_response(self._rendering.plain, html))
                judged = html
            if is_over or still > PATIENCE_SECONDS:
                return html

    async def _grow(self) -> None:
        """Click the list's button, or scroll to its end, until neither brings an address."""
        known = set(await self._page.evaluate(_ADDRESSES))
        for _ in range(STEPS_LIMIT):
            self._check_closing()
            self._traffic.room = REQUESTS_LIMIT
            started_at = monotonic()
            await self._step()
            fresh = await self._fresh(known, started_at)
            if not fresh or (self._rendering.are_known and self._rendering.are_known(sorted(fresh))):
                return
            known |= fresh
            await asyncio.sleep(max(0.0, self._delay - (monotonic() - started_at)))
        self._crawler.stats.inc_value("newsbot/rendering/limited")

    async def _step(self) -> None:
        button = await self._more_button()
        if button is None:
            await self._page.evaluate(_TO_END)
            return
        with suppress(PlaywrightError):  # gone since it was found
            await button.scroll_into_view_if_needed(timeout=2000)
            # As a script would: what covers the button, a banner, need not be got out of its way first.
            await button.dispatch_event("click")
            self._crawler.stats.inc_value("newsbot/rendering/clicks")

    async def _more_button(self) -> ElementHandle | None:
        """Return the last button that promises more: it stands under the longest list."""
        menus = ", ".join((*sorted(AROUND_MENUS), "[aria-expanded]", "[aria-haspopup]"))
        found = await self._page.evaluate_handle(_CANDIDATES, [CLICKABLE, menus])
        texts = await found.evaluate(_TEXTS)
        positions = [position for position, text in enumerate(texts) if is_more_text(text)]
        if not positions:
            return None
        return (await found.evaluate_handle("(elements, at) => elements[at]", positions[-1])).as_element()

    async def _fresh(self, known: set[str], started_at: float) -> set[str]:
        """Wait for addresses that the page did not have when the step began; none where nothing comes."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            traffic, now = self._traffic, monotonic()
            fresh = set(await self._page.evaluate(_ADDRESSES)) - known
            patience = GROW_SECONDS if traffic.moved_at > started_at else NOTHING_SECONDS
            is_over = not traffic.under_way and now - max(traffic.moved_at, started_at) > patience
            if is_over or (fresh and traffic.still_seconds > STILL_SECONDS):
                return fresh

    @property
    def _delay(self) -> float:
        """The seconds between two requests to the page's host."""
        engine = self._crawler.engine
        asked = self._rendering.plain.request
        slot = (
            None
            if engine is None or asked is None
            else engine.downloader.slots.get(engine.downloader.get_slot_key(asked))
        )
        return slot.delay if slot is not None else self._crawler.settings.getfloat("DOWNLOAD_DELAY")

    def _check_closing(self) -> None:
        """Give up a list in a run that ends: half of it would count as the whole."""
        slot = None if self._crawler.engine is None else self._crawler.engine._slot  # noqa: SLF001 - no public name
        if slot is None or slot.closing is not None:
            raise RenderingError("interrupted", f"{self._rendering.plain.url}: the run ended before the list did")
