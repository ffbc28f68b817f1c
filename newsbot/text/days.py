"""The day that the tokens of a date line name, in whichever calendar; never looks at clocks or zones."""

import re
from datetime import date, timedelta

from newsbot.text.calendars import Calendar, calendar_of_year, gregorian_day
from newsbot.text.datelines import Token
from newsbot.text.datewords import Kind

_TRUST = (Calendar.GREGORIAN, Calendar.JALALI, Calendar.HIJRI)
_SAME_DAY = timedelta(days=2)  # a sighted Hijri month begins up to two days away from the Umm al-Qura tables
_DATES = re.compile("(?:(?:dMy|Mdy|yMd|N)e?){1,3}")
_ONE_DATE = re.compile("(dMy|Mdy|yMd|N)(e?)")


def _numeric_day(
    parts: tuple[str, str, str], era: Calendar | None, weekday: int | None
) -> tuple[Calendar, date] | None:
    """Read year-month-day or day-month-year; a printed weekday may tell that the month comes first."""
    first, second, third = parts
    if len(first) == len("2020") and len(third) <= len("24"):
        orders = [(first, second, third)]
    elif len(third) == len("2020") and len(first) <= len("24"):
        orders = [(third, second, first), (third, first, second)]
    else:
        return None
    calendar = era or calendar_of_year(int(orders[0][0]))
    if calendar is None:
        return None
    days = [gregorian_day(calendar, *map(int, order)) for order in orders]
    possible = [day for day in days if day is not None]
    fitting = [day for day in possible if day.weekday() == weekday]
    return (calendar, (fitting or possible)[0]) if possible else None


def _named_day(parts: list[Token], era: Calendar | None) -> tuple[Calendar, date] | None:
    month = next(token.value for token in parts if token.kind is Kind.MONTH)
    numbers = [str(token.value) for token in parts if token.kind is Kind.NUMBER]
    if not isinstance(month, tuple):
        return None
    calendar, number = month
    if era is not None and era is not calendar:
        return None
    day = gregorian_day(calendar, int(max(numbers, key=len)), number, int(min(numbers, key=len)))
    return None if day is None else (calendar, day)


def _letter(token: Token) -> str:
    if token.kind is not Kind.NUMBER:
        return token.kind.value
    width = len(str(token.value))
    return "y" if width == len("2020") else "d" if width <= len("24") else "b"


def _days(line: list[Token]) -> list[tuple[Calendar, date] | None]:
    """Return every date of the line; [None] where a number, month or era is left that belongs to no date."""
    core: list[Token] = []
    for token in line:
        if token.kind in {Kind.NUMBER, Kind.MONTH, Kind.NUMERIC, Kind.ERA}:
            is_second_name = bool(core) and token.kind is Kind.MONTH and core[-1].value == token.value
            core += [] if is_second_name else [token]  # «نيسان / أبريل»
    letters = "".join(map(_letter, core))
    if letters and not _DATES.fullmatch(letters):
        return [None]
    weekday = next((token.value for token in line if token.kind is Kind.WEEKDAY), None)
    days = []
    for match in _ONE_DATE.finditer(letters):
        parts = core[match.start() : match.end(1)]
        era = core[match.end(1)].value if match[2] else None
        calendar = era if isinstance(era, Calendar) else None
        numeric = parts[0].value
        if match[1] == "N" and isinstance(numeric, tuple):
            days.append(_numeric_day(numeric, calendar, weekday if isinstance(weekday, int) else None))
        else:
            days.append(_named_day(parts, calendar))
    return days


def day_named(line: list[Token]) -> date | None:
    """Return the day that all dates of the line name; None where one is impossible, two disagree or there is none.

    Gregorian goes before Jalali and Jalali before Hijri, whose days depend on the sighting of the moon.
    """
    days = _days(line)
    known = [day for day in days if day is not None]
    if not known or len(known) < len(days):
        return None
    known.sort(key=lambda day: _TRUST.index(day[0]))
    calendar, chosen = known[0]
    for other, day in known:
        if abs(day - chosen) > (timedelta() if other is calendar else _SAME_DAY):
            return None
    return chosen
