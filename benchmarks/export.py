"""Export: how fast a slice of a large store becomes a file, format by format, and in how much memory.

The store holds 500,000 made articles (100,000 with ``--quick``) of about 3 KB each, 40 outlets, one article in ten a
copy, every field of the item filled as on a rich page. Each format is a process of its own, ``newsbot export`` as a
person starts it: interpreter, imports, reading, writing and fsync are all in the figure.

It does not show a cold disk: the store was just written and fits the page cache of most machines. It needs 6 GB for
scratch files.

``export.py FOLDER COUNT`` fills the store and nothing more.
"""

import json
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from made_set import made_set
from measuring import answer, mebibytes, run
from results import Line, Row

from newsbot.feeds.jsonl import line
from newsbot.store.database import open_store

TARGETS = {"jsonl": 15_000, "parquet": 8_000}
FORMATS = ("jsonl", "jsonl.zst", "parquet", "csv", "jsonfeed", "rss")
PEAK_BYTES = 200_000_000
_FIRST = datetime(2024, 1, 1, tzinfo=UTC)
_EVERY = timedelta(minutes=2)
_TEXTS = 2000
_OUTLETS = 40
_EXPORT = "from newsbot.commands import main; main()"
_SOURCES = dict.fromkeys(("headline", "article_body", "date_published", "authors", "section", "main_image"), "rules")


def measure(*, is_quick: bool) -> Row:
    """Fill a store, then export it in each format."""
    count = 100_000 if is_quick else 500_000
    row = Row("export")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        size = answer("export.py", folder, count)["bytes"]
        for name in FORMATS:
            target = folder / f"all.{name}"
            command = [sys.executable, "-c", _EXPORT, "export", "--format", name, "--to", target]
            cost = run(command, cwd=folder, environment={"NEWSBOT_DATA_DIR": scratch})
            _tell(row, name, count / cost.wall_seconds, cost.peak_bytes)
            row.notes.append(f"{name}: {cost.cpu_seconds:.1f} s CPU, a file of {mebibytes(target.stat().st_size)}.")
            target.unlink()
    row.notes.insert(0, f"{count:,} articles, a store of {mebibytes(size)}; each format once, the whole store.")
    return row


def _tell(row: Row, name: str, speed: float, peak: int) -> None:
    target = f">= {TARGETS[name]:,}" if name in TARGETS else ""
    row.lines.append(Line(f"{name}, articles a second", f"{speed:,.0f}", target=target))
    row.lines.append(Line(f"{name}, peak memory", mebibytes(peak), target=f"<= {mebibytes(PEAK_BYTES)}"))


def fill(folder: Path, count: int) -> dict[str, Any]:
    """Make a store of *count* made articles, written past the pipelines: only its contents matter here."""
    open_store(f"sqlite:///{folder}/newsbot.db").close()
    path = folder / "newsbot.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        for article, revision in _rows(count):
            connection.execute(f"INSERT INTO articles VALUES ({','.join('?' * len(article))})", article)  # noqa: S608 - only question marks
            connection.execute(
                "INSERT INTO revisions (article_id, outlet, revision, item, changed_fields, stored_at, is_publishable)"
                " VALUES (?, ?, 1, ?, '[]', ?, 1)",
                revision,
            )
        connection.execute("COMMIT")
    return {"bytes": path.stat().st_size}


def _rows(count: int) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    texts = list(made_set("free", min(count, _TEXTS)))
    for number in range(count):
        text = texts[number % len(texts)]
        at = _FIRST + number * _EVERY
        values = _item(number, f"{text.headline} {number}", text.body, at)
        stored = at.isoformat(timespec="microseconds")
        article = (
            values["id"], values["outlet"], values["url"], values["url"], values["headline"], values["section"],
            "ar", stored, values["content_hash"], None, 1, values["duplicate_of"], None, "live", stored, stored, None,
        )  # fmt: skip
        yield article, (values["id"], values["outlet"], line(values), stored)


def _item(number: int, headline: str, body: str, at: datetime) -> dict[str, Any]:
    outlet = f"outlet{number % _OUTLETS:02}"
    url = f"https://{outlet}.example/news/{number}"
    image = {"url": f"{url}/1.jpg", "caption": "السوق القديم بعد ترميمه", "credit": None}
    return {
        "id": f"{number:016x}",
        "outlet": outlet,
        "url": url,
        "canonical_url": url,
        "headline": headline,
        "description": headline,
        "article_body": body,
        "date_published": at.isoformat(),
        "date_published_raw": at.isoformat(),
        "date_modified": (at + timedelta(minutes=9)).isoformat(),
        "authors": ["نجوى العقاد"],
        "section": ("اقتصاد", "محليات", "رياضة", "ثقافة")[number % 4],
        "keywords": ["أسواق", "تجارة", "أسعار"],
        "language": "ar",
        "main_image": image,
        "images": [image, image],
        "related": [{"headline": f"خبر سابق {other}", "url": f"{url}/{other}"} for other in range(6)],
        "views": number % 5000,
        "sources": _SOURCES,
        "content_hash": f"{number:032x}",
        "revision": 1,
        "duplicate_of": f"{number - 1:016x}" if number % 10 == 9 else None,  # noqa: PLR2004 - one in ten
        "date_downloaded": at.isoformat(),
        "first_seen": at.isoformat(),
        "encoding": "utf-8",
        "parser_version": "0.1.0",
    }


if __name__ == "__main__":
    print(json.dumps(fill(Path(sys.argv[1]), int(sys.argv[2]))))
