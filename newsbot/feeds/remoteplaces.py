"""An object of S3, or all objects below a name, as the place of an export; invisible until its upload is completed.

In a folder the empty object _SUCCESS comes last: without it the folder is not whole. Where and who is told by the
environment, as AWS's own tools read it: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL, AWS_PROFILE.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from newsbot.errors import ConfigurationError, StorageError
from newsbot.feeds.formats import check_packages
from newsbot.feeds.localplaces import FREE
from newsbot.feeds.streams import DigestStream

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK_BYTES = 16 << 20  # a part of an upload, held in memory; ten thousand of them are the most that S3 takes
_WHOLE = "_SUCCESS"


class RemotePlace:
    """An object of S3, or with *is_folder* all objects below a name; the packages are s3fs and what it brings."""

    def __init__(self, url: str, *, replace: bool, is_folder: bool) -> None:
        check_packages(("fsspec", "s3fs"), "--to", url)
        from fsspec.core import url_to_fs  # noqa: PLC0415 - optional

        self.shown, self._replace, self._is_folder = url, replace, is_folder
        self.scratch: Path | None = None
        with _remote_failures(url):
            self._system, self._path = url_to_fs(url.rstrip("/"))
            if "/" not in self._path.strip("/"):
                raise ConfigurationError("--to", url, "s3://BUCKET/NAME")
        self._files: dict[str, Any] = {}
        self._streams: list[DigestStream] = []
        if not replace and self.exists():
            raise ConfigurationError("--to", url, FREE)

    def exists(self) -> bool:
        """Tell whether something is there."""
        with _remote_failures(self.shown):
            return bool(self._system.exists(self._path))

    def open(self, name: str) -> DigestStream:
        """Begin an upload; S3 itself refuses to complete it where another has come between."""
        path = f"{self._path}/{name}" if self._is_folder else self._path
        with _remote_failures(self.shown):
            mode = "wb" if self._replace else "xb"
            file = self._system.open(path, mode, autocommit=False, block_size=_BLOCK_BYTES)
        self._files[name] = file
        self._streams.append(DigestStream(name, self._guarded(file)))
        return self._streams[-1]

    def close(self, stream: DigestStream) -> None:
        """Send the rest; it stays invisible."""
        with _remote_failures(self.shown):
            self._files[stream.name].close()
        stream.drop()

    def commit(self) -> None:
        """Complete the uploads."""
        with _remote_failures(self.shown):
            before = set(self._system.find(self._path)) if self._is_folder else set()
            if before:
                self._system.rm_file(f"{self._path}/{_WHOLE}")
            for name in list(self._files):
                self._files[name].commit()
                before.discard(self._files.pop(name).path)
            if self._is_folder:
                self._end_folder(before)

    def discard(self) -> None:
        """Abort what is not completed, so that nothing is kept that is paid for and never seen."""
        for stream in self._streams:
            stream.drop()
        for file in self._files.values():
            with _remote_failures(self.shown):
                file.discard()
                file.closed = True

    def put_beside(self, name: str, text: str) -> None:
        """Write it with one request."""
        with _remote_failures(self.shown):
            self._system.pipe_file(self._beside(name), text.encode("utf-8"))

    def read_beside(self, name: str) -> str | None:
        """Read it."""
        with _remote_failures(self.shown):
            if not self._system.exists(self._beside(name)):
                return None
            return str(self._system.cat_file(self._beside(name)).decode("utf-8"))

    def _end_folder(self, stale: set[str]) -> None:
        """Remove what the folder held before and say that it is whole."""
        for path in stale:
            self._system.rm_file(path)
        self._system.pipe_file(f"{self._path}/{_WHOLE}", b"")

    def _guarded(self, file: Any) -> Callable[[bytes], None]:
        def put(data: bytes) -> None:
            with _remote_failures(self.shown):
                file.write(data)

        return put

    def _beside(self, name: str) -> str:
        return f"{self._path.rpartition('/')[0]}/{name}"


@contextmanager
def _remote_failures(url: str) -> Iterator[None]:
    """Raise what the network and S3 report as StorageError, in one line."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - optional

    try:
        yield
    except (OSError, BotoCoreError, ClientError) as cause:
        raise StorageError(f"{url}: {' '.join(str(cause).split()) or type(cause).__name__}") from cause
