"""The rows of outlets that several workers share: what is to be given out, and what one worker was given.

Both are the book of ``newsbot schedule``, so due times, back-off and killed runs have one home; neither knows a queue.
"""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from newsbot.schedule.book import PRIORITY_STEP, DutyBook, Ending
from newsbot.schedule.plan import OutletPlan, Plan
from newsbot.store.database import OutletLock, Store
from newsbot.store.duties import Duty

logger = logging.getLogger(__name__)

Outcome: TypeAlias = "asyncio.Future[Ending | None]"
"""Becomes the run's ending; None where there was nothing to do."""


@dataclass(frozen=True, slots=True)
class Errand:
    """An outlet that is due and that nobody has taken on."""

    outlet: str
    priority: int
    """What has the higher one is done first."""


class ErrandBook(DutyBook):
    """Every outlet's row, read anew at each look: tells what is to be given out."""

    def __init__(self, store: Store, plan: Plan, held_by: str, now: datetime) -> None:
        self._busy: Collection[str] = plan.outlets  # at first: a row without an end is not a killed run's yet
        super().__init__(store, plan, held_by, now)

    def look(self, plan: Plan, given: Collection[str], now: datetime) -> list[Errand]:
        """Return what is due and not *given* out, the most urgent first; a killed run's row is put right.

        Whoever crawls an outlet holds its lock; a connection that broke may have let go of it, but not of the job.
        """
        self._busy = {*given, *self._store.running(plan.outlets)}
        self.adopt(plan, now)
        return [
            Errand(outlet.name, self._priority(outlet, now))
            for outlet in self.due(now)
            if outlet.name not in self._busy
        ]

    def _priority(self, outlet: OutletPlan, now: datetime) -> int:
        """Return the schedule's own order as a number of 32 bits: the minute that counts as the due one, negative."""
        due_at = self.due_at(outlet.name) or now
        return -int((due_at - PRIORITY_STEP * outlet.priority).timestamp() // 60)

    def _without_killed_run(self, outlet: OutletPlan, row: Duty, now: datetime) -> Duty:
        return row if outlet.name in self._busy else super()._without_killed_run(outlet, row, now)


class WorkBook(DutyBook):
    """The rows of what this worker was given, each until its run has ended."""

    def __init__(self, store: Store, plan: Plan, held_by: str, now: datetime) -> None:
        self._given: dict[str, Outcome] = {}
        super().__init__(store, plan, held_by, now)

    @property
    def size(self) -> int:
        """How many outlets it has taken on, those that are being crawled included."""
        return len(self._given)

    def give(self, name: str, now: datetime) -> Outcome:
        """Take on an outlet; what it comes to is told by the future that is returned. StorageError."""
        outcome: Outcome = asyncio.get_running_loop().create_future()
        row = self._store.duties.get(name)
        if name not in self._plan:
            logger.warning("%s is due, but not in the plan of this worker; all workers are to have the same plan", name)
            outcome.set_result(None)
        elif name in self._given or row is None or row.due_at is None or row.due_at > now:
            outcome.set_result(None)
        else:
            self._rows[name] = row
            self._given[name] = outcome
        return outcome

    def give_back(self) -> None:
        """Let others have what has not begun."""
        for name in [name for name in self._given if name not in self.running]:
            self._settle(name, None)

    def refresh(self, now: datetime) -> None:
        """Do nothing: a row is read when its outlet is given, and the rest is for `ErrandBook`."""

    def due(self, now: datetime) -> list[OutletPlan]:
        """Return what was given and has not begun; whether its time has come was looked at before."""
        del now
        waiting = [self._plan[name] for name in self._given if name not in self.running and name in self._plan]
        return sorted(waiting, key=lambda outlet: (self._urgency(outlet), outlet.name))

    def next_due_at(self) -> datetime | None:
        """Return None: what is next is told by the queue."""
        return None

    def claim(self, outlet: OutletPlan, now: datetime) -> OutletLock | None:
        """Begin a run, as the schedule does; what cannot begin is given back."""
        lock = super().claim(outlet, now)
        if lock is None:
            self._settle(outlet.name, None)
        return lock

    def end(self, outlet: OutletPlan, ending: Ending, now: datetime) -> Duty:
        """Note how a run ended, and tell whoever gave it."""
        row = super().end(outlet, ending, now)
        self._settle(outlet.name, ending)
        return row

    def _settle(self, name: str, ending: Ending | None) -> None:
        outcome = self._given.pop(name, None)
        if outcome is not None and not outcome.done():
            outcome.set_result(ending)
