"""The JSON Schema of a feed's line follows the Article class."""

import json
from dataclasses import fields
from typing import TypedDict

import pytest

from newsbot.feeds.schema import article_schema, object_schema, value_schema
from newsbot.items import Article


def test_every_field_is_there_with_its_description_in_the_feeds_order():
    schema = article_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(schema["properties"]) == schema["required"] == [field.name for field in fields(Article)]
    assert all(described["description"] for described in schema["properties"].values())
    json.dumps(schema)


def test_the_forms_of_fields():
    properties = article_schema()["properties"]
    assert properties["headline"]["type"] == ["string", "null"]
    assert properties["views"]["type"] == ["integer", "null"]
    assert properties["authors"]["items"] == {"type": "string"}
    assert properties["related"]["items"]["required"] == ["headline", "url"]
    assert properties["main_image"]["type"] == ["object", "null"]
    assert properties["main_image"]["properties"]["caption"] == {"type": ["string", "null"]}
    assert properties["sources"]["additionalProperties"] == {"type": "string"}


def test_descriptions_stand_below_their_attributes():
    class Pair(TypedDict):
        left: int
        """The first."""
        right: bool

    assert object_schema(Pair)["properties"] == {
        "left": {"type": "integer", "description": "The first."},
        "right": {"type": "boolean"},
    }


def test_a_form_without_a_schema_is_refused():
    with pytest.raises(TypeError, match="complex"):
        value_schema(complex)
