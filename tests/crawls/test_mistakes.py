"""What goes wrong around a crawl: one clear line that names it, an exit code of its own, and nothing half-written.

Mistakes in the words of a command are in tests/commands/test_errors.py; here are the disk, the store and the site.
"""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from command_line import STUB_OUTLET, crawl_stub, newsbot
from scripted_site import Answer, news_site, serving

from newsbot.store.database import open_store

pytestmark = pytest.mark.crawl

FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_TIMES=0")


def crawl(site, folder, *arguments, **variables):
    run = crawl_stub(site.url, folder, *FAST, *arguments, **variables)
    assert "Traceback" not in run.stderr, run.stderr
    return run


def complaints(run):
    """The lines that a person has to read: neither the log's small talk nor the summary."""
    return [line for line in run.stderr.splitlines() if line.startswith("newsbot: ")]


def published(folder):
    feeds = sorted((folder / "data/feeds/stub").glob("*.jsonl"))
    return [json.loads(line)["url"] for feed in feeds for line in feed.read_text(encoding="utf-8").splitlines()]


def report(folder, run):
    return json.loads((folder / f"data/reports/stub/{run}.json").read_text(encoding="utf-8"))


def assert_goes_on(site, folder, articles):
    """With the obstacle away the next run gets what is missing, and each article is published once."""
    run = crawl(site, folder)
    assert run.returncode == 0, run.stderr
    assert len(published(folder)) == len(set(published(folder))) == articles
    assert not list((folder / "data").rglob("*.part"))


# What a person writes


@pytest.mark.parametrize(
    ("arguments", "variables", "code", "words"),
    [
        (["-a", "url=not an address"], {}, 7, ["url", "not an address"]),
        (["-a", "url=ftp://example.org/"], {}, 7, ["url", "ftp://example.org/"]),
        (["-a", "url=http://[::1"], {}, 7, ["url", "http://[::1"]),
        (["-a", "max_pages=-3"], {}, 7, ["max_pages", "'-3'"]),
        (["-a", "depth=١"], {}, 7, ["depth"]),
        (["-s", "NEWSBOT_DUPLICATES_LEFT_OUT=some"], {}, 7, ["NEWSBOT_DUPLICATES_LEFT_OUT", "some", "near"]),
        (["-s", "CONCURRENT_REQUESTS_PER_DOMAIN=0"], {}, 7, ["CONCURRENT_REQUESTS_PER_DOMAIN", "1 or more"]),
        (["-s", "ROBOTSTXT_OBEY=perhaps"], {}, 7, ["ROBOTSTXT_OBEY", "perhaps"]),
        (["-s", "NEWSBOT_STORE_URL=sqlite://"], {}, 7, ["NEWSBOT_STORE_URL"]),
        (["-s", "DOWNLOAD_DELAY"], {}, 2, ["-s"]),
        ([], {"NEWSBOT_DATA_DIR": ""}, 7, ["NEWSBOT_DATA_DIR"]),
        ([], {"NEWSBOT_FRONTIER_FLUSH_SECONDS": "nan"}, 7, ["NEWSBOT_FRONTIER_FLUSH_SECONDS", "nan"]),
        ([], {"NEWSBOT_LOOPBACK_ALLOWED": "maybe"}, 7, ["NEWSBOT_LOOPBACK_ALLOWED", "maybe"]),
        ([], {"NEWSBOT_MAX_PAGE": "3"}, 7, ["NEWSBOT_MAX_PAGE", "NEWSBOT_MAX_PAGES"]),
        (["-O", "out.xyz"], {}, 2, ["xyz"]),
        (["-O", ".:jsonl"], {}, 8, ["folder"]),
    ],
)
def test_a_wrong_word_is_named(tmp_path, arguments, variables, code, words):
    run = newsbot(
        "crawl",
        "demo",
        *(["-a", "url=http://127.0.0.1:1/"] if "-a" not in arguments else []),
        *arguments,
        cwd=tmp_path,
        **variables,
    )
    assert run.returncode == code, run.stderr
    assert "Traceback" not in run.stderr, run.stderr
    last = run.stderr.splitlines()[-1]
    assert all(word in last for word in words), run.stderr
    assert code == 2 or run.stderr.count("\n") == 1, run.stderr
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# The disk


def test_a_data_folder_below_a_file(tmp_path):
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    with serving(news_site(1)) as site:
        run = crawl(site, tmp_path, NEWSBOT_DATA_DIR="mine/data")
    assert run.returncode == 8, run.stderr
    assert len(complaints(run)) == 1
    assert "mine/data" in complaints(run)[0]
    assert site.asked == []


@pytest.mark.parametrize("name", ["feeds", "feeds/stub", "reports", "reports/stub", "locks"])
def test_a_file_where_a_folder_of_ours_should_be(tmp_path, name):
    obstacle = tmp_path / "data" / name
    obstacle.parent.mkdir(parents=True)
    obstacle.write_text("mine", encoding="utf-8")
    with serving(news_site(3)) as site:
        run = crawl(site, tmp_path)
        assert run.returncode == 8, run.stderr
        assert name.split("/")[0] in complaints(run)[0]
        assert obstacle.read_text(encoding="utf-8") == "mine"
        obstacle.unlink()
        assert_goes_on(site, tmp_path, 3)


LIMITS = {
    "the database": "from newsbot.store import connections\nconnections._PRAGMAS += ('PRAGMA max_page_count=60',)\n",
    # Lifted at the end, when a measured process writes its coverage.
    "every file": "import atexit, resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (180_000, -1))\n"
    "atexit.register(resource.setrlimit, resource.RLIMIT_FSIZE, (-1, -1))\n",
    "the feed": "import os\ndef full(handle):\n    raise OSError(28, 'No space left on device')\nos.fsync = full\n",
}


@pytest.mark.parametrize("limit", LIMITS)
def test_a_full_disk(tmp_path, limit, monkeypatch):
    with serving(news_site(60)) as site:
        monkeypatch.setattr("command_line.STUB_OUTLET", LIMITS[limit] + STUB_OUTLET)
        run = crawl(site, tmp_path)
        assert run.returncode == 8, run.stderr
        assert len(complaints(run)) == 1, run.stderr
        assert "data/" in complaints(run)[0]
        assert not list((tmp_path / "data/feeds").rglob("*.jsonl"))
        monkeypatch.setattr("command_line.STUB_OUTLET", STUB_OUTLET)
        assert_goes_on(site, tmp_path, 60)


def test_an_output_file_on_a_full_disk_does_not_cost_the_feed(tmp_path):
    with serving(news_site(3)) as site:
        run = crawl(site, tmp_path, "-O", "/dev/full:jsonl")
    assert run.returncode == 8, run.stderr
    assert "/dev/full" in run.stderr
    assert len(published(tmp_path)) == 3


# The store


def test_a_store_of_a_newer_version_is_left_alone(tmp_path):
    with serving(news_site(1)) as site:
        crawl(site, tmp_path)
        site.asked.clear()
        with sqlite3.connect(tmp_path / "data/newsbot.db") as connection:
            connection.execute("UPDATE newsbot_schema SET version = 99")
        connection.close()
        before = (tmp_path / "data/newsbot.db").read_bytes()
        run = crawl(site, tmp_path)
    assert run.returncode == 8
    assert "newsbot.db: a newer newsbot wrote it (schema 99" in complaints(run)[0]
    assert "upgrade newsbot" in complaints(run)[0]
    assert (tmp_path / "data/newsbot.db").read_bytes() == before
    assert site.asked == []
    for command in (["status"], ["show", "x"]):
        told = newsbot(*command, cwd=tmp_path)
        assert (told.returncode, told.stderr.count("\n")) == (8, 1), told.stderr


def test_an_outlet_that_another_run_holds(tmp_path):
    (tmp_path / "mine.jsonl").write_text("mine\n", encoding="utf-8")
    with serving(news_site(2)) as site:
        with open_store(f"sqlite:///{tmp_path}/data/newsbot.db") as store, store.outlet_lock("stub"):
            run = crawl(site, tmp_path, "-O", "mine.jsonl")
        assert run.returncode == 9, run.stderr
        assert "outlet 'stub' is being crawled by process" in complaints(run)[0]
        assert site.asked == []
        assert (tmp_path / "mine.jsonl").read_text(encoding="utf-8") == "mine\n"
        assert not (tmp_path / "data/reports").exists()
        assert_goes_on(site, tmp_path, 2)


def test_three_first_runs_at_once(tmp_path):
    with serving(news_site(30)) as site, ThreadPoolExecutor() as threads:
        runs = list(threads.map(lambda _: crawl(site, tmp_path, "-s", "DOWNLOAD_DELAY=0.05"), range(3)))
    assert sorted(run.returncode for run in runs) == [0, 9, 9]
    for run in runs:
        assert run.returncode == 0 or "is being crawled by process" in complaints(run)[0]
    assert len(published(tmp_path)) == len(set(published(tmp_path))) == 30
    assert len(site.paths()) == 32


# The site


@pytest.mark.parametrize(
    ("answer", "code", "trouble"),
    [
        (Answer("not here", 404), 5, "not_found"),
        (Answer("gone", 410), 5, "not_found"),
        (Answer("no", 403), 5, "forbidden"),
        (Answer("pay", 451), 5, "forbidden"),
        (Answer("slowly", 429, {"Retry-After": "1"}), 5, "too_many_requests"),
        (Answer("broken", 500), 5, "server"),
        (Answer("", 200), 6, "no_articles"),
        (Answer("<html><body><p>نعود قريبًا</p></body></html>"), 6, "no_articles"),
        (Answer(b"%PDF" + bytes(range(32)), 200, {"Content-Type": "application/pdf"}), 6, "no_articles"),
    ],
)
def test_a_start_page_that_leads_nowhere(tmp_path, answer, code, trouble):
    with serving({"/": [answer], "/robots.txt": [Answer("User-agent: *\nAllow: /\n")]}) as site:
        run = crawl(site, tmp_path)
    assert run.returncode == code, run.stderr
    assert f"the site looks dead: {trouble.replace('_', ' ')}" in run.stderr
    assert report(tmp_path, 1)["trouble"] == trouble
    assert report(tmp_path, 1)["exit_code"] == code
    assert not (tmp_path / "data/feeds").exists()


def test_a_site_that_forbids_robots(tmp_path):
    script = news_site(2) | {"/robots.txt": [Answer("User-agent: *\nDisallow: /\n")]}
    with serving(script) as site:
        run = crawl(site, tmp_path)
        assert run.returncode == 5, run.stderr
        assert "robots" in run.stderr
        assert site.paths() == ["/robots.txt"]
        script["/robots.txt"] = [Answer("User-agent: *\nAllow: /\n")]
        assert_goes_on(site, tmp_path, 2)


def test_a_site_that_is_back_after_it_was_down(tmp_path):
    script = news_site(2) | {"/": [Answer("broken", 500)]}
    front = news_site(2)["/"]
    with serving(script) as site:
        assert crawl(site, tmp_path).returncode == 5
        script["/"] = front
        assert_goes_on(site, tmp_path, 2)


def test_this_machine_is_private_unless_a_setting_says_otherwise(tmp_path):
    with serving(news_site(1)) as site:
        run = crawl(site, tmp_path, "-s", "NEWSBOT_LOOPBACK_ALLOWED=false")
    assert run.returncode == 5, run.stderr
    assert "the site looks dead: private address" in run.stderr
    assert site.asked == []
