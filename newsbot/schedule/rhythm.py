"""How often an outlet publishes, by hour of the day and day of the week, and how long its news may wait; no clock.

The wait follows Sia, Cho and Cho, "Efficient Monitoring Algorithm for Fast News Alerts" (IEEE TKDE 19(7), 2007): news
come as a Poisson process whose rate changes with the hour; what is to be kept small is the time that articles wait
between publication and visit. Where visits have a price, the visit is due when the articles that are expected have
together waited that long. At a steady rate that is after ``sqrt(2 * price / rate)``: four times the news, half the
wait. docs/scheduling.md derives it and shows figures.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from zoneinfo import ZoneInfo

WINDOW = timedelta(days=28)
HALF_LIFE = timedelta(days=7)
"""An article counts half as much a week later: an outlet that falls silent is asked less often within days."""

USUAL_RATE = 2.0
"""Articles an hour at which the wait is the pace that the settings name."""

_PRIOR_ARTICLES = 0.5
"""Jeffreys' prior of a Poisson rate: without a single article the rate is not zero, but falls as the silence grows."""
_PRIOR_SHAPE = 24.0
"""So many articles are counted besides, spread evenly over the week: few articles tell little of hours and days."""
_DAYS_TELL_AFTER = timedelta(days=14)
_HOUR = timedelta(hours=1)
_STEP = timedelta(minutes=5)
_SAME_MINUTE_SHARE = 0.5
"""Dates without a time all fall on one minute of the day; then hours tell nothing."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Rates learnt from an outlet's publications."""

    rate: float
    """Articles an hour, over the whole week."""
    hours: tuple[float, ...]
    """24 factors, 1.0 on average."""
    days: tuple[float, ...]
    """7 factors from Monday on, 1.0 on average."""
    zone: ZoneInfo

    def rate_at(self, moment: datetime) -> float:
        """Return the articles an hour that are expected at *moment*."""
        local = moment.astimezone(self.zone)
        return self.rate * self.hours[local.hour] * self.days[local.weekday()]

    def wait(self, since: datetime, pace: timedelta, longest: timedelta) -> timedelta:
        """Return after which time from *since* another visit pays; never more than *longest*.

        *pace* is the wait at USUAL_RATE, and so says what a visit is worth.
        """
        price = USUAL_RATE * (pace / _HOUR) ** 2 / 2
        articles = waited = 0.0
        passed, step = timedelta(), min(_STEP, pace / 6)
        while passed < longest:
            length = step / _HOUR
            rate = self.rate_at(since + passed)
            gained = articles * length + rate * length**2 / 2
            if waited + gained >= price:
                return min(passed + step * ((price - waited) / gained), longest)
            waited += gained
            articles += rate * length
            passed += step
        return longest


def learnt_rhythm(
    publications: Iterable[datetime], now: datetime, zone: ZoneInfo, known_since: datetime | None = None
) -> Rhythm:
    """Return the rhythm of an outlet with these *publications*; those after *now* are wrong and not counted.

    *known_since* is when the outlet was first crawled: an hour without an article counts only where one would have
    been seen. None: as long as the oldest of *publications* tells.
    """
    known = [moment for moment in publications if now - WINDOW < moment <= now]
    weights = [0.5 ** ((now - moment) / HALF_LIFE) for moment in known]
    oldest = min([*known, known_since or now, now])
    span = min(max(now - oldest, _HOUR), WINDOW)
    local = [moment.astimezone(zone) for moment in known]
    hours = [moment.hour for moment in local]
    days = [moment.weekday() for moment in local]
    return Rhythm(
        rate=(sum(weights) + _PRIOR_ARTICLES) / _weighted_hours(span),
        hours=_shape(hours, weights, 24) if _have_times(local) else (1.0,) * 24,
        days=_shape(days, weights, 7) if span >= _DAYS_TELL_AFTER else (1.0,) * 7,
        zone=zone,
    )


def _weighted_hours(span: timedelta) -> float:
    """Return how many hours *span* counts for, when an hour counts by its age as an article does."""
    remaining: float = 0.5 ** (span / HALF_LIFE)
    return (HALF_LIFE / _HOUR) / log(2) * (1 - remaining)


def _shape(places: list[int], weights: list[float], size: int) -> tuple[float, ...]:
    """Return a factor for each of *size* places, drawn towards 1.0."""
    sums = [_PRIOR_SHAPE / size] * size
    for place, weight in zip(places, weights, strict=True):
        sums[place] += weight
    mean = sum(sums) / size
    return tuple(total / mean for total in sums)


def _have_times(moments: list[datetime]) -> bool:
    minutes = Counter(moment.hour * 60 + moment.minute for moment in moments)
    return max(minutes.values(), default=0) <= max(1, _SAME_MINUTE_SHARE * len(moments))
