"""Which source a value is taken from when the page has several, and what is left out rather than guessed."""

import json
from datetime import UTC, datetime

import pytest

from newsbot.pages.reading import read_page
from newsbot.pages.rules import Outlet, Rules

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = "افتتح مجلس المدينة أمس حديقة عامة في الحي الشرقي بعد عامين من العمل فيها وحضر الافتتاح مئات من الأهالي."
BODY = "".join(f"<p>{TEXT} ({number})</p>" for number in range(5))


def read(html, url="http://example.org/news/12345", **outlet):
    return read_page(f"<html>{html}</html>".encode(), url, outlet=Outlet(**outlet), now=NOW)


def json_ld(**values):
    data = json.dumps({"@type": "NewsArticle", **values}, ensure_ascii=False)
    return f'<script type="application/ld+json">{data}</script>'


def test_rules_go_before_what_the_page_declares():
    page = json_ld(headline="عنوان آخر للخبر", datePublished="2026-11-20T10:00:00Z")
    rules = Rules(headline="//h2", date_published="//i", body="//div")
    article = read(
        f"{page}<h1>صحيفة المدينة</h1><h2>حديقة في الحي الشرقي</h2><i>21 تشرين الثاني 2026</i><div>{BODY}</div>",
        rules=rules,
    )
    assert (article.headline, article.date_published) == ("حديقة في الحي الشرقي", "2026-11-21T00:00:00+00:00")
    assert {article.sources[name] for name in ("headline", "date_published", "article_body")} == {"rules"}


def test_a_declared_headline_is_given_as_printed():
    article = read(
        f"{json_ld(headline='حديقة &quot;النهر&quot; تفتح أبوابها')}<h1>حديقة «النهر» تفتح أبوابها</h1>{BODY}"
    )
    assert (article.headline, article.sources["headline"]) == ("حديقة «النهر» تفتح أبوابها", "json-ld")


@pytest.mark.parametrize(
    "title", ["حديقة جديدة في الحي الشرقي | مرفأ الصباح", "مرفأ الصباح - حديقة جديدة في الحي الشرقي"]
)
def test_the_sites_name_is_no_part_of_a_headline(title):
    head = f'<title>{title}</title><meta property="og:site_name" content="مرفأ الصباح">'
    assert read(f"<head>{head}</head>{BODY}").headline == "حديقة جديدة في الحي الشرقي"


@pytest.mark.parametrize(
    ("declared", "url", "expected"),
    [
        ("2026-11-20T10:00:00+03:00", "http://example.org/news/12345", "2026-11-20T10:00:00+03:00"),
        ("2026-11-20T10:00:00+03:00", "http://example.org/2026/11/20/x", "2026-11-20T10:00:00+03:00"),
        ("2019-01-01T10:00:00+03:00", "http://example.org/2026/11/20/x", None),
        ("2031-01-01T10:00:00+03:00", "http://example.org/news/12345", None),
        ("1970-01-01T00:00:00Z", "http://example.org/news/12345", None),
        ("قبل قليل", "http://example.org/news/12345", None),
        ("", "http://example.org/2026/11/20/x", "2026-11-20T00:00:00+00:00"),
    ],
)
def test_dates_that_are_impossible_or_contradicted_are_left_out(declared, url, expected):
    assert read(f"{json_ld(datePublished=declared)}<h1>حديقة في الحي الشرقي</h1>{BODY}", url).date_published == expected


def test_a_body_that_script_fills_in_comes_from_json_ld():
    text = "\n".join(f"{TEXT} ({number})" for number in range(4))
    article = read(f"{json_ld(headline='حديقة في الحي', articleBody=text)}<h1>حديقة في الحي</h1><div id=app></div>")
    assert article.article_body == text.replace("\n", "\n\n")
    assert article.sources["article_body"] == "json-ld"


def test_broken_json_ld_still_gives_its_plain_values():
    broken = '<script type="application/ld+json">{"headline": "حديقة في الحي", "datePublished": "2026-11-20", "x": }</script>'
    assert read(f"{broken}<h1>حديقة في الحي</h1>{BODY}").date_published == "2026-11-20T00:00:00+00:00"


@pytest.mark.parametrize(
    ("html", "authors"),
    [
        (json_ld(author={"name": "سلمى الحداد"}), ["سلمى الحداد"]),
        (json_ld(author=[{"name": "سلمى الحداد"}, {"name": "بشر النقاش"}]), ["سلمى الحداد", "بشر النقاش"]),
        (json_ld(author="سلمى الحداد - حلب"), ["سلمى الحداد"]),
        (json_ld(author="مرفأ الصباح", publisher={"name": "مرفأ الصباح"}), None),
        ('<meta name="author" content="https://social.example/x">', None),
        ("<p>كتب: سلمى الحداد</p>", ["سلمى الحداد"]),
        ("<p>بقلم سلمى الحداد</p>", ["سلمى الحداد"]),
        ("<p>كتب الطلاب رسائل إلى المدينة.</p>", None),
    ],
)
def test_authors(html, authors):
    assert read(f"<h1>حديقة في الحي الشرقي</h1>{html}{BODY}").authors == authors


def test_canonical_addresses_that_cannot_be_are_left_out():
    for href in (
        "http://example.org/",
        "http://elsewhere.example/news/12345",
        "http://52.16.95.170/news/1",
        "javascript:x",
    ):
        assert read(f'<link rel=canonical href="{href}">{BODY}').canonical_url is None
    assert read(f'<link rel=canonical href="/a/1">{BODY}').canonical_url == "http://example.org/a/1"
