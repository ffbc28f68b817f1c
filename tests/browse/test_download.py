import csv
import io
import json
import sqlite3
import zlib
from threading import BoundedSemaphore

import feedparser
import httpx
import pytest
from lxml import etree
from made_articles import keep, values
from served_room import at, served

from newsbot.browse.download import disposition
from newsbot.browse.room import DOWNLOADS_AT_ONCE
from newsbot.errors import StorageError
from newsbot.feeds.formats import FORMATS
from newsbot.feeds.jsonl import FIELDS
from newsbot.store.database import open_store

ATOM_SELF = "{http://www.w3.org/2005/Atom}link[@rel='self']"


def download(get, form, **asked):
    answer = get("/download", params={"format": form, **asked})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(FORMATS[form].media_type)
    return answer.content


def test_lines_plain_and_compressed(get):
    from backports import zstd

    plain = download(get, "jsonl", outlet="second")
    assert [json.loads(line)["id"] for line in plain.decode().splitlines()] == ["a003", "a002"]
    assert zlib.decompress(download(get, "jsonl.gz", outlet="second"), 31) == plain
    assert zstd.decompress(download(get, "jsonl.zst", outlet="second")) == plain


def test_csv_has_no_cell_that_a_spreadsheet_would_run(get):
    content = download(get, "csv", q="معكوس")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 1
    assert not [cell for cell in rows[0].values() if cell.startswith(("=", "@", "\t", "+"))]


def test_parquet(get):
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(download(get, "parquet")))
    assert table.num_rows == 46
    assert table.column_names[: len(FIELDS)] == list(FIELDS)


def test_sqlite(get, tmp_path):
    path = tmp_path / "articles.db"
    path.write_bytes(download(get, "sqlite", section="ثقافة"))
    with sqlite3.connect(path) as file:
        assert file.execute("SELECT count(*) FROM articles").fetchone() == (42,)
    file.close()


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feeds_for_readers(get, form):
    found = feedparser.parse(download(get, form, q="معرض"))
    assert not found.bozo
    assert {entry.title for entry in found.entries} >= {"افتتاح معرض الكتاب"}


def test_json_feed(get):
    assert len(json.loads(download(get, "jsonfeed"))["items"]) == 46


def test_nothing_found_is_a_whole_file_too(get):
    assert download(get, "jsonl", outlet="none") == b""
    assert json.loads(download(get, "jsonfeed", outlet="none"))["items"] == []


def test_the_name_tells_what_is_in_it(get):
    header = get("/download", params={"format": "csv", "outlet": "demo", "q": "«معرض/الكتاب»"}).headers[
        "content-disposition"
    ]
    assert header.startswith(
        "attachment; filename=\"newsbot-demo-2026-11-22.csv\"; filename*=UTF-8''newsbot-demo-%D9%85"
    )
    assert "/" not in header
    assert disposition('a"b\r\n.csv') == "attachment; filename=\"a-b-.csv\"; filename*=UTF-8''a%22b%0D%0A.csv"


def test_head_makes_no_file(get, room):
    answer = room.head("/download?format=parquet")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith("newsbot-2026-11-22.parquet")
    assert not answer.content


def test_an_unknown_format_is_told(get):
    answer = get("/download?format=xlsx")
    assert answer.status_code == 400
    assert "parquet" in answer.text


def test_only_so_many_at_once(stocked_url):
    permits = BoundedSemaphore(1)
    with served(stocked_url, downloads=permits) as client:
        assert client.get("/download?format=jsonl").status_code == 200
        wait_for(permits)
        answer = client.get("/download?format=jsonl")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "60"
        permits.release()
        assert client.get("/download?format=jsonl").status_code == 200


def wait_for(permits):
    """Take a permit as soon as it is given back."""
    assert permits.acquire(timeout=10)


def test_a_question_that_fails_gives_its_permit_back(stocked_url, monkeypatch):
    def failing(*_given):
        raise StorageError("no disk")

    permits = BoundedSemaphore(1)
    with served(stocked_url, downloads=permits) as client:
        monkeypatch.setattr("newsbot.browse.download.revision_numbers", failing)
        assert client.get("/download?format=jsonl").status_code == 503
        monkeypatch.undo()
        assert client.get("/download?format=jsonl").status_code == 200


def test_who_goes_away_ends_the_writer(tmp_path):
    url = f"sqlite:///{tmp_path}/newsbot.db"
    long = "كلمة " * 20_000
    with open_store(url) as store:
        for start in range(0, 300, 100):
            keep(store, *(values(number, article_body=long, **at(3)) for number in range(start, start + 100)))
    permits = BoundedSemaphore(DOWNLOADS_AT_ONCE)
    with served(url, downloads=permits) as client:
        with client.stream("GET", "/download?format=jsonl") as answer:
            next(answer.iter_raw())
        for _ in range(DOWNLOADS_AT_ONCE):
            wait_for(permits)


def test_what_fails_half_way_is_no_whole_file(stocked_url, monkeypatch):
    def failing(_database, _numbers):
        yield [json.dumps({"id": "x" * 200_000})]
        raise OSError("the disk went away")

    monkeypatch.setattr("newsbot.browse.download.line_groups", failing)
    with served(stocked_url) as client, pytest.raises(httpx.RemoteProtocolError):
        client.get("/download?format=jsonl")


def test_a_feed_names_itself(get, room):
    own = f"{room.base_url}/feed.rss?q=%D9%85%D8%B9%D8%B1%D8%B6"
    rss = etree.fromstring(get("/feed.rss?q=معرض&lang=en").content)
    assert rss.find(f"channel/{ATOM_SELF}").get("href") == own.replace("//feed", "/feed")
    atom = etree.fromstring(get("/feed.atom?q=معرض").content)
    assert atom.find(ATOM_SELF).get("href").endswith("/feed.atom?q=%D9%85%D8%B9%D8%B1%D8%B6")
    assert json.loads(get("/feed.json?outlet=second").content)["feed_url"].endswith("/feed.json?outlet=second")
    assert not feedparser.parse(get("/feed.rss").content).bozo
    assert not feedparser.parse(get("/feed.atom").content).bozo


def test_a_feed_has_the_newest_hundred(tmp_path):
    url = f"sqlite:///{tmp_path}/newsbot.db"
    with open_store(url) as store:
        keep(store, *(values(number) for number in range(120)))
    with served(url) as client:
        found = feedparser.parse(client.get("/feed.atom").content)
    assert len(found.entries) == 100
    assert found.entries[0].title == "افتتاح المعرض رقم 119"


def test_a_feed_that_has_not_changed_is_not_sent_again(get):
    mark = get("/feed.atom").headers["etag"]
    again = get("/feed.atom", headers={"If-None-Match": mark})
    assert again.status_code == 304
    assert not again.content
    assert get("/feed.atom?q=معرض", headers={"If-None-Match": mark}).status_code == 200
