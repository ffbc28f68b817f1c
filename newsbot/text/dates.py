"""Dates as Arabic news pages print them, read into aware datetimes; never guesses and never looks at a clock."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from newsbot.text.datelines import ClockTime, Token, tokens
from newsbot.text.datewords import Kind
from newsbot.text.days import day_named
from newsbot.text.relative import RelativeTime, parse_relative

_NOON = 12
_YEAR = re.compile(r"\d{4}")  # what most lines of a page lack: 0.3 µs in place of 70
_LONGEST_TEXT = 1000  # characters as the page gives them, indentation and all
_MORNING = 6  # «1 ليلا» is after midnight, «10 ليلا» before it
_UNKNOWN_MARKED, _UNKNOWN_TIMED, _UNKNOWN_BARE = 4, 3, 1


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """What a page says of a moment: *at* is aware; without a printed time it is midnight and *has_time* is False."""

    at: datetime
    has_time: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    """One date, its clock time and its mark, before a zone is applied."""

    day: date
    clock: ClockTime | None
    zone: tzinfo | None
    mark: Kind | None


def _clock(token: Token, meridiem: object) -> ClockTime | None:
    """Put a printed time on the 24-hour clock; None where its part of the day contradicts it («13:00 صباحا»)."""
    clock = token.value
    if not isinstance(clock, ClockTime):
        return None
    hour = clock.at.hour
    if hour > _NOON:
        return None if meridiem == "am" else clock
    if meridiem == "am" or (meridiem == "night" and hour in {*range(_MORNING), _NOON}):
        hour %= _NOON
    elif meridiem in {"pm", "night"} or (meridiem == "noon" and hour < _MORNING):
        hour = hour % _NOON + _NOON
    return ClockTime(clock.at.replace(hour=hour), clock.zone)


def _clocks(line: list[Token]) -> list[ClockTime | None]:
    """Return every printed time with the part of the day beside it; «7 مساء» is a time too, «الساعة 7» is not."""
    clocks: list[ClockTime | None] = []
    for index, token in enumerate(line):
        if token.kind is not Kind.TIME:
            continue
        beside = [line[place] for place in (index + 1, index - 1) if 0 <= place < len(line)]
        meridiem = next((other.value for other in beside if other.kind is Kind.MERIDIEM), None)
        clocks.append(_clock(token, meridiem))
    return clocks


def _with_bare_hours(line: list[Token]) -> list[Token]:
    """Read a number right before a part of the day as an hour: «الساعة 7 مساء»."""
    read = list(line)
    for index, (token, after) in enumerate(pairwise(line)):
        if token.kind is Kind.NUMBER and after.kind is Kind.MERIDIEM and 1 <= int(str(token.value)) <= _NOON:
            read[index] = Token(Kind.TIME, ClockTime(time(int(str(token.value)))), token.is_parted)
    return read


def _is_date_line(line: list[Token], mark: Kind | None) -> bool:
    """Tell whether the line is essentially a date: its unknown words are few and, without a mark, stand apart.

    «دمشق - 24 نيسان 2020» is one, «مظاهرة في دمشق 15 آذار 2011» is a caption and none.
    """
    unknown = [token.kind is Kind.UNKNOWN for token in line]
    if mark is not None:
        return sum(unknown) <= _UNKNOWN_MARKED
    has_stamp = any(token.kind in {Kind.TIME, Kind.WEEKDAY} for token in line)
    if sum(unknown) > (_UNKNOWN_TIMED if has_stamp else _UNKNOWN_BARE):
        return False
    changes = (index for index in range(1, len(line)) if unknown[index] != unknown[index - 1])
    return all(line[index].is_parted for index in changes)


def _read(line: list[Token]) -> _Reading | None:
    if any(token.kind is Kind.REFUSED for token in line):
        return None
    mark = next((token.kind for token in line if token.kind in {Kind.PUBLISHED, Kind.MODIFIED}), None)
    line = _with_bare_hours(line)
    clocks, day = _clocks(line), day_named(line)
    zones = [token.value for token in line if token.kind is Kind.ZONE]
    if day is None or len(clocks) > 1 or None in clocks or len(set(zones)) > 1 or not _is_date_line(line, mark):
        return None
    zone = zones[0] if zones and isinstance(zones[0], tzinfo) else None
    return _Reading(day, clocks[0] if clocks else None, zone, mark)


def _segments(line: list[Token]) -> list[list[Token]]:
    """Split a line before each mark; what stands before the first mark joins it unless it holds a date or a time."""
    segments: list[list[Token]] = [[]]
    for token in line:
        is_mark = token.kind in {Kind.PUBLISHED, Kind.MODIFIED}
        if is_mark and any(known.kind in {Kind.NUMERIC, Kind.MONTH, Kind.TIME} for known in segments[-1]):
            segments.append([])
        segments[-1].append(token)
    return segments


def _chosen(readings: list[_Reading]) -> _Reading | None:
    """Return the reading marked as publication, else the one that is no update, else what all agree on."""
    published = [reading for reading in readings if reading.mark is Kind.PUBLISHED]
    unmarked = [reading for reading in readings if reading.mark is None]
    candidates = published or unmarked or readings
    if not candidates or any(other.day != candidates[0].day for other in candidates):
        return None
    return candidates[0]


def _in_zone(reading: _Reading, zone: tzinfo) -> PrintedDate:
    printed = (reading.clock.zone if reading.clock else None) or reading.zone or zone
    clock = reading.clock.at if reading.clock else time()
    at = datetime.combine(reading.day, clock, printed)
    if reading.clock is not None and printed is not zone and _is_utc(printed):
        at = at.astimezone(zone)  # the same moment, on the day that it was at the outlet
    return PrintedDate(at, reading.clock is not None)


def _is_utc(zone: tzinfo) -> bool:
    return zone is UTC or (not isinstance(zone, ZoneInfo) and zone.utcoffset(None) == timedelta())


def _from_now(relative: RelativeTime, zone: tzinfo, now: datetime) -> PrintedDate | None:
    """Apply a relative time; what else the line says may be one time of day, marks and noise."""
    rest = _with_bare_hours(tokens(relative.rest))
    allowed = {
        Kind.TIME,
        Kind.MERIDIEM,
        Kind.NOISE,
        Kind.PUBLISHED,
        Kind.MODIFIED,
        Kind.ZONE,
        Kind.ZONE_MARK,
        Kind.WEEKDAY,
    }
    clocks = _clocks(rest)
    if any(token.kind not in allowed for token in rest) or len(clocks) > 1 or None in clocks:
        return None
    at = (now - relative.back).astimezone(zone).replace(second=0, microsecond=0)
    if not relative.is_day:
        return None if clocks else PrintedDate(at, has_time=True)
    mark = next((token.value for token in rest if token.kind is Kind.ZONE), None)
    return _in_zone(
        _Reading(at.date(), clocks[0] if clocks else None, mark if isinstance(mark, tzinfo) else None, None), zone
    )


@lru_cache(maxsize=2048)
def _printed(text: str) -> _Reading | None:
    relative = parse_relative(text)
    line = tokens(relative.rest if relative and re.search(r"\d", relative.rest) else text)
    segments = _segments(line)
    if len(segments) == 1:
        return _read(line)
    return _chosen([reading for reading in map(_read, segments) if reading is not None])


def parse_date(text: str, zone: tzinfo, now: datetime | None = None) -> datetime | None:
    """Read a date line as `parse_printed_date` does; a date without a time is midnight at its place."""
    printed = parse_printed_date(text, zone, now)
    return None if printed is None else printed.at


def parse_printed_date(text: str, zone: tzinfo, now: datetime | None = None) -> PrintedDate | None:
    """Read a line that is essentially one date, as ISO 8601, RFC 2822 or as Arabic, Persian and Kurdish pages print it.

    *zone* is the outlet's own: it applies where the line prints no offset and no «بتوقيت ...». A printed offset stays;
    a stamp in UTC is told in *zone*, so that its day is the outlet's. Relative forms («منذ 3 ساعات», «أمس 10:44») are
    read only with *now*, which must be aware. Day comes before month in figures, unless only the other order exists or
    a printed weekday tells. Gregorian wins over the same day in Hijri or Jalali. Of two dates the one marked as
    publication («نُشر في») is taken, or the one beside «آخر تحديث».

    Returns None for anything else, since a wrong date is worse than none: a bare time, weekday or month, a year of two
    figures, an impossible day, a range, two dates that disagree, prose and captions. Never raises.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    reading = _printed(text) if _YEAR.search(text) or "&" in text else None
    if reading is not None:
        return _in_zone(reading, zone)
    relative = parse_relative(text) if now is not None else None
    return None if relative is None or now is None else _from_now(relative, zone, now)
