"""Connections to SQLite and PostgreSQL that behave alike; never knows a table."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
from time import monotonic
from urllib.parse import quote

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
_READER_PRAGMAS = (
    "PRAGMA query_only=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",
)
_AUTOCOMMIT = "AUTOCOMMIT"
_READERS = {"pool_size": 8, "max_overflow": 56}
"""More threads than any pool of them that serves pages has."""
_READ_THROUGH_KIB = 2000
"""Instead of 16,000: lines of feeds, most of them longer than a page, fill any cache and are never read again."""
_STEPS_BETWEEN_LOOKS = 50_000
"""Of SQLite's machine: a millisecond."""


class Database:
    """An engine that reads without keeping a state open, and writes in transactions that begin with the lock."""

    def __init__(self, engine: Engine, place: str, read_seconds: float | None = None) -> None:
        """*place* names the database in messages, without a password. *read_seconds* is how long reading may take."""
        self.engine, self.place = engine, place
        self._read_seconds = read_seconds
        self._reader: Connection | None = None
        self._owner = get_ident()

    @property
    def is_server(self) -> bool:
        """Tell PostgreSQL from SQLite."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees each committed state, and keeps none of them open.

        Threads may read side by side, each with a connection of its own. The thread that opened the database keeps
        one: taking it out of the pool anew would cost a crawl as much as the reading. SlowQueryError where there is a
        limit and the block (in PostgreSQL: one statement) takes longer.
        """
        with storage_failures(self.place):
            if get_ident() != self._owner:
                with self._new_reader() as connection, self._limited(connection):
                    yield connection
                return
            if self._reader is None:
                self._reader = self._new_reader()
            try:
                with self._limited(self._reader):
                    yield self._reader
            except DBAPIError:
                self._reader.close()  # it may be a lost connection: the next read makes a new one
                self._reader = None
                raise

    def _new_reader(self) -> Connection:
        return self.engine.connect().execution_options(isolation_level=_AUTOCOMMIT)

    @contextmanager
    def _limited(self, connection: Connection) -> Iterator[None]:
        if self._read_seconds is None or self.is_server:
            yield
            return
        end = monotonic() + self._read_seconds
        driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment] # by its dialect
        driver.set_progress_handler(lambda: monotonic() > end, _STEPS_BETWEEN_LOOKS)
        try:
            yield
        finally:
            driver.set_progress_handler(None, 0)

    def read_through(self) -> None:
        """Keep little of what is read from now on by the thread that opened the database: it reads all of it, once."""
        if not self.is_server:
            with self.read() as connection:
                connection.exec_driver_sql(f"PRAGMA cache_size=-{_READ_THROUGH_KIB}")

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


def sqlite_engine(address: URL, patience_seconds: float, *, read_only: bool = False) -> Engine:
    """Return an engine whose writers wait *patience_seconds* for each other, and whose readers wait for nobody.

    *read_only* is SQLite's own mode of that name: not even an index is ever written, a crawl may write meanwhile.
    """
    if read_only:
        address = address.set(database=f"file:{quote(str(address.database))}", query={"mode": "ro", "uri": "true"})
    arguments = {"timeout": patience_seconds, "check_same_thread": False}
    engine = create_engine(address, connect_args=arguments, **(_READERS if read_only else {}))

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        for pragma in _READER_PRAGMAS if read_only else _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that reads first cannot wait for the write lock: it fails at once.
        if connection.get_execution_options().get("isolation_level") != _AUTOCOMMIT:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def postgresql_engine(
    address: URL, patience_seconds: float, *, read_only: bool = False, read_seconds: float | None = None
) -> Engine:
    """Return an engine that notices a restarted server before it writes.

    A *read_only* one cannot write; a statement of it ends after *read_seconds*.
    """
    options = [f"lock_timeout={round(patience_seconds * 1000)}"]
    if read_only:
        # A plan that is made without the words does not know a common one from a rare one: 2 against 400 ms.
        options += ["default_transaction_read_only=on", "plan_cache_mode=force_custom_plan"]
    if read_seconds is not None:
        options.append(f"statement_timeout={max(1, round(read_seconds * 1000))}")
    try:
        return create_engine(
            address,
            pool_pre_ping=True,
            connect_args={
                "options": " ".join(f"-c {option}" for option in options),
                "connect_timeout": max(2, round(patience_seconds)),
            },
            **(_READERS if read_only else {}),
        )
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            SETTING, address.render_as_string(), f"{ACCEPTED} (the latter needs the package psycopg)"
        ) from error
