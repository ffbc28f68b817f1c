"""The microdata and RDFa of a page as the objects that JSON-LD would write, scope by scope; reads no article's text."""

from collections.abc import Iterable

from newsbot.pages.jsonld import Thing
from newsbot.pages.zones import Element

_CLIMB_LIMIT = 60
_PROPERTIES_LIMIT = 400
_TEXT_LENGTH = 300
_LONG = frozenset({"articlebody", "text", "comment", "review", "hascourseinstance"})
_ADDRESSES = {"a": "href", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src"}


def things_in(properties: Iterable[Element]) -> tuple[list[Thing], list[Element]]:
    """The scopes that *properties* belong to, in order, and those properties that stand in none.

    *properties* are the elements with an itemprop, or a property that is no OpenGraph name. A scope inside a scope is
    a value of it («author» is {"@type": "Person", "name": ...}).
    """
    scopes: dict[Element, Thing] = {}
    free: list[Element] = []
    for node in list(properties)[:_PROPERTIES_LIMIT]:
        owner = _owner(node)
        names = (node.get("itemprop") or node.get("property") or "").split()
        if owner is None:
            free.append(node)
            continue
        thing = _thing(owner, scopes)
        for name in names:
            _add(thing, name.rpartition(":")[2], _value(node, name, scopes))
    return list(scopes.values()), free


def _is_scope(node: Element) -> bool:
    return node.get("itemscope") is not None or node.get("typeof") is not None


def _owner(node: Element) -> Element | None:
    parent = node.getparent()
    for _ in range(_CLIMB_LIMIT):
        if parent is None or _is_scope(parent):
            return parent
        parent = parent.getparent()
    return None


def _thing(scope: Element, scopes: dict[Element, Thing]) -> Thing:
    if scope not in scopes:
        kinds = (scope.get("itemtype") or scope.get("typeof") or "").split()
        scopes[scope] = {"@type": kinds}
        identity = scope.get("itemid") or scope.get("resource")
        if identity:
            scopes[scope]["@id"] = identity
    return scopes[scope]


def _value(node: Element, name: str, scopes: dict[Element, Thing]) -> str | Thing | None:
    if _is_scope(node):
        return _thing(node, scopes)
    declared = node.get("content") or node.get("datetime")
    if declared:
        return declared
    tag = str(node.tag)
    address = node.get(_ADDRESSES.get(tag, "content"))
    text = "" if name.lower() in _LONG else _text(node)
    if tag == "a" and text and name not in {"url", "mainEntityOfPage"}:
        return text
    return address or text or None


def _text(node: Element) -> str:
    parts: list[str] = []
    length = 0
    for part in node.itertext():
        parts.append(str(part))
        length += len(part)
        if length > _TEXT_LENGTH:
            return ""
    return " ".join("".join(parts).split())


def _add(thing: Thing, name: str, value: str | Thing | None) -> None:
    if value is None or value == "":
        return
    known = thing.get(name)
    if known is None:
        thing[name] = value
    elif isinstance(known, list):
        known.append(value)
    else:
        thing[name] = [known, value]
