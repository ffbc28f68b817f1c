"""Articles of a slice as lists show them, page by page, the newest first; it never reads more than a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from newsbot.store import unindexed
from newsbot.store.building import has_index
from newsbot.store.connections import Database
from newsbot.store.indextables import tallies, timeline
from newsbot.store.records import read_item
from newsbot.store.schema import articles, revisions
from newsbot.store.selection import Selection
from newsbot.store.slices import Slice

MOST_COUNTED = 10_000
_LONGEST_LEAD = 240
_HIGHEST = (1 << 63) - 2

_SHOWN = ("id", "outlet", "url", "headline", "section", "language", "date_published", "first_seen_at", "revision")
_LISTED = (
    select(*(articles.c[name] for name in _SHOWN), articles.c.duplicate_of, articles.c.state, revisions.c.item)
    .join(revisions, (revisions.c.article_id == articles.c.id) & (revisions.c.revision == articles.c.revision))
    .where(articles.c.id.in_(bindparam("ids", expanding=True)))
)
_COPIES = (
    select(articles.c.duplicate_of, func.count())
    .where(articles.c.duplicate_of.in_(bindparam("ids", expanding=True)))
    .group_by(articles.c.duplicate_of)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedArticle:
    """An article in a list."""

    id: str
    outlet: str
    url: str
    headline: str | None
    section: str | None
    language: str | None
    authors: tuple[str, ...]
    date_published: datetime | None
    first_seen_at: datetime
    revision: int
    duplicate_of: str | None
    copies: int
    """How many articles are copies of this one; 0 where nobody asked."""
    is_gone: bool
    lead: str
    """The description, or else the head of the body, cut at a word; empty where the page gave neither."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of articles. *older* and *newer* are cursors: what `listing` takes as *before* and *after*."""

    articles: list[ListedArticle]
    older: int | None
    """None: nothing older."""
    newer: int | None
    """None: nothing newer."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many articles; at least so many where it is not exact."""

    articles: int
    is_exact: bool


def listing(
    database: Database, which: Slice, *, before: int | None = None, after: int | None = None, limit: int = 30
) -> Listing:
    """The newest articles of the slice, or those next older than *before*, or those next newer than *after*.

    Of a slice only what tells articles is looked at: not *after*, *up_to* and *with_revisions*. Without the index of an
    older store lists are made slowly, and IndexMissingError comes where words or authors are asked for. A cursor is no
    reference to an article: one that is revised or gone meanwhile breaks no page.
    """
    before, after = _within(before), _within(after)
    if not has_index(database):
        ids, older, newer = unindexed.page(database, which, before=before, after=after, limit=limit)
        return Listing(listed(database, ids), older, newer)
    rows = Selection(database, which).newest([timeline.c.article_id], limit + 1, before=before, after=after)
    is_upwards = after is not None and before is None
    return _page(database, rows, limit, before if before is not None else after, is_upwards=is_upwards)


def _within(cursor: int | None) -> int | None:
    """The cursor as a number that a database can hold, with its neighbours: anybody may write one into an address."""
    return None if cursor is None else max(-_HIGHEST, min(cursor, _HIGHEST))


def _page(database: Database, rows: Sequence[Row[Any]], limit: int, cursor: int | None, *, is_upwards: bool) -> Listing:
    """Make a page of rows that were read in one direction, one more than it shows."""
    shown, has_more = list(rows[:limit]), len(rows) > limit
    if is_upwards:
        shown.reverse()
    if not shown:  # what the cursor stood for is still on its other side
        beside = (cursor or 0) + (1 if is_upwards else -1)
        return Listing([], beside if is_upwards else None, None if is_upwards or cursor is None else beside)
    has_older = is_upwards or has_more
    has_newer = has_more if is_upwards else cursor is not None
    return Listing(
        listed(database, [row.article_id for row in shown]),
        shown[-1].number if has_older else None,
        shown[0].number if has_newer else None,
    )


def count(database: Database, which: Slice, most: int = MOST_COUNTED) -> Count:
    """How many articles the slice has; counting stops at *most*, unless the tallies know it all."""
    if not has_index(database):
        return Count(unindexed.count(database, which), is_exact=True)
    if is_tallied(which):
        return Count(_tallied(database, which), is_exact=True)
    found = Selection(database, which).count(most + 1)
    return Count(min(found, most), is_exact=found <= most)


def is_tallied(which: Slice) -> bool:
    """Tell whether the tallies know the slice: it is of whole outlets."""
    is_whole = which.since is None and which.until is None and which.with_gone
    return is_whole and not (which.sections or which.authors or which.languages or which.query)


def _tallied(database: Database, which: Slice) -> int:
    wanted = tallies.c.articles if which.with_duplicates else tallies.c.articles - tallies.c.copies
    query = select(func.coalesce(func.sum(wanted), 0)).where(tallies.c.kind == "outlet")
    if which.outlets:
        query = query.where(tallies.c.value.in_(which.outlets))
    with database.read() as connection:
        return int(connection.execute(query).scalar_one())


def listed(database: Database, article_ids: Sequence[str]) -> list[ListedArticle]:
    """Those articles, in that order, with their copies counted; thirty lines of a page are parsed in a millisecond."""
    is_counted = has_index(database)  # copies of an older store have no index: each page would read every article
    with database.read() as connection:
        copies = dict(map(tuple, connection.execute(_COPIES, {"ids": list(article_ids)}))) if is_counted else {}
        return listed_in(connection, article_ids, copies)


def listed_in(
    connection: Connection, article_ids: Sequence[str], copies: Mapping[str, int] = MappingProxyType({})
) -> list[ListedArticle]:
    """`listed`, by a connection that is open and with the copies that are told."""
    rows = connection.execute(_LISTED, {"ids": list(article_ids)})
    found = {row.id: _listed(row, copies.get(row.id, 0)) for row in rows}
    return [found[article_id] for article_id in article_ids if article_id in found]


def _listed(row: Row[*tuple[Any, ...]], copies: int) -> ListedArticle:
    item = read_item(row.item)
    return ListedArticle(
        **{name: getattr(row, name) for name in _SHOWN},
        duplicate_of=row.duplicate_of,
        copies=copies,
        is_gone=row.state == "gone",
        authors=tuple(item.get("authors") or ()),
        lead=lead(item.get("description"), item.get("article_body")),
    )


def lead(*texts: str | None) -> str:
    """The head of the first text that there is, at most 240 characters, cut at a word and then with an ellipsis.

    >>> lead(None, "افتتح المعرض.")
    'افتتح المعرض.'
    """
    text = " ".join(next(filter(None, texts), "").split())
    if len(text) <= _LONGEST_LEAD:
        return text
    head = text[:_LONGEST_LEAD]
    return f"{head.rpartition(' ')[0] or head[:-1]}…"
