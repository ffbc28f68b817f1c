"""Where an export goes: a file, a folder of files, S3, or stdout; there it is whole or absent."""

import sys
from pathlib import Path
from typing import Protocol

from newsbot.errors import ConfigurationError
from newsbot.feeds.localplaces import LocalFile, LocalFolder
from newsbot.feeds.remoteplaces import RemotePlace
from newsbot.feeds.streams import DigestStream

REMOTE = "s3://"
STDOUT = "-"


class Place(Protocol):
    """One export's place. `open` and `close` for each file, then `commit` or `discard` for all of them."""

    shown: str
    """What messages call it."""
    scratch: Path | None
    """A folder with room for as much again; None: the system's."""

    def open(self, name: str) -> DigestStream:
        """Begin a file; of a place that is a single file, *name* is that file's own."""

    def close(self, stream: DigestStream) -> None:
        """End a file."""

    def commit(self) -> None:
        """Make it all visible."""

    def discard(self) -> None:
        """Leave nothing behind."""

    def put_beside(self, name: str, text: str) -> None:
        """Write a small file that tells about the export: beside the file or folder."""

    def read_beside(self, name: str) -> str | None:
        """Return such a file's text; None where there is none."""


class StandardOutput:
    """What the next program of a pipe reads: nothing can be taken back, and nothing lies beside it."""

    shown = STDOUT
    scratch: Path | None = None

    def open(self, name: str) -> DigestStream:
        """Begin at once."""
        return DigestStream(name, sys.stdout.buffer.write)

    def close(self, stream: DigestStream) -> None:
        """Pass on what is buffered."""
        stream.drop()
        sys.stdout.buffer.flush()

    def commit(self) -> None:
        """Do nothing: it is gone."""

    def discard(self) -> None:
        """Do nothing: the exit code tells the next program."""

    def put_beside(self, name: str, text: str) -> None:
        """Write nothing."""

    def read_beside(self, name: str) -> None:
        """Return None."""


def place(target: str, *, replace: bool, is_folder: bool) -> Place:
    """The place that a person named; ConfigurationError where it is taken or cannot be."""
    if target == STDOUT:
        return StandardOutput()
    if target.startswith(REMOTE):
        return RemotePlace(target, replace=replace, is_folder=is_folder)
    if "://" in target:
        raise ConfigurationError("--to", target, "a path, s3://BUCKET/NAME, or - for stdout")
    kind = LocalFolder if is_folder else LocalFile
    return kind(Path(target).expanduser(), replace=replace)
