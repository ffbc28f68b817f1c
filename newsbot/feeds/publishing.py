"""Publishes what the store has not yet published, whole or not at all, each revision once; never changes a feed file.

The steps: batch row and its revisions in one transaction, the file (`newsbot.feeds.shelves`), its manifest, the batch
marked. A kill between any two of them leaves an open batch, which the next start finishes under the same name; the
lines come from the store word for word and no format writes a clock's time, so the bytes are the same. The format is
told by the name: a batch that was begun in another is finished in that one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

from newsbot.feeds.formats import FORMATS, Format, format_of
from newsbot.feeds.jsonl import json_line
from newsbot.feeds.shelves import shelf
from newsbot.feeds.streams import DigestStream, WrittenFile
from newsbot.feeds.versions import SCHEMA_VERSION
from newsbot.feeds.writing import Plan
from newsbot.store.batches import BatchRecord
from newsbot.store.database import Store

FEED_FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst", "csv", "parquet")
"""What a batch can be: equal articles give equal bytes, and a run's few articles are of use alone."""
MANIFEST_ENDING = ".manifest.json"
_STAMP = "%Y%m%dT%H%M%SZ"
_LINES_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class PublishedFeed:
    """A feed file that is there for good."""

    outlet: str
    path: Path | str
    """An address where the feeds stand on S3."""
    lines: int
    bytes: int


class Publisher:
    """Makes ``<outlet>/<UTC time>.<ending>`` files, and ``_manifests/<outlet>/...``, in a folder or below ``s3://``.

    The caller holds the outlet's lock.
    """

    def __init__(self, store: Store, destination: Path | str, form: Format = FORMATS["jsonl"]) -> None:
        self._store, self._shelf, self._form = store, shelf(destination), form

    def publish(self, outlet: str, now: datetime) -> PublishedFeed | None:
        """Publish everything of *outlet* that is committed and not yet published; None when there is nothing.

        What an earlier kill interrupted is finished first. StorageError leaves the batch open for the next start.
        """
        self.recover(outlet, now)
        names = _names(now, self._form.endings[0])
        batch = self._store.batches.open(outlet, names, lambda name: self._shelf.is_free(outlet, name), now)
        return None if batch is None else self._finish(batch, now)

    def recover(self, outlet: str, now: datetime) -> list[PublishedFeed]:
        """Finish what was interrupted, under the names it was promised."""
        return [self._finish(batch, now) for batch in self._store.batches.still_open(outlet)]

    def _finish(self, batch: BatchRecord, now: datetime) -> PublishedFeed:
        form = format_of(batch.name) or FORMATS["jsonl"]
        written = self._shelf.put(batch.outlet, batch.name, lambda stream: self._fill(stream, batch, form))
        self._shelf.put_manifest(batch.outlet, f"{batch.name}{MANIFEST_ENDING}", manifest(batch, form, written))
        self._store.batches.publish(batch.id, size_bytes=written.bytes, sha256=written.sha256, at=now)
        return PublishedFeed(batch.outlet, self._shelf.path(batch.outlet, batch.name), batch.lines, written.bytes)

    def _fill(self, stream: DigestStream, batch: BatchRecord, form: Format) -> None:
        plan = Plan(title=batch.outlet, now=_promised_at(batch.name), with_revisions=True)
        writer = form.maker()(stream, plan)
        try:
            for lines in _groups(self._store.batches.items(batch.id)):
                writer.write(lines)
            writer.finish()
        except BaseException:
            stream.drop()
            writer.abandon()
            raise


def manifest(batch: BatchRecord, form: Format, written: WrittenFile) -> str:
    """The text that tells a consumer of one file: it is there only when the file is, and never changes.

    Sorted by name, an outlet's manifests are its feed.
    """
    told = {
        "outlet": batch.outlet,
        "batch": batch.id,
        "file": batch.name,
        "created_at": _promised_at(batch.name).isoformat(),
        "format": form.name,
        "schema": SCHEMA_VERSION,
        "articles": batch.lines,
        "bytes": written.bytes,
        "sha256": written.sha256,
    }
    return json_line(told) + "\n"


def _groups(lines: Iterable[str]) -> Iterator[list[str]]:
    waiting = iter(lines)
    while group := list(islice(waiting, _LINES_AT_ONCE)):
        yield group


def _names(now: datetime, ending: str) -> Iterator[str]:
    """Yield the time's name, then the same with a number behind it."""
    stamp = now.astimezone(UTC).strftime(_STAMP)
    yield f"{stamp}{ending}"
    yield from (f"{stamp}-{number}{ending}" for number in count(2))


def _promised_at(name: str) -> datetime:
    """When a batch was begun, which its name says: the same at every try."""
    return datetime.strptime(name.partition(".")[0].partition("-")[0], _STAMP).replace(tzinfo=UTC)
