"""Publishes what the store has not yet published, whole or not at all, each revision once; never changes a feed file.

The steps: batch row and its revisions in one transaction, a ``.part`` file, fsync, the file's own name, fsync of the
folder, the batch marked. A kill between any two of them leaves an open batch, which the next start finishes under the
same name; the lines come from the store word for word, so the bytes are the same.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from urllib.parse import quote

from newsbot.errors import StorageError
from newsbot.store.batches import BatchRecord
from newsbot.store.database import Store
from newsbot.store.failure import storage_failures

_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class PublishedFeed:
    """A feed file that is there for good."""

    outlet: str
    path: Path
    lines: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Written:
    size_bytes: int
    sha256: str


class Publisher:
    """Makes ``<outlet>/<UTC time>.jsonl`` files in a folder. The caller holds the outlet's lock."""

    def __init__(self, store: Store, feeds_dir: Path) -> None:
        self._store, self._feeds_dir = store, feeds_dir

    def publish(self, outlet: str, now: datetime) -> PublishedFeed | None:
        """Publish everything of *outlet* that is committed and not yet published; None when there is nothing.

        What an earlier kill interrupted is finished first. StorageError leaves the batch open for the next start.
        """
        self.recover(outlet, now)
        folder = self.folder(outlet)
        batch = self._store.batches.open(outlet, _names(now), lambda name: not (folder / name).exists(), now)
        return None if batch is None else self._finish(batch, now)

    def recover(self, outlet: str, now: datetime) -> list[PublishedFeed]:
        """Finish what was interrupted, under the names it was promised."""
        return [self._finish(batch, now) for batch in self._store.batches.still_open(outlet)]

    def folder(self, outlet: str) -> Path:
        """Return where the outlet's files go."""
        return self._feeds_dir / quote(outlet, safe="")

    def _finish(self, batch: BatchRecord, now: datetime) -> PublishedFeed:
        path = self.folder(batch.outlet) / batch.name
        part = path.with_name(f"{path.name}.part")
        with storage_failures(str(path)):
            _make_folder(path.parent)
            written = self._write(part, batch)
            if path.exists():
                _confirm(path, written)  # the kill came after the rename
            else:
                part.rename(path)
            part.unlink(missing_ok=True)
            _sync_folder(path.parent)
        self._store.batches.publish(batch.id, size_bytes=written.size_bytes, sha256=written.sha256, at=now)
        return PublishedFeed(batch.outlet, path, batch.lines, written.size_bytes)

    def _write(self, part: Path, batch: BatchRecord) -> _Written:
        digest, size = sha256(), 0
        with part.open("wb") as file:
            for item in self._store.batches.items(batch.id):
                data = item.encode("utf-8") + b"\n"
                file.write(data)
                digest.update(data)
                size += len(data)
            file.flush()
            os.fsync(file.fileno())
        return _Written(size, digest.hexdigest())


def _names(now: datetime) -> Iterator[str]:
    """Yield the time's name, then the same with a number behind it."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield f"{stamp}.jsonl"
    yield from (f"{stamp}-{number}.jsonl" for number in count(2))


def _confirm(path: Path, expected: _Written) -> None:
    digest = sha256()
    with path.open("rb") as file:
        while data := file.read(_READ_BYTES):
            digest.update(data)
    if digest.hexdigest() != expected.sha256:
        raise StorageError(f"{path}: another program put a file here; move it away and run again")


def _make_folder(folder: Path) -> None:
    """Create *folder* so that it survives a power cut."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        for parent in (folder.parent, folder.parent.parent):
            _sync_folder(parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
