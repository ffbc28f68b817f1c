"""Connections to SQLite and PostgreSQL that behave alike; never knows a table."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from newsbot.errors import ConfigurationError
from newsbot.store.failure import storage_failures

SETTING = "NEWSBOT_STORE_URL"
ACCEPTED = "sqlite:///path/to/newsbot.db, or postgresql://user:password@host/database"

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # NORMAL would let a power cut undo the last commits; a feed file already renamed would then be published again.
    # A commit a second makes the difference: one fsync, 0.1 to 5 ms.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",  # KiB: the upper pages of the indexes of a million URLs stay in memory
    "PRAGMA journal_size_limit=67108864",
)
_AUTOCOMMIT = "AUTOCOMMIT"


class Database:
    """An engine that reads without keeping a state open, and writes in transactions that begin with the lock."""

    def __init__(self, engine: Engine, place: str) -> None:
        """*place* names the database in messages, without a password."""
        self.engine, self.place = engine, place
        self._reader: Connection | None = None

    @property
    def is_server(self) -> bool:
        """Tell PostgreSQL from SQLite."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees each committed state, and keeps none of them open."""
        with storage_failures(self.place):
            if self._reader is None:
                self._reader = self.engine.connect().execution_options(isolation_level=_AUTOCOMMIT)
            try:
                yield self._reader
            except DBAPIError:
                self._reader.close()  # it may be a lost connection: the next read makes a new one
                self._reader = None
                raise

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection in a transaction, committed at the end of the block and undone by any error in it."""
        with storage_failures(self.place), self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self.engine.dispose()


def checked_url(url: str) -> URL:
    """Return *url* as an address of a database that newsbot can use; ConfigurationError for any other."""
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise ConfigurationError(SETTING, url, ACCEPTED) from error
    if backend not in {"sqlite", "postgresql"} or not address.database or address.database == ":memory:":
        raise ConfigurationError(SETTING, address.render_as_string(), ACCEPTED)
    return address.set(drivername="postgresql+psycopg") if backend == "postgresql" else address


def is_sqlite(address: URL) -> bool:
    """Tell an SQLite file from a PostgreSQL server."""
    return address.get_backend_name() == "sqlite"


def sqlite_engine(address: URL, patience_seconds: float) -> Engine:
    """Return an engine whose writers wait *patience_seconds* for each other, and whose readers wait for nobody."""
    engine = create_engine(address, connect_args={"timeout": patience_seconds, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that reads first cannot wait for the write lock: it fails at once.
        if connection.get_execution_options().get("isolation_level") != _AUTOCOMMIT:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def postgresql_engine(address: URL, patience_seconds: float) -> Engine:
    """Return an engine that notices a restarted server before it writes."""
    options = f"-c lock_timeout={round(patience_seconds * 1000)}"
    try:
        return create_engine(
            address,
            pool_pre_ping=True,
            connect_args={"options": options, "connect_timeout": max(2, round(patience_seconds))},
        )
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            SETTING, address.render_as_string(), f"{ACCEPTED} (the latter needs the package psycopg)"
        ) from error
