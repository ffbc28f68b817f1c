"""The index means what `Query.matches` means, on SQLite and PostgreSQL: the shared pairs, made articles, any text."""

import json
import sqlite3
from datetime import timedelta
from itertools import count as numbers
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_articles import FIRST, HOSTILE, keep, values
from text.search_pairs import PAIRS

from newsbot.errors import StorageError
from newsbot.store.database import open_store
from newsbot.store.documents import searched_texts
from newsbot.store.listing import Count, count, listing
from newsbot.store.slices import Slice, item_lines
from newsbot.text.search import read_query, words

WORDS = [
    *(
        "دمشق",
        "ودمشق",
        "بدمشق",
        "حلب",
        "وحلب",
        "وزير",
        "الوزير",
        "ووزير",
        "زير",
        "الخارجية",
        "خارجية",
        "ألمانيا",
        "المانيا",
    ),
    *(
        "الله",
        "لله",
        "حكومة",
        "الحكومة",
        "حكومات",
        "في",
        "من",
        "على",
        "٢٠٢٦",
        "2026",
        "1,000",
        "COVID-19",
        "BBC",
        "الـBBC",
    ),
    *(
        "x.com",
        "سوريا_اليوم",
        "#سوريا",
        "مُدُن",
        "a'b",
        'd"e',
        "\\f",
        "o'h:*",
        "=",
        "=outlet:demo",
        "*",
        "&",
        "|",
        "!",
        "<->",
    ),
]
OPERATORS = [
    '"',
    "«",
    "»",
    "-",
    "OR",
    "|",
    "*",
    "'",
    '-"',
    "\N{RIGHT-TO-LEFT MARK}",
    "\\",
    ":*",
    "&",
    "!",
    "NEAR(",
    "{a}:",
    "^",
]
PIECES = st.one_of(st.sampled_from(WORDS), st.sampled_from(OPERATORS), st.text(max_size=4))
QUERIES = st.lists(PIECES, min_size=1, max_size=7).map(" ".join) | st.lists(PIECES, max_size=7).map("".join)
MANY = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


def found(store, query, **which):
    return [article.id for article in listing(store.database, Slice(query=query, **which), limit=1000).articles]


def meant(items, query):
    return {item["id"] for item in items if query.matches(*searched_texts(item))}


def items_of(store):
    return [json.loads(line) for line in item_lines(store.database, Slice())]


def test_the_shared_pairs_in_headline_and_body(store):
    for number, pair in enumerate(PAIRS):
        empty = dict.fromkeys(("description", "authors", "keywords", "quotes"))
        place = "headline" if number % 2 else "article_body"
        keep(
            store,
            values(number, outlet=f"o{number}", **{"headline": None, "article_body": None, **empty, place: pair.text}),
        )
    wrong = [
        pair
        for n, pair in enumerate(PAIRS)
        if bool(found(store, read_query(pair.query), outlet=f"o{n}")) != pair.is_match
    ]
    assert wrong == []


def made_item(random, number):
    def text(most):
        return " ".join(random.choices(WORDS, k=random.randint(0, most))) or None

    return values(
        number,
        headline=text(4) or "خبر",
        kicker=text(2),
        description=text(3),
        article_body=text(12),
        authors=[found for _ in range(2) if (found := text(2))],
        keywords=[found for _ in range(3) if (found := text(1))],
        quotes=[{"text": text(4) or "قول", "attribution": text(2)}],
    )


@pytest.fixture
def made(store):
    random = Random(5)  # noqa: S311 - the same articles each time
    keep(store, *(made_item(random, number) for number in range(120)))
    return store, items_of(store)


def test_any_query_finds_what_it_means(made):
    store, items = made

    @settings(**MANY, max_examples=300)
    @given(QUERIES)
    def holds(text):
        query = read_query(text)
        if query is not None:
            assert set(found(store, query)) == meant(items, query)
            assert count(store.database, Slice(query=query)).articles == len(meant(items, query))

    holds()


def test_any_text_is_found_by_each_of_its_words(store):
    number = numbers(1)

    @settings(**MANY, max_examples=60)
    @given(st.text(max_size=60) | st.lists(PIECES, max_size=12).map(" ".join))
    def holds(text):
        item = values(next(number), article_body=text)
        keep(store, item)
        for word in {word.form for word in words(text)}:
            if query := read_query(word):
                assert (item["id"] in found(store, query)) == query.matches(text, *searched_texts(item))

    holds()


def test_a_phrase_does_not_reach_from_field_to_field(store):
    keep(
        store,
        values(1, headline="أول ثان", article_body="ثالث رابع", authors=["خامس", "سادس"], keywords=["سابع", "ثامن"]),
    )
    for text in ('"ثان ثالث"', '"رابع أول"', '"خامس سادس"', '"سابع ثامن"', '"سادس سابع"'):
        assert found(store, read_query(text)) == []
    for text in ('"أول ثان"', '"ثالث رابع"', "ثان ثالث سادس ثامن"):
        assert found(store, read_query(text)) == ["a001"]


def test_facets_are_no_words(store):
    keep(store, values(1, section="فن"))
    for text in ("outlet", "=outlet:demo", "demo", "section", "out*", "=*", "ar", "=", '"= أول"'):
        query = read_query(text)
        assert query is None or found(store, query) == [], text


def test_an_endless_article_is_indexed_and_its_phrases_are_found(store):
    body = (
        " ".join(["في دمشق"] * 9000)
        + " نهاية الخبر "
        + " ".join(f"كلمة{number}" for number in range(60_000))
        + " خاتمة أخيرة"
    )
    keep(store, values(1, article_body=body), values(2, article_body="ليس في حلب شيء"))
    for text in ('"في دمشق"', '"نهاية الخبر"', "كلمة 777", "دمشق نهاية", '"دمشق نهاية"'):
        assert found(store, read_query(text)) == ["a001"], text
    assert set(found(store, read_query("في"))) == {"a001", "a002"}


def test_hostile_texts_are_only_text(store):
    keep(
        store,
        values(1, headline=HOSTILE, article_body=f"{HOSTILE}\x00\ud800'\"\\:*&|!<->()", outlet="'; DROP TABLE x --"),
    )
    assert found(store, read_query("معكوس")) == ["a001"]
    assert found(store, read_query("alert"), outlet="'; DROP TABLE x --", authors=("' OR 1=1 --",)) == []
    assert found(store, None, outlet=("'; DROP TABLE x --", '" OR "')) == ["a001"]


def test_a_revised_article_is_found_by_its_new_words_only(store):
    keep(store, values(1, headline="عنوان قديم"), values(2))
    keep(
        store,
        values(
            1,
            headline="عنوان جديد",
            revision=2,
            section="سياسة",
            date_published=(FIRST + timedelta(days=30)).isoformat(),
        ),
    )
    assert found(store, read_query("قديم")) == []
    assert found(store, read_query("جديد")) == ["a001"]
    assert found(store, None) == ["a001", "a002"]
    assert found(store, None, sections=("ثقافة",)) == ["a002"]
    assert found(store, None, sections=("سِياسة",)) == ["a001"]
    assert count(store.database, Slice(query=read_query("-قديم"))).articles == 2


def test_what_a_failed_flush_kept_is_indexed_once_with_the_next(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/newsbot.db", patience_seconds=0.1) as store:
        other = sqlite3.connect(tmp_path / "newsbot.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="database is locked"):
            keep(store, values(1))
        other.execute("ROLLBACK")
        other.close()
        assert found(store, None) == []
        store.flush()
        assert found(store, read_query("معرض")) == ["a001"]
        assert count(store.database, Slice()) == Count(1, is_exact=True)
