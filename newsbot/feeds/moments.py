"""A moment as a person writes it on the command line; it reads no clock: the moment of reading is passed in."""

import re
from datetime import UTC, date, datetime, time, timedelta

from newsbot.errors import ConfigurationError
from newsbot.text.relative import parse_relative

ACCEPTED = "2026-11-01, 2026-11-01T18:00, 2026-11-01T18:00+03:00, today, yesterday, 7d, 12h or 30m"
_AMOUNT = re.compile(r"(\d{1,6})\s*([mhdw])", re.IGNORECASE)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def read_moment(text: str, now: datetime, option: str) -> datetime:
    """Read *text* as an aware moment in UTC; ConfigurationError naming *option* for anything else.

    A day is its first instant; without an offset it is UTC. An amount («7d», «منذ 3 أيام») is that long before *now*;
    «today», «yesterday», «أمس» are whole days of UTC.
    """
    try:
        found = _absolute(text.strip()) or _back(text.strip(), now)
    except (OverflowError, ValueError):  # before the year 1, 2026-02-30
        found = None
    if found is None:
        raise ConfigurationError(option, text, ACCEPTED)
    return found.astimezone(UTC)


def _absolute(text: str) -> datetime | None:
    if not re.match(r"\d{4}-?\d{2}", text):
        return None
    if "T" not in text and " " not in text:
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _back(text: str, now: datetime) -> datetime | None:
    if amount := _AMOUNT.fullmatch(text):
        return now - timedelta(**{_UNITS[amount[2].lower()]: int(amount[1])})
    told = parse_relative(text)
    if told is None or told.rest.strip():
        return None
    moment = (now - told.back).astimezone(UTC)
    return datetime.combine(moment.date(), time(), UTC) if told.is_day and _names_a_day(text) else moment


def _names_a_day(text: str) -> bool:
    """Tell «yesterday» from «3 days ago»: the one is a day, the other an amount like 3d."""
    return not re.search(r"\d|ago|منذ|قبل\s+\S", text) or "أول" in text
