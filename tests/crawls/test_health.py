"""A crawl by the real command: it is judged, people are told, figures and log lines come out; none of it fails it."""

import json
import re
import socket
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from command_line import crawl_stub, newsbot
from scripted_site import Answer, news_site, serving

from newsbot.store.database import open_store

sys.path.insert(0, str(Path(__file__).parents[1] / "health"))
from receivers import Webhook, running

pytestmark = pytest.mark.crawl

FAST = ("-s", "DOWNLOAD_DELAY=0")
PASSWORD = "hunter2secret"  # noqa: S105 - made


def report(folder, run):
    return json.loads((folder / f"data/reports/stub/{run}.json").read_text(encoding="utf-8"))


def forbidden(articles=3):
    return {path: [Answer("no", status=403)] for path in news_site(articles)}


def findings(folder):
    with open_store(f"sqlite:///{folder}/data/newsbot.db", create=False) as store:
        return store.findings.open_findings()


def test_a_finding_goes_to_log_report_store_and_people_and_so_does_its_end(tmp_path):
    pytest.importorskip("apprise", reason="apprise is not installed")
    hook = Webhook()
    with running(hook.server):
        alerts = {"NEWSBOT_ALERT_URLS": hook.url}
        with serving(forbidden()) as site:
            run = crawl_stub(site.url, tmp_path, *FAST, **alerts)
            again = crawl_stub(site.url, tmp_path, *FAST, **alerts)
        assert (run.returncode, again.returncode) == (5, 5), run.stderr
        assert "WARNING: stub: the site refuses us: 1 times 403 (blocked)" in run.stderr
        (found,) = report(tmp_path, 1)["findings"]
        assert (found["rule"], found["state"], found["severity"]) == ("blocked", "opened", "error")
        assert report(tmp_path, 2)["findings"][0]["state"] == "open"
        (told,) = hook.posted
        assert told["title"] == "newsbot: stub: 1 finding"
        assert str(tmp_path / "data/reports/stub/1.json") in told["message"]
        (kept,) = findings(tmp_path)
        assert (kept.rule, kept.run_id) == ("blocked", 2)
        with serving(news_site(3)) as site:
            runs = [crawl_stub(site.url, tmp_path, *FAST, **alerts) for _ in range(2)]
        assert [one.returncode for one in runs] == [0, 0], runs[0].stderr
        assert report(tmp_path, 3)["findings"] == []
        assert [one["state"] for one in report(tmp_path, 4)["findings"]] == ["closed"]
        assert [one["title"] for one in hook.posted[1:]] == ["newsbot: stub: 1 well again"]
        assert findings(tmp_path) == []
        assert PASSWORD not in "".join(one.stderr for one in (run, again, *runs))
    written = [path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert not any(PASSWORD.encode() in content for content in written)


def test_a_service_that_is_not_there_fails_no_crawl_and_is_told_later(tmp_path):
    pytest.importorskip("apprise", reason="apprise is not installed")
    hook = Webhook()
    hook.server.server_close()
    with serving(forbidden()) as site:
        run = crawl_stub(site.url, tmp_path, *FAST, NEWSBOT_ALERT_URLS=hook.url)
    assert run.returncode == 5
    assert "An alert did not arrive at number 1 of NEWSBOT_ALERT_URLS (JSON)" in run.stderr
    assert "Traceback" not in run.stderr
    assert PASSWORD not in run.stderr
    later = Webhook()
    with running(later.server), serving(news_site(3)) as site:
        assert crawl_stub(site.url, tmp_path, *FAST, NEWSBOT_ALERT_URLS=later.url).returncode == 0
    assert [one["title"] for one in later.posted] == ["newsbot: stub: 1 finding"]


@pytest.mark.parametrize(
    ("setting", "value", "line"),
    [
        ("NEWSBOT_ALERT_URLS", f"slak://{PASSWORD}", "NEWSBOT_ALERT_URLS is 'slak://... (number 1)'; accepted: "),
        ("NEWSBOT_HEALTH_RULES_OFF", "silense", "NEWSBOT_HEALTH_RULES_OFF is 'silense'; accepted: "),
        ("NEWSBOT_MAX_SILENCE_DAYS", "0", "NEWSBOT_MAX_SILENCE_DAYS is '0'; accepted: a number of days"),
        ("NEWSBOT_LOG_FORMAT", "xml", "NEWSBOT_LOG_FORMAT is 'xml'; accepted: text or json"),
        ("NEWSBOT_METRICS_PORT", "70000", "NEWSBOT_METRICS_PORT is '70000'; accepted: a port"),
    ],
)
def test_a_wrong_setting_is_one_line(tmp_path, setting, value, line):
    pytest.importorskip("apprise", reason="apprise is not installed")
    with serving(news_site(3)) as site:
        run = crawl_stub(site.url, tmp_path, *FAST, **{setting: value})
    assert run.returncode == 7, run.stderr
    assert run.stderr.splitlines()[-1].startswith(f"newsbot: {line}"), run.stderr
    assert "Traceback" not in run.stderr
    assert PASSWORD not in run.stderr
    assert not (tmp_path / "data/reports").exists()


def test_runs_that_were_killed_are_told_at_the_start_of_the_next(tmp_path):
    with serving(news_site(3)) as site:
        assert crawl_stub(site.url, tmp_path, *FAST).returncode == 0
        with open_store(f"sqlite:///{tmp_path}/data/newsbot.db") as store:
            for record in [store.runs.latest("stub")] * 2:
                store.runs.start("stub", at=record.started_at, pid=1, host="h")
        run = crawl_stub(site.url, tmp_path, *FAST)
    told = [line for line in run.stderr.splitlines() if "WARNING" in line and "were killed before their end" in line]
    assert len(told) == 1, "at the start, and not again at the end"
    assert "stub: 2 of the last 3 runs were killed before their end (unfinished)" in told[0]
    assert run.returncode == 0


def test_it_can_be_switched_off(tmp_path):
    with serving(forbidden()) as site:
        run = crawl_stub(site.url, tmp_path, *FAST, NEWSBOT_HEALTH_ENABLED="no")
        assert run.returncode == 5
        assert crawl_stub(site.url, tmp_path, *FAST, NEWSBOT_HEALTH_RULES_OFF="blocked").returncode == 5
    assert report(tmp_path, 1)["findings"] == report(tmp_path, 2)["findings"] == []
    assert findings(tmp_path) == []


def test_the_log_as_json_names_outlet_and_run(tmp_path):
    with serving(forbidden()) as site:
        run = crawl_stub(
            site.url, tmp_path, *FAST, NEWSBOT_LOG_FORMAT="json", NEWSBOT_PROGRESS_ENABLED="no", LOG_LEVEL="INFO"
        )
    lines = [json.loads(line) for line in run.stderr.splitlines()]
    assert {"ts", "level", "logger", "message", "outlet", "run"} <= set(lines[0])
    of_run = [line for line in lines if line["run"] == 1]
    assert {line["outlet"] for line in of_run} == {"stub"}
    assert any(line["message"] == "stub: the site refuses us: 1 times 403 (blocked)" for line in of_run)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["ts"]) for line in lines)


def test_outlet_and_run_can_stand_in_the_text_log(tmp_path):
    form = "LOG_FORMAT=%(outlet)s#%(run)s %(levelname)s %(message)s"
    with serving(forbidden()) as site:
        run = crawl_stub(site.url, tmp_path, *FAST, "-s", form)
    assert "stub#1 WARNING stub: the site refuses us" in run.stderr


class Metrics:
    """What a server of metrics or a file says."""

    def __init__(self, text):
        from prometheus_client.parser import text_string_to_metric_families

        families = list(text_string_to_metric_families(text))
        self.helps = {family.name: family.documentation for family in families}
        self.samples = {
            (sample.name, *sorted(sample.labels.items())): sample.value
            for family in families
            for sample in family.samples
        }

    def __call__(self, name, **labels):
        return self.samples.get((name, *sorted(labels.items())))


def test_metrics_are_served_while_a_crawl_goes_on(tmp_path):
    pytest.importorskip("prometheus_client", reason="prometheus-client is not installed")
    from threading import Thread

    port = free_port()
    script = news_site(12)
    found = []

    def look():
        for _ in range(200):
            try:
                with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=2) as answer:
                    found.append(Metrics(answer.read().decode()))
            except OSError:
                pass
            time.sleep(0.05)

    with serving(script) as site:
        thread = Thread(target=look, daemon=True)
        thread.start()
        run = crawl_stub(site.url, tmp_path, "-s", "DOWNLOAD_DELAY=0.2", NEWSBOT_METRICS_PORT=str(port))
        assert run.returncode == 0, run.stderr
    active = [one for one in found if one("newsbot_run_active", outlet="stub") == 1]
    assert active
    assert any(one("newsbot_articles_total", outlet="stub", kind="new") for one in active)
    assert all(active[-1].helps.values())
    assert active[-1]("newsbot_pages_total", outlet="stub", status="200") >= 5
    assert active[-1]("newsbot_run_seconds", outlet="stub") > 0


def test_a_port_that_is_taken_is_one_line(tmp_path):
    pytest.importorskip("prometheus_client", reason="prometheus-client is not installed")
    with socket.create_server(("127.0.0.1", 0)) as taken, serving(news_site(2)) as site:
        run = crawl_stub(site.url, tmp_path, *FAST, NEWSBOT_METRICS_PORT=str(taken.getsockname()[1]))
    assert run.returncode == 7, run.stderr
    assert "accepted: a free port of 127.0.0.1 (Address already in use)" in run.stderr.splitlines()[-1]
    assert "Traceback" not in run.stderr


def test_short_crawls_leave_a_file_and_go_on_counting_from_it(tmp_path):
    pytest.importorskip("prometheus_client", reason="prometheus-client is not installed")
    told = []
    for articles in (3, 5):
        with serving(news_site(articles)) as site:
            run = crawl_stub(site.url, tmp_path, *FAST, NEWSBOT_METRICS_DIR=str(tmp_path / "collector"))
        assert run.returncode == 0, run.stderr
        (file,) = (tmp_path / "collector").iterdir()
        assert file.name == "newsbot_stub.prom"
        told.append(Metrics(file.read_text(encoding="utf-8")))
    assert told[0]("newsbot_runs_total", outlet="stub", reason="finished") == 1
    assert told[1]("newsbot_runs_total", outlet="stub", reason="finished") == 2
    assert told[0]("newsbot_articles_total", outlet="stub", kind="new") == 3
    assert (
        told[1]("newsbot_articles_total", outlet="stub", kind="new") == 5
    )  # two that are new, and three known texts at a new port
    assert told[1]("newsbot_run_active", outlet="stub") == 0
    assert told[1]("newsbot_last_success_timestamp_seconds", outlet="stub") == pytest.approx(time.time(), abs=60)
    with serving(forbidden()) as site:
        for _ in range(2):  # one refusal so soon after a whole run is a passing trouble
            crawl_stub(site.url, tmp_path, *FAST, NEWSBOT_METRICS_DIR=str(tmp_path / "collector"))
    after = Metrics(file.read_text(encoding="utf-8"))
    assert after("newsbot_last_success_timestamp_seconds", outlet="stub") == told[1](
        "newsbot_last_success_timestamp_seconds", outlet="stub"
    )
    assert after("newsbot_findings", outlet="stub", rule="blocked") == 1
    assert not [name for name, *_ in after.samples if name.startswith(("process_", "python_"))]


def test_without_the_packages_the_line_says_what_to_install(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "import importlib.util\n"
        "found = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, package=None: None if name in {'apprise', 'prometheus_client'} else found(name, package)\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in {'apprise', 'prometheus_client'}:\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Missing())\n",
        encoding="utf-8",
    )
    with serving(news_site(1)) as site:
        for setting, extra in (
            ({"NEWSBOT_ALERT_URLS": "json://127.0.0.1:9/"}, "newsbot[alerts]"),
            ({"NEWSBOT_METRICS_PORT": str(free_port())}, "newsbot[metrics]"),
            ({"NEWSBOT_METRICS_DIR": "collector"}, "newsbot[metrics]"),
        ):
            run = crawl_stub(site.url, tmp_path, *FAST, **setting)
            assert run.returncode == 7, run.stderr
            assert extra in run.stderr.splitlines()[-1], run.stderr
            assert "Traceback" not in run.stderr


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_status_still_works(tmp_path):
    with serving(forbidden()) as site:
        crawl_stub(site.url, tmp_path, *FAST)
    assert newsbot("status", cwd=tmp_path).returncode == 0
