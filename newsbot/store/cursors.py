"""A place in the order of the revisions, as text that a consumer keeps; it never reads an article.

Cursors of one store mean nothing to another, nor to the same store put back from an older copy: each carries a mark of
the revision that it stands behind, and one that does not fit is refused instead of leaving articles out.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import Connection, func, select, text

from newsbot.errors import ConfigurationError
from newsbot.store.connections import Database
from newsbot.store.schema import revisions

START = "start"
"""The cursor before the first revision."""
_FORM = re.compile(r"c1-([0-9a-f]{1,15})-([0-9a-f]{12})")
_ACCEPTED = "a cursor that newsbot export printed, a file that holds one, or start"


@dataclass(frozen=True, slots=True)
class Position:
    """Behind which revision a consumer stands; 0 is before the first."""

    number: int
    cursor: str


def last_position(database: Database) -> Position:
    """The position behind everything that is committed now.

    Nothing that is stored later comes before it. On PostgreSQL numbers are given out before they are committed, so
    writers are waited for, a commit's length: a number that is still under way would be passed over for ever.
    """
    number = _last_number_of_server(database) if database.is_server else _last_number(database)
    return Position(number, _cursor(database, number))


def position(database: Database, cursor: str, option: str) -> Position:
    """The position that *cursor* tells; ConfigurationError naming *option* for one that is not of this store."""
    if cursor == START:
        return Position(0, _cursor(database, 0))
    form = _FORM.fullmatch(cursor)
    if form is None:
        raise ConfigurationError(option, cursor, _ACCEPTED)
    number = int(form[1], 16)
    if _cursor(database, number) != cursor:
        raise ConfigurationError(option, cursor, "a cursor of this store; begin anew with start")
    return Position(number, cursor)


def _cursor(database: Database, number: int) -> str:
    query = select(revisions.c.article_id, revisions.c.revision).where(revisions.c.id == number)
    with database.read() as connection:
        row = connection.execute(query).first()
    told = "" if row is None and number == 0 else f"{row.article_id} {row.revision}" if row else None
    mark = "" if told is None else blake2b(told.encode(), digest_size=6).hexdigest()
    return f"c1-{number:x}-{mark}"


def _last_number(database: Database) -> int:
    with database.read() as connection:
        return _highest(connection)


def _last_number_of_server(database: Database) -> int:
    with database.write() as connection:
        connection.execute(text("LOCK TABLE revisions IN SHARE MODE"))
        return _highest(connection)


def _highest(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(revisions.c.id), 0))).scalar_one())
