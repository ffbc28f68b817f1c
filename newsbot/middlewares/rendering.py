"""Fetches an outlet's articles with a real browser where the outlet declares ``render = True``; else it costs nothing.

The add-on replaces the download handlers only for such an outlet, so nothing of Playwright is imported for the others.
A Chromium of the system is found by itself; NEWSBOT_BROWSER_PATH names another. Pictures, fonts and media are not
loaded, nor anything from other hosts than the page's: those requests would pass robots.txt and the delays by.
"""

import shutil
from importlib.util import find_spec
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request
from scrapy.settings import BaseSettings

from newsbot.errors import ConfigurationError
from newsbot.frontier.requests import page_meta

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
HANDLER = "newsbot.middlewares.browser.BrowserHandler"
LAUNCH_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NEEDLESS_KINDS = frozenset({"image", "media", "font", "beacon", "csp_report", "ping"})
NAVIGATION_TIMEOUT_MS = 30_000


def has_browser_articles(crawler: Crawler) -> bool:
    """Tell whether the outlet declares ``render = True``."""
    return bool(getattr(crawler.spidercls, "render", False))


class RenderingAddon:
    """Puts the browser in place before the engine starts, for an outlet that declares it."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Stay out of every other outlet's way."""
        if not has_browser_articles(crawler):
            raise NotConfigured
        return cls()

    def update_settings(self, settings: BaseSettings) -> None:
        """Register one handler for both schemes; raises ConfigurationError when something is not installed."""
        if find_spec("scrapy_playwright") is None:
            raise ConfigurationError("render", "True", "False, unless newsbot[browser] is installed: scrapy-playwright")
        handlers = {"http": HANDLER, "https": HANDLER}
        settings.set("DOWNLOAD_HANDLERS", settings.getdict("DOWNLOAD_HANDLERS") | handlers, priority="addon")
        settings.set("PLAYWRIGHT_BROWSER_TYPE", "chromium", priority="addon")
        settings.set("PLAYWRIGHT_LAUNCH_OPTIONS", launch_options(settings["NEWSBOT_BROWSER_PATH"]), priority="addon")
        settings.set("PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT", NAVIGATION_TIMEOUT_MS, priority="addon")
        settings.set("PLAYWRIGHT_ABORT_REQUEST", is_needless, priority="addon")
        # Playwright's time-out is none of Scrapy's, so it would not be retried.
        retried = [*settings.getlist("RETRY_EXCEPTIONS"), "playwright.async_api.TimeoutError"]
        settings.set("RETRY_EXCEPTIONS", retried, priority="addon")


class RenderingMiddleware:
    """Marks the requests for articles as the browser's."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Stay out of every other outlet's way."""
        if not has_browser_articles(crawler):
            raise NotConfigured
        return cls()

    def process_request(self, request: Request) -> None:
        """Leave listings, feeds, sitemaps and robots.txt to the plain download."""
        if (page_meta(request) or {}).get("kind") == "article":
            request.meta.setdefault("playwright", True)
            request.meta.setdefault("playwright_page_goto_kwargs", {"wait_until": "domcontentloaded"})


def launch_options(path: str | None) -> dict[str, Any]:
    """Return what Playwright starts Chromium with; raises ConfigurationError when no Chromium is to be found."""
    found = shutil.which(path) if path else next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        accepted = "the path of a Chromium program; install one (Debian: chromium) or name it"
        raise ConfigurationError("NEWSBOT_BROWSER_PATH", path, accepted)
    return {"executable_path": found, "headless": True, "args": LAUNCH_ARGUMENTS}


def is_needless(request: Any) -> bool:
    """Tell whether a request of the page's own can be left out without changing its text; Playwright calls this."""
    page_host = urlsplit(request.frame.url).hostname
    host = urlsplit(request.url).hostname
    return request.resource_type in NEEDLESS_KINDS or bool(
        not request.is_navigation_request() and page_host and host != page_host
    )
