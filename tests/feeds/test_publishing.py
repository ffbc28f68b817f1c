import csv
import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from io import IOBase
from pathlib import Path

import pytest

from newsbot.errors import StorageError
from newsbot.feeds.formats import FORMATS
from newsbot.feeds.publishing import FEED_FORMATS, Publisher
from newsbot.store.batches import Batches
from newsbot.store.database import open_store
from newsbot.store.records import ArticleRecord, Revision

NOW = datetime(2026, 3, 20, 10, 44, 5, tzinfo=UTC)


def add_article(store, name, number=1, *, outlet="demo", is_publishable=True, text="نص"):
    article = ArticleRecord(
        id=name, outlet=outlet, url=f"https://{name}", first_seen_at=NOW, seen_at=NOW, revision=number
    )
    revision = Revision(
        article_id=name,
        outlet=outlet,
        revision=number,
        content_hash=None,
        item=json.dumps({"id": name, "revision": number, "article_body": text}, ensure_ascii=False),
        stored_at=NOW,
        is_publishable=is_publishable,
    )
    if number == 1:
        store.articles.add(article, revision, keys=[name])
    else:
        store.articles.revise(article, revision)


def published(feeds):
    """Every line of every published file: (id, revision)."""
    files = sorted(feeds.rglob("*.jsonl"))
    items = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return [(item["id"], item["revision"]) for item in items]


@pytest.fixture
def feeds(tmp_path):
    return tmp_path / "feeds"


def test_what_is_new_is_published_once(store, feeds):
    add_article(store, "a1")
    add_article(store, "a2")
    add_article(store, "left-out", is_publishable=False)
    add_article(store, "far", outlet="other")
    store.flush()
    publisher = Publisher(store, feeds)
    feed = publisher.publish("demo", NOW)
    assert feed.path == feeds / "demo" / "20260320T104405Z.jsonl"
    assert (feed.lines, feed.bytes) == (2, feed.path.stat().st_size)
    assert published(feeds) == [("a1", 1), ("a2", 1)]
    assert publisher.publish("demo", NOW) is None
    assert sorted(path.name for path in feeds.rglob("*")) == [
        "20260320T104405Z.jsonl",
        "20260320T104405Z.jsonl.manifest.json",
        "_manifests",
        "demo",
        "demo",
    ]


def test_a_revision_goes_into_the_next_file_and_the_first_never_changes(store, feeds):
    add_article(store, "a1")
    store.flush()
    publisher = Publisher(store, feeds)
    first = publisher.publish("demo", NOW)
    before = first.path.read_bytes()
    add_article(store, "a1", 2)
    store.flush()
    second = publisher.publish("demo", NOW)  # the same second: another name
    assert second.path.name == "20260320T104405Z-2.jsonl"
    assert first.path.read_bytes() == before
    assert published(feeds) == [("a1", 2), ("a1", 1)]  # in the order of the names


def test_what_is_only_buffered_is_not_published(store, feeds):
    add_article(store, "a1")
    assert Publisher(store, feeds).publish("demo", NOW) is None
    assert not feeds.exists()


def test_a_name_that_a_foreign_file_has_is_left_alone(store, feeds):
    (feeds / "demo").mkdir(parents=True)
    foreign = feeds / "demo" / "20260320T104405Z.jsonl"
    foreign.write_text("mine\n")
    add_article(store, "a1")
    store.flush()
    assert Publisher(store, feeds).publish("demo", NOW).path.name == "20260320T104405Z-2.jsonl"
    assert foreign.read_text() == "mine\n"


def test_an_outlet_with_a_name_of_its_own_stays_inside_the_folder(store, feeds):
    add_article(store, "a1", outlet="../../x")
    store.flush()
    assert Publisher(store, feeds).publish("../../x", NOW).path.parent.parent == feeds


class Stop(Exception):  # noqa: N818 (a fault, not an error of ours)
    """A kill at one step."""


WRITES = ((Batches, "open"), (Batches, "publish"), (Path, "open"), (os, "fsync"), (Path, "rename"), (Path, "unlink"))


def stop_at(patch, at, writes):
    """Stop at the *at*-th instant of publishing; there is one before and one after each write."""
    instants = iter(range(1, 1000))

    def stopping(call):
        def write(*args, **kwargs):
            if next(instants) == at:
                raise Stop
            result = call(*args, **kwargs)
            if next(instants) == at:
                if isinstance(result, IOBase):
                    result.close()
                raise Stop
            return result

        return write

    for owner, name in writes:
        patch.setattr(owner, name, stopping(getattr(owner, name)))


def interrupt(store, feeds, monkeypatch, at, writes=WRITES):
    with monkeypatch.context() as patch:
        stop_at(patch, at, writes)
        with pytest.raises(Stop):
            Publisher(store, feeds).publish("demo", NOW)


@pytest.mark.parametrize("at", range(1, 19))
def test_a_stop_at_any_instant_publishes_everything_exactly_once(store, feeds, monkeypatch, at):
    for number in range(300):
        add_article(store, f"a{number}")
    store.flush()
    interrupt(store, feeds, monkeypatch, at)
    before = {path: path.read_bytes() for path in feeds.rglob("*.jsonl")}
    add_article(store, "later")
    store.flush()
    Publisher(store, feeds).publish("demo", NOW + timedelta(hours=1))
    assert sorted(published(feeds)) == sorted([(f"a{number}", 1) for number in range(300)] + [("later", 1)])
    assert not list(feeds.rglob("*.part"))
    assert {path: path.read_bytes() for path in before} == before
    assert store.batches.still_open("demo") == []


def test_an_interrupted_file_is_finished_under_its_own_name(store, feeds, monkeypatch):
    add_article(store, "a1")
    store.flush()
    interrupt(store, feeds, monkeypatch, 1, [(Path, "rename")])
    assert published(feeds) == []
    [feed] = Publisher(store, feeds).recover("demo", NOW + timedelta(days=1))
    assert feed.path.name == "20260320T104405Z.jsonl"
    assert published(feeds) == [("a1", 1)]


def test_another_programs_file_under_a_promised_name_is_never_touched(store, feeds, monkeypatch):
    add_article(store, "a1")
    store.flush()
    interrupt(store, feeds, monkeypatch, 1, [(Path, "rename")])
    foreign = feeds / "demo" / "20260320T104405Z.jsonl"
    foreign.write_text("mine\n")
    with pytest.raises(StorageError, match="another program put a file here"):
        Publisher(store, feeds).recover("demo", NOW)
    assert foreign.read_text() == "mine\n"
    foreign.unlink()
    Publisher(store, feeds).recover("demo", NOW)
    assert published(feeds) == [("a1", 1)]


def test_a_folder_that_cannot_be_written_is_one_line_and_the_batch_stays_open(store, tmp_path):
    (tmp_path / "feeds").write_text("a file where the folder should be")
    add_article(store, "a1")
    store.flush()
    with pytest.raises(StorageError, match="feeds") as raised:
        Publisher(store, tmp_path / "feeds").publish("demo", NOW)
    assert isinstance(raised.value.__cause__, OSError)
    assert len(store.batches.still_open("demo")) == 1
    (tmp_path / "feeds").unlink()
    Publisher(store, tmp_path / "feeds").publish("demo", NOW)
    assert published(tmp_path / "feeds") == [("a1", 1)]


def test_a_full_disk_leaves_the_batch_open(store, feeds):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here to stand for a full disk")
    add_article(store, "a1", text="نص " * 10_000)
    store.flush()
    (feeds / "demo").mkdir(parents=True)
    part = feeds / "demo" / "20260320T104405Z.jsonl.part"
    part.symlink_to(full)
    with pytest.raises(StorageError, match="No space left on device"):
        Publisher(store, feeds).publish("demo", NOW)
    assert published(feeds) == []
    part.unlink()
    Publisher(store, feeds).publish("demo", NOW)
    assert published(feeds) == [("a1", 1)]


PUBLISHER = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from newsbot.feeds.publishing import Publisher
from newsbot.store.batches import Batches
from newsbot.store.database import open_store

url, feeds, step = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
count = 0

def deadly(call):
    def run(*args, **kwargs):
        global count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args, **kwargs)
    return run

Batches.open, Batches.publish = deadly(Batches.open), deadly(Batches.publish)
Path.open, Path.rename, os.fsync = deadly(Path.open), deadly(Path.rename), deadly(os.fsync)
Publisher(open_store(url), feeds).publish("demo", datetime.now(UTC))
"""


def test_real_kills_at_each_step_in_a_row_publish_everything_exactly_once(store_url, feeds):
    with open_store(store_url) as store:
        for number in range(50):
            add_article(store, f"a{number}")
        store.flush()
        endings = []
        for step in range(1, 12):
            command = [sys.executable, "-c", PUBLISHER, store_url, str(feeds), str(step)]
            endings.append(subprocess.run(command, check=False, timeout=60).returncode)
            add_article(store, f"late{step}")
            store.flush()
        Publisher(store, feeds).publish("demo", NOW)
    assert endings.count(-signal.SIGKILL) >= 5
    lines = published(feeds)
    assert len(lines) == len(set(lines)) == 50 + 11


def test_a_large_batch_is_streamed(tmp_path, monkeypatch):
    with open_store(f"sqlite:///{tmp_path}/newsbot.db") as store:
        for number in range(1000):
            add_article(store, f"a{number}")
        store.flush()
        held = []
        read = Batches.items

        def watched(self, batch_id):
            for item in read(self, batch_id):
                held.append(item)
                yield item

        monkeypatch.setattr(Batches, "items", watched)
        began = time.monotonic()
        feed = Publisher(store, tmp_path / "feeds").publish("demo", NOW)
        assert time.monotonic() - began < 5
    assert feed.lines == len(held) == 1000


def read(path):
    """The ids in a feed file of any format."""
    if path.name.endswith(".parquet"):
        return pytest.importorskip("pyarrow.parquet").read_table(path)["id"].to_pylist()
    if path.name.endswith(".csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [row["id"] for row in csv.DictReader(file)]
    data = path.read_bytes()
    if path.name.endswith(".gz"):
        data = gzip.decompress(data)
    elif path.name.endswith(".zst"):
        data = pytest.importorskip("backports.zstd").decompress(data)
    return [json.loads(line)["id"] for line in data.decode().splitlines()]


def manifests(feeds):
    return [json.loads(path.read_text("utf-8")) for path in sorted(feeds.rglob("*.manifest.json"))]


@pytest.mark.parametrize("form", FEED_FORMATS)
def test_each_format_is_whole_once_and_told(store, feeds, form):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    publisher = Publisher(store, feeds, FORMATS[form])
    for number in (1, 2):
        add_article(store, f"a{number}")
        store.flush()
        feed = publisher.publish("demo", NOW + timedelta(hours=number))
        assert read(feed.path) == [f"a{number}"]
    told = manifests(feeds)
    assert [entry["articles"] for entry in told] == [1, 1]
    for entry in told:
        data = (feeds / "demo" / entry["file"]).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        assert (entry["outlet"], entry["format"], entry["schema"]) == ("demo", form, "1.0")


class Killed(BaseException):
    """What stands for a kill: nothing of ours catches it."""


@pytest.mark.parametrize("form", FEED_FORMATS)
@pytest.mark.parametrize("at", ["finish", "put_manifest", "publish"])
def test_a_kill_between_two_steps_is_finished_with_the_same_bytes(store, feeds, monkeypatch, form, at):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    homes = {
        "finish": "newsbot.feeds.lines.LinesWriter.finish",
        "put_manifest": "newsbot.feeds.shelves.LocalShelf.put_manifest",
    }
    homes["publish"] = "newsbot.store.batches.Batches.publish"
    if at == "finish" and form != "jsonl":
        homes["finish"] = "newsbot.feeds.shelves.os.fsync"

    def killed(*_, **__):
        raise Killed

    add_article(store, "a1")
    store.flush()
    publisher = Publisher(store, feeds, FORMATS[form])
    with monkeypatch.context() as patch:
        patch.setattr(homes[at], killed)
        with pytest.raises(Killed):
            publisher.publish("demo", NOW)
    before = {path.name: path.read_bytes() for path in feeds.rglob("*Z" + FORMATS[form].endings[0])}
    # The setting was changed meanwhile: what was begun is finished as it was promised.
    add_article(store, "a2")
    store.flush()
    Publisher(store, feeds, FORMATS["jsonl"]).publish("demo", NOW + timedelta(hours=1))
    files = sorted((feeds / "demo").iterdir())
    assert [read(path) for path in files] == [["a1"], ["a2"]]
    assert files[0].name == f"20260320T104405Z{FORMATS[form].endings[0]}"
    assert all(files[0].read_bytes() == data for data in before.values())
    assert [entry["file"] for entry in manifests(feeds)] == [path.name for path in files]
