"""An SQLite file for Datasette, DB Browser or a notebook: one table of articles, indexes, and full-text search.

Lists and objects are JSON text, which SQLite's ``json_each`` and Datasette's facets read. Search stands on texts that
are folded as `newsbot.text.arabic.fold` does: a query must be folded the same way (docs/analysts.md). SQLite cannot be
written front to back: the file is made in a scratch folder and copied to its stream.
"""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any, get_type_hints

from newsbot.feeds.flat import bare_hint
from newsbot.feeds.writing import ArticleWriter, Plan, Sink
from newsbot.items import Article
from newsbot.text.arabic import fold

INDEXED = ("outlet", "date_published", "section", "language", "story", "duplicate_of", "content_hash")
SEARCHED = ("headline", "article_body")
_COPY_BYTES = 1 << 20


class SqliteWriter(ArticleWriter):
    """The tables ``articles``, ``folded`` (its texts as search compares them) and ``search`` (FTS5 over those)."""

    def __init__(self, stream: Sink, plan: Plan) -> None:
        self._stream, self._fields = stream, plan.fields
        self._folder = TemporaryDirectory(prefix=".newsbot-export-", dir=plan.scratch)
        self._path = Path(self._folder.name) / "articles.db"
        self._file = sqlite3.connect(self._path, isolation_level=None)
        self._searched = tuple(name for name in SEARCHED if name in plan.fields)
        self._begin(with_revisions=plan.with_revisions)

    def write(self, lines: Sequence[str]) -> None:
        """Add rows."""
        articles = [json.loads(line) for line in lines]
        self._file.executemany(self._insert("articles", self._fields), map(self._row, articles))
        if self._searched:
            self._file.executemany(self._insert("folded", self._searched), map(self._folded, articles))

    def finish(self) -> None:
        """Add the indexes and hand the file over."""
        with closing(self._file), self._folder:
            for name in filter(self._fields.__contains__, INDEXED):
                self._file.execute(f'CREATE INDEX "articles_{name}" ON articles ("{name}")')
            if self._searched:
                self._file.execute("INSERT INTO search (search) VALUES ('rebuild')")
            self._file.execute("COMMIT")
            self._file.execute("ANALYZE")
            self._file.close()
            with self._path.open("rb") as file:
                copyfileobj(file, self._stream, _COPY_BYTES)

    def abandon(self) -> None:
        """Remove the scratch folder."""
        self._file.close()
        self._folder.cleanup()

    def _begin(self, *, with_revisions: bool) -> None:
        hints = get_type_hints(Article)
        columns = [f'"{name}" {"INTEGER" if bare_hint(hints[name]) is int else "TEXT"}' for name in self._fields]
        key = ("id", "revision") if with_revisions else ("id",)
        if set(key) <= set(self._fields):
            columns.append(f"PRIMARY KEY ({', '.join(key)})")
        self._file.execute("PRAGMA journal_mode=OFF")
        self._file.execute("PRAGMA synchronous=OFF")  # the copy of it is flushed to the disk, once
        self._file.execute("BEGIN")
        self._file.execute(f"CREATE TABLE articles ({', '.join(columns)})")
        if self._searched:
            texts = ", ".join(self._searched)
            self._file.execute(f"CREATE TABLE folded ({texts})")
            self._file.execute(f"CREATE VIRTUAL TABLE search USING fts5 ({texts}, content='folded')")

    def _insert(self, table: str, fields: Sequence[str]) -> str:
        names = ", ".join(f'"{name}"' for name in fields)
        return f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(fields))})"  # noqa: S608 - our own names

    def _row(self, article: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(_cell(article.get(name)) for name in self._fields)

    def _folded(self, article: dict[str, Any]) -> tuple[str, ...]:
        return tuple(fold(article.get(name) or "") for name in self._searched)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value


def datasette_metadata(title: str, database: str) -> str:
    """The text of a ``metadata.json`` for Datasette: search on the table of articles, facets that make sense.

    *database* is what Datasette calls the file: its name without ending.
    """
    table = {
        "fts_table": "search",
        "fts_pk": "rowid",
        "sort_desc": "date_published",
        "facets": ["outlet", "section", "language"],
        "label_column": "headline",
    }
    told = {
        "title": title,
        "source": "The outlets that the column outlet names; the articles remain theirs.",
        "databases": {database: {"tables": {"articles": table}}},
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
