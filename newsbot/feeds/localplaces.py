"""A file or a folder of a disk as the place of an export: written under another name, flushed, then renamed."""

import os
import shutil
from pathlib import Path
from typing import Any

from newsbot.errors import ConfigurationError
from newsbot.feeds.files import make_folder, open_part, part_path, sync_folder, write_whole
from newsbot.feeds.streams import DigestStream
from newsbot.store.failure import storage_failures

FREE = "a place that is free; --replace writes over what is there"


class LocalFile:
    """A file on a disk."""

    def __init__(self, path: Path, *, replace: bool) -> None:
        self.shown, self._path, self._replace = str(path), path, replace
        self.scratch: Path | None = path.absolute().parent
        self._file: Any = None
        self._stream: DigestStream | None = None
        if path.is_dir():
            raise ConfigurationError("--to", self.shown, "a file; a folder only with --partition")
        self._check()

    def open(self, name: str) -> DigestStream:
        """Begin the part."""
        with storage_failures(self.shown):
            make_folder(self._path.absolute().parent)
            self._file = open_part(self._path)
        self._stream = DigestStream(name, _guarded(self.shown, self._file))
        return self._stream

    def close(self, stream: DigestStream) -> None:
        """Flush it to the disk."""
        with storage_failures(self.shown):
            self._file.flush()
            os.fsync(self._file.fileno())
        stream.drop()

    def commit(self) -> None:
        """Give it its name."""
        self._check()
        with storage_failures(self.shown):
            part_path(self._path).rename(self._path)
            self._file.close()
            sync_folder(self._path.absolute().parent)

    def discard(self) -> None:
        """Remove the part."""
        if self._stream is not None and not self._file.closed:
            self._stream.drop()
            part_path(self._path).unlink(missing_ok=True)
            self._file.close()

    def put_beside(self, name: str, text: str) -> None:
        """Write it whole."""
        with storage_failures(name):
            write_whole(self._path.with_name(name), text)

    def read_beside(self, name: str) -> str | None:
        """Read it."""
        return _text(self._path.with_name(name))

    def _check(self) -> None:
        if not self._replace and self._path.exists():
            raise ConfigurationError("--to", self.shown, FREE)


class LocalFolder:
    """A folder on a disk, written as ``NAME.part`` and then renamed."""

    def __init__(self, path: Path, *, replace: bool) -> None:
        self.shown, self._path, self._replace = str(path), path.absolute(), replace
        self.scratch: Path | None = self._path.parent
        self._part = part_path(self._path)
        self._open: dict[str, tuple[DigestStream, Any]] = {}  # a partitioned export ends tens of thousands of files
        self._is_begun = False
        self._check()

    def open(self, name: str) -> DigestStream:
        """Begin a file below the folder."""
        with storage_failures(self.shown):
            if not self._is_begun:
                shutil.rmtree(self._part, ignore_errors=True)  # a killed export's
            path = self._part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("wb")
        self._is_begun = True
        stream = DigestStream(name, _guarded(self.shown, file))
        self._open[name] = stream, file
        return stream

    def close(self, stream: DigestStream) -> None:
        """Flush it to the disk."""
        _, file = self._open[stream.name]
        with storage_failures(self.shown):
            file.flush()
            os.fsync(file.fileno())
            file.close()
            sync_folder((self._part / stream.name).parent)
        stream.drop()
        del self._open[stream.name]

    def commit(self) -> None:
        """Give the folder its name; one that is replaced goes only when the new one stands ready."""
        self._check()
        old = self._path.with_name(f"{self._path.name}.old")
        with storage_failures(self.shown):
            make_folder(self._part)
            if self._path.exists():
                shutil.rmtree(old, ignore_errors=True)
                self._path.rename(old)
            self._part.rename(self._path)
            sync_folder(self._path.parent)
            shutil.rmtree(old, ignore_errors=True)

    def discard(self) -> None:
        """Remove all of it."""
        for stream, file in self._open.values():
            stream.drop()
            file.close()
        shutil.rmtree(self._part, ignore_errors=True)

    def put_beside(self, name: str, text: str) -> None:
        """Write it whole."""
        with storage_failures(name):
            write_whole(self._path.with_name(name), text)

    def read_beside(self, name: str) -> str | None:
        """Read it."""
        return _text(self._path.with_name(name))

    def _check(self) -> None:
        if self._path.is_file() or (not self._replace and self._path.exists()):
            raise ConfigurationError("--to", self.shown, FREE)


def _text(path: Path) -> str | None:
    with storage_failures(str(path)):
        return path.read_text(encoding="utf-8") if path.exists() else None


def _guarded(shown: str, file: Any) -> Any:
    def put(data: bytes) -> None:
        with storage_failures(shown):
            file.write(data)

    return put
