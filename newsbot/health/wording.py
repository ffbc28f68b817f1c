"""Figures in English words, as findings and alerts have them."""

from datetime import timedelta

IN_DAYS = 48


def number_of(count: int, noun: str) -> str:
    """Return "1 article", "1,200 articles".

    >>> number_of(1, "new article")
    '1 new article'
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def hours_text(hours: int) -> str:
    """Return a number of hours in hours, or in days from two on.

    >>> [hours_text(hours) for hours in (1, 24, 168)]
    ['1 hour', '24 hours', '7 days']
    """
    return number_of(hours, "hour") if hours < IN_DAYS else number_of(round(hours / 24), "day")


def duration_text(length: timedelta | float) -> str:
    """Return a length of time, seconds if a number, with two units at most.

    >>> [duration_text(seconds) for seconds in (42, 330, 8000, 400000)]
    ['42 s', '5 min 30 s', '2 h 13 min', '4 d 15 h']
    """
    seconds = round(length.total_seconds() if isinstance(length, timedelta) else length)
    for unit, size, smaller, part in (("d", 86400, "h", 3600), ("h", 3600, "min", 60), ("min", 60, "s", 1)):
        if seconds >= size:
            rest = seconds % size // part
            return f"{seconds // size} {unit} {rest} {smaller}" if rest else f"{seconds // size} {unit}"
    return f"{seconds} s"


def range_text(low: float, high: float) -> str:
    """Return "18 to 40", or the one number that both are.

    >>> range_text(18.2, 40), range_text(2, 2.2)
    ('18 to 40', '2')
    """
    return f"{low:,.0f}" if round(low) == round(high) else f"{low:,.0f} to {high:,.0f}"
