"""MinHash words as a database keeps them: bytes, and integers with a sign."""

from array import array
from collections.abc import Sequence
from sys import byteorder

_BITS = 64
_HALF, _WHOLE = 1 << (_BITS - 1), 1 << _BITS


def packed(words: Sequence[int]) -> bytes:
    """Return 32-bit words as little-endian bytes."""
    values = array("I", words)
    if byteorder == "big":
        values.byteswap()
    return values.tobytes()


def unpacked(data: bytes) -> tuple[int, ...]:
    """Return the words that `packed` took.

    >>> unpacked(packed([0, 7, 4294967295]))
    (0, 7, 4294967295)
    """
    values = array("I")
    values.frombytes(data)
    if byteorder == "big":
        values.byteswap()
    return tuple(values)


def signed(word: int) -> int:
    """Return the lowest 64 bits of *word* as a signed integer, the only kind that databases have.

    >>> signed(18446744073709551615), signed(5)
    (-1, 5)
    """
    lowest = word % _WHOLE
    return lowest - _WHOLE if lowest >= _HALF else lowest
