"""What one run is judged by: itself, the runs before it, when articles came, and what is open already; no rule."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from newsbot.health.arrivals import Arrivals
from newsbot.health.figures import RunFigures, orderly_runs
from newsbot.store.findings import Key

SOON = timedelta(hours=3)
"""What one run has, and the next one so soon after it has not, was a passing trouble."""
ACCEPTED_AFTER = timedelta(days=28)
"""A finding so old is how the outlet is now: what came since is counted as usual."""
UNNOTICED = timedelta(days=1)
"""A fault is that much older than the finding, at most times."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an operator may set."""

    max_silence_days: float = 14
    first_runs: int = 5
    first_days: float = 3
    """Before that many runs and days nothing is compared with what is usual."""
    switched_off: Collection[str] = ()
    """Rules that say nothing."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """A rule that was asked and found nothing wrong."""

    rule: str
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One run of one outlet, with all that is known of it."""

    outlet: str
    run: RunFigures
    earlier: Sequence[RunFigures]
    """The newest first."""
    arrivals: Arrivals
    now: datetime
    limits: Limits = Limits()
    open_since: Mapping[Key, datetime] = field(default_factory=dict)

    @cached_property
    def has_history(self) -> bool:
        """Tell whether the outlet's first runs are over."""
        first = self.arrivals.first_run_at
        age = self.now - first if first else timedelta(0)
        return len(self.earlier) >= self.limits.first_runs and age >= timedelta(days=self.limits.first_days)

    def usual_until(self, key: Key) -> datetime:
        """Return until when the outlet was as usual: what is found stays found, however long it lasts."""
        since = self.open_since.get(key)
        return self.now if since is None or self.now - since > ACCEPTED_AFTER else since - UNNOTICED

    def usual_runs(self, key: Key) -> list[RunFigures]:
        """Return the earlier runs that show what is usual, the newest first."""
        until = self.usual_until(key)
        return [run for run in orderly_runs(self.earlier) if run.started_at < until]

    def lasts(self, is_bad: Callable[[RunFigures], bool]) -> bool:
        """Tell whether the run is bad and so was the one right before it, if there was one so soon."""
        if not is_bad(self.run):
            return False
        before = next(iter(self.earlier), None)
        return before is None or self.run.started_at - before.started_at > SOON or is_bad(before)
