"""When each scheduled outlet is due, and how its last run went; it never decides when that is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from newsbot.store.connections import Database
from newsbot.store.schema import articles, duties


@dataclass(frozen=True, slots=True)
class Duty:
    """One outlet's row."""

    outlet: str
    due_at: datetime | None
    """When the next run is to begin; in the past while one goes on. None: never."""
    started_at: datetime | None
    ended_at: datetime | None
    """None after *started_at*: the run goes on, or its process was killed; the outlet's lock tells which."""
    reason: str | None
    """How the last run ended."""
    failures: int
    """Runs in a row that failed."""
    interval_seconds: float | None
    """From the start of one run to that of the next, as last worked out."""
    settings: Mapping[str, Any]
    """What *due_at* was worked out from: a plan that says otherwise has it worked out again."""
    run_id: int | None
    held_by: str | None
    """``host:pid`` of the process that ran it last."""

    @property
    def is_open(self) -> bool:
        """Tell whether a run began that has no end."""
        return self.started_at is not None and self.ended_at is None


_columns = select(*(duties.c[field.name] for field in fields(Duty)))


class Duties:
    """The table of them. Every change is committed at once, since a killed process is to leave what is true."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Duty]:
        """Return every row by its outlet."""
        with self._database.read() as connection:
            return {row.outlet: _duty(row) for row in connection.execute(_columns).all()}

    def get(self, outlet: str) -> Duty | None:
        """Return the row of *outlet*."""
        with self._database.read() as connection:
            row = connection.execute(_columns.where(duties.c.outlet == outlet)).first()
        return _duty(row) if row else None

    def save(self, *changed: Duty) -> None:
        """Write whole rows, all or none; one that is missing is made, even if two processes make it at once."""
        # In one order, so that two processes never wait for each other crosswise.
        rows = sorted(map(_row, changed), key=itemgetter("outlet"))
        with self._database.write() as connection:
            insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
            made = insert(duties)
            values = {column.name: made.excluded[column.name] for column in duties.c if not column.primary_key}
            for row in rows:
                connection.execute(made.on_conflict_do_update(index_elements=["outlet"], set_=values), row)

    def begin(self, outlet: str, at: datetime, held_by: str) -> bool:
        """Note that a run begins; False when it is not due any more, because another process has just run it.

        The caller holds the outlet's lock.
        """
        is_due = (duties.c.outlet == outlet) & (duties.c.due_at <= at)
        values = {"started_at": at, "ended_at": None, "reason": None, "run_id": None, "held_by": held_by}
        with self._database.write() as connection:
            return connection.execute(update(duties).where(is_due).values(values)).rowcount == 1

    def publications(self, outlet: str, since: datetime, most: int = 5000) -> list[datetime]:
        """Return when the outlet's newest articles after *since* were published, at most *most*, the newest first.

        An article without a date counts as published when it was first seen, except those that the outlet's first
        hour brought: they may be of any age.
        """
        own = articles.c.outlet == outlet
        first = select(func.min(articles.c.first_seen_at)).where(own)
        dated = select(articles.c.date_published).where(own, articles.c.date_published > since)
        undated = select(articles.c.first_seen_at).where(
            own, articles.c.first_seen_at > since, articles.c.date_published.is_(None)
        )
        with self._database.read() as connection:
            begun = connection.execute(first).scalar()
            found = connection.execute(dated.order_by(articles.c.date_published.desc()).limit(most)).scalars().all()
            seen = connection.execute(undated.order_by(articles.c.first_seen_at.desc()).limit(most)).scalars().all()
        later = [moment for moment in seen if begun and (moment - begun).total_seconds() > _FIRST_SECONDS]
        return sorted([*found, *later], reverse=True)[:most]

    def known_since(self, outlet: str) -> datetime | None:
        """Return when the outlet's first article was seen."""
        query = select(func.min(articles.c.first_seen_at)).where(articles.c.outlet == outlet)
        with self._database.read() as connection:
            moment: datetime | None = connection.execute(query).scalar()
        return moment


_FIRST_SECONDS = 3600


def _duty(row: Row[Any]) -> Duty:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented name
    return Duty(**{**values, "settings": json.loads(values["settings"] or "{}")})


def _row(duty: Duty) -> dict[str, Any]:
    values = {field.name: getattr(duty, field.name) for field in fields(Duty)}
    return {**values, "settings": json.dumps(dict(duty.settings), ensure_ascii=False, sort_keys=True)}
