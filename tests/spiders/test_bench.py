"""The outlets with rules by hand, each on the saved page that its rules were written from; skipped without ../shared."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsbot.pages.reading import read_page
from newsbot.spiders.almadenah import AlmadenahSpider
from newsbot.spiders.alyaum import AlyaumSpider
from newsbot.spiders.assabah_tn import AssabahTnSpider
from newsbot.spiders.base import outlet_of
from newsbot.spiders.sputnik_arabic import SputnikArabicSpider
from newsbot.spiders.yjc import YjcSpider

BENCH = Path(__file__).parents[3] / "shared/bench"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
SPIDERS = {
    "almadenahnews.com": AlmadenahSpider,
    "alyaum.com": AlyaumSpider,
    "arabic.sputniknews.com": SputnikArabicSpider,
    "assabah.com.tn": AssabahTnSpider,
    "yjc.ir": YjcSpider,
}
pytestmark = pytest.mark.skipif(not BENCH.is_dir(), reason="../shared is not here: no saved pages")


def lines(name):
    return map(json.loads, (BENCH / "arabic" / name).read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="module")
def score():
    sys.path.insert(0, str(BENCH))
    try:
        import score
    finally:
        sys.path.remove(str(BENCH))
    return score.score


@pytest.fixture(params=SPIDERS)
def case(request):
    """(article, truth) of one saved page."""
    truth = next(line for line in lines("gold.jsonl") if line["site"] == request.param)
    page = next(line for line in lines("manifest.jsonl") if line["key"] == truth["key"])
    body = (BENCH / "arabic" / page["file"]).read_bytes()
    return read_page(body, page["url"], outlet=outlet_of(SPIDERS[request.param]), now=NOW), truth


def test_the_page_scores(case, score):
    article, truth = case
    prediction = {name: getattr(article, name) for name in ("headline", "date_published", "article_body")}
    (scores,) = score({truth["key"]: truth}, {truth["key"]: prediction})
    assert scores["headline"]
    assert scores["date"]
    assert scores["token_f1"] >= 0.99
    assert scores["with"] == scores["without"] == 1.0


def test_authors_section_tags_picture_and_related_are_the_pages(case):
    article, truth = case
    assert (article.authors or []) == truth["authors"]
    assert article.section == truth["section"]
    assert (article.keywords or []) == truth["tags"]
    assert article.main_image["url"] == truth["image"]
    assert article.main_image["caption"] == truth["image_caption"]
    related = [link["title"] for link in truth["related"] if link["kind"] == "related"]
    assert [link["headline"].removesuffix("...") for link in article.related or []] == related[
        : len(article.related or [])
    ]
    assert len(article.related or []) >= len(related) - 1


def test_values_come_from_the_rules(case):
    article, _ = case
    rules = outlet_of(SPIDERS[case[1]["site"]]).rules
    filled = {name for name in ("headline", "date_published", "section", "authors", "keywords") if name in rules}
    assert {name: article.sources[name] for name in filled} == dict.fromkeys(filled, "rules")
    assert article.sources["article_body"] == "rules"
