"""JSON Lines, plain or compressed: the stored lines as they are, parsed only where fields are left out."""

import json
import sys
import zlib
from collections.abc import Sequence
from typing import Protocol

from newsbot.feeds.jsonl import json_line
from newsbot.feeds.writing import ArticleWriter, Plan, Sink

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_GZIP_LEVEL = 6
_GZIP_WINDOW = 31  # the largest, with the head and end of a gzip file
_ZSTD_LEVEL = 3


class LinesWriter(ArticleWriter):
    """One article a line."""

    def __init__(self, stream: Sink, plan: Plan) -> None:
        self._stream, self._plan = stream, plan

    def write(self, lines: Sequence[str]) -> None:
        """Add the lines."""
        if not self._plan.has_all_fields:
            lines = [_chosen(line, self._plan.fields) for line in lines]
        if lines:
            self._put("\n".join(lines).encode("utf-8") + b"\n")

    def finish(self) -> None:
        """Do nothing: the last line has its end."""

    def _put(self, data: bytes) -> None:
        self._stream.write(data)


class CompressedWriter(LinesWriter):
    """The same lines in one member of gzip or one frame of zstd."""

    def __init__(self, stream: Sink, plan: Plan, compressor: "Compressor") -> None:
        super().__init__(stream, plan)
        self._compressor = compressor

    def finish(self) -> None:
        """Write the end that tells a reader that nothing is missing."""
        self._stream.write(self._compressor.flush())

    def _put(self, data: bytes) -> None:
        self._stream.write(self._compressor.compress(data))


class Compressor(Protocol):
    """What zlib's and zstd's compressors have in common."""

    def compress(self, data: bytes, /) -> bytes:
        """Take data in, give what is ready."""

    def flush(self) -> bytes:
        """Give the rest and the end."""


def gzip_writer(stream: Sink, plan: Plan) -> CompressedWriter:
    """Begin a gzip file; it holds no time and no name, so that equal articles make equal bytes."""
    return CompressedWriter(stream, plan, zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW))


def zstd_writer(stream: Sink, plan: Plan) -> CompressedWriter:
    """Begin a zstd file."""
    return CompressedWriter(stream, plan, zstd.ZstdCompressor(level=_ZSTD_LEVEL))


def _chosen(line: str, names: Sequence[str]) -> str:
    values = json.loads(line)
    return json_line({name: values.get(name) for name in names})
