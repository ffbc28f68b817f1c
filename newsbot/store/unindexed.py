"""Lists of a store whose index has not been made yet: right, slow, and without words or authors.

An older newsbot wrote such a store, and since then it was only read. A list costs a second for 500,000 articles,
because all that are asked for are sorted. Cursors are places in the list, told as numbers that no article has.
"""

from sqlalchemy import Select, func, select

from newsbot.store.connections import Database
from newsbot.store.failure import IndexMissingError
from newsbot.store.schema import articles, revisions
from newsbot.store.slices import Slice, conditions, moment

_LOWEST = -(1 << 63)


def page(
    database: Database, which: Slice, *, before: int | None, after: int | None, limit: int
) -> tuple[list[str], int | None, int | None]:
    """The ids of a page and its cursors to what is older and newer."""
    start = 0
    if before is not None:
        start = max(0, before - _LOWEST)
    elif after is not None:
        start = max(0, after - _LOWEST - limit)
    if start >= -_LOWEST:
        start = 0  # a cursor of the time when there was an index
    with database.read() as connection:
        query = _selected(database, which).where(*conditions(connection, which))
        query = query.order_by(moment().desc(), articles.c.id.desc()).offset(start).limit(limit + 1)
        ids = [row.id for row in connection.execute(query)]
    older = _LOWEST + start + limit if len(ids) > limit else None
    return ids[:limit], older, _LOWEST + start if start else None


def count(database: Database, which: Slice) -> int:
    """How many articles there are."""
    with database.read() as connection:
        query = _selected(database, which).where(*conditions(connection, which))
        return int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())


def _selected(database: Database, which: Slice) -> Select[tuple[str]]:
    if which.query or which.authors:
        raise IndexMissingError(database.place)
    return select(articles.c.id).join(revisions, revisions.c.article_id == articles.c.id)
