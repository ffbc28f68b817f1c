"""A crawl that is killed at any instant loses nothing, publishes nothing twice and fetches hardly anything again."""

import random
import signal
import sys
import threading
import time

import pytest
from demo_outlet import DemoCrawls, published_numbers, texts, wanted_texts

from newsbot.demo.archive import Archive
from newsbot.demo.places import Kind
from newsbot.demo.server import DemoServer

pytestmark = pytest.mark.crawl

ARTICLES, KILLS, SEED = 2000, 20, 20261031
LIGHT = ("--page-bytes", "6000", "--slow", "0.1")  # the pages' weight is not what is tested here


class Watch:
    """Samples how many requests the site has answered."""

    def __init__(self, site):
        self._site, self._samples, self._stop = site, [], threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _run(self):
        while not self._stop.wait(0.1):
            self._samples.append((time.monotonic(), self._site.control("stats")["requests"]))

    def wait_for_request(self, seconds=20):
        """Wait until the site is asked for something."""
        end, before = time.monotonic() + seconds, self._site.control("stats")["requests"]
        while self._site.control("stats")["requests"] == before and time.monotonic() < end:
            time.sleep(0.05)

    def asked_within(self, seconds, at):
        """How many requests were answered in the *seconds* before *at*, a sample's length more at both ends."""
        counts = [count for when, count in self._samples if at - seconds - 0.2 <= when <= at + 0.3]
        return max(counts, default=0) - min(counts, default=0)


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """A crawl of 2,000 articles, killed again and again, then finished."""
    chance = random.Random(SEED)  # noqa: S311 (instants, not secrets)
    instants, worth, died = [], 0, 0
    with DemoServer("--articles", str(ARTICLES), *LIGHT) as site, Watch(site) as watch:
        crawls = DemoCrawls(site, tmp_path_factory.mktemp("killed"))
        while died < KILLS:
            process = crawls.start("-s", "NEWSBOT_PROGRESS_ENABLED=0")
            if len(instants) % 2:  # every other one counts from the first page: a busy machine starts slowly
                watch.wait_for_request()
            instants.append(round(chance.uniform(0.4, 2.4), 3))
            time.sleep(instants[-1])
            process.send_signal(signal.SIGKILL)
            process.communicate()
            at = time.monotonic()
            died += process.returncode == -signal.SIGKILL
            assert len(instants) < 2 * KILLS, "the crawl ends before it is killed"
            time.sleep(0.3)
            worth += watch.asked_within(1, at)
        before = site.control("stats")["requests"]
        crawls.run()
        stats = site.control("stats")
    told = f"seed {SEED}, killed after {instants} s, every other from the first page"
    print(f"{told}; {before} of {stats['requests']} requests before the last run")  # noqa: T201 - what it takes to repeat it
    return {"crawls": crawls, "stats": stats, "worth": worth, "archive": Archive(7, ARTICLES), "before": before}


def test_the_union_of_the_feeds_holds_each_article_exactly_once(killed):
    items, archive = killed["crawls"].items(), killed["archive"]
    published = published_numbers(items)
    assert set(published.values()) == {1}
    assert texts(archive, published) == wanted_texts(archive)
    assert len({item["id"] for item in items}) == len(items) == len(wanted_texts(archive))


def test_the_kills_came_while_it_worked(killed):
    assert killed["before"] > 300, "the kills all came before the first pages"


def test_no_file_is_broken_and_none_is_left_half_written(killed):
    folder = killed["crawls"].data
    assert not list(folder.rglob("*.part"))
    assert all(feed.read_bytes().endswith(b"\n") for feed in killed["crawls"].feeds())
    with killed["crawls"].store() as store:
        assert store.batches.still_open("demo") == []
        assert store.batches.waiting("demo") == 0
        assert store.urls.queued("demo", 10) == []
    assert killed["crawls"].rows("PRAGMA integrity_check") == [("ok",)]


def test_at_most_a_second_of_pages_is_fetched_again_for_each_kill(killed):
    fetched = {int(number): times for number, times in killed["stats"]["articles"].items()}
    kinds = {number: killed["archive"].kind_of(number) for number in range(1, ARTICLES + 1)}
    # An article that is linked under several addresses is rightly asked for under each.
    again = sum(times - 1 for n, times in fetched.items() if kinds.get(n) not in (None, Kind.OTHER_ADDRESS))
    print(f"{again} article pages fetched again; a second before each of {KILLS} kills: {killed['worth']} pages")  # noqa: T201 - the figure
    assert again <= killed["worth"]


# At each write: the command is started with a hook that kills it before its n-th write below the data folder, counted
# from its start or from when it publishes. Before a commit, before and after an fsync, before the rest.

DEADLY = """
import os, signal, sys

at, folder, since = int(sys.argv.pop(1)), os.path.realpath(sys.argv.pop(1)), sys.argv.pop(1)
is_counting, writes = since == "start", []


def count(what):
    if not is_counting:
        return
    writes.append(what)
    if len(writes) == at:
        os.kill(os.getpid(), signal.SIGKILL)


def hook(event, values):
    if event not in {"open", "os.rename", "os.remove", "os.mkdir"} or not isinstance(values[0], (str, bytes)):
        return
    path = os.path.abspath(os.fsdecode(values[0]))
    is_write = event != "open" or (isinstance(values[2], int) and values[2] & (os.O_WRONLY | os.O_RDWR))
    if is_write and path.startswith(folder):
        count(f"{event} {os.path.relpath(path, folder)}")


def synced(handle, fsync=os.fsync):
    count("fsync")
    fsync(handle)
    count("after fsync")


def publish(*arguments):
    global is_counting
    is_counting = True
    return published(*arguments)


os.fsync = synced
sys.addaudithook(hook)
from sqlalchemy import event
from sqlalchemy.engine import Engine
from newsbot.commands import main
from newsbot.feeds.publishing import Publisher
event.listen(Engine, "commit", lambda connection: count("commit"))
published, Publisher.publish = Publisher.publish, publish
try:
    main()
finally:
    print(*writes, sep="; ")
"""


def test_kills_at_each_write_of_publishing_and_reporting(tmp_path):
    endings, archive = [], Archive(7, 12)
    with DemoServer("--articles", "12", *LIGHT) as site:
        crawls = DemoCrawls(site, tmp_path)
        for at in range(1, 40):
            process = crawls.start(program=(sys.executable, "-c", DEADLY, str(at), str(crawls.data), "publishing"))
            output, messages = process.communicate(timeout=60)
            assert "Traceback" not in messages
            endings.append(process.returncode)
            if process.returncode == 0:
                break
            site.control("add", count=1)
            archive.add(1)
    print(f"{len(endings)} runs, each but the last killed before the next of these writes: {output}")  # noqa: T201
    assert endings == [-signal.SIGKILL] * (len(endings) - 1) + [0]
    assert ".jsonl.part" in output
    assert_everything_is_published_once(crawls, archive)


def test_kills_at_each_write_of_a_beginning(tmp_path):
    with DemoServer("--articles", "12", *LIGHT) as site:
        crawls = DemoCrawls(site, tmp_path)
        for at in range(1, 13):
            process = crawls.start(program=(sys.executable, "-c", DEADLY, str(at), str(crawls.data), "start"))
            _, messages = process.communicate(timeout=60)
            assert process.returncode == -signal.SIGKILL, messages
        crawls.run()
    assert_everything_is_published_once(crawls, Archive(7, 12))


def assert_everything_is_published_once(crawls, archive):
    published = published_numbers(crawls.items())
    assert set(published.values()) == {1}
    assert texts(archive, published) == wanted_texts(archive)
    assert not list(crawls.data.rglob("*.part"))
