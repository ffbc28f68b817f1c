import gzip
import os
from datetime import UTC, datetime

import pytest

from newsbot.errors import StorageError
from newsbot.pages.saved import saved_page

PAGE = "<h1>خبر</h1>".encode()


@pytest.mark.parametrize(
    "kept",
    [PAGE, gzip.compress(PAGE), gzip.compress(PAGE[:5]) + gzip.compress(PAGE[5:])],
    ids=["plain", "gzip", "two members"],
)
def test_a_page_is_read_whatever_it_is_packed_in(tmp_path, kept):
    path = tmp_path / "page.html"
    path.write_bytes(kept)
    os.utime(path, (1793500000, 1793500000))
    assert saved_page(path) == (PAGE, datetime.fromtimestamp(1793500000, UTC))


def test_what_cannot_be_read_is_named(tmp_path):
    path = tmp_path / "page.html"
    with pytest.raises(StorageError, match=f"{path}: No such file"):
        saved_page(path)
    path.write_bytes(gzip.compress(PAGE)[:-9])
    with pytest.raises(StorageError, match=str(path)):
        saved_page(path)
    path.write_bytes(gzip.compress(PAGE)[:12] + b"\xff" * 30)
    with pytest.raises(StorageError, match=str(path)):
        saved_page(path)
