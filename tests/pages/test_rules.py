"""What a rule may be, what it finds on a page, and which rules are refused at the start."""

import json
from datetime import UTC, datetime

import pytest

from newsbot.errors import ConfigurationError
from newsbot.pages.reading import read_page
from newsbot.pages.rules import Outlet, Rules

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = "افتتح مجلس المدينة أمس حديقة عامة في الحي الشرقي بعد عامين من العمل فيها وحضر الافتتاح مئات من الأهالي"
DECLARED = {
    "@type": "NewsArticle",
    "headline": "حديقة في الحي الشرقي",
    "datePublished": "2026-11-20T10:00:00+03:00",
    "author": [{"@type": "Person", "name": "سمر الكيال"}, {"@type": "Person", "name": "رامي الصائغ"}],
    "articleSection": ["محليات", "خدمات"],
    "keywords": ["حدائق", "بلديات"],
    "image": {"@type": "ImageObject", "url": "/images/7.jpg"},
    "articleBody": f"{TEXT}.\n\n{TEXT} أيضًا.",
    "interactionStatistic": {"userInteractionCount": 249},
}


def read(rules, html="", declared=DECLARED, **options):
    data = json.dumps(declared)
    page = f'<html><head><script type="application/ld+json">{data}</script></head><body>{html}</body></html>'
    outlet = Outlet(name="hadiqa", rules=Rules(**rules), **options)
    return read_page(page.encode(), "http://example.org/news/12345", outlet=outlet, now=NOW)


@pytest.mark.parametrize(
    ("field", "rule", "expected"),
    [
        ("headline", "json-ld:headline", "حديقة في الحي الشرقي"),
        ("date_published", "json-ld:datePublished", "2026-11-20T10:00:00+03:00"),
        ("authors", "json-ld:author.name", ["سمر الكيال", "رامي الصائغ"]),
        ("authors", "json-ld:author", ["سمر الكيال", "رامي الصائغ"]),
        ("section", "json-ld:articleSection", "محليات"),
        ("keywords", "json-ld:keywords", ["حدائق", "بلديات"]),
        ("views", "json-ld:interactionStatistic.userInteractionCount", 249),
    ],
)
def test_a_key_of_json_ld_is_a_rule(field, rule, expected):
    article = read({field: rule})
    assert (getattr(article, field), article.sources[field]) == (expected, "rules")


def test_a_body_may_be_a_text():
    article = read({"body": "json-ld:articleBody"})
    assert article.article_body == f"{TEXT}.\n\n{TEXT} أيضًا."
    assert article.sources["article_body"] == "rules"


@pytest.mark.parametrize("rule", ["json-ld:image.url", "json-ld:image", "//meta[@property='og:image']/@content"])
def test_a_picture_may_be_an_address(rule):
    article = read({"main_image": rule}, "<meta property='og:image' content='/images/7.jpg'>")
    assert article.main_image["url"] == "http://example.org/images/7.jpg"
    assert article.sources["main_image"] == "rules"


def test_a_picture_whose_address_is_no_text_is_none():
    article = read({"main_image": "json-ld:image"}, declared={**DECLARED, "image": "\u0001\ud800"})
    assert article.main_image is None


@pytest.mark.parametrize("rule", ["json-ld:editor.name", "json-ld:headline.name", "json-ld:author.name.first"])
def test_a_key_that_is_not_there_finds_nothing(rule):
    assert "authors" not in {name for name, source in read({"authors": rule}).sources.items() if source == "rules"}


def test_rules_of_both_kinds_are_tried_in_order():
    rules = {"headline": ("json-ld:alternativeHeadline", "//h2", "json-ld:headline")}
    assert read(rules, "<h2>عنوان مطبوع للخبر</h2>").headline == "عنوان مطبوع للخبر"
    assert read(rules).headline == "حديقة في الحي الشرقي"


@pytest.mark.parametrize(
    "rules",
    [
        {"title": "//h1"},
        {"headline": "//h1["},
        {"headline": "json-ld:"},
        {"headline": "json-ld:a..b"},
        {"headline": "json-ld:author[0].name"},
        {"related": "json-ld:relatedLink"},
        {"quotes": "json-ld:quotes"},
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_at_the_start(rules):
    with pytest.raises(ConfigurationError, match=next(iter(rules))):
        Rules(**rules)


def test_rules_tell_how_they_were_written():
    rules = Rules(headline="//h1", body=("//div", "json-ld:articleBody"))
    assert rules.texts == {"headline": ("//h1",), "body": ("//div", "json-ld:articleBody")}
