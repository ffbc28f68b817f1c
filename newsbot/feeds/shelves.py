"""Where the feed's files stand, a folder an outlet: on a disk or on S3; each is whole or absent, and put there once.

Putting the same file again is what happens after a kill: it must have the same bytes, and changes nothing.
"""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from newsbot.errors import StorageError
from newsbot.feeds.files import make_folder, part_path, sync_folder, write_whole
from newsbot.feeds.remoteplaces import RemotePlace
from newsbot.feeds.streams import DigestStream, WrittenFile
from newsbot.store.failure import storage_failures

MANIFESTS = "_manifests"
"""A folder beside those of the outlets, whose own hold feed files and nothing else."""
_READ_BYTES = 1 << 20
Filler = Callable[[DigestStream], None]
"""Writes a file's content."""


class Shelf(Protocol):
    """A place for feed files."""

    def path(self, outlet: str, name: str) -> Path | str:
        """Return where a file stands: an address on S3."""

    def is_free(self, outlet: str, name: str) -> bool:
        """Tell whether no file of that name stands there."""

    def put(self, outlet: str, name: str, fill: Filler) -> WrittenFile:
        """Put a file there; StorageError where another program has put a different one."""

    def put_manifest(self, outlet: str, name: str, text: str) -> None:
        """Put a manifest of that name below ``_manifests``, over the one of before."""


class LocalShelf:
    """A folder of a disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, outlet: str, name: str) -> Path:
        """Return the file's path."""
        return self._folder / quote(outlet, safe="") / name

    def is_free(self, outlet: str, name: str) -> bool:
        """Look for it."""
        return not self.path(outlet, name).exists()

    def put(self, outlet: str, name: str, fill: Filler) -> WrittenFile:
        """Write the part, flush it, give it its name."""
        path = self.path(outlet, name)
        part = part_path(path)
        with storage_failures(str(path)):
            make_folder(path.parent)
            with part.open("wb") as file:
                stream = DigestStream(name, file.write)
                fill(stream)
                stream.drop()
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                _confirm(path, stream.written)  # the kill came after the rename
            else:
                part.rename(path)
            part.unlink(missing_ok=True)
            sync_folder(path.parent)
        return stream.written

    def put_manifest(self, outlet: str, name: str, text: str) -> None:
        """Write it whole."""
        path = self._folder / MANIFESTS / quote(outlet, safe="") / name
        with storage_failures(str(path)):
            make_folder(path.parent)
            write_whole(path, text)


class RemoteShelf:
    """Below an address of S3; an upload that is repeated under its name gives the same object."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def path(self, outlet: str, name: str) -> str:
        """Return the object's address."""
        return f"{self._url}/{quote(outlet, safe='')}/{name}"

    def is_free(self, outlet: str, name: str) -> bool:
        """Ask for it."""
        return not self._place(outlet, name).exists()

    def put(self, outlet: str, name: str, fill: Filler) -> WrittenFile:
        """Upload it."""
        place = self._place(outlet, name)
        try:
            stream = place.open(name)
            fill(stream)
            place.close(stream)
            place.commit()
        except BaseException:
            place.discard()
            raise
        return stream.written

    def put_manifest(self, outlet: str, name: str, text: str) -> None:
        """Upload it with one request."""
        _remote(f"{self._url}/{MANIFESTS}/{quote(outlet, safe='')}/{name}").put_beside(name, text)

    def _place(self, outlet: str, name: str) -> RemotePlace:
        return _remote(self.path(outlet, name))


def _remote(url: str) -> RemotePlace:
    return RemotePlace(url, replace=True, is_folder=False)


def shelf(destination: Path | str) -> Shelf:
    """The shelf at a folder's path or an ``s3://`` address."""
    if isinstance(destination, str) and destination.startswith("s3://"):
        return RemoteShelf(destination)
    return LocalShelf(Path(destination))


def _confirm(path: Path, expected: WrittenFile) -> None:
    digest: Any = sha256()
    with path.open("rb") as file:
        while data := file.read(_READ_BYTES):
            digest.update(data)
    if digest.hexdigest() != expected.sha256:
        raise StorageError(f"{path}: another program put a file here; move it away and run again")
