"""The reading room: how fast lists, filters, searches and counts of 500,000 articles are, in the store and over HTTP.

Each question is asked as a page asks it: the thirty articles, how many there are, and by what they can be narrowed,
twenty times each in an open store; the median counts, the slowest is told. The index is made from scratch first, as it
is for the store of an older newsbot: that is the cost of an article in a crawl, too.

The store is `export.py`'s: 2,000 different texts of the demo's words, told again with another number. Its vocabulary is
small; a rare word is a number. ``browse.py FOLDER COUNT`` fills a store, indexes it and nothing more.
"""

import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import reading_room
from export import fill
from measuring import answer, mebibytes
from reading_room import asked_over_http
from results import Line, Row

from newsbot.store.database import open_store
from newsbot.store.days import outlet_days
from newsbot.store.facets import facets
from newsbot.store.listing import count, listing
from newsbot.store.reading import stored_article
from newsbot.store.slices import Slice
from newsbot.text.search import read_query

TARGET_MILLISECONDS = 40
_ROUNDS = 20
_PAGES = 100
_FIRST = datetime(2024, 1, 1, tzinfo=UTC)


def measure(*, is_quick: bool) -> Row:
    """Fill a store, index it, ask it."""
    number = 100_000 if is_quick else 500_000
    row = Row("browse")
    with tempfile.TemporaryDirectory() as scratch:
        made = answer("browse.py", Path(scratch), number)
        row.lines.append(Line("index, milliseconds an article", f"{made['seconds'] / number * 1000:.2f}"))
        row.lines.append(Line("index, bytes an article", f"{made['bytes'] / number:,.0f}"))
        for name, took in asked(f"sqlite:///{scratch}/newsbot.db").items():
            row.lines.append(Line(f"{name}, milliseconds", f"{median(took):.1f}", target=f"< {TARGET_MILLISECONDS}"))
            row.notes.append(f"{name}: slowest of {_ROUNDS} {max(took):.1f} ms.")
        for name, took in asked_over_http(Path(scratch), _ROUNDS).items():
            target = f"< {reading_room.TARGET_MILLISECONDS}"
            row.lines.append(Line(f"over HTTP: {name}, milliseconds", f"{median(took):.1f}", target=target))
            row.notes.append(f"over HTTP: {name}: slowest of {_ROUNDS} {max(took):.1f} ms.")
    row.notes.insert(0, f"{number:,} articles, made in {made['peak']} at most.")
    return row


def filled(folder: Path, number: int) -> dict[str, Any]:
    """Make a store of *number* articles that is indexed: what the reading room is measured on."""
    fill(folder, number)
    path = folder / "newsbot.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE index_state SET is_complete = 0")  # they were written past the index
        connection.commit()
    before, start = path.stat().st_size, process_time()
    open_store(f"sqlite:///{path}").close()
    return {"seconds": process_time() - start, "bytes": path.stat().st_size - before, "peak": _peak()}


def _peak() -> str:
    import resource  # noqa: PLC0415 - not on every system

    return mebibytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def asked(url: str) -> dict[str, list[float]]:
    """Ask everything; return what each round took, in milliseconds."""
    with open_store(url, read_only=True, read_seconds=30) as store:
        database = store.database

        def page(**which: Any) -> Callable[[], Any]:
            chosen = Slice(**which)
            return lambda: (listing(database, chosen), count(database, chosen), facets(database, chosen))

        newest = listing(database, Slice()).articles[0]
        last = newest.first_seen_at
        deep = {"since": _FIRST + timedelta(days=20), "until": _FIRST + timedelta(days=27)}
        word = _words_of(newest.headline or "")
        cursor = _cursor_of_page(store.database, _PAGES)
        questions = {
            "first page": page(),
            "page 100": lambda: (listing(database, Slice(), before=cursor), count(database, Slice())),
            "one outlet": page(outlet="outlet07"),
            "one section": page(sections=("ثقافة",)),
            "one author": page(authors=("نجوى العقاد",)),
            "one language": page(languages=("ar",)),
            "a week long ago": page(**deep),
            "without copies": page(with_duplicates=False),
            "outlet, section, week": page(outlet="outlet07", sections=("ثقافة", "رياضة"), **deep),
            "rare word": page(query=read_query("123456")),
            "no such word": page(query=read_query("قسطنطينية")),
            "very common word": page(query=read_query("في")),
            "two common words": page(query=read_query("في من")),
            "phrase": page(query=read_query(f'"{word[0]} {word[1]}"')),
            "beginning of a word": page(query=read_query(f"{word[0][:3]}*")),
            "either of two": page(query=read_query(f"{word[0]} OR {word[1]}")),
            "only an excluded word": page(query=read_query("-في")),
            "common word, one outlet": page(query=read_query("في"), outlet="outlet07"),
            "common word, a week long ago": page(query=read_query("في"), **deep),
            "article with its copies": lambda: stored_article(database, newest.id),
            "90 days of all outlets": lambda: outlet_days(database, last - timedelta(days=90), last),
        }
        return {name: [_milliseconds(ask) for _ in range(_ROUNDS)] for name, ask in questions.items()}


def _words_of(headline: str) -> list[str]:
    return [word for word in headline.split() if len(word) > 3]  # noqa: PLR2004 - not a particle


def _cursor_of_page(database: Any, page: int) -> int | None:
    cursor = None
    for _ in range(page - 1):
        cursor = listing(database, Slice(), before=cursor).older
    return cursor


def _milliseconds(ask: Callable[[], Any]) -> float:
    start = perf_counter()
    ask()
    return (perf_counter() - start) * 1000


if __name__ == "__main__":
    print(json.dumps(filled(Path(sys.argv[1]), int(sys.argv[2]))))
