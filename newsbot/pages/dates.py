"""Chooses among the dates that a page gives itself; a date that the others contradict is passed over, never guessed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from re import compile as pattern
from typing import TypeAlias

from newsbot.pages.values import Source
from newsbot.text.dates import PrintedDate, parse_printed_date

# Time zones and late nights put two honest dates of one article up to two days apart.
_AGREEMENT = timedelta(days=2)
_ONE_DAY = timedelta(days=1)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_URL_DATE = pattern(
    r"[/_-](?P<year>(?:19|20)\d{2})(?P<mark>[/_-]?)(?P<month>0[1-9]|1[0-2]|[1-9](?=[/_-]))(?P=mark)(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?=[/_-]))"
)


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A text that may be the article's date, and the source that gave it."""

    raw: str
    source: Source


_Dated: TypeAlias = tuple[DateCandidate, PrintedDate]


def chosen_date(candidates: Iterable[DateCandidate], url: str, zone: tzinfo, now: datetime) -> DateCandidate | None:
    """The first candidate that is a possible date and that neither the address nor most others contradict.

    Possible is from 1990 to a day ahead of *now*. A stamp of the day of the download gives way to an older printed
    date (some sites stamp each answer), a date without a time to one with it of the same or the next day (a stamp in
    UTC that lost its time is a day off at night). None where nothing can be read or all is contradicted.
    """
    dated = list(possible_dates(candidates, zone, now))
    in_address = url_date(url)
    if in_address is not None:
        agreed = [pair for pair in dated if abs(pair[1].at.date() - in_address) <= _AGREEMENT]
        if agreed:
            return _precise(agreed)
        if not dated:
            return DateCandidate(in_address.isoformat(), "text")
        return _precise(dated) if len(dated) > 1 and _all_agree(dated) else None
    supported = _supported(dated)
    if not supported:
        return None
    first, printed = supported[0], next((pair for pair in dated if pair[0].source == "text"), None)
    is_fresh = now - first[1].at < _ONE_DAY
    if printed is not None and is_fresh and first[1].at - printed[1].at > _AGREEMENT:
        return printed[0]
    return _precise(supported)


def later_date(
    candidates: Iterable[DateCandidate], published: datetime | None, zone: tzinfo, now: datetime
) -> DateCandidate | None:
    """The first candidate that is possible and not before *published*: the date of a change."""
    dated = possible_dates(candidates, zone, now)
    return next((candidate for candidate, read in dated if published is None or read.at >= published), None)


def possible_dates(candidates: Iterable[DateCandidate], zone: tzinfo, now: datetime) -> Iterator[_Dated]:
    """The candidates that can be read as a date between 1990 and a day ahead of *now*, one after another."""
    read = ((candidate, parse_printed_date(candidate.raw, zone)) for candidate in candidates)
    return ((one, at) for one, at in read if at is not None and _EARLIEST < at.at <= now + _ONE_DAY)


def url_date(url: str) -> date | None:
    """The day in an address such as /2020/03/17/ or /20200317-; None without one."""
    match = _URL_DATE.search(url)
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _supported(dated: Sequence[_Dated]) -> list[_Dated]:
    """*dated* from the first on that no two others contradict; a single other one is not believed against it.

    Two others that agree with one another outweigh the first; two that do not leave nothing to believe.
    """
    for index, pair in enumerate(dated):
        others = [other for other in dated if other is not pair]
        against = [other for other in others if abs(other[1].at - pair[1].at) > _AGREEMENT]
        if len(others) < 2 or len(against) < len(others):  # noqa: PLR2004 - one against one: the order decides
            return [pair, *(other for other in dated[index + 1 :] if other not in against)]
    return []


def _precise(dated: Sequence[_Dated]) -> DateCandidate:
    """The first, or in place of a bare day the first time of that day or a neighbour; a rule's own is kept."""
    (first, read), *others = dated
    if read.has_time or first.source == "rules":
        return first
    days = ((other, at) for other, at in others if at.has_time and abs(at.at.date() - read.at.date()) <= _ONE_DAY)
    return next((other for other, _ in days), first)


def _all_agree(dated: Sequence[_Dated]) -> bool:
    instants = [read.at for _, read in dated]
    return max(instants) - min(instants) <= _AGREEMENT
