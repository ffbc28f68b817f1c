"""Reads a page that a person saved, gzipped or plain; it fetches nothing and parses nothing."""

import gzip
import zlib
from datetime import UTC, datetime
from pathlib import Path

from newsbot.errors import StorageError

_GZIP = b"\x1f\x8b"


def saved_page(path: Path) -> tuple[bytes, datetime]:
    """Return the page's bytes and when it was saved: the time of the file's last change stands for the download's.

    StorageError, which names *path*, for a file that cannot be read or is a damaged archive.
    """
    try:
        body = path.read_bytes()
        saved_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return (gzip.decompress(body) if body.startswith(_GZIP) else body), saved_at
    except (OSError, EOFError, zlib.error) as cause:
        raise StorageError(f"{path}: {getattr(cause, 'strerror', None) or cause}") from cause
