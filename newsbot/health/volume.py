"""Rules on how much an outlet publishes: fewer articles than usual, and none at all for too long.

Both are lenient on the two feasts: a newsroom is half empty then.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from newsbot.health.arrivals import DAY, FEWEST_GAPS, WEEK
from newsbot.health.case import Case, Quiet
from newsbot.health.chance import poisson_at_most
from newsbot.health.feasts import feast_days
from newsbot.health.wording import duration_text, hours_text, number_of, range_text
from newsbot.store.findings import ERROR, Finding

FEWER, SILENCE = "fewer_articles", "silence"

WINDOWS = (24, 12, 6)
"""Hours. A busy outlet shows in six hours that it stopped; a small one needs a day, or the week."""
FEWEST_DAYS, FEWEST_WEEKS, FULL_WEEK = 3, 2, 7
FEWEST_RUNS = 3
"""So many runs since the last article, none of them whole, make a silence, too."""

# A finding needs both: a count far below even the low days (a fifth; a tenth where no whole week is known yet, for
# a first weekend; half of the median week), and one that chance does not explain. News come in bursts, so chance is
# reckoned with six tenths of what is expected. Measured on made months: docs/decisions/022-health-rules.md.
_DAY_SHARE, _FIRST_WEEK_SHARE, _WEEK_SHARE = 0.2, 0.1, 0.5
_LOW_WEEK_SHARE = 0.75
_BURSTS = 0.6
_DAY_CHANCE, _WEEK_CHANCE = 1e-5, 1e-6
_FEAST_SHARE, _FEAST_WEEK_SHARE = 0.4, 0.7
_LOW = 0.1
"""The low days are told by the tenth part of them: a day of trouble in the past does not make the rule blind."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Too few articles in a window."""

    hours: int
    count: int
    low: float
    high: float


def fewer_articles(case: Case) -> Iterator[Finding | Quiet]:
    """Judge the last day and its parts, then the last week; only a whole run has seen all there is."""
    if not case.run.is_whole:
        return
    judged = [found for found in (_short_day(case, hours) for hours in WINDOWS) if found is not None]
    week = _short_week(case)
    judged += [week] if week is not None else []
    short = next((found for found in judged if isinstance(found, Shortfall)), None)
    if short is not None:
        usual = range_text(short.low, short.high)
        yield Finding(
            rule=FEWER,
            message=f"{number_of(short.count, 'new article')} in {hours_text(short.hours)}, usually {usual}",
            details={"hours": short.hours, "articles": short.count, "usual_low": short.low, "usual_high": short.high},
        )
    elif judged:
        yield Quiet(FEWER)


def _short_day(case: Case, hours: int) -> Shortfall | bool | None:
    """Return the shortfall, False without one, None where too few days are known."""
    days = case.arrivals.earlier_days(hours, case.now, case.usual_until((FEWER, "")))
    if len(days) < FEWEST_DAYS:
        return None
    counts = sorted(days.values())
    low: float = counts[int(len(counts) * _LOW)]
    same_weekday = [count for number, count in days.items() if number % FULL_WEEK == 0]
    if len(same_weekday) >= FEWEST_DAYS:
        low = min(low, *same_weekday)
    low *= _FEAST_SHARE if _feast(case, hours) else 1
    share = _DAY_SHARE if len(counts) >= FULL_WEEK else _FIRST_WEEK_SHARE
    count = case.arrivals.window(hours, case.now)
    if count < share * low and poisson_at_most(count, _BURSTS * low) < _DAY_CHANCE:
        return Shortfall(hours, count, low, counts[int(len(counts) * (1 - _LOW))])
    return False


def _short_week(case: Case) -> Shortfall | bool | None:
    weeks = case.arrivals.earlier_weeks(case.now, case.usual_until((FEWER, "")))
    if len(weeks) < FEWEST_WEEKS:
        return None
    leniency = _FEAST_WEEK_SHARE if _feast(case, WEEK) else 1
    usual, count = median(weeks.values()) * leniency, case.arrivals.window(WEEK, case.now)
    is_low = count < min(_WEEK_SHARE * usual, _LOW_WEEK_SHARE * leniency * min(weeks.values()))
    if is_low and poisson_at_most(count, _BURSTS * usual) < _WEEK_CHANCE:
        return Shortfall(WEEK, count, min(weeks.values()), max(weeks.values()))
    return False


def silence(case: Case) -> Iterator[Finding | Quiet]:
    """Judge how long no article came. A run that did not get through tells it only together with those before it."""
    last = case.arrivals.last_article_at or case.arrivals.first_run_at
    if last is None:
        return
    silent, limit = case.now - last, _longest_silence(case)
    limit += timedelta(days=feast_days(last.date(), case.now.date()))
    if silent <= limit:
        yield Quiet(SILENCE)
    elif case.run.is_whole or sum(run.started_at > last for run in case.earlier) >= FEWEST_RUNS:
        yield Finding(
            rule=SILENCE,
            severity=ERROR,
            message=f"no new article for {duration_text(silent)}, usually at most {duration_text(limit)}",
            details={
                "since": last.isoformat(timespec="seconds"),
                "silent_seconds": round(silent.total_seconds()),
                "limit_seconds": round(limit.total_seconds()),
            },
        )


# A silence is too long past four times the third longest one (a feast or a day of trouble is not the measure), and
# past what chance leaves between two articles in one of some thousand gaps, e^-9; a day at least.
_TIMES_LONGEST, _TIMES_MEAN, _NTH_LONGEST = 4, 9, 2


def _longest_silence(case: Case) -> timedelta:
    most = timedelta(days=case.limits.max_silence_days)
    gaps = case.arrivals.gaps(case.usual_until((SILENCE, "")))
    if len(gaps) < FEWEST_GAPS:
        return most
    learnt = max(_TIMES_LONGEST * gaps[_NTH_LONGEST], _TIMES_MEAN * sum(gaps) / len(gaps), DAY)
    return min(timedelta(hours=learnt), most)


def _feast(case: Case, hours: int) -> int:
    return feast_days((case.now - timedelta(hours=hours)).date(), case.now.date())


RULES: dict[str, Callable[[Case], Iterator[Finding | Quiet]]] = {FEWER: fewer_articles, SILENCE: silence}
