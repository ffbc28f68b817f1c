"""Every outlet reads its golden pages as it did when they were made; ``newsbot golden --renew`` after a meant change."""

import json
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from newsbot import spiders
from newsbot.golden.expected import Expected
from newsbot.pages.reading import GENERIC
from newsbot.spiders.base import NewsSpider, outlet_of

GOLDEN = Path(__file__).parents[1] / "golden"
PAGES = sorted(GOLDEN.glob("*/*.html"))
OUTLETS = {
    value.name: outlet_of(value)
    for module in iter_modules(spiders.__path__)
    for value in vars(import_module(f"newsbot.spiders.{module.name}")).values()
    if isinstance(value, type) and issubclass(value, NewsSpider) and getattr(value, "name", None)
} | {GENERIC.name: GENERIC}
WORDS = 40
PAGE_BYTES = 150_000
CERTAIN = ("headline", "article_body", "date_published")
RULE_OF = {"article_body": "body"}


def told(page):
    return f"{page.parent.name}-{page.stem}"


@pytest.fixture(params=PAGES, ids=told)
def page(request):
    return request.param


@pytest.fixture
def outlet(page):
    assert page.parent.name in OUTLETS, f"{page}: no outlet of that name"
    return OUTLETS[page.parent.name]


def differences(expected, given):
    """A line for each field that differs: the page's, then what is read now."""
    names = dict.fromkeys((*expected, *given))
    texts = {name: [json.dumps(side.get(name), ensure_ascii=False) for side in (expected, given)] for name in names}
    return "\n".join(f"{name}\n  expected {a}\n  given    {b}" for name, (a, b) in texts.items() if a != b)


def test_a_golden_page_reads_as_expected(page, outlet):
    expected = Expected.of(page)
    differing = differences(expected.article, expected.read(page, outlet))
    assert not differing, f"{page.relative_to(GOLDEN)}\n{differing}"


def test_a_golden_page_holds_an_article(page, outlet):
    article = Expected.of(page).article
    assert article["headline"]
    assert len(article["article_body"].split()) >= WORDS
    assert article["outlet"] == outlet.name
    assert set(article["sources"]) <= set(article), "a source without its field"
    assert outlet.name == GENERIC.name or outlet.owns(article["url"]), "the page of another site"
    assert page.stat().st_size <= PAGE_BYTES


@pytest.mark.parametrize("name", sorted({page.parent.name for page in PAGES}))
def test_the_rules_of_an_outlet_give_what_they_are_for(name):
    """A rule for headline, body or date that no golden page is read by is dead or wrong."""
    read = [Expected.of(page).article["sources"] for page in PAGES if page.parent.name == name]
    for field in CERTAIN:
        if RULE_OF.get(field, field) in OUTLETS[name].rules:
            assert any(sources.get(field) == "rules" for sources in read), field


def test_every_expectation_has_its_page():
    assert {path.with_suffix("") for path in GOLDEN.glob("*/*.json")} == {path.with_suffix("") for path in PAGES}
