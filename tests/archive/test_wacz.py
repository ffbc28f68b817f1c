"""The WACZ: valid, with what tools look for in it, and never half written."""

import hashlib
import json
import subprocess
import sys
import zipfile

import pytest
from exchanges import SITE, START, addresses, exchange

from newsbot.archive import wacz
from newsbot.archive.segments import Segments
from newsbot.archive.wacz import ArchivedPage, write_wacz
from newsbot.errors import StorageError

LONG = "<html><h1>المدينة</h1>".encode() + b"the same text " * 60


@pytest.fixture
def segments(tmp_path):
    made = Segments(tmp_path / "warc", "demo", {"software": "newsbot"}, segment_bytes=4000)
    made.write(exchange("/robots.txt", b"User-agent: *"))
    for number in range(6):
        made.write(exchange(f"/{number}", f"<h1>الخبر {number}</h1>".encode() * 40, seconds=number))
    made.write(exchange("/copy-1", LONG, seconds=10))
    made.write(exchange("/copy-2", LONG, seconds=11))
    made.write(exchange("/2", b"again " * 50, seconds=12))
    made.write(exchange("/%D8%AE%D8%A8%D8%B1?a=1&b=2", b"query", seconds=13))
    made.write_resource(f"{SITE}/5", b"<html>rendered</html>", "text/html", START)
    yield made
    made.close()


def pages():
    yield ArchivedPage(f"{SITE}/2", "عنوان «الخبر»", "النص الكامل\nللخبر")
    yield ArchivedPage(f"{SITE}/copy-2", "نسخة", None)
    yield ArchivedPage(f"{SITE}/never-fetched", "لا سجل له", None)
    yield ArchivedPage(f"{SITE}/%D8%AE%D8%A8%D8%B1?a=1&b=2", "استعلام", "نص")


@pytest.fixture
def made(segments, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")  # py-wacz opens text files as the locale says
    return write_wacz(tmp_path / "demo.wacz", segments, pages(), title="demo, 2026", work=tmp_path / "work")


def test_it_is_valid(made):
    command = [sys.executable, "-m", "wacz", "validate", "-f", made]
    told = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Validation succeeded" in told.stdout
    assert "1.1.1" in told.stdout


def test_it_has_each_address_once(made, tmp_path):
    with zipfile.ZipFile(made) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "out")
        warcs = sorted((tmp_path / "out" / "archive").iterdir())
        for name in (
            "datapackage.json",
            "datapackage-digest.json",
            "indexes/index.cdx.gz",
            "indexes/index.idx",
            "pages/pages.jsonl",
        ):
            assert name in names
    found = addresses(*warcs, kinds=("response", "revisit"))
    assert sorted(found) == sorted(set(found))
    assert len(found) == 10
    assert addresses(*warcs, kinds=("resource",)) == [f"{SITE}/5"]
    assert len(warcs) > 1


def test_the_index_points_at_every_record(made, tmp_path):
    import gzip

    from warcio.archiveiterator import ArchiveIterator

    with zipfile.ZipFile(made) as archive:
        lines = gzip.decompress(archive.read("indexes/index.cdx.gz")).decode().splitlines()
        assert lines == sorted(lines)
        told = [json.loads(line.split(" ", 2)[2]) for line in lines]
        for entry in told:
            data = archive.read(f"archive/{entry['filename']}")
            member = data[int(entry["offset"]) : int(entry["offset"]) + int(entry["length"])]
            path = tmp_path / "member"
            path.write_bytes(member)
            with path.open("rb") as file:
                record = next(iter(ArchiveIterator(file)))
            assert record.rec_headers.get_header("WARC-Target-URI") == entry["url"]
            assert entry["recordDigest"] == "sha256:" + hashlib.sha256(member).hexdigest()
    assert {entry["url"] for entry in told} >= {f"{SITE}/2", f"{SITE}/copy-2", f"{SITE}/%D8%AE%D8%A8%D8%B1?a=1&b=2"}


def test_pages_have_headline_text_and_the_moment_of_the_record_that_counts(made):
    with zipfile.ZipFile(made) as archive:
        header, *lines = map(json.loads, archive.read("pages/pages.jsonl").decode().splitlines())
    assert header == {"format": "json-pages-1.0", "id": "pages", "title": "demo, 2026", "hasText": True}
    assert [line["url"] for line in lines] == [f"{SITE}/2", f"{SITE}/copy-2", f"{SITE}/%D8%AE%D8%A8%D8%B1?a=1&b=2"]
    assert lines[0]["title"] == "عنوان «الخبر»"
    assert lines[0]["text"] == "النص الكامل\nللخبر"
    assert lines[0]["ts"] == "2026-11-22T08:30:12.000000Z"
    assert len({line["id"] for line in lines}) == 3


def test_nothing_is_left_on_the_way(made, tmp_path):
    assert not (tmp_path / "work").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo.wacz", "warc"]


def test_a_snapshot_without_articles_packs_too(segments, tmp_path):
    made = write_wacz(tmp_path / "demo.wacz", segments, [], title="demo", work=tmp_path / "work")
    assert zipfile.is_zipfile(made)


def test_a_site_that_never_answered_packs_too(tmp_path):
    segments = Segments(tmp_path / "warc", "demo", {})
    made = write_wacz(tmp_path / "demo.wacz", segments, [], title="demo", work=tmp_path / "work")
    segments.close()
    test_it_is_valid(made)


def test_when_packing_fails_the_last_file_stays(segments, tmp_path, monkeypatch):
    path = tmp_path / "demo.wacz"
    path.write_bytes(b"the last one")
    monkeypatch.setattr(wacz.sys, "executable", "/bin/false")
    with pytest.raises(StorageError, match=r"cannot write demo\.wacz: py-wacz failed"):
        write_wacz(path, segments, pages(), title="demo", work=tmp_path / "work")
    assert path.read_bytes() == b"the last one"


def test_py_wacz_that_gives_up_without_an_exit_code_is_noticed(segments, tmp_path, monkeypatch):
    monkeypatch.setattr(wacz, "_page_lines", lambda *_: iter(['{"no": "header"}\n']))
    with pytest.raises(StorageError, match=r"cannot write demo\.wacz: Unable to create WACZ"):
        write_wacz(tmp_path / "demo.wacz", segments, [], title="demo", work=tmp_path / "work")
    assert not (tmp_path / "demo.wacz").exists()
