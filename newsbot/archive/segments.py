"""The WARC files of a snapshot and their index, whole after a kill at any instant; it makes no records.

The index (SQLite, beside the files) says which record of which address stands where. What is in a file behind the
index's end is read again when the files are opened; a record that a kill or a full disk cut short is cut off, and what
the index has and a file no longer holds is named as lost.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from newsbot.archive.exchange import Exchange
from newsbot.archive.members import Indexed, indexed_members
from newsbot.archive.records import (
    info_record,
    payload_digest,
    request_record,
    resource_record,
    response_record,
    revisit_record,
    warc_date,
)
from newsbot.errors import StorageError

SEGMENT_BYTES = 1_000_000_000
"""A file that has grown beyond this is closed and the next one begun: the size that the WARC standard recommends."""
# A small body comes twice by chance and is cheaper to keep than to refer to.
REVISIT_BYTES = 256
INDEX = "index.db"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS records (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL, kind TEXT NOT NULL, status INTEGER, digest TEXT, at TEXT NOT NULL,
    refers_to TEXT, file TEXT NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS records_by_digest ON records (digest, kind);
CREATE INDEX IF NOT EXISTS records_by_url ON records (url);
CREATE TABLE IF NOT EXISTS lost (url TEXT PRIMARY KEY) WITHOUT ROWID;
"""
# A page that was refused once and answered later is kept as it was answered, in whichever order that was. What another
# address's revisit refers to stays; a revisit of the address's own first record says nothing new.
_SUPERSEDED = """
SELECT * FROM records AS one WHERE file = ? AND (
    kind = 'lost'
    OR (kind = 'revisit' AND refers_to = url)
    OR (kind = 'revisit' OR NOT EXISTS (
        SELECT 1 FROM records AS user
        WHERE user.digest = one.digest AND user.kind = 'revisit' AND user.url != one.url AND user.refers_to = one.url
    )) AND EXISTS (
        SELECT 1 FROM records AS other
        WHERE other.url = one.url AND other.id != one.id AND (other.kind = 'resource') = (one.kind = 'resource')
            AND other.kind != 'lost' AND NOT (other.kind = 'revisit' AND other.refers_to = other.url)
            AND (ifnull(other.status, 0) < 400, other.id) > (ifnull(one.status, 0) < 400, one.id)
    )
) ORDER BY start
"""
_BEST = """
SELECT * FROM records WHERE url = ? AND kind != 'lost' AND NOT (kind = 'revisit' AND refers_to = url)
ORDER BY kind = 'resource' DESC, status < 400 DESC, id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """One record as the index has it; *length* includes the request's that follows it."""

    id: int
    url: str
    kind: str
    """response, revisit, resource, or lost: a revisit whose body's record is gone"""
    status: int | None
    digest: str | None
    at: str
    """WARC-Date"""
    refers_to: str | None
    """Of a revisit: the address whose record holds the body."""
    file: str
    start: int
    length: int


class Segments:
    """The growing WARC files in one folder; one process at a time."""

    def __init__(self, folder: Path, name: str, info: dict[str, str], segment_bytes: int = SEGMENT_BYTES) -> None:
        """Open *folder*, made where it is missing, and repair what the last process left; StorageError from the disk.

        *info* goes to the head of each new file.
        """
        self._folder, self._name, self._info, self._segment_bytes = folder, name, info, segment_bytes
        self._file: BinaryIO | None = None
        self._size = self._written = 0
        with _storage_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._index = sqlite3.connect(folder / INDEX, isolation_level=None)
            # The files are the truth: an index that lags behind them is brought up to date when they are opened.
            self._index.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; {_SCHEMA}")
            self._index.execute("BEGIN")
            self._repair()
            self._index.execute("COMMIT")
            self._index.execute("BEGIN")

    @property
    def lost(self) -> list[str]:
        """The addresses whose records the index had and the files no longer hold, until `forget_lost`."""
        return [url for (url,) in self._index.execute("SELECT url FROM lost ORDER BY url")]

    def forget_lost(self) -> None:
        """Note that what was lost is going to be fetched again."""
        self._index.execute("DELETE FROM lost")
        self.flush()

    def redirecting(self) -> list[str]:
        """The addresses that were answered with a redirect."""
        return [
            url for (url,) in self._index.execute("SELECT DISTINCT url FROM records WHERE status BETWEEN 300 AND 399")
        ]

    def write(self, exchange: Exchange) -> None:
        """Append an exchange; ValueError for one without a whole answer."""
        _, body = exchange.answer()
        status = exchange.status
        if status is None:
            raise ValueError(f"no whole answer from {exchange.url}")
        digest = payload_digest(body)
        first = self._first(digest, status) if len(body) >= REVISIT_BYTES else None
        if first is None:
            identifier, record = response_record(exchange, digest)
            kind, refers_to = "response", None
        else:
            identifier, record = revisit_record(exchange, digest, *first)
            kind, refers_to = "revisit", first[0]
        date = warc_date(exchange.started_at)
        self._append(
            record + request_record(exchange, identifier), (exchange.url, kind, status, digest, date, refers_to)
        )

    def write_resource(self, url: str, body: bytes, content_type: str, at: datetime) -> None:
        """Append a page that a browser made at *at*, aware."""
        record = resource_record(url, body, content_type, at)
        self._append(record, (url, "resource", None, payload_digest(body), warc_date(at), None))

    @property
    def written(self) -> int:
        """How many bytes this process has written."""
        return self._written

    @property
    def paths(self) -> list[Path]:
        """The files, the oldest first."""
        return sorted(self._folder.glob(f"{self._name}-*.warc.gz"))

    def flush(self) -> None:
        """Bring everything to the disk: after this a kill or a power cut loses none of it."""
        with _storage_errors(self._folder):
            if self._file is not None:
                self._file.flush()
                os.fsync(self._file.fileno())
            self._index.execute("COMMIT")
            self._index.execute("BEGIN")

    def close(self) -> None:
        """Flush and close."""
        self.flush()
        with _storage_errors(self._folder):
            if self._file is not None:
                self._file.close()
                self._file = None
            self._index.execute("COMMIT")
            self._index.close()

    def records(self) -> Iterator[Kept]:
        """Yield every record in the order of writing."""
        for row in self._index.execute("SELECT * FROM records ORDER BY id"):
            yield Kept(*row)

    def superseded(self, file: str) -> Iterator[Kept]:
        """Yield the records of a file that another of the same address and kind replaces, in their order there.

        A kill between writing a page and noting it done makes them, a page that was answered when it was asked for
        again, and a redirect that leads in a circle.
        """
        for row in self._index.execute(_SUPERSEDED, (file,)):
            yield Kept(*row)

    def record_of(self, url: str) -> Kept | None:
        """The record of an address that counts: the page as the browser made it, else the last good answer."""
        row = self._index.execute(_BEST, (url,)).fetchone()
        return Kept(*row) if row else None

    def version(self) -> str:
        """What tells whether anything was written or lost in between."""
        last, count = self._index.execute("SELECT max(id), count(*) FROM records").fetchone()
        return f"{last or 0}/{count}"

    def _first(self, digest: str, status: int) -> tuple[str, str] | None:
        query = "SELECT url, at FROM records WHERE digest = ? AND kind = 'response' AND status = ? ORDER BY id LIMIT 1"
        found: tuple[str, str] | None = self._index.execute(query, (digest, status)).fetchone()
        return found

    def _append(self, data: bytes, told: tuple[object, ...]) -> None:
        with _storage_errors(self._folder):
            if self._file is None or self._size >= self._segment_bytes:
                self._begin_file()
            assert self._file is not None  # noqa: S101 - _begin_file opens it
            start = self._size
            self._file.write(data)
            self._size += len(data)
            self._written += len(data)
            place = (Path(self._file.name).name, start, len(data))
            self._index.execute(
                "INSERT INTO records (url, kind, status, digest, at, refers_to, file, start, length)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*told, *place),
            )

    def _begin_file(self) -> None:
        """Go on with the last file while it is small enough, else begin the next."""
        paths = self.paths
        if self._file is not None:
            self._file.close()
        path = paths[-1] if paths else None
        if path is None or path.stat().st_size >= self._segment_bytes:
            path = self._folder / f"{self._name}-{self._number(path) + 1:05}.warc.gz"
        self._file = path.open("ab", buffering=1 << 20)
        self._size = path.stat().st_size
        if not self._size:
            data = info_record(path.name, self._info)
            self._file.write(data)
            self._size = len(data)

    @staticmethod
    def _number(path: Path | None) -> int:
        # Not the count of files: one may have been deleted.
        found = re.search(r"-(\d+)\.warc\.gz$", path.name) if path else None
        return int(found[1]) if found else 0

    def _repair(self) -> None:
        """Make files and index agree, and note the addresses that the files lost."""
        known = {name for (name,) in self._index.execute("SELECT DISTINCT file FROM records")}
        for path in self.paths:
            size = path.stat().st_size
            self._lose("file = ? AND start + length > ?", (path.name, size))
            query = "SELECT max(start + length) FROM records WHERE file = ?"
            end = self._index.execute(query, (path.name,)).fetchone()[0] or 0
            whole_until = self._index_from(path, end)
            if whole_until < size:
                os.truncate(path, whole_until)
        for name in known - {path.name for path in self.paths}:
            self._lose("file = ?", (name,))
        self._lose(
            "kind = 'revisit' AND NOT EXISTS (SELECT 1 FROM records AS first"
            " WHERE first.digest = records.digest AND first.kind = 'response')",
            (),
            then="UPDATE records SET kind = 'lost'",
        )

    def _lose(self, condition: str, values: tuple[object, ...], then: str = "DELETE FROM records") -> None:
        self._index.execute(f"INSERT OR IGNORE INTO lost SELECT url FROM records WHERE {condition}", values)  # noqa: S608 - conditions are ours
        self._index.execute(f"{then} WHERE {condition}", values)

    def _index_from(self, path: Path, start: int) -> int:
        """Index what stands in a file from *start* on; return where its last whole record ends."""
        end = start
        for found in indexed_members(path, start):
            end = found.start + found.length
            if found.url is not None:
                self._index.execute(
                    "INSERT INTO records (url, kind, status, digest, at, refers_to, file, start, length)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    _row(found, path.name),
                )
        return end


def _row(found: Indexed, file: str) -> tuple[object, ...]:
    told = (found.url, found.kind, found.status, found.digest, found.at, found.refers_to)
    return (*told, file, found.start, found.length)


@contextmanager
def _storage_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as cause:
        raise StorageError(f"cannot write the archive in {folder}: {cause}") from cause
