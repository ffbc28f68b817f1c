"""Numbers that sort as the articles' times do, one for each article; never reads a clock.

A number is the microseconds since 1970 times 32, plus a little that tells articles of one moment apart: most dates are
whole minutes, many are midnights. So a list is read in the order of its key, and a span of time is a range of numbers.
"""

from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PLACES = 32
_PLACES_AMONG_WRITERS = 1 << 15


def first_number(moment: datetime) -> int:
    """The smallest number of *moment*; those of all earlier moments are smaller.

    Of articles of the very same microsecond some count as a little later, so a bound is sure to a millisecond: where
    machines share a store, by up to one; on SQLite it takes a thousand such articles for half of one. A million of
    them take up to half a second.
    """
    microseconds: int = (moment - _EPOCH) // _MICROSECOND
    return microseconds * _PLACES


def number(moment: datetime, article_id: str, attempt: int) -> int:
    """The number to try for an article: each attempt, after one that was taken, has four times the room of the last."""
    digest = blake2b(f"{article_id} {attempt}".encode("utf-8", "replace"), digest_size=8).digest()
    return first_number(moment) + int.from_bytes(digest, "big") % (_PLACES << 2 * attempt)


def number_among_writers(moment: datetime, count: int, attempt: int) -> int:
    """The same where several programs write at once, each with a *count* of its own for every attempt.

    No two of them ever try the same number before one has committed it: neither waits for the other, and two can not
    wait for each other crosswise.
    """
    return first_number(moment) + count % (_PLACES_AMONG_WRITERS << 2 * attempt)


def day(number: int) -> date:
    """The UTC day of a number.

    >>> day(first_number(datetime(2026, 11, 22, 23, 59, tzinfo=UTC)))
    datetime.date(2026, 11, 22)
    """
    return (_EPOCH + number // _PLACES * _MICROSECOND).date()
