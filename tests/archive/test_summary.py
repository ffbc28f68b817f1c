"""The figures of the report: right, of every run's work, and in bounded memory."""

import json
import tracemalloc
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from exchanges import SITE, exchange

from newsbot import __version__
from newsbot.archive.folder import Scope, Snapshot, SnapshotFolder
from newsbot.archive.segments import Segments
from newsbot.archive.summary import EXAMPLES, MOST, NEWEST, SnapshotSummary, count_articles, snapshot_summary
from newsbot.archive.tally import LONGEST, Tally
from newsbot.feeds.datapackage import FileDigest, file_digest
from newsbot.items import Article
from newsbot.store.database import open_store
from newsbot.store.records import ArticleRecord, Revision
from newsbot.store.urls import Link, Mark

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


def article(number, **values):
    known = {"id": f"a{number}", "outlet": "demo", "url": f"{SITE}/{number}", "headline": f"الخبر {number}"}
    return asdict(Article(**{**known, "article_body": "ثلاث كلمات فقط", "language": "ar", **values}))


def counted(*articles):
    snapshot = Snapshot(outlet="demo", url=None, name="demo", started_at=NOW.isoformat())
    summary = SnapshotSummary(snapshot=snapshot, packed_at=NOW, wacz="demo.wacz")
    count_articles(summary, articles)
    return summary


def test_articles_are_counted():
    summary = counted(
        article(1, date_published="2026-10-31T18:00:00+03:00", section="اقتصاد", authors=["سلمى", "رامي"]),
        article(2, date_published="2026-11-01T00:30:00+03:00", section="اقتصاد", authors=["سلمى"], language="en"),
        article(3, section=None, article_body=None, language=None, duplicate_of="a1"),
    )
    assert (summary.articles, summary.duplicates, summary.without_date, summary.words) == (3, 1, 1, 6)
    # In the outlet's own time: in UTC the second would be October's.
    assert summary.months == {"2026-10": 1, "2026-11": 1}
    assert summary.sections.named == [("اقتصاد", 2), ("", 1)]
    assert summary.authors.named == [("سلمى", 2), ("رامي", 1)]
    assert summary.languages.named == [("", 1), ("ar", 1), ("en", 1)]


def test_none_at_all_is_no_trouble():
    summary = counted()
    assert (summary.articles, summary.first_published, summary.newest, summary.authors.named) == (0, None, [], [])


def test_first_and_last_go_by_the_moment_and_not_by_the_text():
    summary = counted(
        article(1, date_published="2026-03-01T01:00:00+03:00"),
        article(2, date_published="2026-02-28T23:30:00+00:00"),
        article(3, date_published="2026-03-01T00:00:00-05:00"),
        article(4),
    )
    assert summary.first_published == "2026-03-01T01:00:00+03:00"
    assert summary.last_published == "2026-03-01T00:00:00-05:00"
    assert [told.url for told in summary.newest] == [f"{SITE}/{number}" for number in (3, 2, 1, 4)]


def test_the_newest_are_named_whatever_their_order():
    start = datetime(2020, 1, 1, tzinfo=UTC)
    numbers = [(number * 37) % 200 for number in range(200)]
    dated = (article(n, date_published=(start + timedelta(days=n)).isoformat()) for n in numbers)
    summary = counted(*dated, article("undated"))
    assert [told.url for told in summary.newest] == [f"{SITE}/{n}" for n in range(199, 199 - NEWEST, -1)]


def test_of_many_names_the_most_frequent_are_kept_and_the_others_counted():
    summary = counted(*(article(n, authors=[f"كاتب {n}", f"كاتب {n % 20}"]) for n in range(100)))
    assert len(summary.authors.named) == MOST
    assert summary.authors.size == 100
    assert summary.authors.named[0][1] == 6


def test_a_tally_is_exact_beyond_what_it_holds_in_memory():
    words = [f"w{(number * number) % 997}" for number in range(20_000)]
    with Tally(held_at_once=50) as tally:
        for start in range(0, len(words), 7):
            tally.add(words[start : start + 7])
        expected = sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0]))
        assert tally.top(10) == expected[:10]
        assert tally.size == len(expected)


def test_a_tally_keeps_no_page_long_names_and_takes_any_text():
    with Tally() as tally:
        tally.add(["x" * 10_000, "\ud800", "a\0b", ""])
        assert sorted(map(len, dict(tally.top(9)))) == [0, 1, 3, LONGEST]


def test_memory_does_not_grow_with_the_names():
    def peak(count):
        with Tally(held_at_once=500) as tally:
            tracemalloc.start()
            for number in range(count):
                tally.add([f"كاتب رقم {number} من كتّاب الموقع"])
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert tally.size == count
        return most

    assert peak(12_000) < 1.2 * peak(3_000)


SNAPSHOT = Snapshot(outlet="demo", url=None, name="demo", started_at=NOW.isoformat(), scope=Scope(images=True))


@pytest.fixture
def folder(tmp_path):
    """A snapshot's files, made by hand."""
    made = SnapshotFolder(tmp_path / "copy")
    made.warc.mkdir(parents=True)
    made.articles.write_text("{}\n")
    made.wacz(SNAPSHOT).write_bytes(b"zip" * 1000)
    left_out = [("http_404", n) for n in range(EXAMPLES + 2)] + [("robots", 9)]
    lines = [
        json.dumps({"url": f"{SITE}/{n}", "reason": reason, "depth": 1, "found_on": None}) for reason, n in left_out
    ]
    made.skipped.write_text("".join(f"{line}\n" for line in lines))
    made.image_list.write_text('{"article": "a1"}\n{"article": "a2"}\n')
    return made


@pytest.fixture
def segments(folder):
    made = Segments(folder.warc, "demo", {"software": "newsbot"})
    long = b"the same text " * 60
    made.write(exchange("/1", long))
    made.write(exchange("/2", long, seconds=1))
    made.write(exchange("/3", b"refused", status="503 Busy", seconds=2))
    made.write(exchange("/3", b"<h1>answered</h1>", seconds=3))
    made.write_resource(f"{SITE}/1", b"<html>rendered</html>", "text/html", NOW)
    yield made
    made.close()


@pytest.fixture
def store(folder):
    with open_store(f"sqlite:///{folder.state}/newsbot.db") as opened:
        addresses = [
            ("listing", "done"),
            ("article", "done"),
            ("article", "queued"),
            ("article", "failed"),
            ("requisite", "gone"),
        ]
        for number, (kind, _) in enumerate(addresses):
            opened.urls.add(link(number, kind))
        opened.flush()
        for row in list(opened.urls.every("demo")):
            state = addresses[int(row.url.rpartition("/")[2])][1]
            if state != "queued":
                opened.urls.mark(row.id, mark(state))
        item = article(1, date_published="2026-11-01T10:00:00+03:00")
        record = ArticleRecord(id="a1", outlet="demo", url=f"{SITE}/1", first_seen_at=NOW, seen_at=NOW)
        revision = Revision(
            article_id="a1", outlet="demo", revision=1, content_hash="c", stored_at=NOW, item=json.dumps(item)
        )
        opened.articles.add(record, revision, keys=["k"])
        opened.flush()
        yield opened


def link(number, kind):
    return Link(
        outlet="demo", key=f"k{number}", url=f"{SITE}/{number}", kind=kind, depth=number, rank=0, dated_at=None,
        found_on=None, headline=None, first_seen_at=NOW,
    )  # fmt: skip


def mark(state):
    return Mark(
        state=state, status=200, reason=None, etag=None, last_modified=None, body_hash=None, failures=0, repeats=0,
        article_id=None, dated_at=None, fetched_at=NOW, due_at=None,
    )  # fmt: skip


def test_a_snapshot_is_summed_up(folder, segments, store):
    summary = snapshot_summary(SNAPSHOT, folder, segments, store, NOW)
    assert (summary.articles, summary.newsbot_version, summary.home) == (1, __version__, f"{SITE}/0")
    assert (summary.waiting, summary.failed, summary.fetched) == (1, 1, 2)
    assert summary.addresses["requisite", "gone"] == 1
    assert summary.reasons == {"http_404": EXAMPLES + 2, "robots": 1}
    assert summary.examples == {"http_404": [f"{SITE}/{n}" for n in range(EXAMPLES)], "robots": [f"{SITE}/9"]}
    assert summary.pictures == 2


def test_the_records_are_those_of_the_web_archive(folder, segments, store):
    """What was answered in the end replaces what was refused before, and so does not count."""
    summary = snapshot_summary(SNAPSHOT, folder, segments, store, NOW)
    kept = {kind: recorded.count for kind, recorded in summary.records.items()}
    assert kept == {"response": 2, "revisit": 1, "resource": 1}
    assert all(recorded.bytes > 0 for recorded in summary.records.values())
    written = sum(one.length for one in segments.records())
    (superseded,) = segments.superseded(segments.paths[0].name)
    assert sum(recorded.bytes for recorded in summary.records.values()) == written - superseded.length


def test_digests_prove_the_files(folder, segments, store):
    summary = snapshot_summary(SNAPSHOT, folder, segments, store, NOW)
    assert list(summary.digests) == ["demo.wacz", "articles.jsonl", "skipped.jsonl", "images.jsonl"]
    assert summary.digests["demo.wacz"] == file_digest(folder.wacz(SNAPSHOT))
    assert summary.digests["articles.jsonl"] == FileDigest(
        3, "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356"
    )
    assert summary.archive_bytes == 3000
