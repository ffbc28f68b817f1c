"""Decides what is fetched first, and when a page is fetched again; never reads a clock or the store."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from newsbot.store.urls import KnownUrl, Mark, QueuedUrl

RevisitAges = tuple[tuple[timedelta, timedelta], ...]
"""Pairs of (while an article is younger than this, visit it again after this long); past the last pair: never."""

DEFAULT_REVISIT: RevisitAges = (
    (timedelta(days=1), timedelta(hours=3)),
    (timedelta(days=3), timedelta(hours=12)),
    (timedelta(days=10), timedelta(days=3)),
    (timedelta(days=30), timedelta(days=10)),
)

MAX_FAILURES = 8
_FIRST_RETRY, _LONGEST_RETRY = timedelta(minutes=15), timedelta(days=2)
_GONE_AGAIN = (timedelta(days=1), timedelta(days=7))
"""A page that is gone is asked for twice more: a site's short outage often answers 404."""
_SKIPPED_AGAIN = timedelta(days=7)
_FIRST_REVISIT, _LONGEST_REVISIT = timedelta(hours=12), timedelta(days=30)

_KIND_AHEAD = {
    # A page without its pictures and styles is half a copy: they follow it at once.
    "requisite": timedelta(days=36525),
    "feed": timedelta(days=2),
    "sitemap": timedelta(days=2),
    "listing": timedelta(hours=12),
}
"""How much sooner a page that leads to articles is read than an article of the same age."""
_START_AHEAD = timedelta(days=36525)
_DEPTH_AGE = timedelta(days=1)
"""An article without a date is taken to be a day older for each link between it and a start page."""


class Ending(Enum):
    """How a visit ended."""

    READ = "done"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    GONE = "gone"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a visit brought."""

    ending: Ending
    status: int | None = None
    reason: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """When pages are visited again; an outlet may bring its own *revisit*."""

    revisit: RevisitAges = DEFAULT_REVISIT
    max_failures: int = MAX_FAILURES
    is_once: bool = False
    """Whether a page that was answered is never visited again, a start page neither: a snapshot's way."""

    def mark(
        self,
        row: QueuedUrl,
        outcome: Outcome,
        now: datetime,
        *,
        article_id: str | None = None,
        dated_at: datetime | None = None,
    ) -> Mark:
        """Return what to keep of a visit to *row*, which held that article of that date."""
        is_answer = outcome.ending in (Ending.READ, Ending.UNCHANGED)
        is_same = outcome.ending is Ending.UNCHANGED
        failures = 0 if is_answer else row.failures + 1
        repeats = row.repeats + 1 if is_same else 0
        dated_at = dated_at or row.dated_at
        return Mark(
            state="done" if is_answer else outcome.ending.value,
            status=outcome.status,
            reason=outcome.reason,
            # A 304 may leave out the validators that it confirms; after a failure the old ones still hold.
            etag=outcome.etag or (None if outcome.ending is Ending.READ else row.etag),
            last_modified=outcome.last_modified or (None if outcome.ending is Ending.READ else row.last_modified),
            body_hash=outcome.body_hash or (None if outcome.ending is Ending.READ else row.body_hash),
            failures=failures,
            repeats=repeats,
            article_id=article_id or row.article_id,
            dated_at=dated_at,
            fetched_at=now,
            due_at=self._due(row, outcome.ending, now, age=now - (dated_at or row.first_seen_at), repeats=repeats),
        )

    def _due(self, row: QueuedUrl, ending: Ending, now: datetime, *, age: timedelta, repeats: int) -> datetime | None:
        failures = row.failures + 1
        if self.is_once and ending is not Ending.FAILED:
            return None
        match ending:
            case Ending.FAILED:
                wait = None if failures >= self.max_failures else retry_wait(failures)
            case Ending.GONE:
                wait = _GONE_AGAIN[failures - 1] if failures <= len(_GONE_AGAIN) else None
            case Ending.SKIPPED:
                wait = _SKIPPED_AGAIN
            case _ if row.kind == "requisite":
                wait = None
            case _ if row.kind == "article":
                wait = article_wait(self.revisit, age)
            case _:
                wait = listing_wait(repeats)
        return None if wait is None else now + wait


def article_wait(revisit: RevisitAges, age: timedelta) -> timedelta | None:
    """Return how long an article of that *age* is left alone; None: for ever.

    >>> article_wait(((timedelta(days=1), timedelta(hours=3)),), timedelta(hours=5))
    datetime.timedelta(seconds=10800)
    """
    return next((wait for younger_than, wait in revisit if age < younger_than), None)


def listing_wait(repeats: int) -> timedelta:
    """Return how long a page of links is left alone after *repeats* visits in a row that found it unchanged.

    This is for pages behind the first ones: a start page is read in every run, and the page after one that brought
    new articles with it.
    """
    return min(_FIRST_REVISIT * (1 << min(repeats, 10)), _LONGEST_REVISIT)


def retry_wait(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    return min(_FIRST_RETRY * (1 << 2 * min(failures - 1, 10)), _LONGEST_RETRY)


def rank(kind: str, depth: int, dated_at: datetime | None, run_started_at: datetime) -> int:
    """Return the place in the queue, the highest first: start pages, then by age, the newest first.

    A date that lies ahead (a wrong clock, an event's day) counts as now: it must not hold its place for years.
    """
    moment = min(dated_at or run_started_at - depth * _DEPTH_AGE, run_started_at)
    ahead = _START_AHEAD if depth == 0 else _KIND_AHEAD.get(kind, timedelta())
    return round((moment - _EPOCH + ahead).total_seconds())


def wants_visit(known: KnownUrl, *, depth: int, dated_at: datetime | None, run_started_at: datetime) -> bool:
    """Tell whether a known address that was met again is visited before its time.

    A start page is, once a run; so is a page whose link bears a date (a sitemap's lastmod) after the last visit. A date
    that lies ahead proves nothing: it would bring the page back in every run until it has passed.
    """
    if known.state == "queued" or (known.fetched_at and known.fetched_at >= run_started_at):
        return False
    if depth == 0 or dated_at is None or known.fetched_at is None:
        return depth == 0
    return known.fetched_at < dated_at <= run_started_at


_EPOCH = datetime.fromtimestamp(0, UTC)
