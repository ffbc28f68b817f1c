"""What a feed or sitemap says of one page, and how its dates are read; it decides nothing about fetching."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from html import unescape

from newsbot.text.dates import parse_date
from newsbot.text.urls import absolute_url

ENTRIES_LIMIT = 100_000
"""Of one document; the sitemap protocol allows 50,000."""

_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2100  # «0001-01-01» and «1970-01-01» are what programs write for no date
_TITLE_LIMIT, _DATE_LIMIT, _URL_LIMIT = 500, 200, 8000  # characters; what is longer is no title, date or address
_W3C = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})"
    r"(?:(?:\s*T\s*|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+\-]\d{2}(?::?\d{2})?)?)?)?)?",
    re.IGNORECASE,
)
_RFC_2822 = re.compile(r"(?:[A-Za-z]{3,9}\.?,?\s*)?\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4},?\s+\d{1,2}:\d{2}")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MOST_HOURS_OFF = 14


@dataclass(frozen=True, slots=True)
class Entry:
    """One page as a feed or sitemap names it; its dates are aware UTC, None where it gives none that can be read."""

    url: str
    title: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    """A date that names only a day, month or year means its last moment: the change may have come as late."""
    is_news: bool = False
    """Whether it is declared to be an article: feeds and news sitemaps list nothing else."""


@dataclass(slots=True)
class EntryList:
    """What a document lists, in its order."""

    root: str | None = None
    """The root element's name, "json" or "text"; None: it is neither a feed nor a sitemap."""
    entries: list[Entry] = field(default_factory=list)
    sitemaps: list[Entry] = field(default_factory=list)
    """Further sitemaps."""


def entry_url(base_url: str, text: str | None) -> str | None:
    """Return the address that *text* gives, absolute; ``&amp;`` that was escaped twice is read as «&»."""
    if not text or len(text) > _URL_LIMIT:
        return None
    return absolute_url(base_url, text.strip().replace("&amp;", "&"))


def entry_title(text: str | None) -> str | None:
    """Return a headline without markup; entities may be escaped once or twice over, feeds do both."""
    if not text:
        return None
    plain = unescape(unescape(text[: 10 * _TITLE_LIMIT]))
    words = " ".join((_TAG.sub(" ", plain) if "<" in plain else plain).split())
    return words[:_TITLE_LIMIT] or None


def first_moment(texts: Iterable[str | None], zone: tzinfo, *, is_end: bool = False) -> datetime | None:
    """Return the `moment` of the first of *texts* that has one."""
    return next((at for text in texts if text and (at := moment(text, zone, is_end=is_end))), None)


def moment(text: str, zone: tzinfo, *, is_end: bool = False) -> datetime | None:
    """Read a date of a feed or sitemap as aware UTC: W3C (ISO 8601), RFC 2822, else as Arabic pages print dates.

    *zone* applies where no offset is given. A date without a time is the midnight that it begins with, or with
    *is_end* the last second of its day, month or year. None for what cannot be read and for years that no page is of.

    >>> moment("2026-11-05T10:44+03:00", UTC)
    datetime.datetime(2026, 11, 5, 7, 44, tzinfo=datetime.timezone.utc)
    >>> moment("2026-11", UTC, is_end=True)
    datetime.datetime(2026, 11, 30, 23, 59, 59, tzinfo=datetime.timezone.utc)
    """
    text = text.strip()
    if len(text) > _DATE_LIMIT:
        return None
    try:
        at = _read(text, zone, is_end=is_end)
        if at is None or not _EARLIEST_YEAR < at.year < _LATEST_YEAR:
            return None
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):  # the last two are email.utils' own for some garbage
        return None


def _read(text: str, zone: tzinfo, *, is_end: bool) -> datetime | None:
    if match := _W3C.fullmatch(text):
        return _w3c_moment(match, zone, is_end=is_end)
    return parsedate_to_datetime(text) if _RFC_2822.match(text) else parse_date(text, zone)


def _w3c_moment(match: re.Match[str], zone: tzinfo, *, is_end: bool) -> datetime:
    year, month = int(match["year"]), int(match["month"] or (12 if is_end else 1))
    day = int(match["day"] or (monthrange(year, month)[1] if is_end else 1))
    if match["hour"] is None:
        clock = time(23, 59, 59) if is_end else time()
        return datetime(year, month, day, tzinfo=zone).replace(
            hour=clock.hour, minute=clock.minute, second=clock.second
        )
    hour, minute, second = int(match["hour"]), int(match["minute"]), min(int(match["second"] or 0), 59)
    microsecond = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    return datetime(year, month, day, hour, minute, second, microsecond, tzinfo=_offset(match["zone"]) or zone)


def _offset(text: str | None) -> tzinfo | None:
    """Read a printed offset; None without one, ValueError for one that no place has."""
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if away > timedelta(hours=_MOST_HOURS_OFF):
        raise ValueError(text)
    return timezone(away if text[0] == "+" else -away)
