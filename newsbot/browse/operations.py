"""How every outlet stands now, for whoever runs newsbot: the page in the reading room and ``newsbot status`` alike.

It puts side by side what the store, the schedule and the health rules say, and judges nothing itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsbot.browse.runs import RUNNING, RunView, run_state
from newsbot.browse.series import DaySeries, day_series
from newsbot.store.database import Store
from newsbot.store.days import outlet_days
from newsbot.store.duties import Duty
from newsbot.store.findings import FindingRecord
from newsbot.store.overview import OutletOverview, outlet_overviews

SPAN_DAYS = 30
"""Of the sparkline."""
NEVER_RUN = "never_run"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletStanding:
    """One outlet at one moment."""

    at: datetime
    overview: OutletOverview
    run: RunView | None
    """The last one."""
    duty: Duty | None
    """None where `newsbot schedule` does not run it."""
    findings: tuple[FindingRecord, ...]
    """The open ones, the longest open first."""
    days: DaySeries
    """The last SPAN_DAYS, today included."""

    @property
    def outlet(self) -> str:
        """Its name."""
        return self.overview.outlet

    @property
    def state(self) -> str:
        """How its last run ended, or running, unfinished, never_run."""
        return self.run.state if self.run else RUNNING if self.overview.is_running else NEVER_RUN

    @property
    def is_running(self) -> bool:
        """Tell whether a run goes on."""
        return self.state == RUNNING

    @property
    def level(self) -> str:
        """«good», «open» or «bad»."""
        if any(finding.severity == "error" for finding in self.findings):
            return "bad"
        if self.findings or self.is_overdue:
            return "open"
        return self.run.level if self.run else "open"

    @property
    def due_at(self) -> datetime | None:
        """When the schedule runs it next; without one, when the first address wants another visit."""
        return self.duty.due_at if self.duty else self.overview.next_due_at

    @property
    def due_seconds(self) -> float | None:
        """Until then; negative where the time has passed."""
        return (self.due_at - self.at).total_seconds() if self.due_at else None

    @property
    def is_overdue(self) -> bool:
        """Tell whether the schedule should have begun a run, and by more than its clock's grain."""
        return bool(self.duty) and not self.is_running and self.due_seconds is not None and self.due_seconds < -_GRAIN

    @property
    def silent_seconds(self) -> float | None:
        """Since the newest article was first seen."""
        newest = self.overview.last_article_at
        return max((self.at - newest).total_seconds(), 0.0) if newest else None

    @property
    def pages_a_minute(self) -> float | None:
        """Of the run that goes on, from its beginning to what it last said; None where none does."""
        return self.run.a_minute(self.run.pages) if self.run and self.is_running else None

    @property
    def articles_a_minute(self) -> float | None:
        """New and changed ones, as `pages_a_minute`."""
        if not self.run or not self.is_running:
            return None
        return self.run.a_minute(self.run.articles("new") + self.run.articles("changed"))

    @property
    def waiting(self) -> int:
        """Addresses in the queue."""
        return self.overview.queue.get("queued", 0)


_GRAIN = 120.0
"""Seconds: the schedule looks every few seconds, and an outlet may have to wait for a free place."""


@dataclass(frozen=True, slots=True)
class Summary:
    """All outlets in four numbers."""

    outlets: int
    running: int
    troubled: int
    """With findings."""
    overdue: int
    last_day: int
    """Articles since midnight UTC of the day before."""


def standings(store: Store, now: datetime) -> list[OutletStanding]:
    """Every outlet that the store or the schedule knows, by name."""
    first, last = (now - timedelta(days=SPAN_DAYS - 1)).astimezone(UTC).date(), now.astimezone(UTC).date()
    since = datetime(first.year, first.month, first.day, tzinfo=UTC)
    rows = {row.outlet: row for row in day_series(outlet_days(store.database, since, now), first, last)}
    none = DaySeries(None, first, (0,) * SPAN_DAYS, (0,) * SPAN_DAYS)
    duties = store.duties.all()
    findings: dict[str, list[FindingRecord]] = {}
    for finding in store.findings.open_findings():
        findings.setdefault(finding.outlet, []).append(finding)
    return [
        OutletStanding(
            at=now,
            overview=overview,
            run=_view(overview),
            duty=duties.get(overview.outlet),
            findings=tuple(findings.get(overview.outlet, ())),
            days=rows.get(overview.outlet, none),
        )
        for overview in _overviews(store, duties)
    ]


def summary(outlets: Sequence[OutletStanding]) -> Summary:
    """What stands above the table."""
    return Summary(
        outlets=len(outlets),
        running=sum(outlet.is_running for outlet in outlets),
        troubled=sum(bool(outlet.findings) for outlet in outlets),
        overdue=sum(outlet.is_overdue for outlet in outlets),
        last_day=sum(sum(outlet.days.articles[-2:]) for outlet in outlets),
    )


def _overviews(store: Store, scheduled: Iterable[str]) -> list[OutletOverview]:
    known = outlet_overviews(store)
    waiting = set(scheduled) - {overview.outlet for overview in known}
    first_runs = [_unknown(store, outlet) for outlet in waiting]
    return sorted([*known, *first_runs], key=lambda overview: overview.outlet)


def _unknown(store: Store, outlet: str) -> OutletOverview:
    """An outlet that waits for its first run."""
    return OutletOverview(
        outlet=outlet,
        last_run=None,
        is_running=store.is_running(outlet),
        articles=0,
        gone=0,
        queue={},
        last_article_at=None,
        next_due_at=None,
    )


def _view(overview: OutletOverview) -> RunView | None:
    run = overview.last_run
    return RunView(record=run, state=run_state(run, is_running=overview.is_running)) if run else None
