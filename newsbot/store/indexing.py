"""Keeps timeline, words and tallies as the articles are, in the transaction that changes these; it judges nothing.

A killed crawl leaves no article without its words: either both are committed or neither is. Reading a line back, making
its words and writing them is 0.9 ms an article of 1,500 letters in SQLite; docs/decisions/020 has the figures.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import count
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Executable, Row, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from newsbot.store import numbers
from newsbot.store.documents import Values, tokens
from newsbot.store.fulltext import vector
from newsbot.store.indextables import search_words, tallies, timeline, timeline_counts
from newsbot.store.records import read_item
from newsbot.store.schema import articles, revisions

_ARTICLES_AT_ONCE = 100

_STORED = (
    select(
        articles.c.id,
        articles.c.outlet,
        articles.c.section,
        articles.c.language,
        articles.c.duplicate_of,
        articles.c.date_published,
        articles.c.first_seen_at,
        revisions.c.item,
    )
    .join(revisions, (revisions.c.article_id == articles.c.id) & (revisions.c.revision == articles.c.revision))
    .where(articles.c.id.in_(bindparam("ids", expanding=True)))
)
_of_these = timeline.c.article_id.in_(bindparam("ids", expanding=True))
_KNOWN = select(
    timeline.c.number, timeline.c.article_id, timeline.c.outlet, timeline.c.is_copy, timeline.c.facets
).where(_of_these)
_NUMBERED = select(timeline.c.article_id, timeline.c.number).where(_of_these).order_by(timeline.c.number)

TallyKey = tuple[str, str, str, str]
"""kind, value, outlet, spelling"""


@dataclass(frozen=True, slots=True)
class _Document:
    article_id: str
    moment: datetime
    is_copy: bool
    values: Values
    words: list[str]

    def row(self, number: int) -> dict[str, Any]:
        return {
            "number": number,
            "article_id": self.article_id,
            "outlet": self.values.outlet,
            "is_copy": self.is_copy,
            "facets": self.values.text,
        }


def index_articles(connection: Connection, article_ids: Iterable[str]) -> None:
    """Index those articles as they are stored now, in *connection*'s transaction; what is not stored is passed over."""
    wanted = sorted(set(article_ids))
    changes: dict[TallyKey, Counter[str]] = {}
    for start in range(0, len(wanted), _ARTICLES_AT_ONCE):
        ids = wanted[start : start + _ARTICLES_AT_ONCE]
        _forget(connection, ids, changes)
        documents = [_document(row) for row in connection.execute(_STORED, {"ids": ids})]
        for number, document in _added(connection, documents):
            _count(changes, document.values, number, is_copy=document.is_copy, by=1)
    _write_tallies(connection, changes)


def _document(row: Row[*tuple[Any, ...]]) -> _Document:
    item = read_item(row.item)
    values = Values.of(row.outlet, row.section, row.language, item.get("authors"))
    moment = row.date_published or row.first_seen_at
    return _Document(row.id, moment, row.duplicate_of is not None, values, tokens(values, item))


def _forget(connection: Connection, ids: Sequence[str], changes: dict[TallyKey, Counter[str]]) -> None:
    known = connection.execute(_KNOWN, {"ids": ids}).all()
    if not known:
        return
    for row in known:
        _count(changes, Values.read(row.outlet, row.facets), row.number, is_copy=row.is_copy, by=-1)
    forget = _statements(connection.dialect.name)["forget"]
    connection.execute(forget, [{"old": number} for number in sorted(row.number for row in known)])


def _added(connection: Connection, documents: Collection[_Document]) -> Iterator[tuple[int, _Document]]:
    """Give each document the first number that is free, put its words there, and yield both.

    An article that another program stores at the same moment is no matter here: its row in `articles` was waited for.
    """
    is_server = connection.dialect.name == "postgresql"
    add = _statements(connection.dialect.name)["add"]
    waiting = {document.article_id: document for document in documents}
    more = {document.article_id: {"words": vector(document.words)} for document in documents} if is_server else {}
    for attempt in count():
        if not waiting:
            return
        tried = _tried(connection, waiting.values(), attempt)
        rows = [document.row(number) | more.get(document.article_id, {}) for number, document in tried]
        connection.execute(add, sorted(rows, key=itemgetter("number")))
        found = connection.execute(_NUMBERED, {"ids": list(waiting)}).all()
        done = [(row.number, waiting.pop(row.article_id)) for row in found]
        if done and not is_server:
            texts = [{"rowid": number, "words": " ".join(document.words)} for number, document in done]
            connection.execute(insert(search_words), texts)
        yield from done


def _tried(connection: Connection, documents: Collection[_Document], attempt: int) -> list[tuple[int, _Document]]:
    if connection.dialect.name == "sqlite":
        return [(numbers.number(document.moment, document.article_id, attempt), document) for document in documents]
    counts = connection.execute(
        select(timeline_counts.next_value()).select_from(func.generate_series(1, len(documents)))
    )
    return [
        (numbers.number_among_writers(document.moment, place, attempt), document)
        for place, document in zip(counts.scalars(), documents, strict=True)
    ]


def _count(changes: dict[TallyKey, Counter[str]], values: Values, number: int, *, is_copy: bool, by: int) -> None:
    day = numbers.day(number).isoformat()
    for kind, value, spelling in (*values.facets(), ("day", day, "")):
        change = changes.setdefault((kind, value, values.outlet, spelling), Counter())
        change["articles"] += by
        change["copies"] += by * is_copy


def _write_tallies(connection: Connection, changes: dict[TallyKey, Counter[str]]) -> None:
    names = ("kind", "value", "outlet", "spelling")
    rows = [
        {**dict(zip(names, key, strict=True)), "articles": change["articles"], "copies": change["copies"]}
        for key, change in sorted(changes.items())
        if any(change.values())
    ]
    if rows:
        connection.execute(_statements(connection.dialect.name)["tally"], rows)


@cache
def _statements(dialect: str) -> dict[str, Executable]:
    added = sqlite.insert if dialect == "sqlite" else postgresql.insert
    is_old = timeline.c.number == bindparam("old")
    tally = added(tallies)
    return {
        # FTS5 keeps the words of the old number: it may never be given to another article.
        "forget": update(timeline).where(is_old).values(article_id=None, facets="")
        if dialect == "sqlite"
        else delete(timeline).where(is_old),
        "add": added(timeline).on_conflict_do_nothing(),
        "tally": tally.on_conflict_do_update(
            index_elements=list(tallies.primary_key),
            set_={
                "articles": tallies.c.articles + tally.excluded.articles,
                "copies": tallies.c.copies + tally.excluded.copies,
            },
        ),
    }
