"""Every address ever seen: what waits to be fetched, and what became of the rest; never decides when that is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from newsbot.store.batch import Write, WriteBatch
from newsbot.store.columns import indexable, storable
from newsbot.store.connections import Database
from newsbot.store.schema import IS_ASLEEP, IS_QUEUED, urls

_KEYS_AT_ONCE = 500
_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address met for the first time."""

    outlet: str
    key: str
    """Its identity: ``newsbot.text.urls.url_key``."""
    url: str
    kind: str
    """article, listing, feed, sitemap or requisite"""
    depth: int
    rank: int
    """What is fetched first: the higher."""
    dated_at: datetime | None
    found_on: str | None
    headline: str | None
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class KnownUrl:
    """What is needed of a row when its address is met again."""

    id: int
    key: str
    kind: str
    state: str
    fetched_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class QueuedUrl:
    """A row as it is handed out to be fetched."""

    id: int
    key: str
    url: str
    kind: str
    depth: int
    rank: int
    dated_at: datetime | None
    found_on: str | None
    headline: str | None
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    failures: int
    repeats: int
    article_id: str | None
    first_seen_at: datetime
    fetched_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What became of one visit."""

    state: str
    """done, failed, gone or skipped"""
    status: int | None
    reason: str | None
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    failures: int
    repeats: int
    article_id: str | None
    dated_at: datetime | None
    fetched_at: datetime
    due_at: datetime | None
    """When to fetch it again; None: never."""


_known = select(*(urls.c[name] for name in KnownUrl.__slots__))
_queued = select(*(urls.c[name] for name in QueuedUrl.__slots__))


class Urls:
    """The table of addresses. What is added, woken or marked is written by the store's next flush."""

    def __init__(self, database: Database, batch: WriteBatch) -> None:
        self._database, self._batch = database, batch

    def known(self, outlet: str, keys: Collection[str]) -> dict[str, KnownUrl]:
        """Return the committed rows among *keys*, by key."""
        wanted = {indexable(key): key for key in keys}
        found: dict[str, KnownUrl] = {}
        for some in _portions(list(wanted)):
            with self._database.read() as connection:
                rows = connection.execute(_known.where(urls.c.outlet == outlet, urls.c.key.in_(some))).all()
            found.update((wanted[row.key], KnownUrl(*row)) for row in rows)
        return found

    def add(self, link: Link) -> None:
        """Queue a new address; one that is known already stays as it is."""
        self._batch.add(
            Write.ADD_URL,
            {
                **_fields(link),
                "key": indexable(link.key),
                "url": storable(link.url),
                "found_on": storable(link.found_on),
                "headline": storable(link.headline),
                "state": "queued",
            },
        )

    def wake(self, known: KnownUrl, *, rank: int, at: datetime) -> None:
        """Queue a known address for another visit."""
        self._batch.add(Write.WAKE_URL, {"of": known.id, "state": "queued", "rank": rank, "due_at": at})

    def mark(self, url_id: int, mark: Mark) -> None:
        """Say what became of a visit; the address leaves the queue with the next flush."""
        self._batch.add(
            Write.MARK_URL,
            {**_fields(mark), "of": url_id, "reason": storable(mark.reason), "etag": storable(mark.etag)},
        )

    def wake_due(self, outlet: str, now: datetime) -> int:
        """Queue every address whose time has come, at once; return how many."""
        is_due = (urls.c.outlet == outlet) & IS_ASLEEP & (urls.c.due_at <= now)
        with self._database.read() as connection:
            if connection.execute(select(urls.c.id).where(is_due).limit(1)).first() is None:
                return 0
        with self._database.write() as connection:
            return connection.execute(update(urls).where(is_due).values(state="queued")).rowcount

    def requeue(self, outlet: str, addresses: Collection[str]) -> int:
        """Queue addresses again at once, as if they had never been fetched; return how many of them are known."""
        anew = {"state": "queued", "etag": None, "last_modified": None, "body_hash": None}
        count = 0
        for some in _portions([storable(url) or "" for url in addresses]):
            is_one = (urls.c.outlet == outlet) & urls.c.url.in_(some)
            with self._database.write() as connection:
                count += connection.execute(update(urls).where(is_one).values(anew)).rowcount
        return count

    def requeue_failed(self, outlet: str) -> int:
        """Queue every address again whose last visit failed; return how many."""
        has_failed = (urls.c.outlet == outlet) & (urls.c.state == "failed")
        with self._database.write() as connection:
            return connection.execute(update(urls).where(has_failed).values(state="queued", failures=0)).rowcount

    def waiting(self, outlet: str) -> int:
        """Return how many committed addresses are queued."""
        query = select(func.count()).select_from(urls).where(urls.c.outlet == outlet, IS_QUEUED)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def queued(self, outlet: str, limit: int) -> list[QueuedUrl]:
        """Return the first *limit* committed addresses of the queue; the time does not grow with the queue."""
        query = _queued.where(urls.c.outlet == outlet, IS_QUEUED).order_by(urls.c.rank.desc(), urls.c.id).limit(limit)
        with self._database.read() as connection:
            return [QueuedUrl(*row) for row in connection.execute(query).all()]

    def every(self, outlet: str) -> Iterable[Row[Any]]:
        """Yield id, url, kind, state, status, reason, depth, found_on of each committed address; memory is constant."""
        names = ("id", "url", "kind", "state", "status", "reason", "depth", "found_on")
        query = (
            select(*(urls.c[name] for name in names))
            .where(urls.c.outlet == outlet)
            .order_by(urls.c.id)
            .limit(_ROWS_AT_ONCE)
        )
        last = 0
        while True:
            with self._database.read() as connection:
                rows = connection.execute(query.where(urls.c.id > last)).all()
            yield from rows
            if len(rows) < _ROWS_AT_ONCE:
                return
            last = rows[-1].id

    def find(self, outlet: str, key: str) -> Row[Any] | None:
        """Return the whole committed row of an address."""
        query = select(urls).where(urls.c.outlet == outlet, urls.c.key == indexable(key))
        with self._database.read() as connection:
            return connection.execute(query).first()


def _fields(value: Link | Mark) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _portions(keys: list[str]) -> Iterable[list[str]]:
    return (keys[start : start + _KEYS_AT_ONCE] for start in range(0, len(keys), _KEYS_AT_ONCE))
