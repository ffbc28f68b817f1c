"""One run an outlet: locks that the operating system frees when their holder dies, however it dies."""

import fcntl
import os
from collections.abc import Callable, Collection
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from newsbot.errors import OutletBusyError, StorageError
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

    def held(self, outlets: Collection[str]) -> set[str]:
        """Return those of *outlets* that some run has, without making a file for one that never ran.

        A look shares its lock with other looks, and is told from a run by whoever wants the outlet meanwhile.
        """
        return {outlet for outlet in outlets if self._is_held(self._path(outlet))}

    def keep(self) -> set[str]:
        """Return the outlets that others have taken: none, such a lock is lost with the process alone."""
        return set()

    def close(self) -> None:
        """Do nothing: each lock has a file of its own."""

    def _is_held(self, path: Path) -> bool:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise StorageError(f"{path}: {error.strerror or error}") from error
        try:
            return not _is_shared(handle)
        finally:
            os.close(handle)

    def _path(self, outlet: str) -> Path:
        return self._folder / f"{quote(outlet, safe='')}.lock"


def busy(outlet: str, holder: str) -> OutletBusyError:
    """Return the error that names who has the outlet."""
    return OutletBusyError(f"outlet {outlet!r} is being crawled by {holder}; one run at a time")


def _lock(handle: int, outlet: str) -> None:
    while not _is_flocked(handle, fcntl.LOCK_EX):
        if not _is_shared(handle):
            holder = os.read(handle, 64).decode("ascii", "replace").strip()
            raise busy(outlet, f"process {holder}")
        # Somebody only looks, for some microseconds.
    os.ftruncate(handle, 0)
    os.write(handle, str(os.getpid()).encode("ascii"))


def _is_shared(handle: int) -> bool:
    return _is_flocked(handle, fcntl.LOCK_SH)


def _is_flocked(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
