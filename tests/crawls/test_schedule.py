"""``newsbot schedule`` as a process: it crawls what is due, survives kills, stops when told to, and reloads its plan."""

import fcntl
import json
import os
import re
import signal
import socket
import sqlite3
import time
import urllib.request
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from scheduled import Schedules
from scripted_site import Answer, news_site, serving

from newsbot.demo.server import DemoServer

pytestmark = pytest.mark.crawl

BROKEN = """[outlets.marfa]
spider = "demo"
interval = 5
"""


@pytest.fixture(scope="module")
def sites():
    """Three outlets' sites."""
    light = ("--articles", "12", "--page-bytes", "6000", "--slow", "0")
    with (
        DemoServer(*light, "--seed", "1") as one,
        DemoServer(*light, "--seed", "2") as two,
        DemoServer(*light, "--seed", "3") as three,
    ):
        yield {"marfa": one.url, "sabah": two.url, "zawraa": three.url}


@pytest.fixture
def schedules(tmp_path):
    return Schedules(tmp_path)


def every(sites, interval, **more):
    return {name: {"url": url, "interval": interval, **more} for name, url in sites.items()}


def test_three_outlets_on_an_interval(sites, schedules):
    schedules.plan(every(sites, "2s"))
    with schedules.start() as running:
        running.wait_for(lambda: all(len(running.ended(name)) >= 3 for name in sites))
        assert running.stop() == 0
    assert {reason for _, reason in running.ended()} == {"finished"}
    assert "Traceback" not in running.text
    items = schedules.items()
    assert len({item["id"] for item in items}) == len(items) >= 30
    assert {item["outlet"] for item in items} == set(sites)
    with schedules.store() as store:
        for name, duty in store.duties.all().items():
            assert (duty.reason, duty.failures, duty.is_open) == ("finished", 0, False)
            assert duty.run_id == store.runs.latest(name).id
            assert duty.due_at > duty.started_at
        assert not any(store.is_running(name) for name in sites)


def test_once_runs_what_is_due_and_only_that(sites, schedules):
    schedules.plan(every(sites, "1h"))
    first = schedules.once()
    assert first.returncode == 0, first.stderr
    again = schedules.once()
    assert again.returncode == 0, again.stderr
    assert "finished" not in again.stderr
    with schedules.store() as store:
        assert len(store.runs.recent("marfa")) == 1
        due = {duty.due_at for duty in store.duties.all().values()}
        assert len(due) == 3
        assert all(timedelta() < moment - datetime.now(UTC) < timedelta(hours=1.5) for moment in due)


def test_a_killed_schedule_loses_nothing_and_carries_on(sites, schedules):
    schedules.plan(every(sites, "2s", settings={"DOWNLOAD_DELAY": 0.05}))
    killed, told = 0, []
    for _ in range(4):
        with schedules.start() as running:
            running.wait_for(lambda running=running: bool(list((schedules.data / "reports").rglob("*.json"))))
            time.sleep(0.4 + 0.3 * killed)
            running.send(signal.SIGKILL)
            running.wait()
            killed += 1
        told += running.lines
    with schedules.start() as running:
        running.wait_for(lambda: all(len(running.ended(name)) >= 2 for name in sites))
        assert running.stop() == 0
    items = schedules.items()
    assert len({item["id"] for item in items}) == len(items) >= 30
    assert "was killed with" in "\n".join([*told, *running.lines]), "no kill came while a crawl ran"


def test_sigterm_ends_crawls_politely_within_the_grace_time(sites, schedules):
    schedules.plan(every(sites, "1h", settings={"DOWNLOAD_DELAY": 0.15, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}))
    with schedules.start() as running:
        running.wait_for(lambda: len(list((schedules.data / "reports").rglob("*.json"))) == 3)
        time.sleep(5)
        began = time.monotonic()
        assert running.stop() == 0
    assert time.monotonic() - began < 10
    assert {reason for _, reason in running.ended()} == {"shutdown"}
    with schedules.store() as store:
        for duty in store.duties.all().values():
            assert (duty.reason, duty.failures) == ("shutdown", 0)
            assert duty.due_at <= datetime.now(UTC), "what was cut short goes on with the next start"
    assert schedules.items(), "what was read is published"


def test_a_second_signal_ends_at_once(schedules):
    with serving({"/": [Answer("<html>", seconds=30)]}) as site:
        schedules.plan({"marfa": {"url": site.url, "interval": "1h"}}, settings={"ROBOTSTXT_OBEY": False})
        with schedules.start() as running:
            running.wait_for(lambda: site.asked)
            running.send(signal.SIGINT)
            running.wait_for(lambda: "told to stop" in running.text)
            began = time.monotonic()
            assert running.stop(signal.SIGINT) == 3
    assert time.monotonic() - began < 3


def test_a_crawl_that_does_not_end_is_given_up_after_the_grace_time(schedules):
    with serving({"/": [Answer("<html>", seconds=60)]}) as site:
        schedules.plan(
            {
                "marfa": {
                    "url": site.url,
                    "interval": "1h",
                    "settings": {"ROBOTSTXT_OBEY": False, "DOWNLOAD_TIMEOUT": 60},
                }
            },
            schedule={"grace_seconds": 1},
        )
        with schedules.start() as running:
            running.wait_for(lambda: site.asked)
            began = time.monotonic()
            assert running.stop() == 0
    assert time.monotonic() - began < 6
    with schedules.store() as store:
        duty = store.duties.get("marfa")
        assert (duty.reason, duty.failures, duty.is_open) == ("shutdown", 0, False)


def test_a_changed_plan_is_read_again_and_a_broken_one_changes_nothing(sites, schedules):
    schedules.plan({"marfa": {"url": sites["marfa"], "interval": "2s"}})
    with schedules.start() as running:
        running.wait_for(lambda: running.ended("marfa"))
        (schedules.folder / "newsbot.toml").write_text(BROKEN, encoding="utf-8")
        running.wait_for(lambda: "the plan stays as it was" in running.text)
        count = len(running.ended("marfa"))
        running.wait_for(lambda: len(running.ended("marfa")) > count)
        schedules.plan({"sabah": {"url": sites["sabah"], "interval": "1h"}})
        running.send(signal.SIGHUP)
        running.wait_for(lambda: running.ended("sabah"))
        assert running.stop() == 0
    assert running.text.count("the plan stays as it was") == 1
    assert "newsbot.toml, line 3: outlets.marfa.interval is 5; accepted: text in quotation marks" in running.text


def test_an_outlet_that_another_process_crawls_is_tried_again(sites, schedules):
    schedules.plan(every({"marfa": sites["marfa"]}, "2s"))
    locks = schedules.data / "locks"
    locks.mkdir(parents=True)
    handle = os.open(locks / "marfa.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    os.write(handle, b"4711")
    with schedules.start() as running:
        running.wait_for(lambda: "being crawled by process 4711" in running.text)
        assert not running.ended()
        os.close(handle)
        running.wait_for(lambda: running.ended("marfa"))
        assert running.stop() == 0
    assert "Traceback" not in running.text


def test_two_processes_share_the_work_and_never_do_it_twice(sites, schedules):
    schedules.plan(every(sites, "3s"))
    with schedules.start() as one, schedules.start() as other:
        one.wait_for(lambda: len(one.ended()) + len(other.ended()) >= 12)
        assert (one.stop(), other.stop()) == (0, 0)
    assert "Traceback" not in one.text + other.text
    with schedules.store() as store:
        for name in sites:
            runs = sorted((run.started_at, run.ended_at) for run in store.runs.recent(name, 100))
            assert all(run[1] for run in runs)
            assert all(first[1] <= second[0] for first, second in pairwise(runs)), "no overlap"
            gaps = [second[0] - first[0] for first, second in pairwise(runs[1:])]
            assert all(gap > timedelta(seconds=1.4) for gap in gaps), gaps


def test_a_crawl_that_hangs_is_ended_reported_and_left_alone_for_a_while(schedules):
    with serving(news_site(3) | {"/article/2": [Answer("<html>", seconds=8)]}) as site:
        schedules.plan(
            {"marfa": {"url": site.url, "interval": "10m", "settings": {"DOWNLOAD_TIMEOUT": 60}}},
            schedule={"hung_after": "2s", "grace_seconds": 30},
        )
        with schedules.start() as running:
            running.wait_for(lambda: running.ended("marfa"))
            assert running.ended("marfa") == [("marfa", "hung")]
            assert running.stop() == 0
    assert "marfa hangs: nothing has happened for" in running.text
    with schedules.store() as store:
        duty = store.duties.get("marfa")
        assert (duty.reason, duty.failures) == ("hung", 1)
        assert duty.due_at > duty.ended_at + timedelta(seconds=50)
        assert "hung" in {finding.rule for finding in store.findings.open_findings("marfa")}


def test_a_crawl_that_hangs_and_does_not_end_makes_the_process_begin_anew(sites, schedules):
    with serving({"/": [Answer("<html>", seconds=120)]}) as site:
        schedules.plan(
            {
                "stuck": {
                    "url": site.url,
                    "interval": "10m",
                    "settings": {"DOWNLOAD_TIMEOUT": 600, "ROBOTSTXT_OBEY": False},
                },
                "marfa": {"url": sites["marfa"], "interval": "2s"},
            },
            schedule={"hung_after": "1s", "grace_seconds": 1},
        )
        with schedules.start() as running:
            pid = running.process.pid
            running.wait_for(lambda: "the process begins anew" in running.text)
            count = len(running.ended("marfa"))
            running.wait_for(lambda: len(running.ended("marfa")) >= count + 2)
            assert running.process.pid == pid
            assert running.stop() == 0
    with schedules.store() as store:
        duty = store.duties.get("stuck")
        assert (duty.reason, duty.failures, duty.is_open) == ("hung", 1, False)


def test_a_time_limit_ends_a_run_which_then_goes_on(sites, schedules):
    slow = {"DOWNLOAD_DELAY": 0.3, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
    schedules.plan(
        {"marfa": {"url": sites["marfa"], "interval": "3s", "settings": slow}}, schedule={"time_limit": "2s"}
    )
    with schedules.start() as running:
        running.wait_for(lambda: len(running.ended("marfa")) >= 2)
        assert running.stop() == 0
    assert running.ended("marfa")[0] == ("marfa", "closespider_timeout")
    with schedules.store() as store:
        assert store.duties.get("marfa").failures == 0


def test_the_process_begins_anew_after_so_many_runs(sites, schedules):
    schedules.plan(every(sites, "1s"), schedule={"recycle_after": 4})
    with schedules.start() as running:
        pid = running.process.pid
        running.wait_for(lambda: running.text.count("begins anew: 4 runs are done") >= 2)
        before = running.ended()
        assert running.process.pid == pid
        assert running.stop() == 0
    assert {reason for _, reason in before} == {"finished"}


def test_the_process_begins_anew_when_it_holds_too_much_memory(sites, schedules):
    schedules.plan(every(sites, "1h"), schedule={"memory_limit_mib": 20})
    with schedules.start() as running:
        running.wait_for(lambda: re.search(r"it holds \d+ MiB", running.text), seconds=60)
        assert running.stop() == 0


def test_a_site_that_is_down_is_asked_less_and_less_and_others_are_not_held_up(sites, schedules):
    schedules.plan(
        {"gone": {"url": "http://127.0.0.1:9/", "interval": "2s"}, "marfa": {"url": sites["marfa"], "interval": "2s"}}
    )
    with schedules.start() as running:
        running.wait_for(lambda: len(running.ended("gone")) >= 3, seconds=60)
        assert running.stop() == 0
    with schedules.store() as store:
        duty = store.duties.get("gone")
        assert duty.failures >= 3
        assert duty.due_at - duty.ended_at >= timedelta(seconds=7)


def test_a_clock_that_was_set_back_stalls_nothing(sites, schedules):
    schedules.plan(every(sites, "1h"))
    assert schedules.once().returncode == 0
    ahead = (datetime.now(UTC) + timedelta(hours=3)).isoformat(timespec="microseconds")
    with closing(sqlite3.connect(schedules.data / "newsbot.db")) as connection, connection:
        connection.execute("UPDATE duties SET started_at = ?, ended_at = ?, due_at = ?", (ahead, ahead, ahead))
    with schedules.start() as running:
        running.wait_for(lambda: running.text.count("the clock was set back") == 3)
        assert running.stop() == 0
    with schedules.store() as store:
        for duty in store.duties.all().values():
            assert timedelta() < duty.due_at - datetime.now(UTC) < timedelta(hours=1.5)


def test_a_store_that_refuses_is_waited_for(sites, schedules):
    schedules.plan(every(sites, "1s"), settings={"NEWSBOT_STORE_PATIENCE_SECONDS": 0.3})
    with schedules.start("-s", "NEWSBOT_STORE_PATIENCE_SECONDS=0.3") as running:
        running.wait_for(lambda: len(running.ended()) >= 3)
        with closing(sqlite3.connect(schedules.data / "newsbot.db", isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            running.wait_for(lambda: "the schedule waits" in running.text or "storage_failure" in running.text)
            time.sleep(2)
            connection.execute("ROLLBACK")
        count = len(running.ended())
        running.wait_for(lambda: len([one for one in running.ended()[count:] if one[1] == "finished"]) >= 3, seconds=40)
        assert running.stop() == 0
    assert "Traceback" not in running.text
    with schedules.store() as store:
        assert not any(duty.is_open for duty in store.duties.all().values())


def test_json_lines_tell_outlet_and_run(sites, schedules):
    schedules.plan(every(sites, "1h"))
    run = schedules.once("-s", "NEWSBOT_LOG_FORMAT=json")
    assert run.returncode == 0, run.stderr
    records = [json.loads(line) for line in run.stderr.splitlines()]
    ends = [record for record in records if "next due" in record["message"]]
    assert {record["message"].partition(":")[0] for record in ends} == set(sites)
    assert all(record["outlet"] == record["message"].partition(":")[0] and record["run"] for record in ends)


def test_metrics_of_all_outlets_are_served_by_the_one_process(sites, schedules):
    pytest.importorskip("prometheus_client")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    schedules.plan(every(sites, "1h"))
    with schedules.start("-s", f"NEWSBOT_METRICS_PORT={port}") as running:
        running.wait_for(lambda: len(running.ended()) == 3)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            text = answer.read().decode()
        assert running.stop() == 0
    assert all(f'outlet="{name}"' in text for name in sites)


def test_a_port_that_is_taken_and_an_address_that_is_none_start_nothing(sites, schedules):
    schedules.plan(every(sites, "1h"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = schedules.once("-s", f"NEWSBOT_METRICS_PORT={taken.getsockname()[1]}")
    assert (run.returncode, run.stderr.count("\n")) == (7, 1), run.stderr
    run = schedules.once("-s", "NEWSBOT_ALERT_URLS=nonsense://secret@somewhere")
    assert (run.returncode, run.stderr.count("\n")) == (7, 1), run.stderr
    assert "secret" not in run.stderr
    assert not (schedules.data / "reports").exists()


def test_once_gives_up_a_crawl_that_does_not_end_and_says_so(sites, schedules):
    with serving({"/": [Answer("<html>", seconds=120)]}) as site:
        never = {"DOWNLOAD_TIMEOUT": 600, "ROBOTSTXT_OBEY": False}
        schedules.plan(
            {"stuck": {"url": site.url, "settings": never}, "marfa": {"url": sites["marfa"]}},
            schedule={"hung_after": "2s", "grace_seconds": 1},
        )
        run = schedules.once()
    assert run.returncode == 1, run.stderr
    assert "stuck: hung" in run.stderr
    assert "marfa: finished" in run.stderr
    with schedules.store() as store:
        assert store.duties.get("stuck").failures == 1
        assert not store.is_running("stuck")


def test_once_ends_with_the_stores_code_where_the_store_refuses(sites, schedules):
    schedules.plan(every(sites, "1h"))
    assert schedules.once().returncode == 0
    with closing(sqlite3.connect(schedules.data / "newsbot.db", isolation_level=None)) as connection:
        connection.execute("UPDATE duties SET due_at = started_at")
        connection.execute("BEGIN IMMEDIATE")
        run = schedules.once("-s", "NEWSBOT_STORE_PATIENCE_SECONDS=0.3")
    assert run.returncode == 8, run.stderr
    assert "Traceback" not in run.stderr
