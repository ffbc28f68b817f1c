"""Gives a page in the browser what it asks for, through Scrapy: the browser itself has no network.

So robots.txt, private addresses, redirects, proxies, size limits and a snapshot's recording are what they are for every
other request. Only scripts, styles and data of the page's own site are given, and scripts of libraries' hosts; a page
without pictures, fonts, media, frames, advertisements and trackers has the same text.
"""

import asyncio
from collections import Counter
from contextlib import suppress
from re import compile as pattern
from time import monotonic
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Route
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse

from newsbot.frontier.requests import META_KEY
from newsbot.middlewares.rendering import PART, SLOT, UNANSWERED
from newsbot.text.urls import site_of

KINDS = frozenset({"script", "stylesheet", "xhr", "fetch"})
KEPT_KINDS = frozenset({"script", "stylesheet"})
"""What is the same on every page of a site: asked for once a run."""
LIBRARY_HOSTS = ("ajax.googleapis.com", "cdnjs.cloudflare.com", "code.jquery.com", "ajax.aspnetcdn.com")
REQUESTS_LIMIT = 200
"""Of one page, without what its clicks ask for."""
TIMEOUT_SECONDS = 20
TRIES = 2
"""A script that did not come so often is not asked for again: each page would wait for it."""
KEPT_BYTES = 16_000_000

# Scrapy decodes what it asks for, says who asks, and frames the message itself.
_OWN_REQUEST_HEADERS = pattern(r"user-agent|accept-encoding|host|connection|content-length|sec-ch-ua.*")
_OWN_RESPONSE_HEADERS = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})
_PAGES_OWN_HEADERS = _OWN_RESPONSE_HEADERS | {"content-type", "content-disposition", "refresh", "link"}


class KeptParts:
    """Scripts and styles of a run, the first ones until the room is full."""

    def __init__(self) -> None:
        self._parts: dict[str, asyncio.Future[Response | None]] = {}
        self._failures: Counter[str] = Counter()
        self._room = KEPT_BYTES

    def get(self, url: str) -> "asyncio.Future[Response | None] | None":
        """Return the part, which may still be under way."""
        return self._parts.get(url)

    def expect(self, url: str) -> "asyncio.Future[Response | None]":
        """Announce a part that others need not ask for too."""
        part = self._parts[url] = asyncio.get_running_loop().create_future()
        return part

    def settle(self, url: str, response: Response | None) -> None:
        """Hand over what came; what there is no room for is asked for again, what did not come (None) once more."""
        self._parts[url].set_result(response)
        self._room -= len(response.body) if response is not None else 0
        self._failures[url] += response is None
        if self._room < 0 or (response is None and self._failures[url] < TRIES):
            del self._parts[url]


class Traffic:
    """What one page asks for; *plain* is its source."""

    def __init__(self, crawler: Crawler, plain: TextResponse, kept: KeptParts) -> None:
        self._crawler, self._plain, self._kept = crawler, plain, kept
        self._site = site_of(plain.url)
        self._has_page = False
        self.room = REQUESTS_LIMIT
        """How many more requests the page may make."""
        self.under_way = 0
        self.moved_at = monotonic()
        """When a request last began or ended."""

    @property
    def still_seconds(self) -> float:
        """How long the page has asked for nothing; 0 while it waits."""
        return 0.0 if self.under_way else monotonic() - self.moved_at

    async def answer(self, route: Route) -> None:
        """Answer one request of the page, or refuse it; a page that is closed meanwhile wants no answer."""
        request = route.request
        with suppress(PlaywrightError):
            if request.is_navigation_request():
                await self._navigate(route)
            elif self._is_refused(request):
                await route.abort("blockedbyclient")
            else:
                self._move(1)
                try:
                    await self._give(route, await self._part(request))
                finally:
                    self._move(-1)

    async def _navigate(self, route: Route) -> None:
        """Give the page its source once; frames, and a page that moves on, get nothing."""
        if self._has_page or route.request.frame.parent_frame is not None:
            # Any other error would put the browser's own page in its place.
            await route.abort("aborted")
            return
        self._has_page = True
        headers = _without(self._plain, _PAGES_OWN_HEADERS) | {"content-type": "text/html; charset=utf-8"}
        await route.fulfill(
            status=self._plain.status, headers=headers, body=self._plain.text.encode("utf-8", "replace")
        )

    def _is_refused(self, request: Any) -> bool:
        if request.resource_type not in KINDS or not request.url.startswith(("http:", "https:")):
            return True
        is_library = request.resource_type == "script" and request.url.split("/")[2] in LIBRARY_HOSTS
        self.room -= 1
        return self.room < 0 or not (is_library or site_of(request.url) == self._site or self._is_outlets(request.url))

    def _is_outlets(self, url: str) -> bool:
        outlet = getattr(self._crawler.spider, "outlet", None)
        return outlet is not None and bool(outlet.domains) and bool(outlet.owns(url, self._plain.url))

    async def _part(self, request: Any) -> Response | None:
        if request.resource_type not in KEPT_KINDS or request.method != "GET":
            return await self._fetched(request)
        if (known := self._kept.get(request.url)) is not None:
            return await asyncio.shield(known)
        self._kept.expect(request.url)
        response = None
        try:
            response = await self._fetched(request)
        finally:
            self._kept.settle(request.url, response)
        return response

    async def _fetched(self, request: Any) -> Response | None:
        """Ask through every downloader middleware; None where one of them refuses or nothing came."""
        headers = {name: value for name, value in request.headers.items() if not _OWN_REQUEST_HEADERS.match(name)}
        asked = Request(
            request.url,
            method=request.method,
            headers=headers,
            body=request.post_data_buffer or b"",
            meta={
                META_KEY: {"kind": "requisite"},
                PART: True,
                "allow_offsite": True,
                "download_slot": SLOT,
                "download_timeout": TIMEOUT_SECONDS,
                "max_retry_times": 1,
            },
        )
        engine = self._crawler.engine
        assert engine is not None  # noqa: S101 - it runs the request that this page is made for
        # Whatever Scrapy and its middlewares raise means the same to the page: it does not get this part.
        (response,) = await asyncio.gather(engine.download_async(asked), return_exceptions=True)
        return response if isinstance(response, Response) and response.status != UNANSWERED else None

    async def _give(self, route: Route, response: Response | None) -> None:
        if response is None:
            await route.abort("failed")
        else:
            headers = _without(response, _OWN_RESPONSE_HEADERS)
            await route.fulfill(status=response.status, headers=headers, body=response.body)

    def _move(self, step: int) -> None:
        self.under_way += step
        self.moved_at = monotonic()


def _without(response: Response, names: frozenset[str]) -> dict[str, str]:
    """Return the response's headers in Playwright's form, but *names*."""
    headers = {
        name.decode("latin-1").lower(): "\n".join(value.decode("latin-1") for value in values)
        for name, values in response.headers.items()
    }
    return {name: value for name, value in headers.items() if name not in names}
