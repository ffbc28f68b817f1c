"""The JSON-LD of a page as plain objects, broken markup included; which of them is the article is told elsewhere."""

import json
from collections.abc import Iterator, Mapping
from html import unescape
from re import compile as pattern
from typing import Any, TypeAlias

from newsbot.pages.brokenjson import values_in
from newsbot.pages.zones import Element

Thing: TypeAlias = dict[str, Any]

_NESTING_LIMIT = 12
_OBJECTS_LIMIT = 2000
# What people wrap JSON in: comments of HTML, CDATA behind any comment sign, a byte order mark, a last semicolon.
_AROUND = " \t\r\n\f;\ufeff"
_OPENING = pattern(r"(?:<!--|(?://|/\*)?\s{0,9}<!\[CDATA\[\s{0,9}(?:\*/)?)")
_CLOSING = pattern(r"(?:-->|(?://|/\*)?\s{0,9}\]\]>\s{0,9}(?:\*/)?)$")
# Parts that lead to the page's own article, and parts that list other ones.
_OWN_PARTS = (
    "@graph",
    "mainEntity",
    "mainEntityOfPage",
    "isPartOf",
    "subjectOf",
    "about",
    "breadcrumb",
    "hasPart",
    "video",
)
_LISTED_PARTS = ("itemListElement", "item", "relatedLink", "isRelatedTo", "blogPost", "blogPosts", "significantLink")


class JsonLd:
    """Every object that a page's scripts declare."""

    def __init__(self, root: Element) -> None:
        self.things: list[Thing] = []
        """In the order of the page, outermost first."""
        self.listed: set[int] = set()
        """``id()`` of those that stand in a list of other pages."""
        for script in root.iter("script"):
            if "ld+json" in script.get("type", "").lower():
                self._note(parsed(script.text or ""), 0, is_listed=False)
        self._by_id: Mapping[str, Thing] | None = None

    def resolved(self, value: object, depth: int = 0) -> object:
        """*value* with references ({"@id": ...}) replaced by the objects that bear the identity."""
        if isinstance(value, list):
            return [self.resolved(part, depth) for part in value[:50]]
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str) and depth == 0:
            return self._identified.get(value["@id"], value)
        return value

    @property
    def _identified(self) -> Mapping[str, Thing]:
        if self._by_id is None:
            found: dict[str, Thing] = {}
            for thing in self.things:
                identity = thing.get("@id")
                if isinstance(identity, str) and len(thing) > len(found.get(identity, ())):
                    found[identity] = thing
            self._by_id = found
        return self._by_id

    def _note(self, value: object, depth: int, *, is_listed: bool) -> None:
        if depth > _NESTING_LIMIT or len(self.things) > _OBJECTS_LIMIT:
            return
        if isinstance(value, list):
            for part in value[:200]:
                self._note(part, depth + 1, is_listed=is_listed)
        elif isinstance(value, dict):
            self.things.append(value)
            if is_listed:
                self.listed.add(id(value))
            for name in _OWN_PARTS:
                self._note(value.get(name), depth + 1, is_listed=is_listed)
            for name in _LISTED_PARTS:
                self._note(value.get(name), depth + 1, is_listed=True)


def parsed(text: str) -> object:
    """What a script says; None for nothing. Markup that JSON's parser refuses is read as far as it goes."""
    text = text.strip(_AROUND)
    if opening := _OPENING.match(text):
        text = _CLOSING.sub("", text[opening.end() :])
    for attempt in (text, unescape(text)) if '"' not in text else (text,):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return values_in(text if '"' in text else unescape(text))


def types(thing: Thing) -> Iterator[str]:
    """The names of an object's types without their vocabulary: «http://schema.org/NewsArticle», «schema:Article»."""
    kind = thing.get("@type")
    for name in kind if isinstance(kind, list) else [kind]:
        if isinstance(name, str):
            yield name.rstrip("/").replace("#", "/").rsplit("/", 1)[-1].rsplit(":", 1)[-1].strip()


def names_of(value: object) -> list[str]:
    """The names in a schema.org Person, Organization, text, or a list of them, in order."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [name for part in value[:50] for name in names_of(part)]
    if isinstance(value, dict):
        return names_of(value.get("name") or value.get("@value") or value.get("@list"))
    return []


def addresses_of(value: object) -> list[str]:
    """The addresses in a schema.org ImageObject, URL, or a list of them, in order."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [address for part in value[:50] for address in addresses_of(part)]
    if isinstance(value, dict):
        return addresses_of(value.get("url") or value.get("contentUrl") or value.get("@id"))
    return []


def text_of(value: object) -> str | None:
    """A schema.org text, or the first of a list; None for anything else."""
    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, str)), value[0] if value else None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return value if isinstance(value, str) and value.strip() else None
