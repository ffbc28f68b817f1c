"""Writes a snapshot's files from its store and its WARC files, each whole or not at all; it fetches nothing."""

import json
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from newsbot.archive.folder import Snapshot, SnapshotFolder, write_whole
from newsbot.archive.pictures import PICTURES, PictureIndex
from newsbot.archive.report import report_page
from newsbot.archive.segments import Segments
from newsbot.archive.summary import snapshot_summary
from newsbot.archive.wacz import ArchivedPage, write_wacz
from newsbot.errors import StorageError
from newsbot.feeds.datapackage import datapackage
from newsbot.store.database import Store
from newsbot.store.slices import Slice, item_lines

_OF_ITEMS = ("no_headline", "no_body", "garbled", "same_article", "same_text", "nearly_same_text", "before_since")
"""Reasons for which an article was dropped whose page was fetched."""
_MARKS = ", ".join("?" * len(_OF_ITEMS))


_ROOM = 1.1
"""The web archive is a copy of the WARC files with an index; so much of their size has to be free."""


def archive_version(folder: SnapshotFolder, snapshot: Snapshot, store: Store) -> str:
    """What tells whether a packing would make other files than the last one.

    The store's addresses are counted by state: a page that failed again changes nothing.
    """
    segments = Segments(folder.warc, snapshot.name, {})
    try:
        states = Counter(row.state for row in store.urls.every(snapshot.outlet))
        lost = len(segments.lost)
        return " ".join([segments.version(), f"lost:{lost}", *(f"{name}:{states[name]}" for name in sorted(states))])
    finally:
        segments.close()


def pack(folder: SnapshotFolder, snapshot: Snapshot, store: Store, now: datetime) -> Snapshot:
    """Write everything beside ``state``; StorageError leaves the files of the last packing as they were."""
    version = archive_version(folder, snapshot, store)
    which = Slice(outlet=snapshot.outlet)
    title = f"{snapshot.name}, {snapshot.started_at[:10]}"
    segments = Segments(folder.warc, snapshot.name, {})
    try:
        _check_room(folder, segments)
        write_lines(folder.articles, item_lines(store.database, which))
        write_lines(folder.skipped, _skipped(folder, store, snapshot.outlet))
        _list_pictures(folder)
        pages = _pages(item_lines(store.database, which))
        write_wacz(folder.wacz(snapshot), segments, pages, title=title, work=folder.work)
        summary = snapshot_summary(snapshot, folder, segments, store, now)
    finally:
        segments.close()
    write_whole(folder.report, report_page(summary))
    files = (folder.articles, folder.skipped, folder.image_list, folder.wacz(snapshot))
    described = datapackage([path for path in files if path.exists()], title=title, created_at=now)
    write_whole(folder.datapackage, described)
    failed = sum(count for (_, state), count in summary.addresses.items() if state == "failed")
    return folder.packed(snapshot, now, is_complete=not summary.waiting, failed=failed, version=version)


def _check_room(folder: SnapshotFolder, segments: Segments) -> None:
    needed = int(sum(path.stat().st_size for path in segments.paths) * _ROOM)
    free = shutil.disk_usage(folder.path).free
    if free < needed:
        raise StorageError(
            f"packing {folder.path} needs {needed // 2**20 + 1:,} MB and {free // 2**20:,} MB are free;"
            " what was fetched is kept: make room and run the same command again"
        )


def _list_pictures(folder: SnapshotFolder) -> None:
    path = folder.state / PICTURES
    if path.exists():
        index = PictureIndex(path)
        write_lines(folder.image_list, index.lines(folder.images.name))
        index.close()


def _pages(lines: Iterable[str]) -> Iterator[ArchivedPage]:
    for line in lines:
        article = json.loads(line)
        yield ArchivedPage(article["url"], article["headline"], article["article_body"])


def _skipped(folder: SnapshotFolder, store: Store, outlet: str) -> Iterator[str]:
    """What was left out on purpose, as all runs' reports tell it, and what was not fetched in the end; each once.

    The frontier knows better than a report: what failed in one run may have been fetched in the next.
    """
    folder.work.mkdir(parents=True, exist_ok=True)
    # On the disk: a site of a million pages may leave out as many.
    path = folder.work / "skipped.db"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as told:
        told.execute("CREATE TABLE told (url TEXT, reason TEXT, line TEXT, PRIMARY KEY (url, reason)) WITHOUT ROWID")
        add = "INSERT OR IGNORE INTO told VALUES (?, ?, ?)"
        for line in _reported(folder):
            values = json.loads(line)
            told.execute(add, (values["url"], values["reason"], line))
        for row in store.urls.every(outlet):
            told.execute(f"DELETE FROM told WHERE url = ? AND reason NOT IN ({_MARKS})", (row.url, *_OF_ITEMS))  # noqa: S608 - question marks
            if row.state != "done":
                reason = row.reason or ("not_fetched" if row.state == "queued" else row.state)
                values = {"url": row.url, "reason": reason, "depth": row.depth, "found_on": row.found_on}
                told.execute(add, (row.url, reason, json.dumps(values, ensure_ascii=False)))
        yield from (line for (line,) in told.execute("SELECT line FROM told ORDER BY reason, url"))


def _reported(folder: SnapshotFolder) -> Iterator[str]:
    for path in sorted((folder.state / "reports").rglob("*.skipped.jsonl")):
        with path.open(encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in file)


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write JSON lines so that the file is whole or the old one; StorageError from the disk."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as cause:
        raise StorageError(f"cannot write {path}: {cause.strerror or cause}") from cause
