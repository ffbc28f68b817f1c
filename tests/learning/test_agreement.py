"""The figures of rules against labels: what was expected, what the rule itself found, how far they agree."""

from dataclasses import replace

import pytest
from learning.layouts import OUTLET, labels, modern

from newsbot.learning.agreement import agreements
from newsbot.learning.comparison import DAY_ONLY, WORDS_ONLY, agreement_of, overlap
from newsbot.pages.rules import Rules


@pytest.fixture(scope="module")
def pages():
    return labels(modern, 6)


def figures(pages, **rules):
    return {row.field: row for row in agreements(pages, replace(OUTLET, rules=Rules(**rules)))}


def test_right_rules_agree_wholly(pages):
    rows = figures(
        pages, headline="//h1", body="//div[contains(@class, 'post-text')]", date_published="//time/@datetime"
    )
    assert [(row.field, row.found, row.coverage, row.agreement) for row in rows.values()] == [
        ("headline", 6, 1.0, 1.0),
        ("body", 6, 1.0, 1.0),
        ("date_published", 6, 1.0, 1.0),
    ]
    assert rows["headline"].rule == ("//h1",)


def test_a_rule_that_finds_nothing_covers_nothing(pages):
    row = figures(pages, headline="//h6")["headline"]
    assert (row.expected, row.found, row.coverage, row.agreement) == (6, 0, 0.0, 0.0)


def test_a_rule_that_finds_something_else_does_not_agree(pages):
    row = figures(pages, headline="//footer")["headline"]
    assert (row.found, row.coverage, row.agreement) == (6, 1.0, 0.0)


def test_a_value_that_no_label_has_is_found_but_not_expected(pages):
    row = figures(pages, kicker="//h3")["kicker"]
    assert (row.expected, row.found, row.coverage, row.agreement) == (0, 6, 1.0, 0.0)


def test_a_rule_that_the_speakers_name_is_read_by_has_no_row(pages):
    assert list(figures(pages, quotes="//blockquote", attribution=".//cite")) == ["quotes"]


@pytest.mark.parametrize(
    ("field", "value", "label", "expected"),
    [
        ("headline", "«سوق» الحي", "«سوق» الحي", 1.0),
        ("headline", '"سوق" الحي', "«سوق» الحي", WORDS_ONLY),
        ("headline", "سوق", "حي", 0.0),
        ("headline", None, "حي", 0.0),
        ("headline", None, None, 1.0),
        ("date_published", "2026-11-20T10:00:00+03:00", "2026-11-20T07:00:00+00:00", 1.0),
        ("date_published", "2026-11-20T00:00:00+03:00", "2026-11-20T07:00:00+03:00", DAY_ONLY),
        ("date_published", "2026-11-20T07:00:00+03:00", "2026-11-20T00:00:00+03:00", 1.0),
        ("date_published", "2026-11-20T08:00:00+03:00", "2026-11-20T07:00:00+03:00", 0.0),
        ("date_published", "2026-11-21T00:00:00+03:00", "2026-11-20T00:00:00+03:00", 0.0),
        ("date_published", "10:44", "10:44", 1.0),
        ("date_published", "10:44", "2026-11-20T10:44:00+03:00", 0.0),
        ("authors", ["سمر", "رامي"], ["سمر", "رامي"], 1.0),
        ("authors", ["رامي", "سمر"], ["سمر", "رامي"], 0.0),
        ("keywords", ["أ", "ب"], ["ب", "ج"], 0.5),
        ("related", [{"url": "http://a.example/1"}], [{"url": "http://www.a.example/1"}], 1.0),
        ("main_image", "http://a.example/i/sahel-market-300x200.jpg", "http://b.example/sahel-market.jpg", 1.0),
        ("main_image", "http://a.example/i/1.jpg", "http://a.example/i/2.jpg", 0.0),
        ("views", 249, 249, 1.0),
        ("views", 249, 250, 0.0),
        ("quotes", [{"text": "«نعم»"}], [{"text": "نعم"}], 1.0),
    ],
)
def test_how_far_values_agree(field, value, label, expected):
    assert agreement_of(field, value, label) == expected


def test_links_in_another_order_are_not_quite_the_same():
    links = [{"url": f"http://a.example/{number}"} for number in range(3)]
    assert 0.9 < agreement_of("related", links[::-1], links) < 1.0


def test_overlap_is_the_f1_of_two_bags():
    assert [overlap("aab", "ab"), overlap("", ""), overlap("a", "b")] == [0.8, 0.0, 0.0]
