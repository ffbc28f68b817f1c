"""Location steps of XPaths: the ways to name one element by what it carries, each with what it costs in robustness.

A cost is a judgement of how soon a redesign breaks the name, 1 for what is made for machines and 9 for what a build
tool writes; positions in a list of siblings cost as much as that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from re import IGNORECASE
from re import compile as pattern
from urllib.parse import urlsplit

from newsbot.pages.zones import Element

GENERIC_COST, NUMBERED_COST, UTILITY_COST = 7.0, 8.0, 6.0
POSITION_COST = 6.0
_TAG_COSTS = {
    "h1": 2.0, "time": 3.0, "article": 4.0, "main": 4.0, "figure": 4.0, "figcaption": 3.5, "blockquote": 3.5,
    "address": 4.0, "h2": 5.0, "cite": 4.0, "nav": 5.0, "aside": 5.0,
    "body": 20.0, "html": 20.0,
}  # fmt: skip
_PLAIN_TAG = pattern(r"[a-z][a-z0-9]*")
_HASHED = pattern(
    r"^(?:css|sc|jsx|emotion|svelte|astro|tw|e)-?[0-9a-z]{4,}$|^_|__[\w-]{5}$|[a-z]\d+[a-z]|[a-z][A-Z][a-z]?[A-Z]"
)
_VOWEL = pattern(r"[aeiouy]|[^\x00-\x7f]", IGNORECASE)
_UTILITY = pattern(
    r"^(?:col|row|container|wrap|wrapper|clearfix|clear|inner|outer|left|right|center|top|bottom|first|last|active|bold"
    r"|text|font|bg|d|flex|grid|block|inline|hidden|show|hide|pull|float|align|justify|items?|w|h|m[trblxy]?|p[trblxy]?"
    r"|size|fs|fw|lh|sm|md|lg|xl|order|rounded|border|shadow|position|overflow|no|is|has|js|rtl|ltr|ar|fa)(?:[-_:].*)?$",
    IGNORECASE,
)
_NUMBERED_ID = pattern(r"^(?P<stem>[A-Za-z][A-Za-z_-]*[A-Za-z][-_]?)\d+$")
_MARKS = ("itemprop", "property", "rel", "role", "data-testid", "data-component", "data-type", "data-role", "itemtype")
_MARK_COSTS = {"itemprop": 1.0, "property": 1.0, "rel": 2.0}
_LOOKS = (
    "size",
    "color",
    "align",
    "bgcolor",
    "width",
    "valign",
    "face",
    "name",
    "dir",
    "colspan",
    "cellpadding",
    "style",
)
_VALUE_LENGTH = 60


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """A node test with its predicate: ``h1[@class='title']``."""

    cost: float
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Path:
    """A whole XPath, or a ``json-ld:`` rule; a low cost is a robust one."""

    cost: float
    text: str


def steps(element: Element) -> list[Step]:
    """The ways to name *element* without looking around it, the cheapest first; the bare tag is one of them."""
    tag = element.tag
    if not isinstance(tag, str) or not _PLAIN_TAG.fullmatch(tag):
        return []
    found = [*_marked(element, tag), *_identified(element, tag), *_classed(element, tag), *_looking(element, tag)]
    return sorted({*found, Step(_TAG_COSTS.get(tag, GENERIC_COST), tag)})


def literal(text: str) -> str | None:
    """*text* as an XPath literal; None where it holds both kinds of quotation marks (XPath 1.0 has no escape)."""
    if "'" not in text:
        return f"'{text}'"
    return f'"{text}"' if '"' not in text else None


def has_class(token: str) -> str:
    """The predicate for one class among several."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {token} ')"


@lru_cache(maxsize=8192)
def name_cost(name: str) -> float:
    """What a class or id costs: 2 for words, more for what is numbered, hashed, or only says how a thing looks."""
    if _HASHED.search(name) or any(map(str.isdigit, name)):
        return NUMBERED_COST
    if _UTILITY.match(name):
        return UTILITY_COST
    words = [word for word in name.replace("_", "-").split("-") if word]
    if not words or not any(len(word) > 2 and _VOWEL.search(word) for word in words):  # noqa: PLR2004 - no word is shorter
        return UTILITY_COST
    return 2.0 + 0.25 * max(0, len(words) - 2)


def _marked(element: Element, tag: str) -> Iterator[Step]:
    """What is said to machines, and by frameworks to their own scripts."""
    for name in _MARKS:
        value = element.get(name)
        quoted = literal(value) if value and len(value) <= _VALUE_LENGTH else None
        if quoted is not None:
            yield Step(_MARK_COSTS.get(name, 3.0), f"{tag}[@{name}={quoted}]")
    if tag == "a":
        yield from _linking(element)


def _linking(element: Element) -> Iterator[Step]:
    """A link by a word in its address: /author/, /tag/."""
    parts = urlsplit(element.get("href") or "")
    for word in parts.path.split("/")[1:-1]:
        if word.isascii() and word.isalpha() and len(word) > 2:  # noqa: PLR2004 - language codes have two letters
            yield Step(3.0, f"a[contains(@href, '/{word}/')]")
    if parts.query and (key := parts.query.partition("=")[0]).isalnum():
        yield Step(4.5, f"a[contains(@href, '?{key}=')]")


def _identified(element: Element, tag: str) -> Iterator[Step]:
    identity = element.get("id")
    quoted = literal(identity) if identity and len(identity) <= _VALUE_LENGTH else None
    if identity is None or quoted is None:
        return
    numbered = _NUMBERED_ID.match(identity)
    if numbered is not None:
        yield Step(4.0, f"{tag}[starts-with(@id, '{numbered['stem']}')]")
    yield Step(name_cost(identity), f"{tag}[@id={quoted}]")


def _classed(element: Element, tag: str) -> Iterator[Step]:
    value = element.get("class") or ""
    tokens = [token for token in value.split() if literal(token) == f"'{token}'"][:_TOKENS]
    if len(tokens) == 1 and value == tokens[0]:
        yield Step(name_cost(value), f"{tag}[@class='{value}']")
        yield Step(name_cost(value) + 1.5, f"*[@class='{value}']")
        return
    for token in tokens:
        yield Step(name_cost(token) + 0.5, f"{tag}[{has_class(token)}]")
    if tokens and len(value) <= _VALUE_LENGTH and literal(value) is not None:
        yield Step(min(map(name_cost, tokens)) + 1.0, f"{tag}[@class={literal(value)}]")


_TOKENS = 5


def _looking(element: Element, tag: str) -> Iterator[Step]:
    """How it looks, in the markup of pages without style sheets."""
    for name in _LOOKS:
        value = element.get(name)
        quoted = literal(value) if value and len(value) <= _VALUE_LENGTH else None
        if quoted is not None:
            yield Step(5.0 if name in {"name", "size"} else UTILITY_COST, f"{tag}[@{name}={quoted}]")
