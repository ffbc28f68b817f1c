"""docs/adding-an-outlet.md, followed: its module crawls the demo site, its rules read a page, its tables are complete."""

import json
import re

import pytest
from command_line import newsbot

from newsbot.demo.server import DemoServer
from newsbot.pages.rules import FIELDS
from newsbot.spiders.base import NewsSpider

NOT_DECLARED = {"outlet", "reader", "discovery"}


def test_every_rule_has_its_row(document, names):
    rows = document("docs/adding-an-outlet.md").table("rule", "selects")
    assert {names(row[0])[0] for row in rows} == FIELDS


def test_every_declaration_has_its_row(document, names):
    rows = document("docs/adding-an-outlet.md").table("declaration", "means", "without it")
    assert {names(row[0])[0] for row in rows} == {"name", *NewsSpider.__annotations__} - NOT_DECLARED


@pytest.mark.crawl
def test_the_module_makes_a_feed_and_the_rules_read_a_page(document, tmp_path):
    module, rules = document("docs/adding-an-outlet.md").code("python")
    with DemoServer("--articles", "60") as site:
        written = (module + rules).replace("http://127.0.0.1:8476/", site.url)
        (tmp_path / "marfa_outlet.py").write_text(written, encoding="utf-8")
        given = {"PYTHONPATH": str(tmp_path), "NEWSBOT_LOOPBACK_ALLOWED": "true"}
        options = ["-s", "SPIDER_MODULES=marfa_outlet"]
        listed = newsbot("list", *options, cwd=tmp_path, **given)
        assert listed.stdout.split() == ["marfa"]
        crawl = newsbot("crawl", "marfa", *options, "-s", "DOWNLOAD_DELAY=0", cwd=tmp_path, **given)
        page = newsbot("extract", "--outlet", "marfa", f"{site.url}article/60", *options, cwd=tmp_path, **given)
    assert crawl.returncode == 0, crawl.stderr
    (feed,) = (tmp_path / "data/feeds/marfa").glob("*.jsonl")
    assert len(feed.read_text(encoding="utf-8").splitlines()) > 50
    article = json.loads(page.stdout)
    assert {article["sources"][name] for name in ("quotes", "views")} == {"rules"}
    assert article["quotes"][0]["attribution"]
    assert article["related"]


def test_the_outlets_address_is_the_demo_sites(document):
    text = document("docs/adding-an-outlet.md").text
    assert set(re.findall(r"127\.0\.0\.1:(\d+)", text)) == set(re.findall(r"--port (\d+)", text))
