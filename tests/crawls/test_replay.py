"""``newsbot crawl anapress`` through the replay proxy: nine of nine articles, published; skipped without ../shared."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import newsbot

REPLAY = Path(__file__).parents[3] / "shared/replay"
pytestmark = [pytest.mark.crawl, pytest.mark.skipif(not REPLAY.is_dir(), reason="../shared is not here: no replay")]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module", params=["anapress-modern", "anapress-table"])
def crawl(request, tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("replay"), free_port()
    command = [sys.executable, str(REPLAY / "replay.py"), str(REPLAY / request.param), "--port", str(port)]
    with subprocess.Popen(command) as proxy:
        try:
            wait_for(port)
            yield newsbot(
                "crawl", "anapress", "-s", "DOWNLOAD_DELAY=0", "-O", "whole.jsonl", cwd=folder,
                http_proxy=f"http://127.0.0.1:{port}",
            ), folder  # fmt: skip
        finally:
            proxy.terminate()


def wait_for(port):
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the replay proxy does not listen")


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_nine_of_nine_articles_are_published_once(crawl):
    run, folder = crawl
    assert run.returncode == 0, run.stderr
    (feed,) = (folder / "data/feeds/anapress").iterdir()
    expected = json.loads((REPLAY / "expected.json").read_text(encoding="utf-8"))
    assert sorted(item["url"] for item in lines(feed)) == sorted(truth["url"] for truth in expected)
    assert len({item["id"] for item in lines(feed)}) == len(expected)


def test_scrapys_own_feed_holds_the_same(crawl):
    _, folder = crawl
    (feed,) = (folder / "data/feeds/anapress").iterdir()
    assert {item["id"]: item for item in lines(folder / "whole.jsonl")} == {item["id"]: item for item in lines(feed)}


def test_no_date_is_guessed_from_a_time_of_day(crawl):
    _, folder = crawl
    (feed,) = (folder / "data/feeds/anapress").iterdir()
    assert {item["date_published"] for item in lines(feed)} == {None}
    assert all(item["date_published_raw"] for item in lines(feed))
