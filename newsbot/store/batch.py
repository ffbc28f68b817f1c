"""Rows that wait to be committed together, and the order that they are written in; never reads the database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Table, bindparam, exists, literal_column, update
from sqlalchemy.dialects import postgresql, sqlite

from newsbot.store.indexing import index_articles
from newsbot.store.schema import addresses, articles, renderings, revisions, signatures, urls

Row = Mapping[str, Any]

_BAND_SQL = {
    "sqlite": "INSERT INTO bands (band, article_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
    "postgresql": "INSERT INTO bands (band, article_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
}


class Write(IntEnum):
    """A kind of write; the members stand in the order of writing, what is referred to first."""

    ADD_ARTICLE = auto()
    REVISE_ARTICLE = auto()
    TOUCH_ARTICLE = auto()
    ADD_REVISION = auto()
    REPLACE_REVISION = auto()
    ADD_ADDRESS = auto()
    ADD_SIGNATURE = auto()
    ADD_URL = auto()
    WAKE_URL = auto()
    MARK_URL = auto()
    LOSE_ARTICLE = auto()
    LEARN_RENDERING = auto()


_CHANGING = {
    Write.ADD_ARTICLE: "id",
    Write.REVISE_ARTICLE: "of",
    Write.ADD_REVISION: "article_id",
    Write.REPLACE_REVISION: "of",
}
"""What changes an article's words or facets, and where such a row has the article's id."""


@dataclass(frozen=True, slots=True)
class FlushCounts:
    """What one flush committed."""

    rows: int = 0
    new_urls: int = 0
    revisions: int = 0


class WriteBatch:
    """The rows of at most a second, kept until they are committed together.

    An address or article that another process stored in the meantime is left as it is: adding never fails on it.
    """

    def __init__(self) -> None:
        self._rows: dict[Write, list[Row]] = defaultdict(list)
        self._bands: list[tuple[int, str]] = []

    def __len__(self) -> int:
        return sum(map(len, self._rows.values())) + len(self._bands)

    def add(self, kind: Write, row: Row) -> None:
        """Put one row behind the others of its kind; it may be changed until it is written."""
        self._rows[kind].append(row)

    def add_bands(self, bands: Iterable[int], article_id: str) -> None:
        """Put an article under each of *bands*."""
        self._bands.extend((band, article_id) for band in bands)

    def write(self, connection: Connection) -> FlushCounts:
        """Execute every write in *connection*'s transaction."""
        statements = _statements(connection.dialect.name)
        for kind in Write:
            if rows := self._rows.get(kind):
                connection.execute(statements[kind], rows)
        if self._bands:
            # Some thirty an article: as plain tuples they take half the time. Sorted, neighbours share a page of the
            # index, and two processes never wait for each other crosswise.
            connection.exec_driver_sql(_BAND_SQL[connection.dialect.name], sorted(self._bands))
        index_articles(connection, self._changed_articles())
        return FlushCounts(len(self), len(self._rows[Write.ADD_URL]), len(self._rows[Write.ADD_REVISION]))

    def _changed_articles(self) -> Iterator[str]:
        """Yield the articles whose words or facets may have changed."""
        for kind, name in _CHANGING.items():
            yield from (row[name] for row in self._rows.get(kind, ()))

    def clear(self) -> None:
        """Forget the rows, once they are committed."""
        self._rows.clear()
        self._bands.clear()


@cache
def _statements(dialect: str) -> dict[Write, Executable]:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert

    def added(table: Table) -> Executable:
        return insert(table).on_conflict_do_nothing()

    def changed(table: Table) -> Executable:
        return update(table).where(table.c.id == bindparam("of"))

    other = urls.alias()
    # No IN: its list is written out anew for each execution, which executing many rows at once does not do.
    is_kept = (other.c.state == literal_column("'done'")) | (other.c.state == literal_column("'queued'"))
    learnt = insert(renderings)
    has_another_address = exists().where(other.c.article_id == articles.c.id, is_kept)
    return {
        Write.ADD_ARTICLE: added(articles),
        Write.REVISE_ARTICLE: changed(articles),
        Write.TOUCH_ARTICLE: changed(articles),
        Write.ADD_REVISION: added(revisions),
        Write.REPLACE_REVISION: update(revisions).where(
            revisions.c.article_id == bindparam("of"),
            revisions.c.revision == bindparam("number"),
            revisions.c.batch_id.is_(None),
        ),
        Write.ADD_ADDRESS: added(addresses),
        Write.ADD_SIGNATURE: added(signatures),
        Write.ADD_URL: added(urls),
        Write.WAKE_URL: changed(urls),
        Write.MARK_URL: changed(urls),
        Write.LOSE_ARTICLE: update(articles).where(articles.c.id == bindparam("of"), ~has_another_address),
        Write.LEARN_RENDERING: learnt.on_conflict_do_update(
            index_elements=list(renderings.primary_key),
            set_={
                "gained": renderings.c.gained + learnt.excluded.gained,
                "wasted": renderings.c.wasted + learnt.excluded.wasted,
                "learnt_at": learnt.excluded.learnt_at,
            },
        ),
    }
