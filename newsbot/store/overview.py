"""How each outlet stands: its last run, its queue and its silence; never judges whether that is good."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from newsbot.store.building import has_index
from newsbot.store.database import Store
from newsbot.store.indextables import tallies
from newsbot.store.runs import RunRecord, run_record
from newsbot.store.schema import IS_ASLEEP, IS_GONE, IS_UNPUBLISHED, articles, revisions, runs, urls


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletOverview:
    """One outlet."""

    outlet: str
    last_run: RunRecord | None
    is_running: bool
    """A last run without an end, where nothing runs, was killed."""
    articles: int
    gone: int
    queue: Mapping[str, int]
    """Addresses by state: queued, done, failed, gone, skipped."""
    last_article_at: datetime | None
    """When the newest article was first seen."""
    next_due_at: datetime | None
    """When the first address wants another visit."""


_LAST_RUNS = select(*(runs.c[name] for name in RunRecord.__slots__)).where(
    runs.c.id.in_(select(func.max(runs.c.id)).group_by(runs.c.outlet))
)
_STATES = select(urls.c.outlet, urls.c.state, func.count()).group_by(urls.c.outlet, urls.c.state)
_TALLIED = select(tallies.c.value, tallies.c.articles).where(tallies.c.kind == "outlet", tallies.c.articles > 0)
_GONE = select(articles.c.outlet, func.count()).where(IS_GONE).group_by(articles.c.outlet)
# One step in an index for each outlet; grouped, every article's entry is read.
_NEWEST = select(
    tallies.c.value,
    select(func.max(articles.c.first_seen_at)).where(articles.c.outlet == tallies.c.value).scalar_subquery(),
).where(tallies.c.kind == "outlet")
# Two questions that an index answers alone, for a store without tallies: together they would read every article.
_COUNTED = select(articles.c.outlet, func.count()).group_by(articles.c.outlet)
_LATEST = select(articles.c.outlet, func.max(articles.c.first_seen_at)).group_by(articles.c.outlet)
_DUE = select(urls.c.outlet, func.min(urls.c.due_at)).where(IS_ASLEEP).group_by(urls.c.outlet)
_WAITING = select(revisions.c.outlet, func.count()).where(IS_UNPUBLISHED).group_by(revisions.c.outlet)


def outlet_overviews(store: Store) -> list[OutletOverview]:
    """Return every outlet that the store knows, by name; a million addresses take about a second."""
    is_tallied = has_index(store.database)
    with store.database.read() as connection:
        latest = {run.outlet: run for run in map(run_record, connection.execute(_LAST_RUNS).all())}
        states = _nested(connection, _STATES)
        counts = _flat(connection, _TALLIED if is_tallied else _COUNTED)
        newest = _flat(connection, _NEWEST if is_tallied else _LATEST)
        gone, due = _flat(connection, _GONE), _flat(connection, _DUE)
    outlets = sorted({*latest, *states, *counts})
    running = store.running(outlets)
    return [
        OutletOverview(
            outlet=outlet,
            last_run=latest.get(outlet),
            is_running=outlet in running,
            articles=counts.get(outlet, 0),
            gone=gone.get(outlet, 0),
            queue=states[outlet],
            last_article_at=newest.get(outlet),
            next_due_at=due.get(outlet),
        )
        for outlet in outlets
    ]


def unpublished(store: Store) -> dict[str, int]:
    """Return how many revisions of each outlet are in no feed file yet; every one of them is looked at."""
    with store.database.read() as connection:
        return _flat(connection, _WAITING)


def _flat(connection: Connection, query: Select[Any]) -> dict[str, Any]:
    return dict(map(tuple, connection.execute(query).all()))


def _nested(connection: Connection, query: Select[Any]) -> defaultdict[str, dict[str, int]]:
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for outlet, state, count in connection.execute(query).all():
        found[outlet][state] = count
    return found
