"""The two replay markups of the first outlet's page, beside what they are known to hold; skipped without ../shared."""

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsbot.pages.reading import read_page
from newsbot.spiders.anapress import AnapressSpider
from newsbot.spiders.base import outlet_of

SHARED = Path(__file__).parents[3] / "shared"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here: no replay pages")


def cases():
    if not SHARED.is_dir():
        return []
    expected = json.loads((SHARED / "replay/expected.json").read_text(encoding="utf-8"))
    return [
        pytest.param(markup, truth, id=f"{markup}-{truth['url'][-4:]}")
        for markup in ("anapress-modern", "anapress-table")
        for truth in expected
    ]


@pytest.fixture(scope="module")
def score():
    sys.path.insert(0, str(SHARED / "bench"))
    import score

    yield score
    sys.path.remove(str(SHARED / "bench"))


@pytest.mark.parametrize(("markup", "truth"), cases())
def test_page_holds_what_is_expected(markup, truth, score):
    folder = SHARED / "replay" / markup
    rows = map(json.loads, (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines())
    body = next((folder / row["file"]).read_bytes() for row in rows if row["url"] == truth["url"])
    article = read_page(body, truth["url"], outlet=outlet_of(AnapressSpider), now=NOW)
    key = score.headline_key

    gold = Counter(score.tokens("\n\n".join(truth["body"])))
    assert score.f1(*score.precision_recall(Counter(score.tokens(article.article_body)), gold)) >= 0.999
    assert key(article.headline) == key(truth["headline"])
    assert article.views == truth["views"]
    assert (article.date_published, article.date_published_raw) == (None, truth["time"])
    assert article.main_image["caption"] == truth["caption"]
    quotes = [(key(quote["text"]), quote["attribution"]) for quote in article.quotes or []]
    assert quotes == [(key(quote["text"]), quote["attribution"]) for quote in truth["quotes"]]
    related = [(key(link["headline"]), link["url"]) for link in article.related]
    assert related == [(key(link["headline"]), link["url"]) for link in truth["related"]]
