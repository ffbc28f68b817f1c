"""The JSON Schema of a feed's line, made from the Article class; it reads no data."""

import ast
import inspect
from itertools import pairwise
from textwrap import dedent
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from newsbot import items

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def article_schema() -> dict[str, Any]:
    """The schema of one line: every field is there, null where the page gave nothing."""
    schema = object_schema(items.Article)
    return {"$schema": DIALECT, "title": "Article", "description": inspect.getdoc(items.Article)} | schema


def object_schema(kind: type) -> dict[str, Any]:
    """The schema of a class whose annotations are its fields, all of them required and no others allowed."""
    documented = attribute_docstrings(kind)
    hints = get_type_hints(kind)
    described = {name: {"description": documented[name]} if name in documented else {} for name in hints}
    properties = {name: value_schema(hint) | described[name] for name, hint in hints.items()}
    return {"type": "object", "properties": properties, "required": list(hints), "additionalProperties": False}


def value_schema(hint: Any) -> dict[str, Any]:
    """The schema of one annotation: scalars, lists, dicts with text keys, TypedDicts, and None beside them."""
    if hint in SCALARS:
        return {"type": SCALARS[hint]}
    if is_typeddict(hint):
        return object_schema(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return nullable(value_schema(next(argument for argument in arguments if argument is not NoneType)))
    if origin is list:
        return {"type": "array", "items": value_schema(arguments[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": value_schema(arguments[1])}
    raise TypeError(f"no JSON Schema for {hint}")


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """*schema* with null allowed beside its type."""
    return schema | {"type": [schema["type"], "null"]}


def attribute_docstrings(kind: type) -> dict[str, str]:
    """The strings that stand below a class's attributes; Python itself keeps none of them."""
    (definition,) = ast.parse(dedent(inspect.getsource(kind))).body
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    return {
        attribute.target.id: inspect.cleandoc(text.value.value)
        for attribute, text in pairwise(body)
        if isinstance(attribute, ast.AnnAssign)
        and isinstance(attribute.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
