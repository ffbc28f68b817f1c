"""``newsbot addoutlet`` on sites unlike each other, and a crawl with the module that it wrote: a feed beside the truth."""

import ast
import json
import os
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from urllib.parse import unquote

import pytest
from command_line import newsbot
from templates import SITES, TemplateServer
from templates.scoring import scores

from newsbot.demo.server import DemoServer
from newsbot.errors import ExitCode

FAST = ("DOWNLOAD_DELAY=0", "CONCURRENT_REQUESTS_PER_DOMAIN=8", "NEWSBOT_LOOPBACK_ALLOWED=1")
NEEDED = {"headline": "headline", "body": "article_body", "date_published": "date_published", "related": "related"}
"""Rules that every site is owed, and the item's names of their fields."""
ENOUGH = 0.98
pytestmark = pytest.mark.crawl


@dataclass(frozen=True)
class Learnt:
    """A site that runs, and the folder that ``addoutlet`` wrote into."""

    name: str
    server: TemplateServer
    folder: Path
    told: dict
    """What it printed as JSON."""

    @property
    def module(self):
        return self.folder / f"newsbot/spiders/{self.name}.py"

    def run(self, command, *arguments):
        """A command that knows the new outlet."""
        return newsbot(
            command, self.name, *arguments, *settings(f"SPIDER_MODULES={self.name}"), cwd=self.folder,
            PYTHONPATH=os.pathsep.join([str(self.module.parent), *filter(None, [os.environ.get("PYTHONPATH")])]),
        )  # fmt: skip

    def set_clock(self):
        """Add the time zone where no page tells it, as the command asks its reader to."""
        if "timezone" in self.told["not_learnt"]:
            text = self.module.read_text(encoding="utf-8")
            line = f'    timezone = "{self.server.site.zone.key}"\n'
            self.module.write_text(text.replace("    start_urls", f"{line}    start_urls", 1), encoding="utf-8")


def settings(*given):
    return [word for setting in (*FAST, *given) for word in ("-s", setting)]


def addoutlet(url, name, folder, *arguments):
    return newsbot("addoutlet", url, "--name", name, "--to", folder, *arguments, *settings(), cwd=folder)


@pytest.fixture(scope="module", params=SITES)
def learnt(request, tmp_path_factory):
    name, folder = f"made_{request.param}", tmp_path_factory.mktemp("outlet")
    with TemplateServer(request.param) as server:
        run = addoutlet(server.url, name, folder, "--json")
        assert run.returncode == 0, run.stderr
        found = Learnt(name, server, folder, json.loads(run.stdout))
        found.set_clock()
        yield found


@pytest.fixture(scope="module")
def feed(learnt):
    """The lines that a crawl with the new module published, each with what is true of it."""
    run = learnt.run("crawl")
    assert run.returncode == 0, run.stderr
    (path,) = (learnt.folder / f"data/feeds/{learnt.name}").glob("*.jsonl")
    truth = {unquote(url): row for url, row in learnt.server.site.truth().items()}
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(item, truth.pop(unquote(item["url"]))) for item in items]


def test_rules_are_found_and_hold_on_other_pages(learnt):
    rows = {row["field"]: row for row in learnt.told["rules"]}
    assert rows.keys() >= NEEDED.keys(), learnt.told["not_learnt"]
    assert {name: rows[name]["agreement"] for name in NEEDED if rows[name]["agreement"] < ENOUGH} == {}
    assert learnt.told["checked_on"] >= 5


def test_the_module_is_short_and_only_declares(learnt):
    text = learnt.module.read_text(encoding="utf-8")
    (spider,) = (node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
    assert text.count("\n") <= 80
    assert {type(node) for node in spider.body} <= {ast.Expr, ast.Assign, ast.AnnAssign}


def test_every_article_is_published_once(learnt, feed):
    """Of two articles with one text, as of every other pair, both are published."""
    assert len({item["id"] for item, _ in feed}) == len(feed) == len(learnt.server.site.truth())


@pytest.mark.parametrize("rule", NEEDED)
def test_the_feed_is_true(learnt, feed, rule):
    field = NEEDED[rule]
    assert mean(scores(item, truth)[field] for item, truth in feed) >= ENOUGH
    expected = [item for item, truth in feed if truth[field]]
    assert sum(item["sources"].get(field) == "rules" for item in expected) / len(expected) >= ENOUGH


def test_drift_holds_until_the_layout_changes(learnt):
    """Behind the crawl, since it changes the site: classes renamed, the date moved, microdata gone."""
    before = learnt.run("drift", "--json")
    assert before.returncode == ExitCode.COMPLETE, before.stdout + before.stderr
    learnt.server.mangle()
    after = learnt.run("drift", "--json")
    assert after.returncode == ExitCode.QUALITY_GATE_FAILED, after.stdout + after.stderr
    told = json.loads(after.stdout)
    dead = {row["field"] for row in told["rules"] if row["verdict"] == "dead"}
    assert dead & NEEDED.keys()
    assert dead <= set(told["drifting"])


def test_what_it_prints_is_a_table_and_the_demo_site_is_learnt(tmp_path):
    with DemoServer("--articles", "60") as demo:
        run = addoutlet(demo.url, "made_demo", tmp_path)
    assert run.returncode == 0, run.stderr
    first_words = [line.split()[0] for line in run.stdout.splitlines() if line.strip()]
    assert set(NEEDED) <= set(first_words)
    table = {
        line.split()[0]: line for line in run.stdout.splitlines() if line.split()[:1] and line.split()[0] in NEEDED
    }
    assert all("1.000" in table[name] or "0.9" in table[name] for name in NEEDED), run.stdout
    assert "not learnt" in run.stdout
    assert (tmp_path / "newsbot/spiders/made_demo.py").is_file()
    assert list((tmp_path / "tests/golden/made_demo").glob("*.html"))
