"""Any slice of the stored articles as feed lines, in constant memory; never more than each article's last text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from newsbot.store.connections import Database
from newsbot.store.schema import articles, revisions

_LINES_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Which articles: those of *outlet*, published at *since* or later and before *until*; None sets no bound.

    An article without a whole date counts by when it was first seen.
    """

    outlet: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    with_duplicates: bool = True
    with_gone: bool = True


def item_lines(database: Database, which: Slice) -> Iterator[str]:
    """Yield the slice's items as their feeds have them, in the order they were stored."""
    is_last = (revisions.c.article_id == articles.c.id) & (revisions.c.revision == articles.c.revision)
    query = (
        select(revisions.c.id, revisions.c.item).join(articles, is_last).order_by(revisions.c.id).limit(_LINES_AT_ONCE)
    )
    query = query.where(*_conditions(which))
    last = 0
    while True:
        with database.read() as connection:
            rows = connection.execute(query.where(revisions.c.id > last)).all()
        yield from (row.item for row in rows)
        if len(rows) < _LINES_AT_ONCE:
            return
        last = rows[-1].id


def _conditions(which: Slice) -> Iterator[ColumnElement[bool]]:
    moment = func.coalesce(articles.c.date_published, articles.c.first_seen_at, type_=articles.c.first_seen_at.type)
    if which.outlet is not None:
        yield articles.c.outlet == which.outlet
    if which.since is not None:
        yield moment >= which.since
    if which.until is not None:
        yield moment < which.until
    if not which.with_duplicates:
        yield articles.c.duplicate_of.is_(None)
    if not which.with_gone:
        yield articles.c.state == "live"
