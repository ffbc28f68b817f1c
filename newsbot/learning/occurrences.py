"""Where on a page a value stands: elements, attributes, texts and keys of its JSON-LD; how to get there is not told."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from re import compile as pattern
from typing import Any

from newsbot.learning.comparison import agreement_of
from newsbot.learning.paths import Node
from newsbot.pages.page import ArticlePage
from newsbot.pages.pictures import address
from newsbot.pages.rules import JsonLdKey
from newsbot.pages.zones import SKIPPED, Element
from newsbot.text.arabic import fold
from newsbot.text.dates import parse_date
from newsbot.text.numbers import count_in
from newsbot.text.urls import absolute_url

_TEXT_LENGTH = 600
_DATE_LENGTH, _COUNT_LENGTH = 120, 60
_ATTRIBUTES = frozenset({"content", "datetime", "title", "value"})
_TITLED = frozenset({"time", "abbr", "span"})
_DIGIT = pattern(r"\d")
# More places than these are a value that stands everywhere, such as a common word.
_PLACES = 12
_JSON_DEPTH = 3
_NO_KEYS = frozenset({"@context", "@type", "@id"})


@dataclass(frozen=True, slots=True)
class Places:
    """The short texts of a page and where each stands; made once a page."""

    page: ArticlePage
    folded: dict[str, list[Node]] = field(default_factory=dict)
    """Places by folded text."""
    numbered: list[tuple[str, Node]] = field(default_factory=list)
    """Texts with figures, as they stand."""

    @classmethod
    def of(cls, page: ArticlePage) -> "Places":
        """Walk *page* once: 30 ms for one of 3,000 elements."""
        places = cls(page)
        for text, node in _texts(page.root):
            places.folded.setdefault(fold(text), []).append(node)
            if len(text) <= _DATE_LENGTH and _DIGIT.search(text):
                places.numbered.append((text, node))
        return places

    def find(self, name: str, label: Any) -> list[Node]:
        """The nodes that give *label*, the value of the field *name*, or its first and its last part."""
        # Behind one another, wrappers of the same text: the innermost is the text's own element.
        found = _FINDERS.get(name, _texts_like)(self, label)
        return found[:_PLACES]

    def keys(self, name: str, label: Any, value_of: Callable[[list[str]], Any]) -> Iterator[str]:
        """The dotted keys of the page's JSON-LD article that give *label*; *value_of* cleans the texts of one."""
        for key, texts in _json_texts(self.page.metadata.article):
            if agreement_of(name, value_of(texts), label) >= _JSON_AGREEMENT:
                yield key


_JSON_AGREEMENT = 0.9


def _texts(root: Element) -> Iterator[tuple[str, Node]]:
    """Every text of up to some hundred letters: of elements, of attributes that carry some, and right in elements."""
    whole = _whole_texts(root)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in map(_as_texts, element.items()):
            if _carries_text(element, name) and value.strip() and len(value) <= _TEXT_LENGTH:
                yield value, Node(element, attribute=name)
        text = whole.get(element)
        if text and text.strip() and element.tag not in SKIPPED:
            yield text, Node(element)
        if len(element) and element.tag not in SKIPPED:
            yield from _inner_texts(element)


def _as_texts(pair: tuple[str | bytes, str | bytes]) -> tuple[str, str]:
    """An attribute and its value; lxml's types allow bytes, its HTML parser makes none."""
    return str(pair[0]), str(pair[1])


def _carries_text(element: Element, name: str) -> bool:
    if name == "title":
        return element.tag in _TITLED
    return name in _ATTRIBUTES or (name.startswith("data-") and element.tag != "body")


def _inner_texts(element: Element) -> Iterator[tuple[str, Node]]:
    number = 0
    for text in (element.text, *(child.tail for child in element)):
        if text and text.strip():
            number += 1
            if len(text) <= _TEXT_LENGTH:
                yield text, Node(element, text=number)


def _whole_texts(root: Element) -> dict[Element, str]:
    """The text of each element that has up to some hundred letters of it; children come before their parents."""
    texts: dict[Element, str] = {}
    long: set[Element] = set()
    for element in reversed(list(root.iter())):
        if not isinstance(element.tag, str):
            continue
        parts = [element.text or ""]
        for child in element:
            if child in long:
                long.add(element)
                break
            parts += (texts.get(child, ""), child.tail or "")
        if element not in long:
            text = "".join(parts)
            if len(text) > _TEXT_LENGTH:
                long.add(element)
            else:
                texts[element] = text
    return texts


def _texts_like(places: Places, label: Any) -> list[Node]:
    labels = label if isinstance(label, list) else [label]
    ends = [labels[0]] if len(labels) == 1 else [labels[0], labels[-1]]
    return [node for text in ends for node in places.folded.get(fold(str(text)), ())]


def _dates_like(places: Places, label: str) -> list[Node]:
    """Places of texts that are read as the label's moment or day; of a label that is no date, its own words'."""
    if not _is_moment(label):
        return _texts_like(places, label)
    zone, now = places.page.outlet.timezone, places.page.now
    found: list[tuple[float, Node]] = []
    for text, node in places.numbered:
        read = parse_date(text, zone, now)
        agreement = agreement_of("date_published", read.isoformat(), label) if read is not None else 0.0
        if agreement:
            found.append((-agreement, node))
    found.sort(key=lambda pair: pair[0])
    return [node for _, node in found]


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _counts_like(places: Places, label: int) -> list[Node]:
    return [node for text, node in places.numbered if len(text) <= _COUNT_LENGTH and count_in(text) == label]


def _pictures_like(places: Places, label: str) -> list[Node]:
    base = places.page.base_url
    found = []
    for image in places.page.root.iter("img", "amp-img"):
        url = absolute_url(base, address(image) or "")
        if url and agreement_of("main_image", url, label):
            found.append(Node(image))
    for node in places.page.root.iter("meta"):
        url = absolute_url(base, node.get("content") or "") if "image" in _name(node) else None
        if url and agreement_of("main_image", url, label):
            found.append(Node(node, attribute="content"))
    return found


def _name(node: Element) -> str:
    return node.get("property") or node.get("name") or node.get("itemprop") or ""


_FINDERS: Mapping[str, Callable[[Places, Any], list[Node]]] = {
    "date_published": _dates_like,
    "date_modified": _dates_like,
    "views": _counts_like,
    "main_image": _pictures_like,
}


def _json_texts(article: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Dotted keys and their texts, as ``json-ld:`` rules have them."""
    for keys in _json_keys(article, ()):
        texts = JsonLdKey(keys).texts(article)
        if texts:
            yield ".".join(keys), texts


def _json_keys(value: object, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(value, list):
        parts: Iterable[object] = value[:3]
        seen = dict.fromkeys(key for part in parts for key in _json_keys(part, before))
        yield from seen
        return
    if before:
        yield before
    if isinstance(value, Mapping) and len(before) < _JSON_DEPTH:
        for key, part in value.items():
            if isinstance(key, str) and key not in _NO_KEYS and "." not in key:
                yield from _json_keys(part, (*before, key))
