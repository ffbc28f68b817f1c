"""Driver errors turned into one readable line; never hides a bug of ours as a failure of the disk."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from newsbot.errors import StorageError


class SlowQueryError(StorageError):
    """A read took longer than the store was opened with, and was ended."""


class IndexMissingError(StorageError):
    """The question needs the index, which has not yet been made for all of an older store's articles."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place}: an older newsbot wrote this store, and its index for search is not complete yet; "
            "the next newsbot crawl makes it"
        )


@contextmanager
def storage_failures(place: str) -> Iterator[None]:
    """Raise what a driver or the system reports inside as StorageError naming *place*, from its cause."""
    try:
        yield
    except DBAPIError as error:
        sentence = str(error.orig).strip().partition("\n")[0]
        if sentence in _TOO_SLOW:
            raise SlowQueryError(f"{place}: the question took too long and was ended; ask for less") from error
        raise StorageError(f"{place}: {_HINTS.get(sentence, sentence)}") from error
    except OSError as error:
        raise StorageError(f"{error.filename or place}: {error.strerror or error}") from error


_HINTS = {
    "database is locked": "database is locked: another program has kept it from being written for too long",
    "database or disk is full": "database or disk is full: make room and run again, nothing is lost",
}

_TOO_SLOW = ("interrupted", "canceling statement due to statement timeout")
