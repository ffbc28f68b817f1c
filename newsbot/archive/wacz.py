"""Makes one WACZ of a snapshot's WARC files and its list of pages; the format itself is py-wacz's work.

What a kill made twice is left out: of each address the last record counts, and the records that others refer to.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from newsbot.archive.records import info_record
from newsbot.archive.segments import Kept, Segments
from newsbot.errors import StorageError

_LAST_WRITTEN = "datapackage-digest.json"


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page as replay tools list it and search in it."""

    url: str
    title: str | None = None
    text: str | None = None
    at: str | None = None
    """WARC-Date of its record; None: that of the address's record that counts."""


def write_wacz(path: Path, segments: Segments, pages: Iterable[ArchivedPage], *, title: str, work: Path) -> Path:
    """Write *path* whole or not at all; *work* is a folder for files on the way, on the same disk, emptied at the end.

    A page without a record is left out. StorageError from the disk, or with what py-wacz said.
    """
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        segments.flush()
        warcs = list(_without_repeats(segments, work))
        pages_path = work / "pages.jsonl"
        with pages_path.open("w", encoding="utf-8") as file:
            file.writelines(_page_lines(segments, pages, title))
        # In the folder that is emptied first: py-wacz of a run that was killed may still be writing there.
        made = work / path.name
        _run_wacz(made, warcs, pages_path, title)
        with made.open("rb") as file:
            os.fsync(file.fileno())
        made.replace(path)
    except OSError as cause:
        raise StorageError(f"cannot write {path}: {cause.strerror or cause}") from cause
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return path


def _run_wacz(path: Path, warcs: list[Path], pages: Path, title: str) -> None:
    # A process of its own: it prints, and it says with prints alone that it gave up.
    options = ["--output", path, "--pages", pages, "--copy-pages", "--hash-type", "sha256", "--title", title]
    command = [sys.executable, "-m", "newsbot.archive.pywacz", "create", *options, "--file", *warcs]
    # It opens text files in the locale's encoding, and sorts large indexes in the folder for temporary files.
    settings = os.environ | {"PYTHONUTF8": "1", "TMPDIR": str(path.parent)}
    result = subprocess.run(  # noqa: S603 - our own arguments
        list(map(str, command)), capture_output=True, text=True, encoding="utf-8", env=settings, check=False
    )
    if result.returncode or not _is_whole(path):
        said = (result.stderr or result.stdout).strip().splitlines()
        raise StorageError(f"cannot write {path.name}: {said[-1] if said else 'py-wacz failed'}")


def _is_whole(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as made:
            return _LAST_WRITTEN in made.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def _page_lines(segments: Segments, pages: Iterable[ArchivedPage], title: str) -> Iterator[str]:
    header = {"format": "json-pages-1.0", "id": "pages", "title": title, "hasText": True}
    yield json.dumps(header, ensure_ascii=False) + "\n"
    for number, page in enumerate(pages, 1):
        kept = segments.record_of(page.url)
        if kept is None:
            continue
        told = {"id": str(number), "url": page.url, "ts": page.at or kept.at, "title": page.title, "text": page.text}
        yield json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False) + "\n"


def _without_repeats(segments: Segments, work: Path) -> Iterator[Path]:
    """The WARC files to pack: the segments themselves, or a copy without what they hold twice."""
    for path in segments.paths:
        left_out = segments.superseded(path.name)
        first = next(left_out, None)
        yield path if first is None else _copy(path, work / path.name, chain([first], left_out))
    if not segments.paths:
        # A site that never answered is a valid archive of nothing.
        empty = work / "empty.warc.gz"
        empty.write_bytes(info_record(empty.name, {}))
        yield empty


def _copy(path: Path, to: Path, left_out: Iterable[Kept]) -> Path:
    """Copy a file's members but those left out; gzip members stand for themselves."""
    with path.open("rb") as source, to.open("wb") as target:
        position = 0
        for kept in left_out:
            _copy_bytes(source, target, kept.start - position)
            position = kept.start + kept.length
            source.seek(position)
        shutil.copyfileobj(source, target, 1 << 20)
    return to


def _copy_bytes(source: BinaryIO, target: BinaryIO, count: int) -> None:
    while count > 0 and (data := source.read(min(count, 1 << 20))):
        target.write(data)
        count -= len(data)
