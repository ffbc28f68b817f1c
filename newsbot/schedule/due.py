"""When an outlet is due: pure functions of its timing, its history and *now*; nothing here reads a clock or a store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TypeAlias
from zoneinfo import ZoneInfo

from cronsim import CronSim

from newsbot.schedule.quiet import QuietHours
from newsbot.schedule.rhythm import learnt_rhythm

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
JITTER = 0.1
"""A learnt wait is up to so much of itself longer or shorter, by the outlet's name."""
FIRST_RETRY, LAST_RETRY = timedelta(minutes=1), timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Every:
    """At points of time so far apart; where they lie is told by the outlet's name, so that many do not coincide."""

    interval: timedelta

    def __str__(self) -> str:
        return f"every {self.interval}"


@dataclass(frozen=True, slots=True)
class Cron:
    """As a cron expression of five fields says, by the clock of *zone*."""

    expression: str
    zone: ZoneInfo

    def __str__(self) -> str:
        return f"cron {self.expression} ({self.zone.key})"


@dataclass(frozen=True, slots=True)
class Learnt:
    """As often as what the outlet publishes is worth it, within bounds."""

    pace: timedelta
    shortest: timedelta
    longest: timedelta
    zone: ZoneInfo

    def __str__(self) -> str:
        return f"learnt ({self.shortest} to {self.longest}, pace {self.pace})"


Timing: TypeAlias = Every | Cron | Learnt


@dataclass(frozen=True, slots=True)
class History:
    """What a learnt timing learns from, and how the last runs went."""

    publications: Sequence[datetime] = ()
    known_since: datetime | None = None
    failures: int = 0
    """Failed runs in a row, the last one included."""


def first_due(timing: Timing, now: datetime, quiet: QuietHours | None = None) -> datetime:
    """Return when an outlet that never ran is due: at once, unless a cron expression or quiet hours say later."""
    moment = next_cron(timing, now) if isinstance(timing, Cron) else now
    return quiet.after(moment) if quiet else moment


def next_due(
    outlet: str,
    timing: Timing,
    started_at: datetime,
    now: datetime,
    history: History,
    quiet: QuietHours | None = None,
) -> datetime:
    """Return when *outlet* is due again after a run that began at *started_at* and has ended *now*.

    However many points of time were missed, one run makes up for them: the answer lies after *started_at*, and an
    outlet whose runs take longer than its interval is due when they end. After a failure it waits at least
    `retry_wait`. In quiet hours it waits for their end.
    """
    begun = min(started_at, now)  # a clock that was set back must not put the answer off
    moment = _after(outlet, timing, begun, history)
    if history.failures:
        earliest = now + retry_wait(timing, history.failures)
        moment = max(moment, earliest)
        if isinstance(timing, Cron) and moment == earliest:
            moment = next_cron(timing, earliest)
    moment = max(moment, now)
    return _spread(outlet, moment, quiet) if quiet else moment


def retry_wait(timing: Timing, failures: int) -> timedelta:
    """Return how long to leave an outlet alone after so many failures in a row.

    It doubles from a minute, or from the outlet's interval where that is shorter, to 6 hours.
    """
    first = min(timing.interval, FIRST_RETRY) if isinstance(timing, Every) else FIRST_RETRY
    wait: timedelta = first * 2 ** min(failures - 1, 30)
    return min(wait, LAST_RETRY)


def next_cron(timing: Cron, after: datetime) -> datetime:
    """Return the first moment after *after*.

    An hour that the clock leaves out is made up at its end, and one that it goes through twice counts once, where the
    expression names hours; expressions for every hour or minute go by the time that passes.
    """
    moments = CronSim(timing.expression, after.astimezone(timing.zone))
    # In the second of two equal hours the library gives moments of the first.
    return next(moment for moment in (found.astimezone(UTC) for found in moments) if moment > after)


def phase(outlet: str) -> float:
    """Return a number from 0 to 1, without 1, that is *outlet*'s own and spread evenly over names.

    >>> 0 <= phase("anapress") < 1
    True
    """
    return int.from_bytes(blake2b(outlet.encode(), digest_size=6).digest()) / 2**48


def _after(outlet: str, timing: Timing, started_at: datetime, history: History) -> datetime:
    if isinstance(timing, Cron):
        return next_cron(timing, started_at)
    if isinstance(timing, Every):
        # Half an interval at least: a run that began late is not followed by the next one at once.
        return _grid_point(timing.interval, phase(outlet), started_at + timing.interval / 2)
    rhythm = learnt_rhythm(history.publications, started_at, timing.zone, history.known_since)
    wait = rhythm.wait(started_at, timing.pace, timing.longest) * (1 + JITTER * (phase(outlet) - 0.5))
    return started_at + min(max(wait, timing.shortest), timing.longest)


def _grid_point(interval: timedelta, share: float, after: datetime) -> datetime:
    origin = EPOCH + interval * share
    return origin + interval * ((after - origin) // interval + 1)


def _spread(outlet: str, moment: datetime, quiet: QuietHours) -> datetime:
    """Return *moment*, or some time in the quarter of an hour after quiet hours: not all outlets at once."""
    end = quiet.after(moment)
    if end == moment:
        return moment
    return quiet.after(end + timedelta(minutes=15) * phase(outlet))
