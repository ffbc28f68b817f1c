"""Column types and values that come back from SQLite and PostgreSQL as they went in; never a naive time."""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

BigId = BigInteger().with_variant(Integer, "sqlite")
"""A growing row number: only a column of type INTEGER counts up by itself in SQLite."""

KEY_LENGTH = 800
"""PostgreSQL refuses to index more than 2,704 bytes of a value; a character of a key may take three."""

_INVISIBLE_TO_DATABASES = "\N{NULL}"


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time: ``timestamptz`` in PostgreSQL, sortable ISO 8601 text in SQLite.

    A naive time is a bug of ours and refused with ValueError.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use what the database has for it."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Store microseconds always, so that the texts sort as the times do."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        moment = value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds") if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Return an aware UTC time whatever the session's time zone is."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC)


def storable(text: str | None) -> str | None:
    r"""Return *text* as both databases accept it: no lone surrogate, no NUL.

    Page text may hold both; SQLite's driver fails on the first, PostgreSQL on either, and one such headline would
    take down the transaction of a whole second.

    >>> storable("خبر\ud800\x00")
    'خبر�'
    """
    if text is None or (text.isascii() and _INVISIBLE_TO_DATABASES not in text):
        return text
    return text.replace(_INVISIBLE_TO_DATABASES, "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def indexable(key: str) -> str:
    """Return *key* itself, or for an endless one its head and a digest of the whole.

    >>> len(indexable("https://example.com/?" + "x" * 5000)) <= KEY_LENGTH
    True
    """
    if len(key) <= KEY_LENGTH:
        return key
    digest = blake2b(key.encode("utf-8", "replace"), digest_size=16).hexdigest()
    return f"{key[: KEY_LENGTH - 40]}#{digest}"
