"""A stream of bytes that are counted and digested on their way, and that can be dropped; it knows no place."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import RawIOBase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that was written whole; *name* is relative to where its descriptor lies."""

    name: str
    bytes: int
    sha256: str


class DigestStream(RawIOBase):
    """Passes on what is written. After `drop` nothing is: writers that end late, in a destructor, do no harm."""

    def __init__(self, name: str, put: Callable[[bytes], object]) -> None:
        self.name, self._put = name, put
        self._digest, self._size, self._is_dropped = sha256(), 0, False

    def writable(self) -> bool:
        """Return True: that is what it is for."""
        return True

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._size

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write all of *data*."""
        written = bytes(data)
        if not self._is_dropped:
            self._put(written)
            self._digest.update(written)
            self._size += len(written)
        return len(written)

    def drop(self) -> None:
        """Pass on nothing any more."""
        self._is_dropped = True

    @property
    def written(self) -> WrittenFile:
        """What was written until now."""
        return WrittenFile(self.name, self._size, self._digest.hexdigest())
