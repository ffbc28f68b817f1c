"""``newsbot export`` as people and cron call it."""

import json
import os
import signal
import subprocess
import time

import pytest
from command_line import COMMAND, environment, newsbot, unmeasured
from made_articles import FIRST, bare, keep, values

from newsbot.errors import ExitCode
from newsbot.store.database import open_store


@pytest.fixture
def folder(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/data/newsbot.db") as store:
        keep(store, values(1), bare(2), values(3, duplicate_of="a001", section="اقتصاد"))
    return tmp_path


def export(folder, *arguments, **variables):
    return newsbot("export", *arguments, cwd=folder, **variables)


def ids(path):
    return [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]


def test_a_file_its_figures_and_its_cursor(folder):
    done = export(folder, "--to", "news.jsonl")
    assert done.returncode == 0
    assert done.stdout == ""
    first, cursor = done.stderr.splitlines()
    assert first.startswith("news.jsonl: 3 articles, ")
    assert cursor.startswith("  cursor  c1-3-")
    assert ids(folder / "news.jsonl") == ["a001", "a002", "a003"]
    assert {path.name for path in folder.iterdir()} == {"data", "news.jsonl", "datapackage.json"}


def test_every_filter_together(folder):
    given = ("--outlet", "demo", "--outlet", "bare", "--section", "إقتصاد", "--language", "ar", "--match", "المَعرض")
    day = FIRST.date().isoformat()
    done = export(folder, *given, "--since", day, "--until", "today", "--to", "-", "--format", "jsonl")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a003"]
    assert export(folder, *given, "--unique", "--to", "none.jsonl").returncode == 0
    assert ids(folder / "none.jsonl") == []


def test_chosen_fields(folder):
    export(folder, "--fields", "headline, id", "--to", "news.csv")
    assert (folder / "news.csv").read_bytes().splitlines()[0] == b"\xef\xbb\xbfheadline,id"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--to", "x.pdf"), "--to is 'x.pdf'; accepted: a file with the ending of a format"),
        (("--to", "x.csv", "--format", "xls"), "--format is 'xls'; accepted: jsonl, "),
        (("--to", "x.csv", "--outlet", "dmeo"), "--outlet is 'dmeo'; accepted: demo"),
        (("--to", "x.csv", "--outlet", "zzz"), "accepted: an outlet of the store: "),
        (("--to", "x.csv", "--fields", "headlines"), "--fields is 'headlines'; accepted: headline (nearest name)"),
        (("--to", "x.rss", "--fields", "id"), "not with rss"),
        (("--to", "x.csv", "--since", "soon"), "--since is 'soon'"),
        (("--to", "x.csv", "--since", "2026-11-02", "--until", "2026-11-01"), "--until is '2026-11-01'"),
        (("--to", "x.csv", "--follow", "c1-9-000000000000"), "a cursor of this store"),
        (("--to", "x.csv", "--follow", "no.cursor"), "a file that holds a cursor"),
        (("--to", "x", "--format", "csv", "--partition"), "--partition is 'csv'"),
        (("--to", "data", "--format", "csv"), "--to is 'data'"),
        (("--to", "gs://a/b.csv"), "s3://BUCKET/NAME"),
    ],
)
def test_mistakes_are_one_line(folder, arguments, sentence):
    done = export(folder, *arguments)
    assert (done.returncode, done.stdout) == (ExitCode.BAD_CONFIGURATION, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("newsbot: ")
    assert sentence in line
    assert {path.name for path in folder.iterdir()} == {"data"}


def test_usage(folder):
    assert export(folder).returncode == ExitCode.USAGE
    assert export(folder, "demo", "--to", "x.csv").returncode == ExitCode.USAGE


def test_no_store_is_one_line(tmp_path):
    done = export(tmp_path, "--to", "x.csv")
    assert done.returncode == ExitCode.STORAGE_FAILURE
    assert "there is no store here yet" in done.stderr


def test_replace(folder):
    export(folder, "--to", "news.csv")
    assert "--replace" in export(folder, "--to", "news.csv").stderr
    assert export(folder, "--to", "news.csv", "--replace").returncode == 0


def test_silence(folder):
    done = export(folder, "--to", "news.csv", NEWSBOT_PROGRESS_ENABLED="false")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_following(folder):
    assert export(folder, "--follow", "start", "--to", "1.jsonl").returncode == 0
    cursor = (folder / "1.jsonl.cursor").read_text().strip()
    with open_store(f"sqlite:///{folder}/data/newsbot.db") as store:
        keep(store, values(7), values(1, revision=2, headline="عنوان جديد"))
    export(folder, "--follow", "1.jsonl.cursor", "--to", "2.jsonl")
    assert ids(folder / "2.jsonl") == ["a007", "a001"]
    export(folder, "--follow", cursor, "--to", "again.jsonl")
    assert ids(folder / "again.jsonl") == ["a007", "a001"]
    export(folder, "--follow", "2.jsonl.cursor", "--to", "3.jsonl")
    assert ids(folder / "3.jsonl") == []
    assert (folder / "3.jsonl.cursor").read_text() == (folder / "2.jsonl.cursor").read_text()


def test_revisions(folder):
    with open_store(f"sqlite:///{folder}/data/newsbot.db") as store:
        keep(store, values(1, revision=2))
    export(folder, "--to", "last.jsonl")
    export(folder, "--to", "all.jsonl", "--revisions")
    assert ids(folder / "last.jsonl") == ["a002", "a003", "a001"]
    assert ids(folder / "all.jsonl") == ["a001", "a002", "a003", "a001"]


def many(folder, count=20_000):
    with open_store(f"sqlite:///{folder}/data/newsbot.db") as store:
        keep(store, *(values(number) for number in range(10, count)))


def test_a_reader_that_goes_is_no_traceback(folder):
    many(folder, 3000)
    command = [*COMMAND, "export", "--format", "jsonl", "--to", "-"]
    process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(60) == ExitCode.INTERRUPTED
    assert "Traceback" not in errors


@pytest.mark.parametrize("kill", [signal.SIGINT, signal.SIGKILL])
def test_an_export_that_is_ended_half_way_leaves_no_file(folder, kill):
    many(folder)
    command = [*COMMAND, "export", "--to", "news.csv"]
    process = subprocess.Popen(command, cwd=folder, env=unmeasured(), stderr=subprocess.PIPE)
    part = folder / "news.csv.part"
    until = time.monotonic() + 60
    while time.monotonic() < until and not (part.exists() and part.stat().st_size):
        time.sleep(0.005)
    os.kill(process.pid, kill)
    process.communicate(timeout=60)
    assert not (folder / "news.csv").exists()
    assert part.exists() is (kill == signal.SIGKILL)
    if kill == signal.SIGINT:
        assert process.returncode == ExitCode.INTERRUPTED
    assert export(folder, "--to", "news.csv", "--outlet", "bare").returncode == 0
    assert {path.name for path in folder.iterdir()} == {"data", "news.csv", "datapackage.json"}
