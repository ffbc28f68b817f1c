"""One request and its answer as they went over the wire; it is neither decompressed nor read further than its head."""

import re
from dataclasses import dataclass, field
from datetime import datetime

# The line that ends a head may hold spaces: readers of WARC files strip lines, so for them the payload begins there.
_HEAD_END = re.compile(rb"\n[ \t\r\x0b\x0c]*\n")
_INTERIM = re.compile(rb"HTTP/\S+ 1\d\d\b")
_STATUS = re.compile(rb"HTTP/\S+[ \t]+(\d{3})(?!\d)")


@dataclass(slots=True)
class Exchange:
    """What was sent to and received from a server for one address."""

    url: str
    """As it was requested, without the fragment."""
    started_at: datetime
    """Aware: when the request was sent."""
    address: str | None = None
    """The server's IP address; None where a proxy stood between."""
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)
    _answer: tuple[bytes, bytes] | None = field(default=None, init=False, repr=False, compare=False)

    def answer(self) -> tuple[bytes, bytes]:
        """The final head, its blank line included, and the body as sent: in chunks and compressed where it was.

        Both are empty for an answer without a whole head. Interim answers (100 Continue) are passed over. To be called
        when the exchange has ended: what is received afterwards is not looked at.
        """
        if self._answer is None:
            self._answer = _split(bytes(self.received))
        return self._answer

    @property
    def status(self) -> int | None:
        """The status code of the final answer; None where its first line has none."""
        found = _STATUS.match(self.answer()[0])
        return int(found[1]) if found else None


def _split(data: bytes) -> tuple[bytes, bytes]:
    start = 0
    end = _HEAD_END.search(data)
    while end is not None and _INTERIM.match(data, start):
        start = end.end()
        end = _HEAD_END.search(data, start)
    return (data[start : end.end()], data[end.end() :]) if end else (b"", b"")
