"""The crawl command as a whole: what it prints, writes and answers."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
from command_line import COMMAND, STUB_OUTLET, crawl_stub, environment, newsbot
from scripted_site import Answer, news_site, serving

from newsbot.feeds.jsonl import FIELDS

pytestmark = pytest.mark.crawl

CHECKOUT = Path(__file__).parents[2]
FAST = ("-s", "DOWNLOAD_DELAY=0")


def feeds(folder):
    return sorted((folder / "data/feeds/stub").glob("*"))


def started(site, folder, *arguments):
    (folder / "stub_outlets.py").write_text(STUB_OUTLET.format(url=site.url, domain="127.0.0.1"), encoding="utf-8")
    settings = ("-s", "SPIDER_MODULES=stub_outlets", "-s", "NEWSBOT_LOOPBACK_ALLOWED=true")
    return subprocess.Popen(
        [*COMMAND, "crawl", "stub", *settings, *arguments],
        cwd=folder,
        env=environment(PYTHONPATH=str(folder)),
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def wait_for(condition, seconds=20):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it did not happen"
        time.sleep(0.02)


def test_a_run_ends_with_a_feed_a_report_and_a_summary(tmp_path):
    with serving(news_site(5)) as site:
        run = crawl_stub(site.url, tmp_path, *FAST)
    assert run.returncode == 0, run.stderr
    (feed,) = feeds(tmp_path)
    items = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    assert len(items) == 5
    assert all(tuple(item) == FIELDS for item in items)
    assert "5 new, 0 changed, 0 unchanged, 0 duplicate" in run.stderr
    assert f"data/feeds/stub/{feed.name} (5 lines)" in run.stderr
    assert run.stdout == ""
    assert "\x1b" not in run.stderr, "no control codes where nobody looks at a terminal"
    report = json.loads((tmp_path / "data/reports/stub/1.json").read_text(encoding="utf-8"))
    assert (report["state"], report["exit_code"], report["trouble"]) == ("finished", 0, None)
    assert report["articles"]["new"] == report["fields"]["headline"] == 5
    assert report["feed"]["lines"] == 5
    assert not list((tmp_path / "data/reports/stub").glob("*.part"))


def test_a_second_run_has_nothing_new_and_publishes_nothing(tmp_path):
    with serving(news_site(3)) as site:
        crawl_stub(site.url, tmp_path, *FAST)
        again = crawl_stub(site.url, tmp_path, *FAST)
    assert again.returncode == 0, again.stderr
    assert "nothing new" in again.stderr
    assert len(feeds(tmp_path)) == 1


def test_scrapys_own_output_file_keeps_working(tmp_path):
    with serving(news_site(3)) as site:
        run = crawl_stub(site.url, tmp_path, *FAST, "-O", "out/mine.jsonl")
    assert run.returncode == 0, run.stderr
    text = (tmp_path / "out/mine.jsonl").read_text(encoding="utf-8")
    assert len(text.splitlines()) == 3
    assert "عنوان الخبر" in text


def test_a_page_limit_ends_the_run_with_its_code_and_the_next_run_goes_on(tmp_path):
    with serving(news_site(20)) as site:
        run = crawl_stub(site.url, tmp_path, *FAST, "-a", "max_pages=4")
        assert run.returncode == 4, run.stderr
        assert 4 <= len(site.times()) <= 6
        assert "stopped at a limit" in run.stderr
        assert crawl_stub(site.url, tmp_path, *FAST).returncode == 0
    assert sum(len(feed.read_text(encoding="utf-8").splitlines()) for feed in feeds(tmp_path)) == 20


def test_a_depth_limit_cuts_what_is_further_and_says_so(tmp_path):
    script = news_site(2)
    script["/"] = [Answer('<h2>المزيد</h2><ul><li><a href="/article/1">عنوان الخبر رقم واحد اليوم</a></li></ul>')]
    with serving(script) as site:
        run = crawl_stub(site.url, tmp_path, *FAST, "-a", "depth=1")
    assert run.returncode == 0, run.stderr
    assert "/article/2" not in site.paths()
    skipped = (tmp_path / "data/reports/stub/1.skipped.jsonl").read_text(encoding="utf-8").splitlines()
    assert {"url": f"{site.url}article/2", "reason": "depth"}.items() <= json.loads(skipped[0]).items()


def test_two_runs_of_one_outlet_at_once(tmp_path):
    with serving(news_site(30)) as site:
        first = started(site, tmp_path, "-s", "DOWNLOAD_DELAY=0.2")
        wait_for(lambda: len(site.asked) > 3)
        second = crawl_stub(site.url, tmp_path, *FAST)
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=30)
    assert second.returncode == 9, second.stderr
    assert "stub" in second.stderr.splitlines()[-1]
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_says_so_and_keeps_what_it_has(tmp_path, number):
    with serving(news_site(40)) as site:
        run = started(site, tmp_path, "-s", "DOWNLOAD_DELAY=0.1")
        wait_for(lambda: len(site.asked) > 6)
        run.send_signal(number)
        _, messages = run.communicate(timeout=30)
    assert run.returncode == 3, messages
    assert "interrupted" in messages
    (feed,) = feeds(tmp_path)
    assert len(feed.read_text(encoding="utf-8").splitlines()) >= 3


def test_a_run_interrupted_twice_ends_at_once(tmp_path):
    with serving(news_site(9) | {"/article/3": [Answer("", seconds=60)]}) as site:
        run = started(site, tmp_path, "-s", "DOWNLOAD_DELAY=0.1")
        wait_for(lambda: "/article/3" in site.paths())
        run.send_signal(signal.SIGINT)
        time.sleep(0.5)
        run.send_signal(signal.SIGINT)
        _, messages = run.communicate(timeout=20)
    assert run.returncode == 3, messages
    assert "Traceback" not in messages


def test_a_killed_run_leaves_a_report_that_says_running(tmp_path):
    with serving(news_site(20)) as site:
        run = started(site, tmp_path, "-s", "DOWNLOAD_DELAY=0.2")
        wait_for(lambda: len(site.asked) > 3)
        run.kill()
        run.communicate(timeout=20)
    report = json.loads((tmp_path / "data/reports/stub/1.json").read_text(encoding="utf-8"))
    assert (report["state"], report["exit_code"]) == ("running", None)
    status = newsbot("status", "--json", cwd=tmp_path)
    assert json.loads(status.stdout)["state"] == "unfinished"


def test_the_project_wins_over_another_project_around_it(tmp_path):
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = theirs.settings\n", encoding="utf-8")
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/__init__.py").touch()
    (tmp_path / "theirs/settings.py").write_text("BOT_NAME = 'theirs'\nSPIDER_MODULES = []\n", encoding="utf-8")
    run = newsbot("list", cwd=tmp_path, SCRAPY_SETTINGS_MODULE="theirs.settings")
    assert run.returncode == 0, run.stderr
    assert {"anapress", "demo"} <= set(run.stdout.split())
    assert newsbot("settings", "--get", "BOT_NAME", cwd=tmp_path).stdout == "newsbot\n"


def test_scrapy_inside_the_checkout_does_the_same(tmp_path):
    def scrapy(*settings):
        return subprocess.run(
            [COMMAND[0], "-m", "scrapy", "crawl", "stub", "-s", "SPIDER_MODULES=stub_outlets", *settings],
            env=environment(PYTHONPATH=str(tmp_path), NEWSBOT_DATA_DIR=str(tmp_path / "data")),
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    with serving(news_site(2)) as site:
        (tmp_path / "stub_outlets.py").write_text(
            STUB_OUTLET.format(url=site.url, domain="127.0.0.1"), encoding="utf-8"
        )
        run = scrapy("-s", "NEWSBOT_LOOPBACK_ALLOWED=1")
    bad = scrapy("-s", "NEWSBOT_CONTACT=me")
    assert run.returncode == 0, run.stderr
    assert len(feeds(tmp_path)) == 1
    assert (bad.returncode, bad.stderr.count("\n")) == (7, 1), bad.stderr


@pytest.mark.parametrize("arguments", [[], ["-h"], ["--help"]])
def test_help_lists_our_commands_first(tmp_path, arguments):
    run = newsbot(*arguments, cwd=tmp_path)
    assert run.returncode == 0
    assert run.stdout.index("crawl ") < run.stdout.index("status ") < run.stdout.index("shell ")
    assert newsbot("crawl", "-h", cwd=tmp_path).stdout.count("newsbot crawl") == 1
    assert newsbot("--version", cwd=tmp_path).stdout.startswith("newsbot 0.")
