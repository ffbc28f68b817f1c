"""What one page proposes as rules of a field: XPaths to where its label stands, keys of its JSON-LD; tries none."""

from collections.abc import Iterator
from itertools import islice
from re import IGNORECASE
from re import compile as pattern
from typing import Any

from newsbot.learning.labels import Labelled
from newsbot.learning.occurrences import Places
from newsbot.learning.paths import Node, paths
from newsbot.learning.regions import bare_elements, body_nodes, quote_nodes, related_nodes
from newsbot.learning.steps import Path
from newsbot.learning.trials import cleaned_texts
from newsbot.learning.ways import Landmark, around, text_landmarks
from newsbot.pages.rules import JSON_LD
from newsbot.pages.zones import Element

_JSON_COSTS = {"date_published": 1.0, "date_modified": 1.0, "headline": 9.0, "body": 12.0, "main_image": 3.0}
_JSON_COST = 3.5
_JSON_NAMES = {
    "date_published": "datePublished", "date_modified": "dateModified", "authors": "author",
    "section": "articleSection", "main_image": "image", "body": "articleBody",
}  # fmt: skip
_OTHER_NAME_COST = 4.0
_OTHER_DATE = {
    "date_published": pattern(r"modif|updat", IGNORECASE), "date_modified": pattern(r"publi|creat|issue", IGNORECASE),
}  # fmt: skip
# What machines read is as the site wants to be seen; a headline is as it is printed.
_META_COSTS = {"headline": 8.0, "main_image": 2.0, "description": 2.0}
_NO_JSON = frozenset({"related", "quotes", "caption", "credit", "views"})
_HEADING_NODES = 12
_ELEMENTS = frozenset({"related", "quotes", "body"})
# An element around the one that has the text, and nothing else in it today.
_WRAPPER_COST = 1.5


def proposals(field: str, page: Labelled, places: Places, landmarks: list[Landmark]) -> Iterator[Path]:
    """Rules that may find the label of *field* on *page*; the same may come twice.

    *landmarks* are elements that all pages have, such as the headline's: ways may start there.
    """
    label = page.value(field)
    nodes = _nodes(field, label, page, places)
    texts = {node.element for node in nodes} if field not in _ELEMENTS else set()
    for node in nodes:
        extra = _META_COSTS.get(field, 0.0) if node.element.tag == "meta" else 0.0
        extra += _WRAPPER_COST * any(child in texts for child in node.element.iterdescendants())
        marks = [*landmarks, *(_headings(node.element) if field == "related" else ())]
        for path in paths(node, marks):
            is_other = field in _OTHER_DATE and _OTHER_DATE[field].search(path.text) is not None
            is_by_form = field == "related" and _LINKS_BY_FORM.search(path.text) is not None
            cost = path.cost + extra + is_other * _OTHER_NAME_COST + is_by_form * _LINKS_BY_FORM_COST
            yield Path(cost, path.text)
    if field == "body":
        yield from _bare_texts(page, landmarks)
    if field not in _NO_JSON:
        for key in places.keys(field, label, lambda texts: cleaned_texts(field, texts, page.page)):
            is_other = key.partition(".")[0] != _JSON_NAMES.get(field, field)
            cost = _JSON_COSTS.get(field, _JSON_COST) + 0.5 * key.count(".") + is_other * _OTHER_NAME_COST
            yield Path(cost, f"{JSON_LD}{key}")


def _nodes(field: str, label: Any, page: Labelled, places: Places) -> list[Node]:
    if field == "body":
        return body_nodes(page)
    if field == "related":
        return related_nodes(page)
    if field == "quotes":
        return quote_nodes(page)
    return places.find(field, label)


def _bare_texts(page: Labelled, landmarks: list[Landmark]) -> Iterator[Path]:
    """The texts right inside an element that holds most of a body so: what stands there in elements is no body."""
    for element in bare_elements(page):
        for path in paths(Node(element), landmarks):
            yield Path(path.cost + _BARE_COST, f"{path.text}/text()")
        for landmark in landmarks:
            inside = next(
                (node for node in (landmark.element, *landmark.element.iterancestors()) if node.getparent() is element),
                None,
            )
            if inside is not None:
                path = around(landmark, inside)
                yield Path(path.cost + _BARE_COST, f"{path.text}/following-sibling::text()")


_BARE_COST = 2.0
# Links told by their form: a short link or a partner's in the same block would be passed over, and the next list of
# headlines that the site puts on its pages be taken in.
_LINKS_BY_FORM = pattern(r"//a$|/a\[(?:contains|starts-with)\(@href")
_LINKS_BY_FORM_COST = 12.0


def _headings(area: Element) -> Iterator[Landmark]:
    """The labels inside *area*, before its first link."""
    for node in islice(area.iter(), _HEADING_NODES):
        if node.tag == "a":
            return
        if node is not area and isinstance(node.tag, str) and next(node.iter("a"), None) is None:
            yield from text_landmarks(node)
