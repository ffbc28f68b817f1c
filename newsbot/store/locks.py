"""One run an outlet: locks that the operating system or the server frees when their holder dies, however it dies."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from sqlalchemy import text

from newsbot.errors import OutletBusyError
from newsbot.store.connections import Database
from newsbot.store.failure import storage_failures


class OutletLock:
    """A held lock; it ends with `release`, with its ``with`` block, or with the process."""

    def __init__(self, release: Callable[[], None]) -> None:
        self._release: Callable[[], None] | None = release

    def release(self) -> None:
        """Let the next run begin; a second call does nothing."""
        if self._release is not None:
            self._release()
            self._release = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


class FolderLocks:
    """Locks on files in *folder*, for a store on one machine.

    The files stay behind: deleting one could hand the same outlet to two runs.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def acquire(self, outlet: str) -> OutletLock:
        """Return the outlet's lock; OutletBusyError names the process that holds it."""
        path = self._path(outlet)
        with storage_failures(str(path)):
            self._folder.mkdir(parents=True, exist_ok=True)
            # Python's descriptors are not inherited by a browser that the run starts: the lock ends with the run.
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                _lock(handle, outlet)
            except BaseException:
                os.close(handle)
                raise
        return OutletLock(lambda: os.close(handle))

    def is_held(self, outlet: str) -> bool:
        """Tell whether a run has the lock, without making a file for an outlet that never ran."""
        if not self._path(outlet).exists():
            return False
        return _is_busy(self, outlet)

    def _path(self, outlet: str) -> Path:
        return self._folder / f"{quote(outlet, safe='')}.lock"


class ServerLocks:
    """Advisory locks of PostgreSQL, for a store that several machines share."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def acquire(self, outlet: str) -> OutletLock:
        """Return the outlet's lock, held by a connection of its own."""
        name = {"name": f"newsbot outlet {outlet}"}
        with storage_failures(self._database.place):
            connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()  # a process that crawls many outlets holds more of them than the pool has
            is_ours = connection.execute(text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))"), name).scalar()
        if not is_ours:
            connection.close()
            raise _busy(outlet, "another process")

        def release() -> None:
            connection.close()  # detached: it ends the session, and the lock with it

        return OutletLock(release)

    def is_held(self, outlet: str) -> bool:
        """Tell whether a run has the lock."""
        return _is_busy(self, outlet)


def _is_busy(locks: FolderLocks | ServerLocks, outlet: str) -> bool:
    try:
        locks.acquire(outlet).release()
    except OutletBusyError:
        return True
    return False


def _lock(handle: int, outlet: str) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(handle, 64).decode("ascii", "replace").strip()
        raise _busy(outlet, f"process {holder}") from error
    os.ftruncate(handle, 0)
    os.write(handle, str(os.getpid()).encode("ascii"))


def _busy(outlet: str, holder: str) -> OutletBusyError:
    return OutletBusyError(f"outlet {outlet!r} is being crawled by {holder}; one run at a time")
