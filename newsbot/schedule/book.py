"""The plan's outlets beside their rows in the store: who is due, in which order, and what a run's end changes.

Every process that crawls the same outlets works from the same rows, so a due run is done once, whoever does it: whoever
holds the outlet's lock and finds it still due. It starts no crawl.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newsbot.errors import ExitCode, OutletBusyError, StorageError
from newsbot.schedule.due import Every, History, Learnt, first_due, next_due, retry_wait
from newsbot.schedule.plan import OutletPlan, Plan
from newsbot.schedule.rhythm import WINDOW
from newsbot.store.database import OutletLock, Store
from newsbot.store.duties import Duty

logger = logging.getLogger(__name__)

PRIORITY_STEP = timedelta(minutes=10)
"""One more of priority goes before what has been due so much longer; so nothing that is due waits for ever."""
BUSY_AGAIN_AFTER = timedelta(minutes=1)
CLOCK_TOLERANCE = timedelta(minutes=2)
"""Machines that share a store disagree so much; a run that ended later than that from now means a clock set back."""

KILLED, SHUTDOWN, STORAGE_FAILURE = "killed", "shutdown", "storage_failure"
NO_FAILURES = frozenset(
    {
        ExitCode.COMPLETE,
        ExitCode.LIMIT_REACHED,
        ExitCode.INTERRUPTED,
        ExitCode.QUALITY_GATE_FAILED,
        ExitCode.OUTLET_BUSY,
    }
)
"""After any other ending the outlet is left alone for a growing while."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended."""

    reason: str
    code: ExitCode
    run_id: int | None = None
    error: str | None = None
    """One line; None where the reason says all."""


class DutyBook:
    """Rows by outlet, as this process last saw them; what the store refused to take is written as soon as it can be."""

    def __init__(self, store: Store, plan: Plan, held_by: str, now: datetime) -> None:
        self._store, self._held_by = store, held_by
        self._plan: dict[str, OutletPlan] = {}
        self._rows: dict[str, Duty] = {}
        self._unsaved: dict[str, Duty] = {}
        self.running: set[str] = set()
        self.adopt(plan, now)

    def adopt(self, plan: Plan, now: datetime) -> None:
        """Take a new plan: outlets that it adds or times otherwise get a due time, the others keep theirs."""
        before, self._plan = self._plan, {name: one for name, one in plan.outlets.items() if one.is_enabled}
        try:
            self.refresh(now)
        except StorageError:
            self._plan = before
            raise

    def refresh(self, now: datetime) -> None:
        """Read the rows again, and put right those of killed runs and those that a clock set back has spoilt."""
        stored = self._store.duties.all() | self._unsaved
        rows = {name: stored.get(name) or self._first(name, now) for name in self._plan}
        for name, row in list(rows.items()):
            if name not in self.running:
                rows[name] = self._settled(self._plan[name], row, now)
        changed = [row for name, row in rows.items() if row != stored.get(name)]
        if changed:
            self._store.duties.save(*changed)
        # What the plan lacks may still run.
        self._rows = {name: row for name, row in self._rows.items() if name in self.running} | rows

    def due(self, now: datetime) -> list[OutletPlan]:
        """Return the outlets that are to be crawled now, the most urgent first."""
        ready = [
            outlet
            for name, outlet in self._plan.items()
            if name not in self.running
            and (due_at := self._rows[name].due_at) is not None
            and due_at <= now
            and not (outlet.quiet and outlet.quiet.holds(now))
        ]
        return sorted(ready, key=lambda outlet: (self._urgency(outlet), outlet.name))

    def next_due_at(self) -> datetime | None:
        """Return when the next of the outlets that do not run is due."""
        waiting = (self._rows[name].due_at for name in self._plan if name not in self.running)
        return min(filter(None, waiting), default=None)

    def due_at(self, name: str) -> datetime | None:
        """Return when an outlet of the plan is due."""
        return self._rows[name].due_at if name in self._rows else None

    def claim(self, outlet: OutletPlan, now: datetime) -> OutletLock | None:
        """Begin a run: return the outlet's lock, or None when another process runs it or has just run it."""
        name = outlet.name
        try:
            lock = self._store.outlet_lock(name)
        except OutletBusyError as error:
            logger.info("%s; tried again later", error)
            self._put(replace(self._rows[name], due_at=now + self._busy_wait(outlet)), is_saved=False)
            return None
        try:
            if self._store.duties.begin(name, now, self._held_by):
                self.running.add(name)
                row = replace(self._rows[name], started_at=now, ended_at=None, reason=None, run_id=None)
                self._put(replace(row, held_by=self._held_by), is_saved=False)
                return lock
            self._rows[name] = self._store.duties.get(name) or self._rows[name]
        except BaseException:
            lock.release()
            raise
        lock.release()
        return None

    def end(self, outlet: OutletPlan, ending: Ending, now: datetime) -> Duty:
        """Note how a run ended and when the next is due; the caller still holds the lock.

        A run that this process cut short goes on as soon as may be, and one that the store broke off, perhaps when all
        its pages were read, does not wait for its usual time. StorageError is kept for `save`.
        """
        row = self._rows.get(outlet.name) or self._first(outlet.name, now)
        failures = 0 if ending.code in NO_FAILURES else row.failures + 1
        is_broken_off = ending.code is ExitCode.STORAGE_FAILURE
        if ending.reason == SHUTDOWN:
            due_at = now
        elif is_broken_off:
            due_at = now + retry_wait(outlet.timing, failures)
        else:
            due_at = self._next(outlet, row.started_at or now, now, failures)
        reason = STORAGE_FAILURE if is_broken_off else ending.reason
        row = replace(row, ended_at=now, reason=reason, failures=failures, run_id=ending.run_id)
        row = _with_due(row, outlet, due_at)
        self.running.discard(outlet.name)
        self._put(row, is_saved=True)
        return row

    def save(self) -> bool:
        """Write what the store refused before; False when it still refuses."""
        if self._unsaved:
            try:
                self._store.duties.save(*filter(self._is_still_ours, self._unsaved.values()))
            except StorageError:
                return False
            self._unsaved.clear()
        return True

    def _is_still_ours(self, row: Duty) -> bool:
        """Tell whether nobody has gone on with an outlet since the run of it that *row* is the end of."""
        stored = self._store.duties.get(row.outlet)
        return stored is None or (stored.started_at, stored.held_by) == (row.started_at, row.held_by)

    def _put(self, row: Duty, *, is_saved: bool) -> None:
        self._rows[row.outlet] = row
        if is_saved:
            self._unsaved[row.outlet] = row
            self.save()

    def _urgency(self, outlet: OutletPlan) -> datetime:
        return (self._rows[outlet.name].due_at or datetime.max) - PRIORITY_STEP * outlet.priority  # noqa: DTZ901 - all have one

    def _first(self, name: str, now: datetime) -> Duty:
        outlet = self._plan.get(name)
        row = Duty(name, None, None, None, None, 0, None, {}, None, None)
        return _with_due(row, outlet, first_due(outlet.timing, now, outlet.quiet)) if outlet else row

    def _settled(self, outlet: OutletPlan, row: Duty, now: datetime) -> Duty:
        row = self._without_killed_run(outlet, row, now)
        last = max(filter(None, (row.started_at, row.ended_at)), default=now)
        if last > now + CLOCK_TOLERANCE:
            logger.warning("%s: its last run is noted for %s, the clock was set back", outlet.name, last)
            row = replace(row, started_at=now, ended_at=now)
            return _with_due(row, outlet, self._next(outlet, now, now, row.failures))
        if row.due_at is None or row.settings != _worked_out_from(outlet):
            if row.started_at is None:
                return _with_due(row, outlet, first_due(outlet.timing, now, outlet.quiet))
            return _with_due(row, outlet, self._next(outlet, row.started_at, now, row.failures))
        return row

    def _without_killed_run(self, outlet: OutletPlan, row: Duty, now: datetime) -> Duty:
        """Return *row* with an end, if its run was killed: run again at once the first time, then as after a failure.

        The lock is taken before the row is read again: its process may just have ended the run properly.
        """
        if not row.is_open or self._store.is_running(outlet.name):
            return row
        try:
            with self._store.outlet_lock(outlet.name):
                row = self._store.duties.get(outlet.name) or row
                if not row.is_open:
                    return row
                logger.warning("%s: its last run was killed with %s", outlet.name, row.held_by)
                failures = row.failures + 1
                due_at = now if failures == 1 else self._next(outlet, now, now, failures - 1)
                row = replace(row, ended_at=now, reason=KILLED, failures=failures)
                row = _with_due(row, outlet, due_at)
                self._store.duties.save(row)
        except OutletBusyError:
            pass
        return row

    def _next(self, outlet: OutletPlan, started_at: datetime, now: datetime, failures: int) -> datetime:
        history = History(failures=failures)
        if isinstance(outlet.timing, Learnt):
            duties = self._store.duties
            try:
                history = History(
                    duties.publications(outlet.name, now - WINDOW), duties.known_since(outlet.name), failures
                )
            except StorageError as error:
                logger.error("%s", error)  # noqa: TRY400 - the line says all
        return next_due(outlet.name, outlet.timing, started_at, now, history, outlet.quiet)

    def _busy_wait(self, outlet: OutletPlan) -> timedelta:
        return min(BUSY_AGAIN_AFTER, outlet.timing.interval) if isinstance(outlet.timing, Every) else BUSY_AGAIN_AFTER


def _with_due(row: Duty, outlet: OutletPlan | None, due_at: datetime) -> Duty:
    begun = row.started_at or row.ended_at
    interval = (due_at - begun).total_seconds() if begun else None
    settings = _worked_out_from(outlet) if outlet else {}
    return replace(row, due_at=due_at, interval_seconds=interval, settings=settings)


def _worked_out_from(outlet: OutletPlan) -> dict[str, object]:
    """Return what a due time depends on in the plan."""
    quiet = f"{outlet.quiet.begin:%H:%M}-{outlet.quiet.end:%H:%M} {outlet.quiet.zone.key}" if outlet.quiet else ""
    return {"timing": str(outlet.timing), "quiet_hours": quiet}
