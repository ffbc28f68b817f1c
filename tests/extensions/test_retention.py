"""A run clears away what is old of its outlet, and nothing else."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from command_line import crawl_stub
from scripted_site import news_site, serving

from newsbot.health.judging import EARLIER_RUNS
from newsbot.store.database import open_store

pytestmark = pytest.mark.crawl

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=100)


@pytest.fixture
def data(tmp_path):
    """A store with more runs than are always kept, the first two older than that; each of the outlet's has its files."""
    folder = tmp_path / "data"
    with open_store(f"sqlite:///{folder}/newsbot.db") as store:
        for number in range(1, EARLIER_RUNS + 4):
            at = OLD if number <= 3 else NOW - timedelta(days=50)
            store.runs.start("stub", at=at, pid=1, host="h")
            if number != 3:
                store.runs.end(number, "finished", {}, at)
    reports = folder / "reports" / "stub"
    reports.mkdir(parents=True)
    for number in (1, 2, 3, 4, 9000):
        for name in (f"{number}.json", f"{number}.skipped.jsonl"):
            write(reports / name, OLD)
    write(reports / "9001.json", NOW)
    write(reports / "notes.json", OLD)
    write(folder / "feeds" / "stub" / "1.jsonl", OLD)
    return folder


def write(path, at):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}", encoding="utf-8")
    os.utime(path, (at.timestamp(), at.timestamp()))


def crawl(tmp_path, **variables):
    with serving(news_site(2)) as site:
        ended = crawl_stub(site.url, tmp_path, "-s", "DOWNLOAD_DELAY=0", **variables)
    assert ended.returncode == 0, ended.stderr
    with open_store(f"sqlite:///{tmp_path}/data/newsbot.db") as store:
        runs = [run.id for run in store.runs.recent("stub", 1000)]
    reports = {path.name for path in (tmp_path / "data/reports/stub").iterdir()}
    return runs, reports


def test_old_runs_and_their_reports_go_and_all_else_stays(data, tmp_path):
    runs, reports = crawl(tmp_path)
    own = max(runs)
    assert sorted(runs) == list(range(3, own + 1)), "the third has no end"
    assert reports == {
        *("3.json", "3.skipped.jsonl", "4.json", "4.skipped.jsonl"),
        *("9001.json", "notes.json", f"{own}.json", f"{own}.skipped.jsonl"),
    }
    assert (data / "feeds/stub/1.jsonl").exists()


def test_it_can_be_switched_off(data, tmp_path):
    before = {path.name for path in (data / "reports/stub").iterdir()}
    runs, reports = crawl(tmp_path, NEWSBOT_RETENTION_RUN_DAYS="0")
    assert min(runs) == 1
    assert reports > before
