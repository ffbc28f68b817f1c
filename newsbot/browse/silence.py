"""How long each outlet has been silent, beside the pauses that are usual for it; it alarms nobody.

`newsbot.health` judges and alerts. This is the plainer measure that a chart can show: an outlet's pauses are the spans
between two days on which it published, an outlet that skips Fridays or whole weekends included.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from math import ceil
from statistics import median

from newsbot.browse.series import DaySeries

DAY_SECONDS = 86_400.0
_FEW_DAYS = 5
"""Fewer days with articles tell nothing of pauses."""
_LONG_SHARE = 0.95
_LONG, _VERY_LONG = 1.0, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """One outlet."""

    outlet: str
    last_at: datetime | None
    """The newest article, or the end of the last day that had one; None where there was none in all that time."""
    silent_seconds: float | None
    """Since then; never negative."""
    usual_seconds: float | None
    """Between two articles: the median day's articles, spread over a day; between two days for rarer outlets."""
    long_seconds: float | None
    """A pause that 19 of 20 stay within, in whole days. None, as *usual_seconds*, where too few days tell it."""

    @property
    def ratio(self) -> float | None:
        """The silence in units of the long pause."""
        if self.silent_seconds is None or self.long_seconds is None:
            return None
        return self.silent_seconds / self.long_seconds

    @property
    def level(self) -> str:
        """«unknown», «usual», «long» beyond the long pause, «very_long» beyond twice that."""
        if self.ratio is None:
            return "unknown"
        return "usual" if self.ratio <= _LONG else "long" if self.ratio <= _VERY_LONG else "very_long"


def silences(rows: Iterable[DaySeries], newest: Mapping[str, datetime], now: datetime) -> list[Silence]:
    """The silence of each row's outlet, the longest for its kind first; *newest* has the last articles where known."""
    found = [_silence(row, newest.get(row.outlet or ""), now) for row in rows]
    return sorted(found, key=lambda silence: (-(silence.ratio or 0.0), silence.outlet))


def _silence(row: DaySeries, newest: datetime | None, now: datetime) -> Silence:
    published = [day for day, count in zip(row.days, row.articles, strict=True) if count]
    last_at = newest or (min(_end(published[-1]), now) if published else None)
    is_told = len(published) >= _FEW_DAYS
    return Silence(
        outlet=row.outlet or "",
        last_at=last_at,
        silent_seconds=max((now - last_at).total_seconds(), 0.0) if last_at else None,
        usual_seconds=_usual(row, published) if is_told else None,
        long_seconds=_long(published) if is_told else None,
    )


def _usual(row: DaySeries, published: list[date]) -> float:
    first = (published[0] - row.first_day).days
    last = (published[-1] - row.first_day).days
    middle = median(row.articles[first : last + 1])
    if middle >= 1:
        return DAY_SECONDS / middle
    return median(_pauses(published)) * DAY_SECONDS


def _long(published: list[date]) -> float:
    pauses = sorted(_pauses(published))
    # A pause from one day to the next may last from no time to two days.
    return (pauses[ceil(_LONG_SHARE * len(pauses)) - 1] + 1) * DAY_SECONDS


def _pauses(published: list[date]) -> list[int]:
    return [(after - before).days for before, after in pairwise(published)]


def _end(day: date) -> datetime:
    return datetime.combine(day, time(), UTC) + timedelta(days=1)
