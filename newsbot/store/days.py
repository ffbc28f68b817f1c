"""How many articles each outlet published a day; it never reads an article."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from newsbot.store.building import needs_index
from newsbot.store.connections import Database
from newsbot.store.indextables import tallies


@dataclass(frozen=True, slots=True)
class OutletDay:
    """A UTC day of an outlet on which there were articles."""

    outlet: str
    day: date
    articles: int
    """Copies included."""
    copies: int


@dataclass(frozen=True, slots=True)
class OutletTotal:
    """All days of an outlet that has articles."""

    outlet: str
    articles: int
    """Copies included."""
    newest_day: date
    """The UTC day of its newest article."""


def outlet_totals(database: Database, until: datetime) -> list[OutletTotal]:
    """Every outlet with articles from before *until* (its UTC day counted whole), by name; one row each is read.

    IndexMissingError where an older store's index is not complete.
    """
    last = (until - timedelta(microseconds=1)).astimezone(UTC).date()
    needs_index(database)
    query = (
        select(tallies.c.outlet, func.sum(tallies.c.articles).label("articles"), func.max(tallies.c.value).label("day"))
        .where(tallies.c.kind == "day", tallies.c.value <= last.isoformat(), tallies.c.articles > 0)
        .group_by(tallies.c.outlet)
        .order_by(tallies.c.outlet)
    )
    with database.read() as connection:
        rows = connection.execute(query).all()
    return [OutletTotal(row.outlet, int(row.articles), date.fromisoformat(row.day)) for row in rows]


def outlet_days(database: Database, since: datetime, until: datetime, outlets: tuple[str, ...] = ()) -> list[OutletDay]:
    """The UTC days that the span from *since* to before *until* touches, each counted whole; by outlet, then day.

    No outlets named: all of them. A day without articles is left out. An article without a whole date counts on the
    day when it was first seen. IndexMissingError where an older store's index is not complete.
    """
    first, last = since.astimezone(UTC).date(), (until - timedelta(microseconds=1)).astimezone(UTC).date()
    needs_index(database)
    query = select(tallies.c.outlet, tallies.c.value, tallies.c.articles, tallies.c.copies).where(
        tallies.c.kind == "day",
        tallies.c.value.between(first.isoformat(), last.isoformat()),
        tallies.c.articles > 0,
    )
    if outlets:
        query = query.where(tallies.c.outlet.in_(outlets))
    with database.read() as connection:
        rows = connection.execute(query.order_by(tallies.c.outlet, tallies.c.value)).all()
    return [OutletDay(row.outlet, date.fromisoformat(row.value), row.articles, row.copies) for row in rows]
