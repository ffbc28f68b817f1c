"""The parts of the row ``frontier`` that need a process of their own; each prints one JSON object.

- ``frontier_store.py fill FOLDER COUNT SITE``: a store with COUNT queued addresses of SITE (http://host:port/)
- ``frontier_store.py ask FOLDER COUNT``: the cost of adding COUNT pages' links, and of handing out COUNT addresses
"""

import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from measuring import own_peak_bytes

from newsbot.frontier.policy import Ending, Outcome, Policy, rank
from newsbot.frontier.queue import FoundUrl, UrlQueue
from newsbot.frontier.visits import Visits
from newsbot.store.database import Store, open_store
from newsbot.store.urls import QueuedUrl
from newsbot.text.urls import url_key

_OUTLET = "demo"
_WINDOW = 256
_LINKS = 8
_PAGES_A_FLUSH = 100
"""Pages between two commits: about a second's worth where nothing but CPU bounds the crawl."""
_UNKNOWN_ARTICLE = 910_000_000
"""From here on the demo site has no articles: it answers 404, whatever the number."""
_STARTED = datetime(2026, 11, 1, tzinfo=UTC)


def fill(folder: Path, count: int, site: str) -> dict[str, Any]:
    """Queue *count* articles, in the order of a sitemap: the newest first, one a minute."""
    open_store(f"sqlite:///{folder}/newsbot.db").close()
    path = folder / "newsbot.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO urls (outlet, key, url, kind, state, depth, rank, dated_at, found_on, first_seen_at)"
            " VALUES ('demo', ?, ?, 'article', 'queued', 2, ?, ?, ?, ?)",
            _rows(count, site),
        )
        connection.execute("COMMIT")
    return {"bytes": path.stat().st_size}


def ask(folder: Path, pages: int) -> dict[str, Any]:
    """Add the links of *pages* pages, then hand out as many addresses and end their visits; CPU for each."""
    with open_store(f"sqlite:///{folder}/newsbot.db") as store:
        visits, now = Visits(), datetime.now(UTC)
        queue = UrlQueue(store, _OUTLET, visits, policy=Policy(), window=_WINDOW, now=now, lost=_lost)
        adding = _add_links(queue, store, pages)
        handing, slowest = _hand_out(queue, visits, pages)
        loads = queue.counts["loads"]
    return {
        "add_milliseconds": 1000 * adding / pages,
        "next_milliseconds": 1000 * handing / pages,
        "slowest_milliseconds": 1000 * slowest,
        "loads": loads,
        "peak_bytes": own_peak_bytes(),
    }


def _add_links(queue: UrlQueue, store: Store, pages: int) -> float:
    """Return the CPU that *pages* pages with eight new links each cost, their commits included.

    The links are older than all that is queued: they are no news for the window, as a related block's seldom are.
    """
    begun = time.process_time()
    for page in range(pages):
        for link in range(_LINKS):
            url = f"https://outlet.example/archive/{page}-{link}"
            queue.add(FoundUrl(key=url_key(url), url=url, kind="article", depth=9, headline="عنوان خبر من الأرشيف"))
        if page % _PAGES_A_FLUSH == 0:
            queue.flush(datetime.now(UTC))
    queue.flush(datetime.now(UTC))
    if store.pending:
        raise RuntimeError(f"{store.pending} rows were not written")
    return time.process_time() - begun


def _hand_out(queue: UrlQueue, visits: Visits, count: int) -> tuple[float, float]:
    """Return the CPU of handing out and marking *count* addresses, and of the slowest single hand-out."""
    slowest = 0.0
    begun = time.process_time()
    for number in range(count):
        now = datetime.now(UTC)
        single = time.process_time()
        row = queue.next(now)
        slowest = max(slowest, time.process_time() - single)
        if row is None:
            raise RuntimeError(f"the queue was empty after {number} addresses")
        visit = visits.begin(row)
        visit.answer, visit.is_read = Outcome(ending=Ending.READ, status=200), True
        if number % _PAGES_A_FLUSH == 0:
            queue.flush(now)
    return time.process_time() - begun, slowest


def _lost(row: QueuedUrl, reason: str) -> None:
    """Fail for a page that a run would not get: every visit here is read."""
    raise RuntimeError(f"{row.url}: {reason}")


def _rows(count: int, site: str) -> Iterator[tuple[str | int, ...]]:
    seen = _STARTED.isoformat(timespec="microseconds")
    for number in range(count):
        url = f"{site}article/{_UNKNOWN_ARTICLE + number}"
        dated = _STARTED - timedelta(minutes=number)
        place = rank("article", 2, dated, _STARTED)
        yield url_key(url), url, place, dated.isoformat(timespec="microseconds"), site, seen


def main() -> None:
    """Do what the command line says."""
    action, folder, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    print(json.dumps(fill(folder, count, sys.argv[4]) if action == "fill" else ask(folder, count)))


if __name__ == "__main__":
    main()
