"""Slices and cursors, the same on SQLite and PostgreSQL."""

import json
from datetime import UTC, datetime

import pytest
from made_articles import bare, keep, values

from newsbot.errors import ConfigurationError
from newsbot.store.cursors import last_position, position
from newsbot.store.slices import Order, Slice, item_lines, line_groups, revision_numbers


@pytest.fixture
def filled(store):
    keep(
        store,
        values(1),
        values(2, outlet="other", section="اقتصاد", language="ar-SY"),
        bare(3),
        values(4, duplicate_of="a001", section="إقتصاد"),
        values(5, language="ku"),
    )
    keep(store, values(1, revision=2, headline="عنوان جديد"))
    return store


def ids(store, **which):
    return [json.loads(text)["id"] for text in item_lines(store.database, Slice(**which))]


def test_each_article_comes_once_with_its_last_text(filled):
    assert ids(filled) == ["a002", "a003", "a004", "a005", "a001"]
    assert ids(filled, with_revisions=True) == ["a001", "a002", "a003", "a004", "a005", "a001"]


def test_filters(filled):
    assert ids(filled, outlet="other") == ["a002"]
    assert ids(filled, outlet=("other", "bare")) == ["a002", "a003"]
    assert ids(filled, outlet=()) == ids(filled)
    assert ids(filled, sections=("الإقتصاد", "اقتصاد")) == ["a002", "a004"]
    assert ids(filled, languages=("AR",)) == ["a002", "a004", "a001"]
    assert ids(filled, languages=("ar-sy", "ku")) == ["a002", "a005"]
    assert ids(filled, with_duplicates=False) == ["a002", "a003", "a005", "a001"]
    assert ids(filled, after=3, up_to=5) == ["a004", "a005"]


def test_bounds_are_half_open_and_undated_articles_count_by_when_they_were_seen(filled):
    third = datetime(2026, 11, 2, 6, tzinfo=UTC)
    fourth = datetime(2026, 11, 2, 13, tzinfo=UTC)
    assert ids(filled, since=third, until=fourth) == ["a003"]
    assert ids(filled, since=fourth) == ["a004", "a005"]
    assert ids(filled, until=third) == ["a002", "a001"]


def test_orders(filled):
    def sorted_by(order):
        numbers = revision_numbers(filled.database, Slice(), order)
        return [json.loads(text)["id"] for lines in line_groups(filled.database, numbers) for text in lines]

    assert sorted_by(Order.NEWEST) == ["a001", "a005", "a004", "a003", "a002"]
    assert sorted_by(Order.OUTLET_DAY) == ["a003", "a001", "a004", "a005", "a002"]


def test_a_cursor_gives_what_came_later(filled):
    before = last_position(filled.database)
    assert ids(filled, after=before.number) == []
    keep(filled, values(9))
    found = position(filled.database, before.cursor, "--follow")
    assert found == before
    assert ids(filled, after=found.number) == ["a009"]
    assert position(filled.database, "start", "--follow").number == 0


def test_a_cursor_of_an_empty_store_is_the_start(store):
    empty = last_position(store.database)
    assert empty.number == 0
    assert position(store.database, empty.cursor, "--follow") == empty


@pytest.mark.parametrize("cursor", ["", "c1-", "c1-5", "c1-ffff-000000000000", "c1-1-000000000000", "c1-0-", "x' OR 1"])
def test_a_cursor_of_elsewhere_is_refused(filled, cursor):
    with pytest.raises(ConfigurationError, match="--follow"):
        position(filled.database, cursor, "--follow")
