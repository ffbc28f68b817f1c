"""``newsbot status`` as a process: once, as JSON, and watched on a terminal of its own."""

import json
import os
import pty
import select
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
from command_line import COMMAND, newsbot, unmeasured
from made_articles import keep, values

from newsbot.store.database import open_store
from newsbot.store.duties import Duty
from newsbot.store.findings import Finding


@pytest.fixture
def folder(tmp_path):
    """A folder with a store of one outlet that was crawled, is scheduled and has a finding."""
    now = datetime.now(UTC)
    with open_store(f"sqlite:///{tmp_path}/data/newsbot.db") as store:
        at = (now - timedelta(hours=2)).isoformat()
        keep(store, values(1, date_published=at, first_seen=at))
        number = store.runs.start("demo", at=now - timedelta(hours=2), pid=1, host="here")
        store.runs.end(number, "finished", {"articles": {"new": 1}}, now - timedelta(hours=1))
        store.findings.record(
            "demo", [Finding(rule="silence", message="no new article for 3 days")], cleared=(), run_id=number, at=now
        )
        store.duties.save(
            Duty(
                "demo",
                now + timedelta(hours=5, minutes=1),
                started_at=None,
                ended_at=None,
                reason=None,
                failures=1,
                interval_seconds=60.0,
                settings={},
                run_id=None,
                held_by=None,
            )
        )
    return tmp_path


def test_the_table_and_the_findings_below_it(folder):
    done = newsbot("status", cwd=folder)
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr, len(lines)) == (0, "", 3)
    assert "in 5 h" in lines[1]
    assert lines[2].startswith("demo: warning: no new article for 3 days (since ")


def test_json_for_programs(folder):
    (row,) = map(json.loads, newsbot("status", "--json", cwd=folder).stdout.splitlines())
    assert (row["outlet"], row["state"], row["is_scheduled"], row["failures_in_a_row"]) == ("demo", "finished", True, 1)
    assert row["findings"][0]["rule"] == "silence"
    assert row["articles_a_day"].keys() >= {str(datetime.now(UTC).date())}
    assert sum(row["articles_a_day"].values()) == 1
    assert row["pages_a_minute"] is None


def test_watching_without_a_terminal_prints_once_and_says_so(folder):
    done = newsbot("status", "--watch", "1", cwd=folder)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 3)
    assert done.stderr == "newsbot: standard output is no terminal, so --watch has shown the outlets once\n"


@pytest.mark.parametrize("seconds", ["0", "x", "-1", "1e9", "nan"])
def test_a_wrong_time_is_one_line(folder, seconds):
    done = newsbot("status", f"--watch={seconds}", cwd=folder)
    assert (done.returncode, done.stdout) == (7, "")
    assert done.stderr == f"newsbot: --watch is {seconds!r}; accepted: a number of seconds from 0.5 to 3600\n"


def test_what_does_not_go_together_is_said(folder):
    assert "--watch" in newsbot("status", "--json", "--watch", cwd=folder).stderr
    assert newsbot("status", "demo", cwd=folder).returncode == 2


def test_no_store_is_one_line(tmp_path):
    done = newsbot("status", "--watch", cwd=tmp_path)
    assert done.returncode == 8
    assert done.stderr.count("\n") == 1


def test_watched_on_a_terminal_until_ctrl_c(folder):
    ours, theirs = pty.openpty()
    variables = unmeasured(TERM="xterm-256color", COLUMNS="200", LINES="30")
    with subprocess.Popen(
        [*COMMAND, "status", "--watch", "0.5"],
        cwd=folder,
        env=variables,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        try:
            shown = read_until(ours, lambda text: text.count("1 outlet,") >= 2)
            process.send_signal(signal.SIGINT)
            shown += read_until(ours, lambda text: False)
            assert process.wait(20) == 0
        finally:
            process.kill()
    os.close(ours)
    assert "no new article for 3 days" in shown
    assert "Traceback" not in shown
    assert shown.rstrip().endswith("\x1b[?25h\x1b[?1049l"), "cursor and screen are as they were"


def read_until(handle, is_enough):
    text, end = "", time.monotonic() + 30
    while not is_enough(text) and time.monotonic() < end:
        if select.select([handle], [], [], 0.2)[0]:
            try:
                part = os.read(handle, 65536)
            except OSError:  # the other side is closed
                break
            text += part.decode(errors="replace")
    return text
