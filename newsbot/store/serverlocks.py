"""One run an outlet on a store that machines share: advisory locks of PostgreSQL, all of a process on one connection.

A connection for each would soon be all that a server has. They are lost with it, and nothing tells: see `keep`.
"""

import logging
from collections.abc import Collection
from contextlib import suppress
from threading import RLock
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from newsbot.store.connections import Database
from newsbot.store.failure import storage_failures
from newsbot.store.locks import OutletLock, busy

logger = logging.getLogger(__name__)

_TRY = text("SELECT pg_try_advisory_lock(hashtextextended(:key, 0))")
_FREE = text("SELECT pg_advisory_unlock(hashtextextended(:key, 0))")
_FREE_ALL = text("SELECT pg_advisory_unlock_all()")
_HELD = text("""
WITH held AS MATERIALIZED (
    SELECT (classid::bigint << 32) | objid::bigint AS number FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
SELECT key FROM unnest(CAST(:keys AS text[])) AS key WHERE hashtextextended(key, 0) IN (SELECT number FROM held)
""")


class ServerLocks:
    """Locks of one process. Any of its threads may take them, ask for them and let go of them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = RLock()
        self._session: Connection | None = None
        self._driver: Any = None
        self._held: dict[str, OutletLock] = {}

    def acquire(self, outlet: str) -> OutletLock:
        """Return the outlet's lock; OutletBusyError when it is held, by this process even."""
        with self._turn:
            if outlet in self._held:
                raise busy(outlet, "this process")
            with storage_failures(self._database.place):
                if not self._try(outlet):
                    raise busy(outlet, "another process")
            lock = self._held[outlet] = OutletLock(lambda: self._release(outlet, lock))
            return lock

    def held(self, outlets: Collection[str]) -> set[str]:
        """Return those of *outlets* that some process crawls now."""
        with self._database.read() as connection:
            keys = {_key(outlet): outlet for outlet in outlets}
            return {keys[key] for key in connection.execute(_HELD, {"keys": list(keys)}).scalars()}

    def keep(self) -> set[str]:
        """Take the locks again if their connection was lost; return the outlets that others have taken meanwhile.

        StorageError while the server does not answer.
        """
        with self._turn:
            if not self._held or self._answers():
                return set()
            logger.warning("the connection that held the outlets' locks was lost")
            with storage_failures(self._database.place):
                return {outlet for outlet in self._held if not self._try(outlet)}

    def close(self) -> None:
        """Let go of everything."""
        with self._turn:
            self._held.clear()
            if self._session is not None:
                with suppress(DBAPIError):  # it ends with the session, though the server may see to that a while later
                    self._session.execute(_FREE_ALL)
            self._forget_session()

    def _answers(self) -> bool:
        if self._session is None:
            return False
        try:
            self._session.execute(text("SELECT 1"))
        except DBAPIError:
            self._forget_session()
            return False
        return True

    def _try(self, outlet: str) -> bool:
        if self._session is None:
            self._session = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._driver = self._session.connection.driver_connection
            self._session.detach()  # of the pool's connections none is ever given back
        try:
            return bool(self._session.execute(_TRY, {"key": _key(outlet)}).scalar())
        except DBAPIError:
            self._forget_session()
            raise

    def _release(self, outlet: str, lock: OutletLock) -> None:
        with self._turn:
            if self._held.get(outlet) is not lock:
                return
            del self._held[outlet]
            if self._session is None:
                return
            try:
                self._session.execute(_FREE, {"key": _key(outlet)})
            except DBAPIError:
                self._forget_session()  # and with it the lock

    def _forget_session(self) -> None:
        if self._session is None:
            return
        # Once it is lost, SQLAlchemy forgets a connection that belongs to no pool instead of closing it.
        with suppress(SQLAlchemyError):
            self._session.close()
        self._driver.close()
        self._session = None


def _key(outlet: str) -> str:
    return f"newsbot outlet {outlet}"
