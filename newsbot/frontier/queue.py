"""The queue of one outlet's addresses over the store, with a bounded window of it in memory; never makes a request."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from newsbot.frontier.policy import Ending, Outcome, Policy, rank, wants_visit
from newsbot.frontier.recent import RecentKeys
from newsbot.frontier.visits import Visit, Visits
from newsbot.store.database import Store
from newsbot.store.urls import KnownUrl, Link, Mark, QueuedUrl
from newsbot.text.traps import trap_reason

_WAKE_EVERY = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundUrl:
    """An address as a page or the spider's start gave it."""

    key: str
    url: str
    kind: str
    depth: int
    dated_at: datetime | None = None
    found_on: str | None = None
    headline: str | None = None
    parent: int | None = None
    """The row of the page that it was found on."""


PageLost: TypeAlias = Callable[[QueuedUrl, str], None]


class UrlQueue:
    """Hands out addresses in order, and commits what became of them together with what they brought."""

    def __init__(  # noqa: PLR0913 - all of it is what one run is made of
        self,
        store: Store,
        outlet: str,
        visits: Visits,
        *,
        policy: Policy,
        window: int,
        now: datetime,
        lost: PageLost,
        committing: Callable[[], None] = lambda: None,
    ) -> None:
        """Open the queue for a run that begins *now*; addresses whose time has come are queued.

        *lost* is told of each page that a run did not get, and why; *committing* is called before each commit, which
        a StorageError of its own prevents.
        """
        self._committing = committing
        self._lost = lost
        self._store, self._outlet, self._visits = store, outlet, visits
        self._policy, self._window_size, self._started_at = policy, window, now
        self._found: dict[str, FoundUrl] = {}
        self._recent = RecentKeys()
        self._window: deque[QueuedUrl] = deque()
        self._in_hand: set[int] = set()
        self._ended: list[int] = []
        self._followed: set[int] = set()
        self._is_all_loaded = self._is_stale = False
        self._wake_at = now
        self.counts: Counter[str] = Counter()
        """What happened since the run began: new, known, woken; done, unchanged, failed, failed/REASON ...; loads."""
        if policy.is_once:
            self.counts["woken"] += store.urls.requeue_failed(outlet)
        self._wake_due(now)

    def add(self, found: FoundUrl) -> str | None:
        """Note an address; it is looked up and queued with the next flush. A trap is not: its name is returned."""
        if self._is_old_news(found):
            self._count_known(found)
            return None
        if trap := trap_reason(found.url, found.depth):
            return trap
        if (before := self._found.get(found.key)) is None or found.depth < before.depth:
            self._found[found.key] = found
        return None

    def next(self, now: datetime) -> QueuedUrl | None:
        """Return the next address to fetch, or None when there is none at the moment."""
        if not self._window and (self._found or not self._is_all_loaded):
            self.flush(now)
            self._load()
        elif self._is_stale:
            self._load()
        if not self._window:
            return None
        row = self._window.popleft()
        self._in_hand.add(row.id)
        return row

    def __bool__(self) -> bool:
        """Tell whether there may be more to fetch."""
        return bool(self._window or self._found or not self._is_all_loaded)

    def flush(self, now: datetime) -> None:
        """Commit the found links, the ended visits and all else that the store has buffered, in one transaction.

        After StorageError nothing of it is committed, and all of it waits for the next flush.
        """
        self._committing()
        self._resolve(now)
        for visit in self._visits.pop_ended():
            self._close(visit, visit.outcome, now)
        self._store.flush()
        self._in_hand.difference_update(self._ended)
        self._ended.clear()
        if now >= self._wake_at:
            self._wake_due(now)

    def _count_known(self, found: FoundUrl) -> None:
        self.counts["known"] += 1
        self.counts["known_articles"] += found.kind == "article"

    def _is_old_news(self, found: FoundUrl) -> bool:
        """Tell whether a link says nothing that the last thousands did not: a menu's, on every page."""
        parent = self._visits.get(found.parent)
        is_plain = found.kind == "article" or (parent is not None and parent.row.kind == "article")
        return is_plain and found.depth > 0 and found.dated_at is None and found.key in self._recent

    def _resolve(self, now: datetime) -> None:
        """Tell new addresses from known ones, and buffer what the store shall write of them."""
        if not self._found:
            return
        known = self._store.urls.known(self._outlet, self._found)
        for key, found in self._found.items():
            parent = self._visits.get(found.parent)
            if key in known:
                self._meet_again(known[key], found, parent, now)
            else:
                self._enter(found, parent)
            self._recent.add(key)
        self._found.clear()

    def _enter(self, found: FoundUrl, parent: Visit | None) -> None:
        self.counts["new"] += 1
        if parent is not None and found.kind == "article":
            parent.new_articles += 1
        place = rank(found.kind, found.depth, found.dated_at, self._started_at)
        self._store.urls.add(
            Link(
                outlet=self._outlet,
                key=found.key,
                url=found.url,
                kind=found.kind,
                depth=found.depth,
                rank=place,
                dated_at=found.dated_at,
                found_on=found.found_on,
                headline=found.headline,
                first_seen_at=self._started_at,
            )
        )
        self._expect(place)

    def _meet_again(self, known: KnownUrl, found: FoundUrl, parent: Visit | None, now: datetime) -> None:
        self._count_known(found)
        if self._policy.is_once:
            return
        started_at = self._started_at
        if wants_visit(known, depth=found.depth, dated_at=found.dated_at, run_started_at=started_at):
            self._wake(known, rank(found.kind, found.depth, found.dated_at, started_at), now)
        elif parent is not None and "article" not in (known.kind, parent.row.kind) and known.state != "queued":
            parent.known_listings.append((known, found.depth))

    def _close(self, visit: Visit, outcome: Outcome, now: datetime) -> None:
        mark = self._policy.mark(visit.row, outcome, now, article_id=visit.article_id, dated_at=visit.dated_at)
        self._store.urls.mark(visit.row.id, mark)
        self._ended.append(visit.row.id)
        if outcome.reason:
            self._lost(visit.row, outcome.reason)
        self._note(outcome, is_last=mark.due_at is None)
        if outcome.ending is Ending.UNCHANGED and visit.row.kind == "article":
            self.counts["unchanged/article"] += 1
        self._tell_article(visit.row, mark, now)
        if visit.new_articles:
            self._follow(visit, now)

    def _tell_article(self, row: QueuedUrl, mark: Mark, now: datetime) -> None:
        """Mark the page's article gone with it, or live again: an unchanged page that is back brings no item."""
        if mark.article_id is None:
            return
        if mark.state == "gone":
            self._store.articles.mark_gone(mark.article_id, now)
        elif mark.state == "done" and row.failures:
            self._store.articles.touch(mark.article_id, now)

    def _follow(self, visit: Visit, now: datetime) -> None:
        """Read the pages of links behind one that brought new articles: there may be more than it had room for."""
        for known, depth in visit.known_listings:
            if known.id not in self._followed and (not known.fetched_at or known.fetched_at < self._started_at):
                self._followed.add(known.id)
                self._wake(known, rank(known.kind, max(depth, 1), None, self._started_at), now)

    def _note(self, outcome: Outcome, *, is_last: bool) -> None:
        ending = outcome.ending.value
        self.counts[ending] += 1
        if outcome.reason:
            self.counts[f"{ending}/{outcome.reason}"] += 1
        if outcome.ending is Ending.FAILED and is_last:
            self.counts["given_up"] += 1

    def _wake(self, known: KnownUrl, place: int, now: datetime) -> None:
        self.counts["woken"] += 1
        self._store.urls.wake(known, rank=place, at=now)
        self._expect(place)

    def _expect(self, place: int) -> None:
        """Note that the store is about to hold a row that the window may lack."""
        self._is_all_loaded = False
        self._is_stale = self._is_stale or not self._window or place > self._window[-1].rank

    def _wake_due(self, now: datetime) -> None:
        self._wake_at = now + _WAKE_EVERY
        if self._store.urls.wake_due(self._outlet, now):
            self._is_all_loaded, self._is_stale = False, True

    def _load(self) -> None:
        """Take the head of the queue into the window, without what is in hand."""
        limit = self._window_size + len(self._in_hand)
        rows = self._store.urls.queued(self._outlet, limit)
        self._window = deque(row for row in rows if row.id not in self._in_hand)
        self._is_all_loaded, self._is_stale = len(rows) < limit, False
        self.counts["loads"] += 1
