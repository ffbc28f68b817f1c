"""docs/fields.md tells every field of an article, and the names that it has elsewhere."""

from dataclasses import fields

from newsbot.feeds.versions import CHANGES
from newsbot.items import Article

FIELDS = [field.name for field in fields(Article)]
LISTS = {"subheads", "quotes", "authors", "keywords", "images", "related"}


def test_every_field_is_told_in_the_feeds_order(document, names):
    rows = document("docs/fields.md").table("field", "type", "example", "null when")
    assert [names(row[0])[0] for row in rows] == FIELDS
    assert all(all(row) for row in rows)


def test_every_field_has_its_names_elsewhere(document, names):
    rows = document("docs/fields.md").table("field", "schema.org NewsArticle")
    assert [names(row[0])[0] for row in rows] == FIELDS
    assert all(len(row) == 4 for row in rows)


def test_the_types_are_the_items(document, names):
    types = {names(row[0])[0]: row[1] for row in document("docs/fields.md").table("field", "type")}
    assert {name for name, kind in types.items() if kind.startswith("list of")} == LISTS
    assert {name for name, kind in types.items() if kind == "whole number"} == {"views", "revision"}
    assert {name for name in types if types[name].startswith("ISO 8601")} == {
        "date_published",
        "date_modified",
        "date_downloaded",
        "first_seen",
    }


def test_the_versions_of_the_schema(document, names):
    rows = document("docs/fields.md").table("version", "what it changed")
    assert {names(row[0])[0]: row[1] for row in rows} == CHANGES
