"""docs/adding-an-outlet.md, followed: its module crawls the demo site, its rules read a page, its tables are complete."""

import json
import re
from argparse import ArgumentParser

import pytest
from command_line import newsbot
from scrapy.commands import list as list_command
from scrapy.settings import Settings

from newsbot.commands import addoutlet
from newsbot.demo.server import DemoServer
from newsbot.learning.tables import Verdict
from newsbot.pages.rules import FIELDS
from newsbot.spiders.base import NewsSpider

NOT_DECLARED = {"outlet", "scope", "reader", "discovery", "scripts"}


def test_every_rule_has_its_row(document, names):
    rows = document("docs/adding-an-outlet.md").table("rule", "selects")
    assert {names(row[0])[0] for row in rows} == FIELDS


def test_every_declaration_has_its_row(document, names):
    rows = document("docs/adding-an-outlet.md").table("declaration", "means", "without it")
    assert {names(row[0])[0] for row in rows} == {"name", *NewsSpider.__annotations__} - NOT_DECLARED


@pytest.fixture(scope="module")
def learnt(tmp_path_factory):
    """What the page has a reader do first: the command on the demo site, as it is shown there."""
    folder = tmp_path_factory.mktemp("learnt")
    with DemoServer("--articles", "60") as site:
        command = ["addoutlet", site.url, "--name", "marfa", "--to", folder / "to", "-s", "DOWNLOAD_DELAY=0"]
        run = newsbot(*command, cwd=folder, NEWSBOT_LOOPBACK_ALLOWED="true")
    assert run.returncode == 0, run.stderr
    return run.stdout, (folder / "to/newsbot/spiders/marfa.py").read_text(encoding="utf-8")


@pytest.mark.crawl
def test_the_module_is_the_one_that_is_learnt(document, learnt):
    """But for what a rule looks like: another dozen of articles may lead to another XPath for the same."""
    (shown,) = document("docs/adding-an-outlet.md").code("python")
    told = [without_values(module) for module in (shown, learnt[1])]
    assert told[0] == told[1]


@pytest.mark.crawl
def test_the_tables_are_those_that_are_printed(document, learnt):
    shown = next(code for code in document("docs/adding-an-outlet.md").code("text") if "checked on" in code)
    assert shown.splitlines()[0] == learnt[0].splitlines()[0]
    for header in (line.split() for line in shown.splitlines() if line.startswith(("field ", "declaration ", "not "))):
        assert header in [line.split() for line in learnt[0].splitlines()]


@pytest.mark.crawl
def test_the_module_makes_a_feed_and_its_rules_read_a_page(document, tmp_path):
    (module,) = document("docs/adding-an-outlet.md").code("python")
    with DemoServer("--articles", "60") as site:
        (tmp_path / "marfa.py").write_text(module.replace("http://127.0.0.1:8476/", site.url), encoding="utf-8")
        given = {"PYTHONPATH": str(tmp_path), "NEWSBOT_LOOPBACK_ALLOWED": "true"}
        options = ["-s", "SPIDER_MODULES=marfa", "-s", "DOWNLOAD_DELAY=0"]
        listed = newsbot("list", *options, cwd=tmp_path, **given)
        assert listed.stdout.split() == ["marfa"]
        crawl = newsbot("crawl", "marfa", *options, cwd=tmp_path, **given)
        page = newsbot("extract", "--outlet", "marfa", f"{site.url}article/60", *options, cwd=tmp_path, **given)
        drift = newsbot("drift", "marfa", *options, cwd=tmp_path, **given)
    assert crawl.returncode == 0, crawl.stderr
    (feed,) = (tmp_path / "data/feeds/marfa").glob("*.jsonl")
    assert len(feed.read_text(encoding="utf-8").splitlines()) > 50
    article = json.loads(page.stdout)
    assert {article["sources"][name] for name in ("headline", "article_body", "quotes", "views")} == {"rules"}
    assert article["quotes"][0]["attribution"]
    assert article["related"]
    assert drift.returncode == 0, drift.stdout + drift.stderr


def test_every_option_and_verdict_has_its_row(document, names):
    text = document("docs/adding-an-outlet.md")
    parser, scrapys = ArgumentParser(conflict_handler="resolve"), ArgumentParser(conflict_handler="resolve")
    for command, adding in ((addoutlet.Command(), parser), (list_command.Command(), scrapys)):
        command.settings = Settings()
        command.add_options(adding)
    own = set(re.findall(r"--[a-z-]+", parser.format_help())) - set(re.findall(r"--[a-z-]+", scrapys.format_help()))
    assert {word for row in text.table("option", "does") for word in re.findall(r"--[a-z-]+", row[0])} == own
    assert {row[0] for row in text.table("verdict", "means")} == {one.value for one in Verdict}


def without_values(module):
    """A module with its port, and of each rule the field alone."""
    module = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8476", module)
    return re.sub(r'^( {8}"\w+": ).*$', r"\1...", module, flags=re.MULTILINE)


def test_the_outlets_address_is_the_demo_sites(document):
    text = document("docs/adding-an-outlet.md").text
    assert set(re.findall(r"127\.0\.0\.1:(\d+)", text)) == set(re.findall(r"--port (\d+)", text))
