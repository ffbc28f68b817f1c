"""Reads WARC files member by member, as far as they are whole; it changes nothing."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

_CHUNK = 1 << 16
_INDEXED = frozenset({"response", "revisit", "resource"})


@dataclass(frozen=True, slots=True)
class Indexed:
    """A record, with its request's record where one follows, and its place; *url* is None for a warcinfo record."""

    start: int
    length: int
    url: str | None = None
    kind: str = ""
    status: int | None = None
    digest: str | None = None
    at: str = ""
    refers_to: str | None = None


def indexed_members(path: Path, start: int) -> Iterator[Indexed]:
    """Yield the records of *path* from *start* on, up to the first that is not whole or is none.

    An answer without the request that belongs to it was cut short too.
    """
    waiting: Indexed | None = None
    for at, data, length in _members(path, start):
        record = _record(data)
        if record is None:
            return
        if record.rec_type == "request" and waiting is not None:
            yield replace(waiting, length=at + length - waiting.start)
            waiting = None
        elif record.rec_type in {"response", "revisit"}:
            waiting = _indexed(record, at, length)
        elif record.rec_type in _INDEXED:
            yield _indexed(record, at, length)
        else:
            yield Indexed(at, length)


def _record(member: bytes) -> ArcWarcRecord | None:
    try:
        return next(iter(ArchiveIterator(BytesIO(member))), None)
    except ArchiveLoadFailed:
        return None


def _members(path: Path, start: int) -> Iterator[tuple[int, bytes, int]]:
    """Yield (start, bytes, length) of each whole gzip member; one is held at a time, as large as an answer may be."""
    with path.open("rb") as file:
        file.seek(start)
        data = file.read(_CHUNK)
        while data:
            member, whole, parts = zlib.decompressobj(zlib.MAX_WBITS + 16), bytearray(), data
            while not member.eof:
                if not parts:
                    return
                whole += parts
                try:
                    while parts and not member.eof:
                        # What comes out is not kept: only where the member ends counts.
                        member.decompress(parts, _CHUNK)
                        parts = member.unconsumed_tail
                except zlib.error:
                    return
                parts = b"" if member.eof else file.read(_CHUNK)
            rest = member.unused_data
            length = len(whole) - len(rest)
            yield start, bytes(whole[:length]), length
            start += length
            data = rest or file.read(_CHUNK)


def _indexed(record: ArcWarcRecord, start: int, length: int) -> Indexed:
    headers = record.rec_headers
    status = record.http_headers.get_statuscode() if record.http_headers else None
    return Indexed(
        start,
        length,
        url=headers.get_header("WARC-Target-URI"),
        kind=record.rec_type,
        status=int(status) if status and status.isdigit() else None,
        digest=headers.get_header("WARC-Payload-Digest"),
        at=headers.get_header("WARC-Date") or "",
        refers_to=headers.get_header("WARC-Refers-To-Target-URI"),
    )
