"""Chooses among the dates that a page gives itself; a date that the others contradict is passed over, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from re import compile as pattern
from typing import Literal

from newsbot.text.dates import parse_date

# Time zones and late nights put two honest dates of one article up to two days apart.
_AGREEMENT = timedelta(days=2)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_URL_DATE = pattern(
    r"[/_-](?P<year>(?:19|20)\d{2})(?P<mark>[/_-]?)(?P<month>0[1-9]|1[0-2]|[1-9](?=[/_-]))(?P=mark)(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?=[/_-]))"
)


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A text that may be the article's date, and the source that gave it."""

    raw: str
    source: Literal["rules", "json-ld", "opengraph", "text", "generic"]


def chosen_date(candidates: Sequence[DateCandidate], url: str, zone: tzinfo, now: datetime) -> DateCandidate | None:
    """The first candidate that is a possible date and that neither the address nor the printed line contradicts.

    Possible is from 1990 to a day ahead of *now*. A stamp of the day of the download gives way to an older printed
    date (some sites stamp each answer). None where nothing can be read or all is contradicted.
    """
    dated = [(candidate, read) for candidate in candidates if (read := parse_date(candidate.raw, zone)) is not None]
    dated = [(candidate, read) for candidate, read in dated if _EARLIEST < read <= now + timedelta(days=1)]
    in_address = url_date(url)
    if in_address is not None:
        agreed = [pair for pair in dated if abs(pair[1].date() - in_address) <= _AGREEMENT]
        if agreed:
            return agreed[0][0]
        if not dated:
            return DateCandidate(in_address.isoformat(), "text")
        return dated[0][0] if _all_agree([read for _, read in dated]) and len(dated) > 1 else None
    if not dated:
        return None
    first, printed = dated[0], next((pair for pair in dated if pair[0].source == "text"), None)
    if printed is not None and now - first[1] < timedelta(days=1) and first[1] - printed[1] > _AGREEMENT:
        return printed[0]
    return first[0]


def url_date(url: str) -> date | None:
    """The day in an address such as /2020/03/17/ or /20200317-; None without one."""
    match = _URL_DATE.search(url)
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _all_agree(dates: Sequence[datetime]) -> bool:
    return max(dates) - min(dates) <= _AGREEMENT
