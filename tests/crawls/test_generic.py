"""``newsbot crawl generic``: a site that nobody described is crawled from its front page to a feed."""

import json

import pytest
from command_line import newsbot

from newsbot.demo.server import DemoServer

pytestmark = pytest.mark.crawl


def test_a_site_without_an_outlet_is_read(tmp_path):
    with DemoServer("--articles", "30", "--slow", "0.1") as site:
        run = newsbot(
            "crawl", "generic", "-a", f"url={site.url}", "-s", "DOWNLOAD_DELAY=0",
            "-s", "NEWSBOT_LOOPBACK_ALLOWED=true", cwd=tmp_path,
        )  # fmt: skip
        truth = {number: site.control("truth", number=number) for number in range(6, 31)}  # 4 and 5 have one text
    assert run.returncode == 0, run.stderr
    (feed,) = (tmp_path / "data/feeds/generic").iterdir()
    items = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    found = {int(item["canonical_url"].rsplit("/", 1)[1]): item for item in items if item["canonical_url"]}
    expected = {number: page for number, page in truth.items() if page["duplicate_of"] is None}
    assert len(found.keys() & expected.keys()) == len(expected)
    right = [found[number]["headline"] == page["headline"] for number, page in expected.items()]
    assert sum(right) == len(right)
    bodies = [found[number]["article_body"] == page["article_body"] for number, page in expected.items()]
    assert sum(bodies) >= len(bodies) * 0.95


def test_an_address_is_asked_for(tmp_path):
    run = newsbot("crawl", "generic", cwd=tmp_path)
    assert run.returncode == 7
    assert "-a url" in run.stderr


def test_a_dead_site_is_named_where_nobody_watches(tmp_path):
    run = newsbot(
        "crawl", "generic", "-a", "url=http://127.0.0.1:9/", "-s", "RETRY_TIMES=0", "-s", "LOG_LEVEL=WARNING",
        "-s", "NEWSBOT_LOOPBACK_ALLOWED=true", "-s", "NEWSBOT_PROGRESS_ENABLED=false", cwd=tmp_path,
    )  # fmt: skip
    assert run.returncode == 5
    assert "generic looks dead: refused; see data/reports/generic/1.json" in run.stderr
