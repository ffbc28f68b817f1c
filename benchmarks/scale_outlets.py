"""What outlets ask of a fleet, hour by hour, from how much they publish; pure, seeded, and without a price.

When a run is due and when an article is visited again are newsbot's own rules: ``newsbot.schedule.rhythm`` and
``newsbot.frontier.policy``. How much outlets publish, and when, is assumed: the fields of `News`.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cache
from math import ceil, cos, exp, floor, log, pi, sqrt
from operator import attrgetter
from random import Random

from newsbot import options
from newsbot.frontier.policy import DEFAULT_REVISIT, RevisitAges, article_wait
from newsbot.schedule.rhythm import USUAL_RATE

HOURS = 24
_HOUR = timedelta(hours=1)
_CLASS_WIDTH = 0.05
"""Outlets whose rates differ by less than a twentieth are reckoned as one; 250 classes instead of 100,000 outlets."""
_BUSIEST_HOUR = 13
_ZONES = ((0, 0.12), (1, 0.22), (2, 0.26), (3, 0.34), (4, 0.06))
"""Hours ahead of UTC, and the share of outlets there: from Morocco's neighbours to the Gulf."""


@dataclass(frozen=True, slots=True)
class News:
    """What is assumed of outlets."""

    median: float = 30.0
    """Articles a day of the outlet in the middle."""
    spread: float = 1.2
    """Standard deviation of the logarithm of that: 0 would make all outlets alike."""
    most: float = 2000.0
    """Articles a day that no newsroom exceeds."""
    swing: float = 0.6
    """The busiest hour has 1 + swing times the mean, the quietest 1 - swing."""
    validators: float = 0.4
    """Share of visits to known articles that the site answers with 304."""
    revised: float = 0.15
    """Texts that an article gets after its first."""
    retried: float = 0.03
    """Requests that are made once more."""
    page_seconds: float = 1.2
    """From one request to the next of the same host: the delay, and now and then a slow answer."""
    revisit: RevisitAges = DEFAULT_REVISIT
    """This is no assumption but what outlets do that declare nothing else."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Bounds of the learnt interval, in hours: the defaults of NEWSBOT_SCHEDULE_PACE, _SHORTEST and _LONGEST."""

    pace: float
    shortest: float
    longest: float

    def interval(self, rate: float) -> float:
        """Return the hours between two runs of an outlet that publishes so many articles an hour.

        This is ``Rhythm.wait`` at a steady rate.
        """
        if rate <= 0:
            return self.longest
        return min(max(self.pace * sqrt(USUAL_RATE / rate), self.shortest), self.longest)


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked for in an hour."""

    outlets: float = 0.0
    runs: float = 0.0
    feeds: float = 0.0
    """Runs that find something, and so publish a file."""
    articles: float = 0.0
    new: float = 0.0
    """Pages that are fetched for the first time, or hold a new text."""
    same: float = 0.0
    """Visits answered with 304."""
    touched: float = 0.0
    """Visits that bring a whole page with the text that is known."""
    busy: float = 0.0
    """Hours that hosts are being asked: the crawls that go on at once."""
    late: float = 0.0
    """Visits for which the hour had no time."""


_figures = attrgetter(*(one.name for one in fields(Demand)))


def timing() -> Timing:
    """Return what the settings are when nobody sets them."""
    names = ("PACE", "SHORTEST", "LONGEST")
    return Timing(*(options.duration(options.OPTIONS[f"NEWSBOT_SCHEDULE_{name}"].default) / _HOUR for name in names))


@cache
def visit_ages(revisit: RevisitAges, gap: float) -> tuple[float, ...]:
    """Return at which ages, in hours, an article is visited again, when runs begin *gap* hours apart.

    It is met half a gap after it appeared, and looked at by the first run after its time has come.
    """
    ages, age = [], gap / 2
    while (wait := article_wait(revisit, age * _HOUR)) is not None:
        age += ceil(wait / _HOUR / gap) * gap
        ages.append(age)
    return tuple(ages)


def outlet_day(articles: float, news: News, bounds: Timing, pages: tuple[float, float]) -> list[Demand]:
    """Return what an outlet of so many *articles* a day asks for in each hour of its own clock.

    *pages* are fetched in every run, and for each new article. What does not fit into an hour is left out, visits
    first: the frontier takes the newest articles first.
    """
    mean = articles / HOURS
    rates = [mean * (1 + news.swing * cos(2 * pi * (hour - _BUSIEST_HOUR) / HOURS)) for hour in range(HOURS)]
    intervals = [bounds.interval(rate) for rate in rates]
    ages = visit_ages(news.revisit, HOURS / sum(1 / interval for interval in intervals))
    wanted = [sum(rates[(hour - round(age)) % HOURS] for age in ages) for hour in range(HOURS)]
    return [_hour(*one, news, pages) for one in zip(rates, intervals, wanted, strict=True)]


def _hour(rate: float, interval: float, visits: float, news: News, pages: tuple[float, float]) -> Demand:
    runs, (run_pages, new_pages) = 1 / interval, pages
    seconds = news.page_seconds * (1 + news.retried)
    asked = (runs * run_pages + rate * new_pages) * seconds
    left = max(3600 - asked, 0.0)
    made = min(visits, left / seconds)
    revised = min(rate * news.revised, made)
    known = made - revised
    return Demand(
        outlets=1.0,
        runs=runs,
        feeds=runs * (1 - exp(-rate * interval)),
        articles=rate,
        new=(rate * new_pages + revised) * (1 + news.retried),
        same=known * news.validators * (1 + news.retried),
        touched=known * (1 - news.validators) * (1 + news.retried),
        busy=min((asked + made * seconds) / 3600, 1.0),
        late=visits - made,
    )


def classes(outlets: int, news: News, seed: int) -> Mapping[tuple[int, int], int]:
    """Draw the outlets and return how many there are of each class of rates and each time zone.

    The first outlets of a larger draw are those of a smaller one.
    """
    return _drawn(outlets, news.median, news.spread, news.most, seed)


@cache
def _drawn(outlets: int, median: float, spread: float, most: float, seed: int) -> Mapping[tuple[int, int], int]:
    chance, found = Random(seed), Counter[tuple[int, int]]()  # noqa: S311 - a simulation, no secret
    middle, zones, shares = log(median), [zone for zone, _ in _ZONES], [share for _, share in _ZONES]
    for _ in range(outlets):
        rate = min(chance.lognormvariate(middle, spread), most)
        (zone,) = chance.choices(zones, shares)
        found[floor(log(rate) / _CLASS_WIDTH), zone] += 1
    return found


def fleet_day(drawn: Mapping[tuple[int, int], int], day: Callable[[float], list[Demand]]) -> list[Demand]:
    """Return what all of them ask for in each hour of UTC; *day* answers for one outlet of so many articles a day."""
    sums = [[0.0] * len(fields(Demand)) for _ in range(HOURS)]
    days = {number: list(map(_figures, day(exp((number + 0.5) * _CLASS_WIDTH)))) for number, _ in drawn}
    for (number, zone), count in sorted(drawn.items()):
        for hour in range(HOURS):
            figures = days[number][(hour + zone) % HOURS]
            sums[hour] = [total + count * figure for total, figure in zip(sums[hour], figures, strict=True)]
    return [Demand(*total) for total in sums]
