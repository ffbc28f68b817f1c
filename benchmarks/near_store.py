"""The parts of the row ``near`` that need a process of their own; each prints one JSON object.

- ``near_store.py judge MAKING COUNT``: a made set through the pipelines: how many copies are found, how many wrongly
- ``near_store.py fill FOLDER COUNT``: a store of COUNT synthetic articles
- ``near_store.py ask FOLDER COUNT``: what COUNT more articles cost in that store

The synthetic articles have what a look-up meets: a row in ``articles``, an address, a signature and thirty bands, all
different. They have no texts: nothing reads those of other articles.
"""

import json
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from made_set import COPIES, MadeArticle, Making, made_set
from measuring import own_peak_bytes

from newsbot.items import Article
from newsbot.pages.rules import Outlet
from newsbot.pipelines.deduplicate import DeduplicatePipeline
from newsbot.pipelines.drops import NewsbotDrop
from newsbot.pipelines.store import StorePipeline
from newsbot.store.database import Store, open_store

_FLUSH_EVERY = 100
"""Articles between two commits: about a second's worth where nothing but CPU bounds the crawl."""
_BANDS, _PERMUTATIONS = 30, 120
_DOWNLOADED = datetime(2026, 11, 1, tzinfo=UTC).isoformat()


class Counts(Counter[str]):
    """Counts as the pipelines want them, without a crawler."""

    def inc_value(self, key: str) -> None:
        """Count one."""
        self[key] += 1


class Reading:
    """The two pipelines that an accepted article passes, over *store*; it keeps the time of each."""

    def __init__(self, store: Store) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._store = store
        outlet, stats = Outlet(name="bench"), Counts()
        self._deduplicate = DeduplicatePipeline(store.articles, outlet, stats)  # type: ignore[arg-type] # as above
        self._keep = StorePipeline(store.articles, outlet, stats, "none")  # type: ignore[arg-type] # as above
        self._passed = 0

    def take(self, item: Article) -> None:
        """Pass an article on; one that is dropped stays without an id."""
        with suppress(NewsbotDrop):
            self._timed("look-up", lambda: self._deduplicate.process_item(item))
            self._timed("keep", lambda: self._keep.process_item(item))
        self._passed += 1
        if self._passed % _FLUSH_EVERY == 0:
            self._timed("commit", self._store.flush)

    def _timed(self, part: str, action: Callable[[], object]) -> None:
        begun = time.process_time()
        try:
            action()
        finally:
            self.seconds[part] += time.process_time() - begun


def item_of(article: MadeArticle, number: int) -> Article:
    """Return the item that a page would have given: an outlet's address of its own."""
    return Article(
        outlet="bench",
        url=f"https://outlet{number % 40}.example/news/{number}",
        headline=article.headline,
        article_body=article.body,
        date_downloaded=_DOWNLOADED,
        language="ar",
    )


def judge(making: Making, count: int) -> dict[str, Any]:
    """Pass a made set through the pipelines and compare what they mark with what is known.

    A copy counts as found when it is marked as a copy of an article that tells the same story. Of an article and its
    copy, the one that comes later is the copy.
    """
    stories: dict[str, int] = {}
    asked, found, marked, wrong = Counter[str](), Counter[str](), 0, Counter[str]()
    articles = made_set(making, count)
    ways = {article.story: article.how for article in articles if article.how in COPIES}
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/newsbot.db") as store:
        reading = Reading(store)
        known: set[int] = set()
        for number, article in enumerate(articles):
            item = item_of(article, number)
            reading.take(item)
            stories[item.id or ""] = article.story
            asked[ways[article.story]] += article.story in known
            known.add(article.story)
            if item.duplicate_of is not None:
                is_right = stories[item.duplicate_of] == article.story
                marked += 1
                (found if is_right else wrong)[ways[article.story]] += 1
    return {
        "recall": found.total() / asked.total(),
        "precision": found.total() / marked,
        "copies": asked.total(),
        "wrong": wrong.total(),
        "recall_by_way": {way: found[way] / asked[way] for way in COPIES},
        "milliseconds": {part: 1000 * seconds / count for part, seconds in reading.seconds.items()},
    }


def fill(folder: Path, count: int) -> dict[str, Any]:
    """Make a store with *count* synthetic articles. Keys are written in order: at random it would take hours."""
    open_store(f"sqlite:///{folder}/newsbot.db").close()
    path = folder / "newsbot.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO articles (id, outlet, url, headline, content_hash, text_hash, revision, state, first_seen_at,"
            " seen_at) VALUES (?, 'filler', ?, 'عنوان', ?, ?, 1, 'live', ?, ?)",
            _article_rows(count),
        )
        connection.executemany(
            "INSERT INTO addresses (key, article_id) VALUES (?, ?)",
            ((f"filler.example/{number:012d}", _id(number)) for number in range(count)),
        )
        random = Random(count)  # noqa: S311 - nothing secret
        connection.executemany(
            "INSERT INTO signatures (article_id, signature) VALUES (?, ?)",
            ((_id(number), random.randbytes(4 * _PERMUTATIONS)) for number in range(count)),
        )
        connection.executemany("INSERT INTO bands (band, article_id) VALUES (?, ?)", _band_rows(count))
        connection.execute("COMMIT")
    return {"bytes": path.stat().st_size}


def ask(folder: Path, count: int) -> dict[str, Any]:
    """Pass *count* articles that the store does not know through the pipelines and tell what each took."""
    articles = made_set("free", count)
    with open_store(f"sqlite:///{folder}/newsbot.db") as store:
        reading = Reading(store)
        for number, article in enumerate(articles):
            if number == count // 10:  # the first ones read the upper pages of every index
                reading.seconds.clear()
            reading.take(item_of(article, number))
    asked = count - count // 10
    parts = {part: 1000 * seconds / asked for part, seconds in reading.seconds.items()}
    return {"milliseconds": parts, "peak_bytes": own_peak_bytes()}


def _id(number: int) -> str:
    return f"{number:016x}"


def _article_rows(count: int) -> Iterator[tuple[str, ...]]:
    for number in range(count):
        mark = f"{number * 0x9E3779B97F4A7C15 % 2**128:032x}"
        yield _id(number), f"https://filler.example/{number}", mark, mark[::-1], _DOWNLOADED, _DOWNLOADED


def _band_rows(count: int) -> Iterator[tuple[int, str]]:
    """Yield bands evenly over all 64-bit values, in order, each with some article's id."""
    rows = count * _BANDS
    step = 2**64 // rows
    stride = 7_368_787  # a prime: neighbouring bands belong to articles far apart
    for number in range(rows):
        yield number * step - 2**63, _id(number * stride % count)


def main() -> None:
    """Do what the command line says."""
    action, where, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if action == "judge":
        result = judge("free" if where == "free" else "templated", count)
    else:
        result = {"fill": fill, "ask": ask}[action](Path(where), count)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
