"""WARC files and their index: whole after a kill, nothing written twice, nothing lost unnoticed."""

import random
import sqlite3
from time import perf_counter

import pytest
from exchanges import SITE, START, addresses, exchange, read_records

from newsbot.archive.segments import INDEX, Segments
from newsbot.errors import StorageError

LONG = b"<html>" + b"the same text " * 60


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "warc"


def opened(folder, **options):
    return Segments(folder, "demo", {"software": "newsbot"}, **options)


def filled(folder, count=5, **options):
    """The files after *count* pages and a proper end."""
    segments = opened(folder, **options)
    for number in range(count):
        segments.write(exchange(f"/{number}", b"page %d " % number * 50, seconds=number))
    segments.close()
    return segments.paths


def test_every_record_reads_back(folder):
    (path,) = filled(folder)
    kinds = [kind for kind, *_ in read_records(path)]
    assert kinds == ["warcinfo"] + ["response", "request"] * 5
    assert addresses(path) == [f"{SITE}/{number}" for number in range(5)]


def test_an_answer_that_is_not_whole_is_refused(folder):
    segments = opened(folder)
    with pytest.raises(ValueError, match="no whole answer"):
        segments.write(exchange(raw=b"HTTP/1.1 200 OK\r\n"))
    segments.close()


def test_files_are_followed_by_the_next_and_gone_on_with(folder):
    filled(folder, 4, segment_bytes=2000)
    paths = filled(folder, 4, segment_bytes=2000)
    assert [path.name for path in paths] == [f"demo-{number:05}.warc.gz" for number in range(1, len(paths) + 1)]
    assert len(paths) > 2
    assert len(addresses(*paths)) == 8
    for path in paths:
        assert next(read_records(path))[0] == "warcinfo"


def test_a_deleted_file_gives_its_number_to_no_other(folder):
    paths = filled(folder, 6, segment_bytes=1500)
    kept = paths[-1].read_bytes()
    paths[0].unlink()
    segments = opened(folder, segment_bytes=1)
    assert segments.lost == addresses_in_first(paths)
    segments.write(exchange("/new"))
    segments.close()
    assert paths[-1].read_bytes() == kept
    assert len(segments.paths) == len(paths)


def addresses_in_first(paths):
    # Each file has as many pages as fit: those that no later file holds.
    later = set(addresses(*paths[1:]))
    return [url for url in (f"{SITE}/{number}" for number in range(6)) if url not in later]


def test_what_was_not_flushed_is_read_again(folder):
    segments = opened(folder)
    segments.write(exchange("/1"))
    segments.flush()
    segments.write(exchange("/2"))
    # A kill: what the system has is on the disk, the index's transaction is gone.
    segments._file.close()  # noqa: SLF001 - the process's own end would close it
    segments._index.rollback()  # noqa: SLF001 - as above
    segments._index.close()  # noqa: SLF001 - as above
    again = opened(folder)
    assert [kept.url for kept in again.records()] == [f"{SITE}/1", f"{SITE}/2"]
    assert again.lost == []
    again.close()


@pytest.mark.parametrize("seed", range(12))
def test_a_cut_costs_only_what_stood_behind_it(folder, seed):
    chance = random.Random(seed)  # noqa: S311 - places to cut at, not secrets
    (path,) = filled(folder, 8)
    whole = path.read_bytes()
    ends = index_of(folder)
    cut = chance.randrange(1, len(whole))
    path.write_bytes(whole[:cut])
    segments = opened(folder)
    kept = [url for url, end in ends if end <= cut]
    assert [each.url for each in segments.records()] == kept
    assert segments.lost == sorted(url for url, end in ends if end > cut)
    segments.write(exchange("/more"))
    segments.close()
    assert addresses(path) == [*kept, f"{SITE}/more"]


def index_of(folder):
    with sqlite3.connect(folder / INDEX) as index:
        rows = index.execute("SELECT url, start + length FROM records ORDER BY id").fetchall()
    index.close()
    return rows


@pytest.mark.parametrize(
    "tail", [b"\0" * 100, b"rubbish", b"\x1f\x8b\x08\0\0\0\0\0\0\3rubbish", "a member of something else"]
)
def test_rubbish_at_the_end_is_cut_off(folder, tail):
    import gzip

    (path,) = filled(folder)
    whole = path.read_bytes()
    path.write_bytes(whole + (gzip.compress(tail.encode()) if isinstance(tail, str) else tail))
    opened(folder).close()
    assert path.read_bytes() == whole


def test_the_index_is_made_anew_from_the_files(folder):
    paths = filled(folder, 6, segment_bytes=1500)
    before = index_of(folder)
    for file in folder.glob(f"{INDEX}*"):
        file.unlink()
    segments = opened(folder)
    segments.close()
    assert index_of(folder) == before
    assert segments.paths == paths


def test_what_was_lost_is_remembered_until_it_is_taken(folder):
    (path,) = filled(folder)
    path.unlink()
    opened(folder).close()
    segments = opened(folder)
    assert len(segments.lost) == 5
    segments.forget_lost()
    segments.close()
    assert opened_lost(folder) == []


def opened_lost(folder):
    segments = opened(folder)
    lost = segments.lost
    segments.close()
    return lost


def test_the_same_body_is_written_once(folder):
    segments = opened(folder)
    for number, path in enumerate(("/a", "/b", "/c")):
        segments.write(exchange(path, LONG, seconds=number))
    segments.write(exchange("/error", LONG, status="404 Not Found"))
    segments.write(exchange("/small", b"tiny"))
    segments.write(exchange("/small-too", b"tiny"))
    segments.close()
    kinds = {url: kind for kind, url, *_ in read_records(segments.paths[0]) if kind != "request"}
    assert [kinds[SITE + path] for path in ("/a", "/b", "/c", "/error", "/small", "/small-too")] == [
        "response", "revisit", "revisit", "response", "response", "response",
    ]  # fmt: skip


def test_a_revisit_whose_first_is_lost_is_fetched_again(folder):
    segments = opened(folder, segment_bytes=1)
    segments.write(exchange("/a", LONG))
    segments.write(exchange("/b", LONG, seconds=1))
    segments.close()
    segments.paths[0].unlink()
    segments = opened(folder)
    assert segments.lost == [f"{SITE}/a", f"{SITE}/b"]
    segments.forget_lost()
    assert segments.record_of(f"{SITE}/b") is None
    segments.write(exchange("/b", LONG, seconds=2))
    segments.close()
    again = opened(folder)
    assert again.lost == []
    assert [kept.kind for path in again.paths for kept in again.superseded(path.name)] == ["lost"]
    again.close()


def left(segments):
    """What packing keeps: (path, kind, status) of each record that nothing replaces."""
    gone = {kept.id for path in segments.paths for kept in segments.superseded(path.name)}
    return [(kept.url.removeprefix(SITE), kept.kind, kept.status) for kept in segments.records() if kept.id not in gone]


def test_of_each_address_one_good_answer_is_left(folder):
    segments = opened(folder)
    for number, (path, body, status) in enumerate([
        ("/twice", b"old " * 99, "200 OK"), ("/twice", b"new " * 99, "200 OK"),
        ("/busy", b"try later " * 50, "503 Busy"), ("/busy", b"the page " * 50, "200 OK"),
        ("/broken-later", b"the other page " * 50, "200 OK"), ("/broken-later", b"sorry " * 50, "500 Error"),
        ("/again", LONG, "200 OK"), ("/again", LONG, "200 OK"),
        ("/copy", LONG, "200 OK"), ("/copy", LONG, "200 OK"),
        ("/loop", b"", "302 Found"), ("/loop", b"", "302 Found"), ("/loop", b"", "302 Found"),
    ]):  # fmt: skip
        segments.write(exchange(path, body, status=status, seconds=number))
    segments.write_resource(f"{SITE}/twice", b"<html>made</html>", "text/html", START)
    segments.write_resource(f"{SITE}/twice", b"<html>made again</html>", "text/html", START)
    assert left(segments) == [
        ("/twice", "response", 200),
        ("/busy", "response", 200),
        ("/broken-later", "response", 200),
        ("/again", "response", 200),
        ("/copy", "revisit", 200),
        ("/loop", "response", 302),
        ("/twice", "resource", None),
    ]
    assert segments.record_of(f"{SITE}/broken-later").status == 200
    assert segments.record_of(f"{SITE}/twice").kind == "resource"
    segments.close()


def test_what_another_page_refers_to_stays(folder):
    segments = opened(folder)
    segments.write(exchange("/a", LONG))
    segments.write(exchange("/b", LONG, seconds=1))
    segments.write(exchange("/a", b"rewritten " * 50, seconds=2))
    assert left(segments) == [("/a", "response", 200), ("/b", "revisit", 200), ("/a", "response", 200)]
    segments.close()


def test_a_hundred_thousand_records_are_weighed_in_seconds(folder):
    segments = opened(folder)
    rows = (
        (f"{SITE}/{number % 90_000}", "revisit" if number % 10 == 3 else "response", 200,
         f"sha1:{number % 10 == 3 or number}", "2026", f"{SITE}/1" if number % 10 == 3 else None, "demo-00001.warc.gz", number, 1)
        for number in range(100_000)
    )  # fmt: skip
    index = segments._index  # noqa: SLF001 - a hundred thousand real records would take minutes
    index.executemany(
        "INSERT INTO records (url, kind, status, digest, at, refers_to, file, start, length) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    started = perf_counter()
    assert sum(1 for _ in segments.superseded("demo-00001.warc.gz")) == 10_000
    assert perf_counter() - started < 5
    index.rollback()
    index.close()


def test_a_path_below_a_file_is_a_storage_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot write the archive"):
        opened(tmp_path / "file" / "warc")
