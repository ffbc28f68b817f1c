"""Opens the store and commits what is buffered, in one short transaction at a time; never decides what is stored."""

from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, delete, insert, inspect, select, text

from newsbot.errors import StorageError
from newsbot.store.articles import Articles
from newsbot.store.batch import FlushCounts, WriteBatch
from newsbot.store.batches import Batches
from newsbot.store.building import build_index, start_index
from newsbot.store.connections import Database, checked_url, is_sqlite, postgresql_engine, sqlite_engine
from newsbot.store.duties import Duties
from newsbot.store.failure import storage_failures
from newsbot.store.findings import Findings
from newsbot.store.locks import FolderLocks, OutletLock
from newsbot.store.renderings import Renderings
from newsbot.store.runs import Runs
from newsbot.store.schema import SCHEMA_VERSION, articles, metadata, versions
from newsbot.store.serverlocks import ServerLocks
from newsbot.store.urls import Urls

__all__ = ["OutletLock", "Store", "open_store"]

PATIENCE_SECONDS = 30.0
"""How long a write waits for another program's lock before it fails."""

_VERSION = select(versions.c.version)


class Store:
    """The open database. Reads see what is buffered; `flush` commits it. One thread at a time may use it."""

    def __init__(self, database: Database, locks: FolderLocks | ServerLocks) -> None:
        self.database = database
        self._locks = locks
        self._batch = WriteBatch()
        self.articles = Articles(database, self._batch)
        self.urls = Urls(database, self._batch)
        self.runs = Runs(database)
        self.duties = Duties(database)
        self.batches = Batches(database)
        self.renderings = Renderings(database, self._batch)
        self.findings = Findings(database)

    @property
    def place(self) -> str:
        """What messages call this store: the file, or the server's address without the password."""
        return self.database.place

    @property
    def pending(self) -> int:
        """How many rows wait for `flush`."""
        return len(self._batch)

    def flush(self) -> FlushCounts:
        """Commit everything that is buffered, or nothing: after StorageError all of it is still buffered."""
        if not self._batch:
            return FlushCounts()
        with self.database.write() as connection:
            counts = self._batch.write(connection)
        self._batch.clear()
        self.articles.forget_pending()
        return counts

    def outlet_lock(self, outlet: str) -> OutletLock:
        """Take the outlet for one run; OutletBusyError when another run has it."""
        return self._locks.acquire(outlet)

    def keep_locks(self) -> set[str]:
        """Take locks again that were lost; return the outlets that others have taken meanwhile.

        To be called about once a second while a lock is held. StorageError while the database does not answer.
        """
        return self._locks.keep()

    def is_running(self, outlet: str) -> bool:
        """Tell whether some run holds the outlet's lock now."""
        return bool(self.running([outlet]))

    def running(self, outlets: Collection[str]) -> set[str]:
        """Return those of *outlets* whose lock some run holds now. Any thread may ask."""
        return self._locks.held(outlets)

    def beside(self) -> "Store":
        """Return another store over the same connections and locks, with its own buffer; one `close` closes both."""
        return Store(self.database, self._locks)

    def close(self) -> None:
        """Let go of the database, then of the outlets; what is buffered and not flushed is forgotten."""
        self.database.close()
        self._locks.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(
    url: str,
    *,
    lock_dir: Path | None = None,
    patience_seconds: float = PATIENCE_SECONDS,
    create: bool = True,
    read_only: bool = False,
    read_seconds: float | None = None,
) -> Store:
    """Open the database at *url* and make what is missing of it, its folder included.

    *lock_dir* is where the outlets' lock files go, by default ``locks`` beside an SQLite file; PostgreSQL needs none.
    Without *create*, a missing SQLite file is a StorageError, and the index of an older store stays as it is. A
    *read_only* store makes and writes nothing, an older one's missing tables included; many threads may read
    ``store.database`` at once, and what takes longer than *read_seconds* ends as SlowQueryError. ConfigurationError for
    an *url* of another kind.
    """
    address = checked_url(url)
    if is_sqlite(address):
        path = Path(str(address.database)).absolute()
        _make_folder(path, create=create and not read_only)
        engine = sqlite_engine(address.set(database=str(path)), patience_seconds, read_only=read_only)
        database = Database(engine, str(path), read_seconds)
        locks: FolderLocks | ServerLocks = FolderLocks(lock_dir or path.parent / "locks")
    else:
        engine = postgresql_engine(address, patience_seconds, read_only=read_only, read_seconds=read_seconds)
        database = Database(engine, address.render_as_string(), read_seconds)
        locks = ServerLocks(database)
    try:
        _prepare(database, read_only=read_only)
        if create and not read_only:
            build_index(database)
    except BaseException:
        database.close()
        raise
    return Store(database, locks)


def _make_folder(path: Path, *, create: bool) -> None:
    if not create and not path.exists():
        raise StorageError(f"{path}: there is no store here yet; a crawl makes it")
    with storage_failures(str(path)):
        path.parent.mkdir(parents=True, exist_ok=True)


def _prepare(database: Database, *, read_only: bool) -> None:
    """Make the tables that are missing; a look at a store that has them all waits for no writer."""
    with database.read() as connection:
        version = connection.execute(_VERSION).scalar() if inspect(connection).has_table(versions.name) else None
    if version is None and read_only:
        raise StorageError(f"{database.place}: there is no store here yet; a crawl makes it")
    if (version is None or version < SCHEMA_VERSION) and not read_only:
        with database.write() as connection:
            version = _make_tables(connection)
    if version is not None and version > SCHEMA_VERSION:
        raise StorageError(
            f"{database.place}: a newer newsbot wrote it (schema {version}, this one knows {SCHEMA_VERSION}); "
            "upgrade newsbot"
        )


def _make_tables(connection: Connection) -> int:
    """Create what is missing, one process at a time; return the schema's version.

    An older store lacks whole tables and indexes only: each version so far has added some and changed no column.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('newsbot schema', 0))"))
    versions.create(connection, checkfirst=True)
    version: int | None = connection.execute(_VERSION).scalar()
    if version is not None and version >= SCHEMA_VERSION:
        return version
    metadata.create_all(connection)
    for index in articles.indexes:
        index.create(connection, checkfirst=True)
    start_index(connection)
    connection.execute(delete(versions))
    connection.execute(insert(versions), {"version": SCHEMA_VERSION})
    return SCHEMA_VERSION
