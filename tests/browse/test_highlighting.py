import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.browse.highlighting import excerpt, marked
from newsbot.text.search import read_query


def shown(markup):
    return unescape(re.sub("</?mark>", "", markup))


@pytest.mark.parametrize(
    ("text", "query", "markup"),
    [
        ("في الحُكُومة اليوم", "حكومه", "في <mark>الحُكُومة</mark> اليوم"),
        ("a < b & حلب", "حلب", "a &lt; b &amp; <mark>حلب</mark>"),
        ("عام ٢٠٢٦", "2026", "عام <mark>٢٠٢٦</mark>"),
        ("<b>حلب</b>", "حلب", "&lt;b&gt;<mark>حلب</mark>&lt;/b&gt;"),
        ("لا شيء", "حلب", "لا شيء"),
    ],
)
def test_words_are_marked_as_they_are_written(text, query, markup):
    assert marked(text, read_query(query)) == markup


def test_an_excerpt_is_cut_at_spaces_around_the_first_hit():
    text = f"{'قبل ' * 100}حلب {'بعد ' * 100}"
    found = shown(excerpt(text, read_query("حلب")))
    assert found.startswith("… قبل")
    assert found.endswith("بعد …")
    assert 200 < len(found) < 400


def test_an_excerpt_of_one_endless_word_is_short():
    assert len(shown(excerpt("حلب " + "ب" * 100_000, read_query("حلب")))) < 500


def test_nothing_found_gives_no_excerpt():
    assert excerpt("دمشق", read_query("حلب")) is None


@given(st.text(alphabet="حلبدمشق <&\u0640\u064b\U0001f30d", max_size=60), st.sampled_from(["حلب", "ح* | د*", "«حل ب»"]))
def test_marking_changes_no_letter(text, query):
    assert shown(marked(text, read_query(query))) == text
