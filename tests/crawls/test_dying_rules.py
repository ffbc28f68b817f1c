"""The site renames an element that a rule names: the report says so while the field is still filled."""

import json
import re
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from command_line import newsbot
from demo_outlet import LONG_AGO, DemoCrawls

from newsbot.demo.server import DemoServer

pytestmark = pytest.mark.crawl

ARTICLES = 60


class Relaunch(BaseHTTPRequestHandler):
    """A proxy that hands on every page with some words of its markup replaced, without validators."""

    changes: dict[bytes, bytes]

    def do_GET(self):
        kept = {name: value for name, value in self.headers.items() if name.lower() in {"host", "user-agent"}}
        try:
            answer = build_opener(ProxyHandler({})).open(Request(self.path, headers=kept))  # noqa: S310 - the demo's
        except HTTPError as error:
            answer = error
        with answer:
            body = answer.read()
        for old, new in self.changes.items():
            body = body.replace(old, new)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.headers.get("Content-Type", "text/html"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextmanager
def relaunched(changes):
    """Serve the proxy until the block ends and give its address; *changes* are old words and new ones."""
    words = {old.encode(): new.encode() for old, new in changes.items()}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Relaunch,), {"changes": words}))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def crawls(tmp_path_factory):
    """The demo as it is, then with the class of its date line renamed, then as it was."""
    folder = tmp_path_factory.mktemp("relaunch")
    with DemoServer("--articles", str(ARTICLES), "--page-bytes", "6000", "--slow", "0") as site:
        crawls = DemoCrawls(site, folder)
        crawls.messages = [crawls.run()]
        renamed = {'class="published"': 'class="stamp"'}
        with relaunched(renamed) as proxy:
            make_due(crawls)
            crawls.messages.append(crawls.run(http_proxy=proxy))
            crawls.run(http_proxy=proxy)  # nothing is due: no article is read
            crawls.status = newsbot("status", cwd=folder), json.loads(newsbot("status", "--json", cwd=folder).stdout)
        with relaunched(renamed | {"</body>": " </body>"}) as proxy:  # other bytes, or the pages are known
            make_due(crawls)
            crawls.messages.append(crawls.run(http_proxy=proxy, NEWSBOT_PROGRESS_ENABLED="no"))
        make_due(crawls)
        crawls.messages.append(crawls.run())
    return crawls


def make_due(crawls):
    """Let the time of every article's next visit come, even of those that are too old for one."""
    crawls.rows("UPDATE urls SET due_at = ? WHERE kind = 'article' AND state = 'done'", LONG_AGO)


def test_the_first_run_is_silent_and_counts_where_values_came_from(crawls):
    assert "rule for" not in crawls.messages[0]
    report = crawls.report(1)
    date = report["rules"]["date_published"]
    assert date == {
        "articles": date["articles"],
        "rules": date["articles"],
        "other": 0,
        "absent": 0,
        "usual_share": None,
    }
    assert date["articles"] >= ARTICLES * 0.9
    assert report["sources"]["date_published"] == {"rules": date["articles"]}


def test_the_report_tells_which_rule_died_while_the_field_is_still_filled(crawls):
    rules = crawls.report(2)["rules"]
    date = rules["date_published"]
    assert (date["rules"], date["usual_share"]) == (0, 1.0)
    assert date["articles"] >= ARTICLES * 0.9
    assert date["other"] >= date["articles"] * 0.8, "nearly all pages date themselves in JSON-LD, too"
    for name, rule in rules.items():
        if name != "date_published":
            assert rule["rules"] >= rule["articles"] * (rule["usual_share"] - 0.1), name


def test_one_line_in_the_summary_and_in_the_log_names_it(crawls):
    report = crawls.report(2)
    count, others = report["rules"]["date_published"]["articles"], report["sources"]["date_published"]
    (line,) = set(re.findall("rule for .*", crawls.messages[1]))
    assert line.startswith(
        f"rule for date_published gave 0 of {count} (usually 100%); JSON-LD gave {others['json-ld']}, "
    )
    assert line.endswith(": newsbot drift demo")
    assert f"\n  rules     {line}\n" in crawls.messages[1]
    assert re.search(rf"WARNING: demo: {re.escape(line)}$", crawls.messages[1], re.MULTILINE)
    assert crawls.messages[1].count("rule for") == 2


def test_status_tells_it_too(crawls):
    table, as_json = crawls.status
    (line,) = as_json["fallen_rules"]
    assert line.startswith("rule for date_published gave 0 of ")
    assert table.stdout.splitlines()[-1] == f"demo: {line}"


def test_it_is_told_in_every_run_until_the_rule_is_mended(crawls):
    assert crawls.messages[2].count("rule for date_published gave 0 of ") == 1, "in the log; no summary was wanted"
    assert crawls.report(4)["rules"]["date_published"]["usual_share"] == 1.0
    assert "rule for" not in crawls.messages[3]
    mended = crawls.report(5)["rules"]["date_published"]
    assert mended["rules"] == mended["articles"] > ARTICLES * 0.9
