"""Any slice of the stored articles as the lines of their feeds, in constant memory; it never changes a line.

First the numbers of the slice's revisions are read, eight bytes each: that gives the count, any order, and a slice that
stays as it was when the export began, without a transaction that a slow reader would keep open. Then the lines come, a
few hundred at a time.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, or_, select

from newsbot.store.building import needs_index
from newsbot.store.connections import Database
from newsbot.store.documents import facet_token
from newsbot.store.fulltext import narrowed
from newsbot.store.indextables import timeline
from newsbot.store.schema import articles, revisions
from newsbot.text.arabic import fold
from newsbot.text.search import Clause, Phrase, Query, Term

_LINES_AT_ONCE = 200
_NUMBERS_AT_ONCE = 5000
_LINES = select(revisions.c.id, revisions.c.item).where(revisions.c.id.in_(bindparam("numbers", expanding=True)))


class Order(StrEnum):
    """How a slice is sorted."""

    STORED = "stored"
    """The order in which the store got them: every new one comes last."""
    NEWEST = "newest"
    """The last stored one first."""
    OUTLET_DAY = "outlet_day"
    """By outlet, then by the UTC day that the article counts by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Which articles; None and the empty tuple set no bound.

    Published at *since* or later and before *until*; an article without a whole date counts by when it was first seen.
    *sections* and *authors* are compared folded, and the article has one of them; a *language* includes its regions
    («ar» has «ar-SY»). *query* chooses articles by their last text, whichever of their texts are asked for. *after*
    and *up_to* are revision numbers: stored after the one, not after the other. Each article comes once, with its last
    text, unless *with_revisions*.
    """

    outlet: str | tuple[str, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    query: Query | None = None
    after: int | None = None
    up_to: int | None = None
    with_revisions: bool = False
    with_duplicates: bool = True
    with_gone: bool = True

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets, however they were given."""
        return (self.outlet,) if isinstance(self.outlet, str) else self.outlet or ()


def clauses(which: Slice) -> list[Clause]:
    """What the index is asked for: the words of the query, and whatever has a token of its own."""
    asked = {
        "outlet": which.outlets,
        "section": tuple(map(fold, which.sections)),
        "author": tuple(map(fold, which.authors)),
        "language": tuple(map(str.lower, which.languages)),
    }
    facets = [_any_facet(kind, values) for kind, values in asked.items() if values]
    return [*facets, *(which.query.clauses if which.query else ())]


def _any_facet(kind: str, values: Iterable[str]) -> Clause:
    terms = (Term((facet_token(kind, value),), is_prefix=False) for value in dict.fromkeys(values))
    return Clause(tuple(Phrase((term,)) for term in terms), is_excluded=False)


def item_lines(database: Database, which: Slice) -> Iterator[str]:
    """Yield the slice's items as their feeds have them, in the order they were stored."""
    for lines in line_groups(database, revision_numbers(database, which)):
        yield from lines


def revision_numbers(database: Database, which: Slice, order: Order = Order.STORED) -> "array[int]":
    """The numbers of the slice's revisions, in *order*; IndexMissingError where that needs an index to come."""
    numbers = array("q")
    if which.query or which.authors:
        needs_index(database)
    with database.read() as connection:
        query = select(revisions.c.id).join(articles, revisions.c.article_id == articles.c.id)
        query = query.where(*conditions(connection, which))
        if which.query or which.authors:
            query = query.where(articles.c.id.in_(_found(which, is_server=database.is_server)))
        query = _ordered(query, order)
        for rows in connection.execute(query).partitions(_NUMBERS_AT_ONCE):
            numbers.extend(row.id for row in rows)
    return numbers


def line_groups(database: Database, numbers: Iterable[int]) -> Iterator[list[str]]:
    """Yield the lines of those revisions, in their order, a few hundred together; only one group is held."""
    wanted = array("q", numbers) if not isinstance(numbers, array) else numbers
    for start in range(0, len(wanted), _LINES_AT_ONCE):
        group = wanted[start : start + _LINES_AT_ONCE].tolist()
        with database.read() as connection:
            found = {row.id: row.item for row in connection.execute(_LINES, {"numbers": group})}
        yield [found[number] for number in group if number in found]


def _ordered(query: Select[tuple[int]], order: Order) -> Select[tuple[int]]:
    match order:
        case Order.STORED:
            return query.order_by(revisions.c.id)
        case Order.NEWEST:
            return query.order_by(revisions.c.id.desc())
        case Order.OUTLET_DAY:
            return query.order_by(revisions.c.outlet, moment(), revisions.c.id)


def moment() -> ColumnElement[datetime]:
    """When an article counts."""
    return func.coalesce(articles.c.date_published, articles.c.first_seen_at, type_=articles.c.first_seen_at.type)


def _found(which: Slice, *, is_server: bool) -> Select[Any]:
    """The articles that have the words and the authors; the rest of the slice is asked of their own table."""
    asked = clauses(Slice(authors=which.authors, query=which.query))
    query = select(timeline.c.article_id).where(timeline.c.article_id.is_not(None))
    return narrowed(query, asked, is_server=is_server)


def conditions(connection: Connection, which: Slice) -> Iterator[ColumnElement[bool]]:
    """Yield what articles and revisions have to fulfil, but for words and authors."""
    yield from _of_outlet(which)
    yield from _of_time(which)
    if which.sections:
        yield articles.c.section.in_(_spellings(connection, which.sections))
    if which.languages:
        yield or_(*map(_in_language, which.languages))
    if not which.with_duplicates:
        yield articles.c.duplicate_of.is_(None)
    if not which.with_gone:
        yield articles.c.state == "live"


def _of_outlet(which: Slice) -> Iterator[ColumnElement[bool]]:
    if which.outlets:
        yield articles.c.outlet.in_(which.outlets)
    if not which.with_revisions:
        yield revisions.c.revision == articles.c.revision
    if which.after is not None:
        yield revisions.c.id > which.after
    if which.up_to is not None:
        yield revisions.c.id <= which.up_to


def _of_time(which: Slice) -> Iterator[ColumnElement[bool]]:
    if which.since is not None:
        yield moment() >= which.since
    if which.until is not None:
        yield moment() < which.until


def _in_language(language: str) -> ColumnElement[bool]:
    name = language.lower()
    stored = func.lower(articles.c.language)
    return or_(stored == name, stored.startswith(f"{name}-", autoescape=True))


def _spellings(connection: Connection, sections: tuple[str, ...]) -> list[str]:
    """The stored sections that read like one of *sections*: there are dozens, the articles are many."""
    wanted = set(map(fold, sections))
    stored = connection.execute(select(articles.c.section).distinct().where(articles.c.section.is_not(None)))
    return [row.section for row in stored if fold(row.section) in wanted]
