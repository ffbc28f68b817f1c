"""The days on which an Arabic newsroom is half empty: the two feasts, each with the day before and after; no rule."""

from datetime import date, timedelta
from functools import lru_cache

from newsbot.text.calendars import Calendar, gregorian_day

FEASTS = ((10, 1, 3), (12, 9, 5))
"""Month, first day and number of days in the Hijri year: Eid al-Fitr; Eid al-Adha with the day of Arafat."""
MARGIN = timedelta(days=1)
"""Where the month is sighted, it begins a day earlier or later than the tables say."""


def feast_days(first: date, last: date) -> int:
    """Return how many of the days from *first* to *last* are feast days.

    >>> feast_days(date(2026, 3, 1), date(2026, 3, 31))  # Eid al-Fitr was on 20 March
    5
    """
    days = (last - first).days + 1
    return sum(is_feast(first + timedelta(days=number)) for number in range(days))


def is_feast(day: date) -> bool:
    """Tell whether *day* is one of them."""
    return day in _feasts(day.year)


@lru_cache(maxsize=16)
def _feasts(year: int) -> frozenset[date]:
    found = set()
    for hijri in range((year - 623) * 33 // 32, (year - 620) * 33 // 32 + 1):
        for month, day, length in FEASTS:
            begin = gregorian_day(Calendar.HIJRI, hijri, month, day)
            if begin is not None:
                found |= {begin - MARGIN + timedelta(days=number) for number in range(length + 2)}
    return frozenset(day for day in found if day.year == year)
