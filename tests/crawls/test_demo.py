"""The real command crawls the demo outlet: the feed says what a perfect reader says, article by article."""

import json

import pytest
from command_line import newsbot

from newsbot.demo.archive import Archive
from newsbot.demo.expectation import expected, truth
from newsbot.demo.server import DemoServer

ARTICLES, SEED = 150, 7
FIELDS = (
    "canonical_url", "short_url", "headline", "description", "article_body", "subheads", "quotes", "date_published",
    "date_published_raw", "authors", "section", "keywords", "main_image", "related", "views", "encoding",
)  # fmt: skip
pytestmark = pytest.mark.crawl


@pytest.fixture(scope="module")
def crawl(tmp_path_factory):
    data = tmp_path_factory.mktemp("demo")
    with DemoServer("--articles", str(ARTICLES), "--seed", str(SEED), "--slow", "0.1") as site:
        result = newsbot(
            "crawl", "demo", "-a", f"url={site.url}", "-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8",
            "-s", "NEWSBOT_LOOPBACK_ALLOWED=1", "-s", f"NEWSBOT_DATA_DIR={data}", cwd=data,
        )  # fmt: skip
    assert result.returncode == 0, result.stderr
    (feed,) = (data / "feeds/demo").iterdir()
    lines = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    skipped = next((data / "reports/demo").glob("*.skipped.jsonl")).read_text(encoding="utf-8").splitlines()
    return {
        "items": {int(item["canonical_url"].rsplit("/", 1)[1]): item for item in lines},
        "lines": len(lines),
        "skipped": [json.loads(line) for line in skipped],
        "archive": Archive(SEED, ARTICLES),
        "base": site.url.rstrip("/"),
        "stderr": result.stderr,
    }


def test_each_article_is_published_once_and_copies_are_left_out(crawl):
    outcome = expected(crawl["archive"])
    copies = {int(copy): original for copy, original in outcome["duplicates"].items()}
    found = {copies.get(number, number) for number in crawl["items"]}
    assert found == set(outcome["published"])
    assert crawl["lines"] == len(found)


@pytest.mark.parametrize("field", FIELDS)
def test_every_article_holds_what_its_page_says(crawl, field):
    wrong = {}
    for number, item in crawl["items"].items():
        wanted = truth(crawl["archive"], number, crawl["base"])[field]
        if (item[field] or None) != (wanted or None):
            wrong[number] = (item[field], wanted)
    assert not wrong, f"{len(wrong)} of {len(crawl['items'])}: {dict(list(wrong.items())[:2])}"


def test_what_is_left_out_is_listed_with_its_reason(crawl):
    reasons = {row["reason"] for row in crawl["skipped"]}
    assert {"noindex", "same_text"} <= reasons
    assert all(row["url"] and row["reason"] for row in crawl["skipped"])


def test_no_traceback(crawl):
    assert "Traceback" not in crawl["stderr"]
