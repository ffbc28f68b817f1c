from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from newsbot.store.records import ArticleRecord, Revision

NOW = datetime(2026, 3, 20, 10, 44, 5, 123456, UTC)


def record(name="a1", **values):
    known = {"id": name, "outlet": "demo", "url": f"https://demo.example/{name}", "first_seen_at": NOW, "seen_at": NOW}
    return ArticleRecord(**{**known, **values})


def revision(name="a1", number=1, **values):
    known = {"article_id": name, "outlet": "demo", "revision": number, "content_hash": f"c{number}", "stored_at": NOW}
    return Revision(**{**known, "item": f'{{"id": "{name}", "revision": {number}}}', **values})


@pytest.fixture(params=["buffered", "committed"])
def settle(request, store):
    """Whether reads find what was written in the buffer or in the database."""
    return store.flush if request.param == "committed" else lambda: None


def test_an_article_comes_back_as_it_went_in(store, settle):
    damascus = timezone(timedelta(hours=3))
    given = record(
        canonical_url="https://demo.example/c",
        headline="«المزيد» من الأخبار",
        section="سياسة",
        language="ar",
        date_published=datetime(2026, 3, 20, 1, 30, tzinfo=damascus),
        content_hash="c1",
        text_hash="t1",
        story="a0",
        duplicate_of="a0",
    )
    store.articles.add(given, revision(), keys=["k1", "k2"])
    settle()
    assert store.articles.find("a1") == given
    store.flush()
    found = store.articles.find("a1")
    assert found == given
    assert found.date_published.tzinfo is UTC
    assert found.first_seen_at.utcoffset() == timedelta(0)


def test_every_address_leads_to_the_article_and_the_first_one_wins(store, settle):
    store.articles.add(record("a1"), revision("a1"), keys=["one", "uno"])
    store.articles.add(record("a2"), revision("a2"), keys=["two"])
    settle()
    assert store.articles.find_by_address(["uno"]).id == "a1"
    assert store.articles.find_by_address(["nothing", "two", "one"]).id == "a2"
    assert store.articles.find_by_address(["nothing"]) is None
    assert store.articles.find_by_address([]) is None


def test_an_alias_that_was_met_later_leads_to_the_article(store, settle):
    store.articles.add(record(), revision(), keys=["one"])
    settle()
    store.articles.touch("a1", NOW + timedelta(hours=1), keys=["https://short.example/x"])
    settle()
    assert store.articles.find_by_address(["https://short.example/x"]).id == "a1"
    store.flush()
    assert store.articles.find("a1").seen_at == NOW + timedelta(hours=1)


def test_the_first_article_with_a_text_is_found_before_its_copies(store, settle):
    store.articles.add(record("a1", text_hash="t"), revision("a1"), keys=["one"])
    settle()
    store.articles.add(
        record("a0", text_hash="t", duplicate_of="a1", first_seen_at=NOW - timedelta(days=1)),
        revision("a0"),
        keys=["two"],
    )
    settle()
    assert store.articles.find_by_text("t").id == "a1"
    assert store.articles.find_by_text("other") is None


def test_a_changed_text_is_the_next_revision(store, settle):
    first = record(headline="قديم", content_hash="c1", text_hash="t1")
    store.articles.add(first, revision(), keys=["one"])
    settle()
    changed = replace(first, headline="جديد", content_hash="c2", text_hash="t2", revision=2)
    store.articles.revise(changed, revision(number=2, changed_fields=("headline", "article_body")), keys=["uno"])
    settle()
    assert store.articles.find_by_address(["uno"]) == changed
    assert store.articles.current_item("a1") == {"id": "a1", "revision": 2}
    store.flush()
    assert store.articles.find("a1") == changed
    texts = store.articles.revisions("a1")
    assert [text.revision for text in texts] == [1, 2]
    assert texts[1].changed_fields == ("headline", "article_body")
    assert texts[0].stored_at == NOW


def test_a_text_that_was_revised_in_the_buffer_is_found_by_its_new_hash(store, settle):
    store.articles.add(record(text_hash="t1"), revision(), keys=["one"])
    settle()
    store.articles.revise(record(text_hash="t2", revision=2), revision(number=2))
    settle()
    assert store.articles.find_by_text("t2").id == "a1"
    assert store.articles.find_by_text("t1") is None


def test_near_candidates_come_with_their_signatures_the_most_alike_first(store, settle):
    signature = tuple(range(4294967168, 4294967296))
    store.articles.add(record("a1"), revision("a1"), keys=["one"], signature=signature, bands=[1, 2, 2**64 - 1])
    store.articles.add(record("a2"), revision("a2"), keys=["two"], signature=(7,) * 128, bands=[1])
    store.articles.add(record("a3"), revision("a3"), keys=["three"], signature=(8,) * 128, bands=[5])
    settle()
    found = store.articles.near_candidates([1, 2, 2**64 - 1])
    assert [(near.id, near.shared_bands) for near in found] == [("a1", 3), ("a2", 1)]
    assert found[0].signature == signature
    assert store.articles.near_candidates([]) == []
    assert len(store.articles.near_candidates([1], limit=1)) == 1


def test_one_band_shared_by_thousands_costs_a_bounded_number_of_rows(store):
    for number in range(1500):
        name = f"a{number}"
        store.articles.add(record(name), revision(name), keys=[name], signature=(number,), bands=[42])
    store.flush()
    assert len(store.articles.near_candidates([42], limit=10_000)) == 400


def test_an_article_that_another_process_stored_first_is_left_as_it_is(store):
    store.articles.add(record(headline="الأول"), revision(), keys=["one"])
    store.flush()
    store.articles.add(record(headline="الثاني", outlet="other"), revision(item="{}"), keys=["one", "uno"])
    store.flush()
    assert store.articles.find("a1").headline == "الأول"
    assert len(store.articles.revisions("a1")) == 1
    assert store.articles.find_by_address(["uno"]).id == "a1"


def test_a_headline_that_no_database_takes_is_stored_readably(store):
    store.articles.add(record(headline="خبر\ud83d عاجل\x00"), revision(), keys=["x" * 9000, "مفتاح" * 900])
    store.flush()
    assert store.articles.find("a1").headline == "خبر\N{REPLACEMENT CHARACTER} عاجل"
    assert store.articles.find_by_address(["x" * 9000]).id == "a1"
    assert store.articles.find_by_address(["مفتاح" * 900]).id == "a1"


def test_a_time_without_a_zone_is_a_bug_and_not_a_failure_of_the_disk(store):
    store.articles.add(record(seen_at=NOW.replace(tzinfo=None)), revision(), keys=["one"])
    with pytest.raises(Exception, match="has no time zone") as raised:
        store.flush()
    assert "StorageError" not in type(raised.value).__name__


def test_a_gone_article_comes_back_to_life(store):
    store.articles.add(record(), revision(), keys=["one"])
    store.flush()
    store.articles.mark_gone("a1", NOW)
    store.flush()
    assert (store.articles.find("a1").state, store.articles.find("a1").gone_at) == ("gone", NOW)
    store.articles.touch("a1", NOW)
    store.flush()
    assert (store.articles.find("a1").state, store.articles.find("a1").gone_at) == ("live", None)
