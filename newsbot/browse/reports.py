"""A run's report files, read with bounds: they may be long, half written, or gone; it never writes or follows a name.

The paths are made from a run's number and its outlet's name as `newsbot.extensions.report` makes them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

_LARGEST_REPORT = 4_000_000
_LONGEST_LINE = 20_000
"""Bytes of a line that is shown; an address on it may have a few thousand."""
_MOST_READ = 4_000_000
"""Bytes that are looked at for one page of the list: with a rare reason it ends sooner than the page is full."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """One address that a run left out."""

    url: str
    reason: str
    depth: int | None
    found_on: str | None


@dataclass(frozen=True, slots=True)
class SkippedPage:
    """Some of them. *next_start* is where the following ones begin, as a place in the file; None at its end."""

    rows: tuple[Skipped, ...]
    next_start: int | None


def report(folder: Path, outlet: str, run_id: int) -> dict[str, Any]:
    """What ``reports/<outlet>/<run>.json`` says; empty where it cannot be read or is no such report."""
    try:
        with _path(folder, outlet, f"{run_id}.json").open("rb") as file:
            text = file.read(_LARGEST_REPORT + 1)
        found = json.loads(text) if len(text) <= _LARGEST_REPORT else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def skipped(
    folder: Path, outlet: str, run_id: int, *, start: int = 0, reason: str | None = None, limit: int = 50
) -> SkippedPage | None:
    """Lines of ``<run>.skipped.jsonl`` from the place *start* on, of one *reason* if given; None without the file.

    A *start* within a line means the next one; lines that are no entry are passed over.
    """
    try:
        with _path(folder, outlet, f"{run_id}.skipped.jsonl").open("rb") as file:
            _to_line(file, start)
            return _page(file, reason, limit)
    except OSError:
        return None


def _path(folder: Path, outlet: str, name: str) -> Path:
    # quote leaves dots: these two names would lead out of the folder
    own = quote(outlet, safe="") if outlet not in {"", ".", ".."} else "%"
    return folder / own / name


def _to_line(file: BinaryIO, start: int) -> None:
    if start > 0:
        file.seek(start - 1)
        _line(file)


def _page(file: BinaryIO, reason: str | None, limit: int) -> SkippedPage:
    began = file.tell()
    rows: list[Skipped] = []
    for line in _lines(file):
        found = _skipped(line)
        if found and reason in {None, found.reason}:
            rows.append(found)
        if len(rows) == limit or file.tell() - began > _MOST_READ:
            break
    at = file.tell()
    return SkippedPage(tuple(rows), at if file.read(1) else None)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := _line(file):
        yield line


def _line(file: BinaryIO) -> bytes:
    """The next line, of which no more than _LONGEST_LINE bytes are kept; empty at the end."""
    line = part = file.readline(_LONGEST_LINE)
    while part and not part.endswith(b"\n"):
        part = file.readline(_LONGEST_LINE)
    return line


def _skipped(line: bytes) -> Skipped | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not found.get("reason"):
        return None
    depth, found_on = found.get("depth"), found.get("found_on")
    return Skipped(
        url=str(found.get("url") or ""),
        reason=str(found["reason"]),
        depth=depth if isinstance(depth, int) else None,
        found_on=str(found_on) if found_on else None,
    )
