"""Ways from one element to another: down, out, across, and from the top; landmarks are where they may start."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from re import compile as pattern

from newsbot.learning.steps import POSITION_COST, Path, literal, steps
from newsbot.pages.zones import Element

ROOTS = frozenset({"html", "body", "head"})
DEPTH = 7
"""No way has more steps down or up; longer ones do not outlive a change."""
PARENT_COST, SIBLING_COST, LABEL_COST = 1.5, 1.5, 4.0
_LABEL_LENGTH = 40
_SHORT = 2
_LABEL_WORDS = 5
_SPACES = pattern(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Landmark:
    """An element that can be told on every page, and the XPath that tells it."""

    path: Path
    element: Element


def around(mark: Landmark, element: Element) -> Path:
    """The path to *element*, that is a landmark or stands around one."""
    path = mark.path
    node = mark.element
    while node is not element:
        parent = node.getparent()
        if parent is None:
            break
        node = parent
        path = Path(path.cost + PARENT_COST / 2, f"{path.text}/..")
    return path


def way_down(below: list[Element]) -> Path:
    """The steps from an ancestor to the first of *below*, which lists it and its ancestors below the start."""
    cost, text = 0.0, ""
    for node in reversed(below):
        step, step_cost = _child_step(node)
        cost, text = cost + step_cost, f"{text}/{step}"
    return Path(cost, text)


def _child_step(node: Element) -> tuple[str, float]:
    """A child by its tag, numbered among its like where it has some."""
    parent = node.getparent()
    alike = list(parent.iterchildren(node.tag)) if parent is not None else [node]
    if len(alike) == 1:
        return str(node.tag), 1.5
    return f"{node.tag}[{alike.index(node) + 1}]", POSITION_COST


def from_landmark(landmark: Landmark, element: Element) -> Iterator[Path]:
    """From a landmark to *element*: inside it, around it, or behind it among siblings of an ancestor of both."""
    around = {node: number for number, node in enumerate((landmark.element, *landmark.element.iterancestors()))}
    if element in around:
        yield from _outward(landmark, element, around[element])
        return
    below: list[Element] = []
    node: Element | None = element
    while node is not None and node not in around:
        below.append(node)
        node = node.getparent()
    if node is None or len(below) > DEPTH:
        return
    if node is landmark.element:
        way = way_down(below)
        yield Path(landmark.path.cost + way.cost, f"{landmark.path.text}{way.text}")
        return
    yield from _across(landmark, below, around[node] - 1)


def _outward(landmark: Landmark, element: Element, height: int) -> Iterator[Path]:
    """To an element around the landmark."""
    if height == 0:
        yield landmark.path
        return
    if height <= _SHORT:
        yield Path(landmark.path.cost + PARENT_COST * 0.9 * height, landmark.path.text + "/.." * height)
    number = 0
    for node in islice(landmark.element.iterancestors(), height):
        number += node.tag == element.tag
    if element.tag not in ROOTS and height <= DEPTH:
        cost = landmark.path.cost + PARENT_COST + (number - 1) * 2
        yield Path(cost, f"{landmark.path.text}/ancestor::{element.tag}[{number}]")


def _across(landmark: Landmark, below: list[Element], height: int) -> Iterator[Path]:
    """To an element beside the landmark, or beside the ancestor of the landmark that is *height* steps up."""
    start, path = landmark.element, landmark.path
    for _ in range(height):
        parent = start.getparent()
        if parent is None or parent.tag in ROOTS:
            return
        start, path = parent, Path(path.cost + PARENT_COST, f"{path.text}/..")
    *inside, beside = below
    is_behind = beside in start.itersiblings()
    alike = list(start.itersiblings(beside.tag, preceding=not is_behind))
    if beside not in alike:
        return
    sibling = Path(path.cost, f"{path.text}/{'following' if is_behind else 'preceding'}-sibling::")
    yield from _to_sibling(sibling, beside, alike.index(beside) + 1, inside)


def _to_sibling(start: Path, beside: Element, number: int, inside: list[Element]) -> Iterator[Path]:
    """From *start*, which ends in an axis, to its sibling *beside*, or on to the first element of *inside* it."""
    rest = way_down(inside)
    cost = start.cost + SIBLING_COST + (number - 1) * POSITION_COST / 3
    yield Path(cost + rest.cost, f"{start.text}{beside.tag}[{number}]{rest.text}")
    if number == 1:
        yield Path(cost + rest.cost, f"{start.text}{beside.tag}{rest.text}")
    for step in steps(beside)[:2]:
        if step.text != beside.tag:
            yield Path(start.cost + 1 + step.cost / 2 + rest.cost, f"{start.text}{step.text}[1]{rest.text}")
    for step in steps(inside[0])[:2] if inside else ():
        yield Path(cost + step.cost / 2 + 1, f"{start.text}{beside.tag}[{number}]//{step.text}")


def from_top(element: Element) -> Path:
    """The way from the root by positions alone."""
    below = [element, *(node for node in element.iterancestors() if node.getparent() is not None)]
    way = way_down(below)
    return Path(way.cost + 2 * POSITION_COST, f"/{element.getroottree().getroot().tag}{way.text}")


def labels_near(element: Element) -> Iterator[Landmark]:
    """Short texts right before *element* or an element around it: labels of a table's row, headings of a list."""
    node: Element | None = element
    for height in range(3):
        if node is None or node.tag in ROOTS:
            return
        before = node.getprevious()
        while before is not None and (not isinstance(before.tag, str) or before.tag in {"br", "hr"}):
            before = before.getprevious()
        if before is not None:
            yield from text_landmarks(before, height)
        node = node.getparent()


def text_landmarks(element: Element, extra: float = 0.0) -> Iterator[Landmark]:
    """*element* by its whole text, where that is a label's: short, without figures."""
    # As normalize-space() sees it: a no-break space is a letter to it.
    text = " ".join(_SPACES.sub(" ", "".join(map(str, element.itertext()))).strip(" ").split(" "))
    if not 1 < len(text) <= _LABEL_LENGTH or len(text.split()) > _LABEL_WORDS or any(map(str.isdigit, text)):
        return
    quoted = literal(text)
    if quoted is None or not any(map(str.isalpha, text)):
        return
    inner = element
    while (
        len(inner) == 1
        and isinstance(inner[0].tag, str)
        and not (inner.text or "").strip()
        and not (inner[0].tail or "").strip()
    ):
        inner = inner[0]
    if len(inner) > 1:
        return
    yield Landmark(Path(LABEL_COST + extra, f"//{inner.tag}[normalize-space()={quoted}]"), inner)
    stem = text.rstrip(" :\N{ARABIC COMMA}-|.»")
    if stem != text and len(stem) > 1 and (quoted_stem := literal(stem)):
        path = f"//{inner.tag}[starts-with(normalize-space(), {quoted_stem})]"
        yield Landmark(Path(LABEL_COST + extra + 1, path), inner)
