"""``newsbot drift``: rules that hold, rules that do not any more, and whatever keeps it from telling."""

import json

import pytest
from command_line import newsbot
from mangled_site import mangling

from newsbot.demo.server import DemoServer

pytestmark = pytest.mark.crawl
FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "NEWSBOT_LOOPBACK_ALLOWED=true")


@pytest.fixture(scope="module")
def demo():
    with DemoServer("--articles", "60", "--slow", "0") as site:
        yield site


def drift(url, cwd, *arguments):
    return newsbot("drift", "demo", "-a", f"url={url}", *FAST, *arguments, cwd=cwd)


def test_rules_that_hold(demo, tmp_path):
    run = drift(demo.url, tmp_path)
    assert run.returncode == 0, run.stderr + run.stdout
    assert "The rules hold." in run.stdout
    rows = {line.split()[0]: line for line in run.stdout.splitlines() if line.endswith(" holds")}
    assert {"headline", "body", "date_published", "related"} <= rows.keys()
    assert "12 of 12" in rows["body"]
    assert not list(tmp_path.iterdir()), "store and reports stay untouched"


def test_a_changed_layout_is_named_field_by_field(demo, tmp_path):
    changes = {'class="story-body': 'class="text', 'class="published': 'class="when'}
    with mangling(demo.url, changes) as url:
        run = drift(url, tmp_path, "--json")
    assert run.returncode == 6, run.stderr + run.stdout
    told = json.loads(run.stdout)
    verdicts = {row["field"]: row["verdict"] for row in told["rules"]}
    assert verdicts["body"] == verdicts["date_published"] == "dead"
    assert verdicts["headline"] == verdicts["keywords"] == "holds"
    assert told["holds"] is False
    assert {"body", "date_published"} <= set(told["drifting"])


def test_a_rule_that_finds_something_else_drifts_and_what_to_do_is_told(demo, tmp_path):
    changes = {'class="story-title"': 'class="x"', 'class="brand"': 'class="story-title"', "<h1": "<h2", "</h1": "</h2"}
    changes |= {'<p class="par">': '<h1 class="story-title">كلمة</h1><p class="par">'}
    with mangling(demo.url, changes) as url:
        run = drift(url, tmp_path)
    assert run.returncode == 6, run.stdout + run.stderr
    (line,) = [line for line in run.stdout.splitlines() if line.startswith("headline ")]
    assert line.split()[-1] in {"drifts", "dead"}
    assert "newsbot extract --outlet demo" in run.stdout
    assert "newsbot addoutlet http://127.0.0.1:" in run.stdout


def test_a_field_that_no_page_has_is_not_used(demo, tmp_path):
    with mangling(demo.url, {'class="views"': 'class="other" hidden'}) as url:
        run = drift(url, tmp_path, "--json", "--pages", "6")
    verdicts = {row["field"]: row["verdict"] for row in json.loads(run.stdout)["rules"]}
    assert verdicts["views"] == "not used"


def test_an_outlet_without_rules_says_so(tmp_path):
    run = newsbot("drift", "anapress", cwd=tmp_path)
    assert run.returncode == 0
    assert "anapress has no rules" in run.stdout


def test_saved_pages(demo, tmp_path):
    from urllib.request import urlopen

    rows = []
    for number in range(30, 37):
        with urlopen(f"{demo.url}article/{number}") as answer:  # noqa: S310 - the demo on loopback
            (tmp_path / f"{number}.html").write_bytes(answer.read())
        rows.append({"key": number, "file": f"{number}.html", "url": f"{demo.url}article/{number}"})
    (tmp_path / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run = newsbot("drift", "demo", "--batch", "pages.jsonl", "--json", cwd=tmp_path)
    assert run.returncode == 0, run.stderr + run.stdout
    assert json.loads(run.stdout)["pages"] == 7


def test_the_stores_addresses_help_where_the_front_page_leads_nowhere(demo, tmp_path):
    crawl = newsbot("crawl", "demo", "-a", f"url={demo.url}", "-a", "max_pages=12", *FAST, cwd=tmp_path)
    assert crawl.returncode == 4, crawl.stderr
    before = {path: path.stat().st_size for path in tmp_path.rglob("*.jsonl")}
    run = newsbot("drift", "demo", "-a", f"url={demo.url}about", *FAST, "--pages", "3", cwd=tmp_path)
    assert run.returncode == 0, run.stderr + run.stdout
    assert {path: path.stat().st_size for path in tmp_path.rglob("*.jsonl")} == before


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["drift", "nope"], 7, ["nope"]),
        (["drift", "demo"], 7, ["-a url"]),
        (
            [
                "drift",
                "demo",
                "-a",
                "url=http://127.0.0.1:1/",
                "-s",
                "NEWSBOT_LOOPBACK_ALLOWED=1",
                "-s",
                "NEWSBOT_PROGRESS_ENABLED=0",
            ],
            5,
            ["refused", "http://127.0.0.1:1/"],
        ),
        (["drift", "demo", "--pages", "1"], 7, ["--pages", "'1'", "3"]),
        (["drift", "demo", "--pages", "9" * 5000], 7, ["--pages"]),
        (["drift", "demo", "--batch", "missing.jsonl"], 7, ["missing.jsonl"]),
    ],
)
def test_one_line_and_a_code(tmp_path, arguments, code, words):
    run = newsbot(*arguments, cwd=tmp_path)
    assert run.returncode == code, run.stderr
    (line,) = run.stderr.splitlines()
    assert all(word in line for word in words), line
    assert run.stdout == ""


@pytest.mark.parametrize(
    "arguments", [["drift"], ["drift", "a", "b"], ["drift", "demo", "-a", "url"], ["drift", "demo", "--bogus"]]
)
def test_wrong_usage(tmp_path, arguments):
    run = newsbot(*arguments, cwd=tmp_path)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
