"""A change of the schema has a version and a note."""

import hashlib
import json

from newsbot.feeds.schema import article_schema
from newsbot.feeds.versions import CHANGES, SCHEMA_VERSION

SHAPES = {"1.0": "4642f41f1be95998"}
"""The digest of names and types of each version. Never change one: add the next version, here and in versions.py."""


def shape(schema):
    """The schema without its prose."""
    if isinstance(schema, dict):
        return {
            key: {name: shape(value) for name, value in told.items()} if key == "properties" else shape(told)
            for key, told in schema.items()
            if key not in {"description", "title", "$schema", "version", "$comment"}
        }
    return schema


def test_the_shape_is_that_of_its_version():
    digest = hashlib.sha256(json.dumps(shape(article_schema()), sort_keys=True).encode()).hexdigest()[:16]
    assert SHAPES[SCHEMA_VERSION] == digest


def test_every_version_has_its_note():
    assert list(CHANGES) == list(SHAPES)
    assert list(CHANGES)[-1] == SCHEMA_VERSION
