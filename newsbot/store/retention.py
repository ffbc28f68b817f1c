"""Takes old history of an outlet out of the store: runs and findings that are over; no article, revision or batch.

A little at a time: whoever wants more of it gone asks again later.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, delete, or_, select

from newsbot.store.connections import Database
from newsbot.store.findings import CLOSED, OPEN
from newsbot.store.schema import findings, runs

LOOKED_AT = 1000
"""Of the oldest runs. Killed ones stay; so many of them would keep newer ones."""


class Retention:
    """What one call deletes is committed when it returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def drop_runs(self, outlet: str, *, before: datetime, spare: int, most: int) -> int:
        """Delete at most *most* runs that ended before *before*, the oldest first; return how many.

        The last *spare* stay, and one without an end, and one that an open finding refers to.
        """
        own = runs.c.outlet == outlet
        newest = select(runs.c.id).where(own).order_by(runs.c.id.desc()).offset(spare).limit(1).scalar_subquery()
        oldest = select(runs.c.id, runs.c.ended_at).where(own, runs.c.id <= newest).order_by(runs.c.id).limit(LOOKED_AT)
        told = select(findings.c.run_id).where(findings.c.outlet == outlet, findings.c.state == OPEN)
        with self._database.read() as connection:
            kept = set(connection.execute(told).scalars())
            over = [row.id for row in connection.execute(oldest).all() if row.ended_at and row.ended_at < before]
        chosen = [number for number in over if number not in kept][:most]
        if chosen:
            with self._database.write() as connection:
                connection.execute(delete(runs).where(runs.c.id.in_(chosen)))
        return len(chosen)

    def known_runs(self, outlet: str, numbers: Collection[int]) -> set[int]:
        """Return those of *numbers* that are runs of the outlet."""
        query = select(runs.c.id).where(runs.c.outlet == outlet, runs.c.id.in_(numbers))
        with self._database.read() as connection:
            return set(connection.execute(query).scalars())

    def drop_findings(self, outlet: str, *, before: datetime) -> int:
        """Delete findings that closed before *before* and that nobody is yet to be told of; return how many."""
        is_told = or_(findings.c.notified_state.is_(None), findings.c.notified_state == CLOSED)
        is_over = and_(findings.c.state == CLOSED, findings.c.closed_at < before, is_told)
        gone = and_(findings.c.outlet == outlet, is_over)
        with self._database.read() as connection:
            found = len(connection.execute(select(findings.c.rule).where(gone)).all())
        if found:
            with self._database.write() as connection:
                connection.execute(delete(findings).where(gone))
        return found
