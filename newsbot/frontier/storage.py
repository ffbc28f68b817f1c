"""The one home of a crawler's store: opened once, shared by scheduler, pipelines and extensions, closed at the end.

Of many crawls in one process each has a `Store` of its own, with its own buffer, over one database and its connections:
statements are compiled once, and the pages of SQLite's cache are held once.
"""

from pathlib import Path
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from newsbot.errors import StorageError
from newsbot.store.database import PATIENCE_SECONDS, OutletLock, Store, open_store

DEFAULT_DATA_DIR = "data"


class CrawlStorage:
    """A crawler's open store and its hold on the outlet."""

    def __init__(self, store: Store, *, is_lent: bool = False) -> None:
        """*is_lent*: somebody else holds the outlet's lock and closes the database, after the crawl."""
        self.store = store
        self._is_lent = is_lent
        self._lock: OutletLock | None = None

    def hold(self, outlet: str) -> None:
        """Keep every other run of *outlet* out until `close`; OutletBusyError when one is there."""
        if not self._is_lent:
            self._lock = self.store.outlet_lock(outlet)

    def keep(self) -> bool:
        """Take the outlet's lock again if its connection was lost; False when another run has the outlet by then.

        A server that does not answer is told by the next commit.
        """
        if self._lock is None:
            return True
        try:
            return not self.store.keep_locks()
        except StorageError:
            return True

    def close(self) -> None:
        """Close the store, then let the next run in."""
        if self._is_lent:
            return
        self.store.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None


_of_crawlers: "WeakKeyDictionary[Crawler, CrawlStorage]" = WeakKeyDictionary()


def lend_storage(crawler: Crawler, store: Store) -> None:
    """Give a crawler, before it starts, the store that it is to use; the caller holds its outlet's lock."""
    _of_crawlers[crawler] = CrawlStorage(store.beside(), is_lent=True)


def crawl_storage(crawler: Crawler) -> CrawlStorage:
    """Return the crawler's storage, opened at the first call and closed after the last handler of spider_closed."""
    storage = _of_crawlers.get(crawler)
    if storage is None:
        storage = _of_crawlers[crawler] = CrawlStorage(open_own_store(crawler.settings))
        crawler.signals.connect(storage.close, signals.engine_stopped)
    return storage


def crawler_store(crawler: Crawler) -> Store:
    """Return the store that everything in one crawl shares."""
    return crawl_storage(crawler).store


def open_own_store(settings: BaseSettings) -> Store:
    """Open the store that *settings* name."""
    patience = settings.getfloat("NEWSBOT_STORE_PATIENCE_SECONDS", PATIENCE_SECONDS)
    return open_store(store_url(settings), patience_seconds=patience)


def store_url(settings: BaseSettings) -> str:
    """Return NEWSBOT_STORE_URL, by default ``newsbot.db`` in NEWSBOT_DATA_DIR."""
    path = Path(settings.get("NEWSBOT_DATA_DIR") or DEFAULT_DATA_DIR).absolute() / "newsbot.db"
    return settings.get("NEWSBOT_STORE_URL") or f"sqlite:///{path}"
