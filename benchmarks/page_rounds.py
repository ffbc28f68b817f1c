"""Hands the pages of a manifest to one extractor, round by round, and tells what it made of them and what that took.

The first round is not timed: it warms the extractor up, and its answers are printed, as ``newsbot extract --batch``
prints its own: JSON lines with ``key``, ``headline``, ``date_published``, ``authors``, ``article_body``. The last line
on stderr is a JSON object with the CPU of the timed rounds and their pages. Only the reading is timed, from bytes to
clean values; opening and unpacking the file is not. It imports nothing but the standard library: every extractor runs
in a process of its own, in whichever Python has it.
"""

import gzip
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

Found = dict[str, Any]
Read = Callable[[str, bytes, str], Found]
"""From a page's key, bytes and address to its fields; bytes as they came, so that telling the encoding is its own."""

_GZIP = b"\x1f\x8b"


def read_rounds(manifest: Path, rounds: int, read: Read, version: str) -> None:
    """Read every page of *manifest* once to warm up, then *rounds* times on the clock, on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for key, body, url in pages(manifest):
        print(json.dumps({"key": key, **_tried(read, key, body, url)}, ensure_ascii=False))
    sys.stdout.flush()
    seconds, count = 0.0, 0
    for _ in range(rounds):
        for key, body, url in pages(manifest):
            begun = process_time()
            _tried(read, key, body, url, is_told=False)
            seconds, count = seconds + process_time() - begun, count + 1
    sys.stderr.write(json.dumps({"cpu_seconds": seconds, "pages": count, "version": version}) + "\n")


def pages(manifest: Path) -> Iterator[tuple[str, bytes, str]]:
    """Yield key, bytes and address of each page; one at a time, or most of the memory would be pages."""
    for line in manifest.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        body = (manifest.parent / row["file"]).read_bytes()
        yield row["key"], gzip.decompress(body) if body.startswith(_GZIP) else body, row.get("url") or ""


def _tried(read: Read, key: str, body: bytes, url: str, *, is_told: bool = True) -> Found:
    try:
        return read(key, body, url)
    except Exception as error:  # noqa: BLE001 - an extractor's failure is its score, and told beside it
        if is_told:
            sys.stderr.write(f"failed: {type(error).__name__}\n")
        return {}
