"""py-wacz's command line, for a process of its own, reading bodies as they were sent: it decompresses none of them.

It indexes heads and digests and reads each body only to pass over it. warcio, which it reads with, would decompress it:
a gzip bomb by the gigabyte, and with the current brotli package it fails at the first body in that encoding.
"""

from typing import Any

from wacz.main import main
from warcio.recordloader import ArcWarcRecord


def _body_as_sent(record: ArcWarcRecord) -> Any:
    return record.raw_stream


if __name__ == "__main__":
    ArcWarcRecord.content_stream = _body_as_sent
    raise SystemExit(main())
