"""Articles as flat rows of text and numbers, for tables without nesting; never knows a file format.

The columns follow from `newsbot.items.Article`: an object gives a column for each of its keys (``main_image_url``), a
list of objects the same with the values of all of them, a list of texts one column. Several values in a cell have
`SEPARATOR` between them; an empty place keeps the others in step. ``sources`` becomes ``headline=rules | ...``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from newsbot.items import Article

SEPARATOR = " | "

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the field that it shows, whether it holds whole numbers, and how a cell is made."""

    name: str
    field: str
    is_number: bool
    cell: Callable[[Any], Cell]


def columns(fields: Sequence[str]) -> list[Column]:
    """The columns of these fields, in their order."""
    hints = get_type_hints(Article)
    return [column for name in fields for column in _columns_of(name, bare_hint(hints[name]))]


def row(values: Mapping[str, Any], of: Sequence[Column]) -> list[Cell]:
    """The cells of one article; None where the page gave nothing."""
    return [None if (value := values.get(column.field)) is None else column.cell(value) for column in of]


def bare_hint(hint: Any) -> Any:
    """The kind of a field that has a value."""
    if get_origin(hint) is UnionType:
        return next(kind for kind in get_args(hint) if kind is not NoneType)
    return hint


def _columns_of(name: str, kind: Any) -> list[Column]:
    if is_typeddict(kind):
        return [Column(f"{name}_{key}", name, is_number=False, cell=_key(key)) for key in get_type_hints(kind)]
    if get_origin(kind) is dict:
        return [Column(name, name, is_number=False, cell=_pairs)]
    if get_origin(kind) is not list:
        return [Column(name, name, is_number=kind is int, cell=_itself)]
    (entry,) = get_args(kind)
    if is_typeddict(entry):
        return [Column(f"{name}_{key}", name, is_number=False, cell=_keys(key)) for key in get_type_hints(entry)]
    return [Column(name, name, is_number=False, cell=SEPARATOR.join)]


def _itself(value: Cell) -> Cell:
    return value


def _key(key: str) -> Callable[[Mapping[str, str | None]], Cell]:
    return lambda value: value.get(key)


def _keys(key: str) -> Callable[[Sequence[Mapping[str, str | None]]], Cell]:
    return lambda entries: SEPARATOR.join(entry.get(key) or "" for entry in entries)


def _pairs(value: Mapping[str, str]) -> Cell:
    return SEPARATOR.join(f"{key}={told}" for key, told in value.items())
