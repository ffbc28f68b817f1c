import json
from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from newsbot.feeds.jsonl import line
from newsbot.items import Article

any_text = st.text(alphabet=st.characters(exclude_categories=[]))  # lone surrogates too


def test_a_line_holds_every_field_in_the_items_order():
    written = json.loads(line(Article(headline="خبر", views=3)))
    assert list(written) == [field.name for field in fields(Article)]
    assert (written["headline"], written["views"], written["url"]) == ("خبر", 3, None)


def test_arabic_stays_readable_and_a_mapping_is_as_good_as_an_item():
    assert '"headline": "المزيد من الأخبار"' in line(Article(headline="المزيد من الأخبار"))
    assert line({"headline": "خبر"}) == line(Article(headline="خبر"))


def test_half_of_a_surrogate_pair_becomes_the_replacement_character_and_a_pair_its_letter():
    assert json.loads(line({"headline": "خبر\ud83d!"}))["headline"] == "خبر\N{REPLACEMENT CHARACTER}!"
    assert json.loads(line({"headline": "\ud83d\ude00"}))["headline"] == "\N{GRINNING FACE}"


@given(any_text)
def test_any_text_is_one_line_of_utf8_and_comes_back(text):
    written = line({"headline": text, "related": [{"headline": text, "url": "https://x"}]})
    assert len(written.splitlines()) == 1
    read = json.loads(written.encode("utf-8"))
    assert read["headline"] == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
