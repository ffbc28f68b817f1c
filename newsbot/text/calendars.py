"""From a day of the Hijri or the Jalali calendar to the Gregorian one; never reads text."""

from datetime import date
from enum import Enum
from functools import lru_cache

import jdatetime  # type: ignore[import-untyped] # ships neither stubs nor py.typed
from hijridate import Hijri


class Calendar(Enum):
    """The calendars that Arabic, Persian and Kurdish news sites print, and the years that a news date may have."""

    GREGORIAN = range(1900, 2100)
    HIJRI = range(1343, 1501)  # what the Umm al-Qura tables hold
    JALALI = range(1300, 1500)


# A numeric date does not name its calendar. A Jalali year of the web's time is below 1410 until 2031, a Hijri one above
# 1415 since 1995; between them either is possible and neither is taken.
_NUMERIC_YEARS = (
    (Calendar.GREGORIAN, Calendar.GREGORIAN.value),
    (Calendar.JALALI, range(1340, 1410)),
    (Calendar.HIJRI, range(1416, 1501)),
)


def calendar_of_year(year: int) -> Calendar | None:
    """Return the calendar that a numeric date with *year* must be in; None where none or two are possible."""
    return next((calendar for calendar, years in _NUMERIC_YEARS if year in years), None)


@lru_cache(maxsize=1024)
def gregorian_day(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day, or None where *calendar* has no such day or no news was written in that year.

    Hijri days follow the Umm al-Qura calendar: where the month is sighted, the printed day may differ by one.
    """
    if year not in calendar.value:
        return None
    try:
        if calendar is Calendar.HIJRI:
            found = Hijri(year, month, day).to_gregorian()
            return date(found.year, found.month, found.day)
        if calendar is Calendar.JALALI:
            converted: date = jdatetime.date(year, month, day).togregorian()
            return converted
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None
