"""What a site serves to programs, unpacked and decoded; it trusts neither name nor header, and parses nothing.

Sitemaps are gzipped or not whatever their name says, feeds declare one encoding and are written in another.
"""

import zlib

from newsbot.text.encodings import page_encoding

UNPACKED_LIMIT = 50 * 1024 * 1024
"""Bytes: the sitemap protocol's own limit. What a longer document says beyond it is not read."""

_GZIP = b"\x1f\x8b"
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
_WRAPPINGS = 2  # a .gz file sent with Content-Encoding: gzip by a server that packs it once more
_PIECE = 64 * 1024


def payload_text(body: bytes, *, hint: str | None = None) -> str:
    """Return the text of *body*, gzipped or plain, as far as it can be read; "" where there is none.

    *hint* is the encoding that the outlet's pages are in: it counts only where the bytes do not tell. Never raises, and
    never holds more than UNPACKED_LIMIT unpacked bytes: a bomb of 50 MB that unpacks to 50 GB costs as much as a file
    of 50 MiB.
    """
    data = unpacked(body)
    return data.decode(page_encoding(data, header=hint).name, "replace").lstrip("\ufeff")


def unpacked(body: bytes, limit: int = UNPACKED_LIMIT) -> bytes:
    """Return at most *limit* bytes of *body* without gzip; of a damaged or cut archive what precedes the damage."""
    for _ in range(_WRAPPINGS):
        if not body.startswith(_GZIP):
            break
        body = _unzipped(body, limit)
    return body[:limit]


def _unzipped(body: bytes, limit: int) -> bytes:
    """Unpack one wrapping; an archive may have several members in a row."""
    pieces: list[bytes] = []
    left, archive = limit, zlib.decompressobj(_GZIP_OR_ZLIB)
    waiting = memoryview(body)
    packed: bytes | memoryview = b""
    while left and (packed or waiting):
        if not packed:
            packed, waiting = waiting[:_PIECE], waiting[_PIECE:]
        try:
            piece = archive.decompress(packed, left)
        except zlib.error:
            break
        pieces.append(piece)
        left -= len(piece)
        packed = archive.unconsumed_tail
        if archive.eof:
            packed, archive = archive.unused_data, zlib.decompressobj(_GZIP_OR_ZLIB)
    return b"".join(pieces)
