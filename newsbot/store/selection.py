"""Which rows of the timeline a slice has, and the newest of them; never reads an article's text.

SQLite's FTS5 gives its hits in the order of their numbers, so the newest thirty of 200,000 cost as much as of thirty.
PostgreSQL's index gives hits in no order, and its planner does not know which way is short: a common word stands in the
newest few hundred articles, which are looked through first; a rare one has few hits, which are sorted.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select, text

from newsbot.store import numbers
from newsbot.store.connections import Database
from newsbot.store.fulltext import narrowed, number_column
from newsbot.store.indextables import timeline
from newsbot.store.schema import articles
from newsbot.store.slices import Slice, clauses

_LOOKED_THROUGH = 400
"""Rows, 20 microseconds each: what one word in ten articles needs for a page. Sorting the hits of a rarer word in
500,000 articles takes less than 0.1 s."""
_SAMPLED_FROM = 1500
"""Rows that a sample of common words is taken from; of rarer ones it is taken from their hits."""


class Selection:
    """The rows of a slice, in an index that is complete."""

    def __init__(self, database: Database, which: Slice) -> None:
        self._database, self._which = database, which
        self._clauses = clauses(which)
        self._is_unordered = bool(self._clauses) and database.is_server
        self.number = number_column(self._clauses, is_server=database.is_server)
        """The number of a row, as queries are best asked for it."""

    def newest(
        self, columns: Sequence[ColumnElement[Any]], limit: int, *, before: int | None = None, after: int | None = None
    ) -> Sequence[Row[Any]]:
        """The first *limit* rows older than *before*, the newest first; or newer than *after*, the oldest first."""
        is_upwards = after is not None and before is None
        query = self._selected(*columns, self.number.label("number")).limit(limit)
        query = query.where(*self._bounds(self.number, before, after))
        with self._database.read() as connection:
            if not self._is_unordered:
                return connection.execute(_ordered(query, self.number, is_upwards=is_upwards)).all()
            end = self._window_end(connection, _LOOKED_THROUGH, before, after)
            rows = self._near(connection, query, end, is_upwards=is_upwards)
            if end is None or len(rows) == limit:
                return rows
            with _by_words(connection):  # the sum keeps the planner from reading the whole timeline in its order
                return connection.execute(_ordered(query, self.number + 0, is_upwards=is_upwards)).all()

    def sample(self, columns: Sequence[ColumnElement[Any]], most: int) -> tuple[Sequence[Row[Any]], bool]:
        """The newest *most* rows or fewer, and whether they are all that there are."""
        if self._is_unordered:
            query = self._selected(*columns).where(*self._bounds(self.number, None, None)).limit(most)
            with self._database.read() as connection:
                end = self._window_end(connection, _SAMPLED_FROM, None, None)
                rows = self._near(connection, query, end, is_upwards=False)
            if end is not None and len(rows) >= _SAMPLED_FROM // 10:
                return rows, False
        rows = self.newest(columns, most + 1)
        return rows[:most], len(rows) <= most

    def count(self, most: int) -> int:
        """How many rows there are; counting stops at *most*."""
        query = self._selected(timeline.c.number).where(*self._bounds(self.number, None, None))
        if self._is_unordered:
            # Planned for all of its rows, read for so many: with the limit inside, the words would not be looked up.
            query = select(query.cte("hits").prefix_with("MATERIALIZED"))
        with self._database.read() as connection, _by_words(connection):
            return int(connection.execute(select(func.count()).select_from(query.limit(most).subquery())).scalar_one())

    def _selected(self, *columns: ColumnElement[Any]) -> Select[Any]:
        which = self._which
        query = narrowed(select(*columns).select_from(timeline), self._clauses, is_server=self._database.is_server)
        if not which.with_gone:
            query = query.join(articles, articles.c.id == timeline.c.article_id).where(articles.c.state == "live")
        if not which.with_duplicates:
            query = query.where(timeline.c.is_copy.is_(False))
        return query.where(timeline.c.article_id.is_not(None))

    def _bounds(
        self, number: ColumnElement[int], before: int | None, after: int | None
    ) -> Iterator[ColumnElement[bool]]:
        if self._which.since is not None:
            yield number >= numbers.first_number(self._which.since)
        if self._which.until is not None:
            yield number < numbers.first_number(self._which.until)
        if before is not None:
            yield number < before
        if after is not None:
            yield number > after

    def _window_end(self, connection: Connection, rows: int, before: int | None, after: int | None) -> int | None:
        """The number of the last row of a window of so many; None: there are not so many."""
        query = select(timeline.c.number).where(*self._bounds(timeline.c.number, before, after))
        query = _ordered(query, timeline.c.number, is_upwards=after is not None and before is None)
        return connection.execute(query.offset(rows - 1).limit(1)).scalar()

    def _near(
        self, connection: Connection, query: Select[Any], end: int | None, *, is_upwards: bool
    ) -> Sequence[Row[Any]]:
        """The rows up to the one numbered *end*."""
        if end is not None:
            query = query.where(self.number <= end if is_upwards else self.number >= end)
        return connection.execute(_ordered(query, self.number, is_upwards=is_upwards)).all()


def _ordered(query: Select[Any], number: ColumnElement[int], *, is_upwards: bool) -> Select[Any]:
    return query.order_by(number if is_upwards else number.desc())


@contextmanager
def _by_words(connection: Connection) -> Iterator[None]:
    """Keep PostgreSQL from going through all rows: it holds comparing words for cheap, and each row takes 20 µs."""
    if connection.dialect.name != "postgresql":
        yield
        return
    connection.execute(text("SET enable_seqscan = off"))
    try:
        yield
    finally:
        connection.execute(text("RESET enable_seqscan"))
