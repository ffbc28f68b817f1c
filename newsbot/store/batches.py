"""The outbox: which revisions go into which feed file, and whether that file is there; never touches a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update

from newsbot.store.connections import Database
from newsbot.store.schema import IS_UNPUBLISHED, batches, revisions

_LINES_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """A feed file that is promised, or there."""

    id: int
    outlet: str
    name: str
    lines: int


class Batches:
    """The table of batches, each change of it committed at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(
        self, outlet: str, names: Iterator[str], is_free: Callable[[str], bool], now: datetime
    ) -> BatchRecord | None:
        """Promise every unpublished revision of *outlet* to one new file, in one transaction; None: there is none.

        The file's name is the first of *names* that no batch had before and that *is_free*.
        """
        of_outlet = (revisions.c.outlet == outlet) & IS_UNPUBLISHED
        with self._database.write() as connection:
            if connection.execute(select(revisions.c.id).where(of_outlet).limit(1)).first() is None:
                return None
            is_taken = select(batches.c.id).where(batches.c.outlet == outlet)
            name = next(
                name
                for name in names
                if is_free(name) and connection.execute(is_taken.where(batches.c.name == name)).first() is None
            )
            row = {"outlet": outlet, "name": name, "state": "open", "lines": 0, "created_at": now}
            batch_id = connection.execute(insert(batches).returning(batches.c.id), row).scalar_one()
            lines = connection.execute(update(revisions).where(of_outlet).values(batch_id=batch_id)).rowcount
            connection.execute(update(batches).where(batches.c.id == batch_id).values(lines=lines))
        return BatchRecord(batch_id, outlet, name, lines)

    def still_open(self, outlet: str) -> list[BatchRecord]:
        """Return the promised files that are not known to be there, the oldest first."""
        columns = (batches.c.id, batches.c.outlet, batches.c.name, batches.c.lines)
        query = select(*columns).where(batches.c.outlet == outlet, batches.c.state == "open").order_by(batches.c.id)
        with self._database.read() as connection:
            return [BatchRecord(*row) for row in connection.execute(query).all()]

    def items(self, batch_id: int) -> Iterator[str]:
        """Yield the batch's lines in the order they were stored, a few hundred in memory at a time."""
        last = 0
        while True:
            query = (
                select(revisions.c.id, revisions.c.item)
                .where(revisions.c.batch_id == batch_id, revisions.c.id > last)
                .order_by(revisions.c.id)
                .limit(_LINES_AT_ONCE)
            )
            with self._database.read() as connection:
                rows = connection.execute(query).all()
            yield from (row.item for row in rows)
            if len(rows) < _LINES_AT_ONCE:
                return
            last = rows[-1].id

    def publish(self, batch_id: int, *, size_bytes: int, sha256: str, at: datetime) -> None:
        """Note that the file is there for good."""
        values = {"state": "published", "bytes": size_bytes, "sha256": sha256, "published_at": at}
        with self._database.write() as connection:
            connection.execute(update(batches).where(batches.c.id == batch_id).values(values))

    def waiting(self, outlet: str) -> int:
        """Return how many revisions no batch has taken yet."""
        query = select(func.count()).select_from(revisions).where(revisions.c.outlet == outlet, IS_UNPUBLISHED)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())
