"""Finds articles by feeds and sitemaps: declared, or named by robots.txt or a start page; it guesses no address.

What is asked for in every run (depth 0): declared feeds and sitemaps, the first feeds that a start page names, the
first sitemaps of robots.txt. Everything else is the frontier's to revisit: a sitemap of an archive is read again when
its index gives a newer lastmod, else ever more seldom. A second run of an unchanged site asks for a handful of pages.

Stats: newsbot/discovery/<kind>/entries, newsbot/discovery/passed_over/<offsite|not_article|old>.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from newsbot.errors import ConfigurationError
from newsbot.frontier.requests import Kind, PageLink, mark_skipped, page_meta, page_request
from newsbot.pages.discovery import is_article_address
from newsbot.pages.entries import Entry
from newsbot.pages.rules import Outlet
from newsbot.pages.sitemaps import sitemap_entries
from newsbot.text.urls import absolute_url

EACH_RUN = 3
"""How many of a start page's feeds, and of robots.txt's sitemaps, are read in every run; news sitemaps go first."""

_MOST_SITEMAPS = 500  # lines of one robots.txt
_DEEPEST_SITEMAP = 4  # an index may list indexes; some list one another without end
_NEWS_SITEMAP = re.compile(r"news|latest|recent|today", re.IGNORECASE)
_COMMENT_FEED = re.compile(r"/comments?(?:/|$)|[?&](?:feed|post_type)=comments", re.IGNORECASE)

# A lastmod that most rows share is the minute when the file was written, and would bring the whole archive back in
# every run. A day of the past that they share is told from that: a sitemap of one day's articles.
_FEW_ROWS = 20
_RECENT = timedelta(days=2)


class Discovery:
    """The feeds and sitemaps of one outlet."""

    def __init__(
        self,
        outlet: Outlet,
        crawler: Crawler,
        *,
        feeds: Sequence[str] | None = None,
        sitemaps: Sequence[str] | None = None,
        sitemap_age: timedelta | None = None,
    ) -> None:
        """Take addresses of *feeds* and *sitemaps*, none of them, or None for those that the site names itself.

        What a sitemap dates more than *sitemap_age* ago is passed over; None: nothing is.
        """
        self._outlet, self._crawler = outlet, crawler
        self._feeds, self._sitemaps, self._sitemap_age = feeds, sitemaps, sitemap_age

    @classmethod
    def from_crawler(cls, crawler: Crawler, spider: Spider, outlet: Outlet) -> Self:
        """Read the spider's *feeds*, *sitemaps* and *sitemap_age*, NEWSBOT_FEEDS_ENABLED and NEWSBOT_SITEMAPS_ENABLED.

        Sitemaps of robots.txt need ROBOTSTXT_OBEY. ConfigurationError for a declaration that is no address.
        """
        declared = {
            name: _addresses(spider, name) if crawler.settings.getbool(f"NEWSBOT_{name.upper()}_ENABLED", True) else ()  # noqa: FBT003 # Scrapy's signature
            for name in ("feeds", "sitemaps")
        }
        age = getattr(spider, "sitemap_age", None)
        if age is not None and not (isinstance(age, timedelta) and age > timedelta()):
            raise ConfigurationError(f"{spider.name}.sitemap_age", age, "a timedelta above zero, or None for all")
        discovery = cls(outlet, crawler, **declared, sitemap_age=age)
        if declared["sitemaps"] is None:
            crawler.signals.connect(discovery.robots_parsed, signal=signals.robots_parsed)
        return discovery

    def start_requests(self) -> Iterator[Request]:
        """Ask for what the outlet declares."""
        yield from (page_request(url, "feed") for url in self._feeds or ())
        yield from (page_request(url, "sitemap") for url in self._sitemaps or ())

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Ask for the sitemaps that the robots.txt of a host of the outlet names."""
        engine = self._crawler.engine
        if engine is not None and self._outlet.owns(request.url):
            for found in self.robots_requests(robotparser, request.url):
                engine.crawl(found)

    def robots_requests(self, robotparser: RobotParser, page_url: str) -> Iterator[Request]:
        """Return requests for the outlet's own sitemaps among those that *robotparser* read, for the host of a page."""
        robots_url = urljoin(page_url, "/robots.txt")
        named = getattr(getattr(robotparser, "rp", None), "sitemaps", None) or ()
        urls = (absolute_url(robots_url, text) for text in islice(named, _MOST_SITEMAPS))
        own = list(dict.fromkeys(url for url in urls if url and self._outlet.owns(url, page_url)))
        own.sort(key=lambda url: _NEWS_SITEMAP.search(urlsplit(url).path) is None)
        for place, url in enumerate(own):
            yield page_request(url, "sitemap", depth=0 if place < EACH_RUN else 1, found_on=robots_url)

    def feed_links(self, urls: Iterable[str], response: Response) -> Iterator[PageLink]:
        """Return links to the feeds that a page names: a start page's only, since a section's say what it says."""
        page = page_meta(response)
        if self._feeds is not None or page is None or page["depth"] > 0:
            return
        own = (url for url in dict.fromkeys(urls) if self._outlet.owns(url, response.url))
        for place, url in enumerate(url for url in own if not _COMMENT_FEED.search(url)):
            yield PageLink(url, "feed", depth=0 if place < EACH_RUN else 1, found_on=response.url)

    def read(self, response: Response, now: datetime) -> Iterator[PageLink]:
        """Follow a feed or sitemap; what is neither is marked as skipped. *now* is aware."""
        page = page_meta(response)
        kind, depth = (page["kind"], page["depth"]) if page else ("feed", 0)
        listed = sitemap_entries(response.body, response.url, zone=self._outlet.timezone, hint=self._outlet.encoding)
        if listed.root is None:
            mark_skipped(response, f"not_a_{kind}")
            return
        self._count(f"{kind}/entries", len(listed.entries))
        oldest = now - self._sitemap_age if self._sitemap_age and kind == "sitemap" else None
        yield from self._pages(listed.entries, response, depth + 1, now, oldest)
        if depth < _DEEPEST_SITEMAP:
            yield from self._further(listed.sitemaps, response, depth + 1, now, oldest)

    def _pages(
        self, entries: Sequence[Entry], response: Response, depth: int, now: datetime, oldest: datetime | None
    ) -> Iterator[PageLink]:
        written_at = self._written_at(entries, now)
        for entry in entries:
            kind = self._kind(entry, response.url)
            if kind is None:
                continue
            dated_at = _dated_at(entry, written_at)
            if self._is_old(dated_at, oldest):
                continue
            yield PageLink(
                entry.url,
                kind,
                depth=depth,
                headline=entry.title,
                found_on=response.url,
                # A section changes with every article: its date would have it read whenever a sitemap is.
                dated_at=dated_at if kind == "article" else None,
            )

    def _further(
        self, sitemaps: Sequence[Entry], response: Response, depth: int, now: datetime, oldest: datetime | None
    ) -> Iterator[PageLink]:
        written_at = self._written_at(sitemaps, now)
        for entry in sitemaps:
            dated_at = _dated_at(entry, written_at)
            if not self._outlet.owns(entry.url, response.url):
                self._count("passed_over/offsite")
            elif not self._is_old(dated_at, oldest):
                yield PageLink(entry.url, "sitemap", depth=depth, found_on=response.url, dated_at=dated_at)

    def _kind(self, entry: Entry, page_url: str) -> Kind | None:
        """Tell what an entry leads to; None where it is not followed."""
        outlet = self._outlet
        if not outlet.owns(entry.url, page_url):
            self._count("passed_over/offsite")
            return None
        if is_article_address(entry.url, outlet) or (entry.is_news and outlet.article_pattern is None):
            return "article"
        if outlet.is_listing(entry.url):
            return "listing"
        self._count("passed_over/not_article")
        return None

    def _is_old(self, dated_at: datetime | None, oldest: datetime | None) -> bool:
        is_old = oldest is not None and dated_at is not None and dated_at < oldest
        if is_old:
            self._count("passed_over/old")
        return is_old

    def _count(self, event: str, count: int = 1) -> None:
        self._crawler.stats.inc_value(f"newsbot/discovery/{event}", count)

    def _written_at(self, entries: Sequence[Entry], now: datetime) -> datetime | None:
        """Return the minute that most entries share as their date of change, where it is no day of the past."""
        if len(entries) < _FEW_ROWS:
            return None
        minutes = Counter(_minute(entry.modified_at) for entry in entries if entry.modified_at)
        for minute, count in minutes.most_common(1):
            clock = minute.astimezone(self._outlet.timezone)
            is_day = (clock.hour, clock.minute) == (23, 59)
            if count * 2 > len(entries) and not (is_day and now - minute > _RECENT):
                return minute
        return None


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _dated_at(entry: Entry, written_at: datetime | None) -> datetime | None:
    """Return when an entry's page last changed or, where that is not told, when it was published."""
    changed_at = entry.modified_at
    if changed_at is not None and _minute(changed_at) == written_at:
        changed_at = None
    return max((at for at in (changed_at, entry.published_at) if at is not None), default=None)


def _addresses(spider: Spider, name: str) -> tuple[str, ...] | None:
    """Return the addresses that a spider declares as *name*; None where it declares nothing."""
    declared = getattr(spider, name, None)
    if declared is None:
        return None
    is_list = isinstance(declared, (tuple, list))
    if not is_list or not all(isinstance(url, str) and absolute_url("", url) for url in declared):
        raise ConfigurationError(f"{spider.name}.{name}", declared, "a tuple of addresses, https://..., or None")
    return tuple(declared)
