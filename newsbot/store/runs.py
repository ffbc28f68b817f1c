"""Each crawl of an outlet, from its first second: a run without an end is still running or was killed."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from newsbot.store.connections import Database
from newsbot.store.schema import runs


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run. *ended_at* and *reason* are None until it ends: see `Store.is_running` for whether it still can."""

    id: int
    outlet: str
    started_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    reason: str | None
    counts: dict[str, Any]
    pid: int
    host: str


_columns = select(*(runs.c[name] for name in RunRecord.__slots__))


class Runs:
    """The table of runs. Every change of it is committed at once: a killed run leaves what it last said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, outlet: str, *, at: datetime, pid: int, host: str) -> int:
        """Note that a run of *outlet* begins; return its number, which no other run ever has."""
        row = {"outlet": outlet, "started_at": at, "updated_at": at, "counts": "{}", "pid": pid, "host": host}
        with self._database.write() as connection:
            return int(connection.execute(insert(runs).returning(runs.c.id), row).scalar_one())

    def update(self, run_id: int, counts: dict[str, Any], at: datetime) -> None:
        """Note how far the run is."""
        self._change(run_id, {"counts": json.dumps(counts), "updated_at": at})

    def end(self, run_id: int, reason: str, counts: dict[str, Any], at: datetime) -> None:
        """Note how the run ended."""
        self._change(run_id, {"counts": json.dumps(counts), "updated_at": at, "ended_at": at, "reason": reason})

    def latest(self, outlet: str) -> RunRecord | None:
        """Return the run that began last."""
        return next(iter(self.recent(outlet, 1)), None)

    def recent(self, outlet: str, limit: int = 30) -> list[RunRecord]:
        """Return the last runs, the newest first."""
        query = _columns.where(runs.c.outlet == outlet).order_by(runs.c.id.desc()).limit(limit)
        with self._database.read() as connection:
            return [run_record(row) for row in connection.execute(query).all()]

    def all_recent(self, limit: int, outlet: str | None = None, before: int | None = None) -> list[RunRecord]:
        """Return the last runs of one or every outlet, the newest first; with *before*, those older than that run."""
        query = _columns.order_by(runs.c.id.desc()).limit(limit)
        if outlet is not None:
            query = query.where(runs.c.outlet == outlet)
        if before is not None:
            query = query.where(runs.c.id < before)
        with self._database.read() as connection:
            return [run_record(row) for row in connection.execute(query).all()]

    def find(self, run_id: int) -> RunRecord | None:
        """Return the run of that number."""
        with self._database.read() as connection:
            row = connection.execute(_columns.where(runs.c.id == run_id)).first()
        return None if row is None else run_record(row)

    def _change(self, run_id: int, values: dict[str, Any]) -> None:
        with self._database.write() as connection:
            connection.execute(update(runs).where(runs.c.id == run_id), values)


def run_record(row: Row[Any]) -> RunRecord:
    """Return the run that a row of the table holds, its columns in the record's order."""
    values = dict(zip(RunRecord.__slots__, row, strict=True))
    return RunRecord(**{**values, "counts": json.loads(values["counts"])})
