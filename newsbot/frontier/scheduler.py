"""Scrapy's scheduler over the store: every address survives a kill at any instant; never decides what or when.

What comes back in flight (a redirect, a retry, a page that wants a browser) and requests that newsbot does not keep
(no ``meta["newsbot"]``) stay in memory and go first.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure

from newsbot.errors import NewsbotError, StorageError
from newsbot.frontier.failures import failure_outcome
from newsbot.frontier.policy import DEFAULT_REVISIT, MAX_FAILURES, Policy
from newsbot.frontier.queue import FoundUrl, UrlQueue
from newsbot.frontier.requests import META_KEY, PageLink, PageMeta, page_meta
from newsbot.frontier.scope import since_of
from newsbot.frontier.storage import CrawlStorage, crawl_storage
from newsbot.frontier.visits import crawler_visits
from newsbot.outcome import LOCK_LOST
from newsbot.signals import frontier_flushing, page_skipped
from newsbot.store.urls import QueuedUrl
from newsbot.text.urls import url_key

FINISH_REASON = "storage_failure"
ERROR_STAT = "newsbot/storage/error"
"""The one readable line of what the disk or database refused; set too when the last flush failed, after the reason."""

OUTLET_TAKEN = "%s: another process crawls it since the connection was lost; this crawl is ended"

_DEFAULT_WINDOW = 256
_DEFAULT_FLUSH_SECONDS = 1.0

logger = logging.getLogger(__name__)


class FrontierScheduler(BaseScheduler):
    """The frontier of one crawl."""

    def __init__(
        self,
        crawler: Crawler,
        *,
        window: int,
        flush_seconds: float,
        max_failures: int,
        max_depth: int,
        is_once: bool = False,
    ) -> None:
        """*max_depth* 0 means any depth; *is_once*: no page that was answered is ever fetched again."""
        self._crawler, self._stats = crawler, crawler.stats
        self._window, self._flush_seconds = window, flush_seconds
        self._max_failures, self._max_depth, self._is_once = max_failures, max_depth, is_once
        self._since = since_of(crawler.settings)
        self._visits = crawler_visits(crawler)
        self._in_flight: deque[Request] = deque()
        self._queue: UrlQueue | None = None
        self._storage: CrawlStorage | None = None
        self._spider: Any = None
        self._identity: Callable[[str], str] = url_key
        self._has_failed = False
        self._timer = create_looping_call(self._flush)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSBOT_FRONTIER_* and DEPTH_LIMIT; a spider's *max_depth* goes before the latter."""
        settings = crawler.settings
        max_depth = getattr(crawler.spider, "max_depth", None)
        return cls(
            crawler,
            window=settings.getint("NEWSBOT_FRONTIER_WINDOW", _DEFAULT_WINDOW),
            flush_seconds=settings.getfloat("NEWSBOT_FRONTIER_FLUSH_SECONDS", _DEFAULT_FLUSH_SECONDS),
            max_failures=settings.getint("NEWSBOT_FRONTIER_MAX_FAILURES", MAX_FAILURES),
            max_depth=settings.getint("DEPTH_LIMIT") if max_depth is None else int(max_depth),
            is_once=settings.getbool("NEWSBOT_FRONTIER_ONCE"),
        )

    def open(self, spider: Spider) -> None:
        """Take the outlet and open its queue; OutletBusyError or StorageError ends the crawl before it begins."""
        self._spider = spider
        storage = self._storage = crawl_storage(self._crawler)
        # An outlet may know which part of its addresses is an article's identity; pipelines ask the same function.
        self._identity = getattr(getattr(spider, "outlet", None), "identity", url_key)
        revisit = getattr(spider, "revisit", None) or DEFAULT_REVISIT
        policy = Policy(revisit, self._max_failures, is_once=self._is_once)
        try:
            storage.hold(spider.name)
            self._queue = UrlQueue(
                storage.store,
                spider.name,
                self._visits,
                policy=policy,
                window=self._window,
                now=_now(),
                lost=self._report,
                committing=self._announce_commit,
            )
        except NewsbotError:
            storage.close()
            raise
        self._crawler.signals.connect(self._watch, signals.item_error)
        self._crawler.signals.connect(self._watch, signals.spider_error)
        self._visits.take_link = self._take_link
        self._timer.start(self._flush_seconds, now=False)

    def close(self, reason: str) -> None:  # noqa: ARG002 (Scrapy's signature)
        """Commit the last pages; what is in hand and not ended is still queued for the next run."""
        if self._timer.running:
            self._timer.stop()
        if self._queue is not None:
            self._flush()
            self._queue = None
        self._visits.close()

    def has_pending_requests(self) -> bool:
        """Tell whether `next_request` may still give something."""
        if self._queue is None or self._has_failed:
            return False
        return bool(self._in_flight or self._queue)

    def enqueue_request(self, request: Request) -> bool:
        """Keep a request; False, with ``meta["newsbot"]["refused"]`` saying why, when it lies too deep or is a trap."""
        page = page_meta(request)
        if page is None or "row" in page:
            self._in_flight.append(request)
            if page and (visit := self._visits.get(page["row"])):
                visit.restart()
            return True
        if refused := self._refused(self._found(request.url, page)):
            page["refused"] = refused
        return not refused

    def _take_link(self, link: PageLink, parent: int | None) -> None:
        """Keep a link, as `enqueue_request` keeps a request."""
        url, kind, depth, headline, found_on, dated_at = link
        found = FoundUrl(
            key=self._key(url, kind),
            url=url,
            kind=kind,
            depth=depth,
            dated_at=dated_at,
            found_on=found_on,
            headline=headline,
            parent=parent,
        )
        if refused := self._refused(found):
            self._crawler.signals.send_catch_log(page_skipped, url=url, reason=refused, depth=depth, found_on=found_on)

    def _refused(self, found: FoundUrl) -> str | None:
        """Queue an address, or return the reason for which it is not."""
        if self._queue is None:
            return None
        if self._since and found.kind == "article" and found.dated_at and found.dated_at < self._since:
            return "before_since"
        is_too_deep = 0 < self._max_depth < found.depth and found.kind != "requisite"
        refused = "depth" if is_too_deep else self._queue.add(found)
        if refused:
            self._stats.inc_value(f"newsbot/frontier/refused/{refused}")
        return refused

    def next_request(self) -> Request | None:
        """Return the next request: in flight first, then the newest of the queue."""
        if self._queue is None or self._has_failed:
            return None
        if self._in_flight:
            return self._in_flight.popleft()
        with self._failures():
            row = self._queue.next(_now())
            if row is not None:
                self._visits.begin(row)
                return self._request(row)
        return None

    def _found(self, url: str, page: PageMeta) -> FoundUrl:
        return FoundUrl(
            key=self._key(url, page["kind"]),
            url=url,
            kind=page["kind"],
            depth=page.get("depth", 0),
            dated_at=page.get("dated_at"),
            found_on=page.get("found_on"),
            headline=page.get("headline"),
            parent=page.get("parent"),
        )

    def _key(self, url: str, kind: str) -> str:
        """An address's identity; a picture's is all of it: «/article/5/photo.jpg» is not article 5."""
        return f"{kind} {url}" if kind == "requisite" else self._identity(url)

    def _request(self, row: QueuedUrl) -> Request:
        page = PageMeta(
            row=row.id,
            kind=row.kind,  # type: ignore[typeddict-item]  # the column holds what a PageMeta gave
            depth=row.depth,
            headline=row.headline,
            found_on=row.found_on,
            dated_at=row.dated_at,
            article_id=row.article_id,
            body_hash=row.body_hash,
            is_revisit=row.fetched_at is not None,
        )
        headers = {"If-None-Match": row.etag, "If-Modified-Since": row.last_modified}
        return Request(
            row.url,
            callback=getattr(self._spider, f"read_{row.kind}"),
            errback=self._note_failure,
            headers={name: value for name, value in headers.items() if value},
            meta={META_KEY: page, "depth": row.depth} | ({"allow_offsite": True} if row.kind == "requisite" else {}),
        )

    def _note_failure(self, failure: Failure) -> None:
        """Keep why a page was not read, and tell the spider's *on_failure* if it has one."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it before it calls an errback
        page = page_meta(request)
        visit = None if page is None else self._visits.get(page.get("row"))
        if visit is not None:
            visit.failure = failure_outcome(failure)
            visit.is_read, visit.is_continued = True, False
        if on_failure := getattr(self._spider, "on_failure", None):
            on_failure(failure)

    def _report(self, row: QueuedUrl, reason: str) -> None:
        self._crawler.signals.send_catch_log(
            page_skipped, url=row.url, reason=reason, depth=row.depth, found_on=row.found_on
        )

    def _announce_commit(self) -> None:
        """Have everybody bring to the disk what must be there first; StorageError where somebody could not."""
        for _, answer in self._crawler.signals.send_catch_log(frontier_flushing):
            if isinstance(answer, Failure):
                raise StorageError(f"pages cannot be noted done: {answer.getErrorMessage()}") from answer.value
        if error := self._stats.get_value(ERROR_STAT):
            raise StorageError(error)

    def _flush(self) -> None:
        if self._queue is None:
            return
        with self._failures():
            self._queue.flush(_now())
        if self._storage is not None and not self._storage.keep():
            logger.error(OUTLET_TAKEN, self._spider.name)
            self._end(LOCK_LOST)
        for event, count in self._queue.counts.items():
            self._stats.set_value(f"newsbot/frontier/{event}", count)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """End the run on the first StorageError: what is not committed is fetched again next time."""
        try:
            yield
        except StorageError as error:
            self._fail(error)

    def _watch(self, failure: Failure) -> None:
        """See a pipeline or callback fail at the store: no other page would fare better."""
        if isinstance(failure.value, StorageError):
            self._fail(failure.value)

    def _fail(self, error: StorageError) -> None:
        if self._has_failed:
            return
        self._has_failed = True
        logger.error("%s", error)
        self._stats.set_value(ERROR_STAT, str(error))
        self._end(FINISH_REASON)

    def _end(self, reason: str) -> None:
        if self._timer.running and self._crawler.engine is not None:
            # Not awaited: the engine waits for the very pages whose handlers may have called this.
            deferred_from_coro(self._crawler.engine.close_spider_async(reason=reason))


def _now() -> datetime:
    return datetime.now(UTC)
