"""Which article's picture lies in which file of a snapshot's ``images`` folder; it fetches and writes no picture."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsbot.errors import StorageError

PICTURES = "pictures.db"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS pictures (
    article TEXT PRIMARY KEY, url TEXT NOT NULL, path TEXT NOT NULL, checksum TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pictures_by_url ON pictures (url);
CREATE INDEX IF NOT EXISTS pictures_by_checksum ON pictures (checksum);
"""
EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/svg+xml": ".svg",
    "image/bmp": ".bmp",
    "image/x-icon": ".ico",
}
_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as it was kept."""

    url: str
    path: str
    """Below the ``images`` folder."""
    checksum: str
    """SHA-256 of the file, in hexadecimal."""


class PictureIndex:
    """The table of pictures, in a file of its own: `flush` before the articles that they belong to count as done."""

    def __init__(self, path: Path) -> None:
        """Open *path*, made where it is missing; StorageError from the disk, here and below."""
        self._path = path
        with self._storage_errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, isolation_level=None)
            self._database.executescript(f"PRAGMA journal_mode = WAL; {_SCHEMA}")
            self._database.execute("BEGIN")

    def add(self, article: str, picture: Picture) -> None:
        """Note the picture of an article, in place of an earlier one."""
        values = (article, picture.url, picture.path, picture.checksum)
        with self._storage_errors():
            self._database.execute("INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, ?)", values)

    def find(self, *, url: str | None = None, checksum: str | None = None) -> Picture | None:
        """A picture of that address, or of that content: it need not be fetched, or written, again."""
        query = "SELECT url, path, checksum FROM pictures WHERE url = ? OR checksum = ? LIMIT 1"
        with self._storage_errors():
            row = self._database.execute(query, (url, checksum)).fetchone()
        return Picture(*row) if row else None

    def flush(self) -> None:
        """Bring what was added to the disk."""
        with self._storage_errors():
            self._database.execute("COMMIT")
            self._database.execute("BEGIN")

    def close(self) -> None:
        """Flush and close."""
        with self._storage_errors():
            self._database.execute("COMMIT")
            self._database.close()

    def lines(self, folder: str) -> Iterator[str]:
        """Yield images.jsonl: article, url, path with *folder* before it, checksum; in the order of articles' ids."""
        for article, url, path, checksum in self._database.execute("SELECT * FROM pictures ORDER BY article"):
            told = {"article": article, "url": url, "path": f"{folder}/{path}", "checksum": f"sha256:{checksum}"}
            yield json.dumps(told, ensure_ascii=False)

    @contextmanager
    def _storage_errors(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as cause:
            raise StorageError(f"cannot write {self._path}: {cause}") from cause


def image_type(content_type: str, body: bytes) -> str | None:
    """The media type of a picture: as its server says, else as its first bytes say; None for what is no picture."""
    told = content_type.partition(";")[0].strip().lower()
    if told in EXTENSIONS:
        return told
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if body[4:12] in {b"ftypavif", b"ftypavis"}:
        return "image/avif"
    return next((kind for magic, kind in _MAGIC if body.startswith(magic)), None)
