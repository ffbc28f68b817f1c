"""XPaths that may lead to a node: by its own name, its ancestors', a label beside it, the headline, at last positions.

They are proposals only: whether one holds on other pages is tried elsewhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from newsbot.learning.steps import POSITION_COST, Path, Step, steps
from newsbot.learning.ways import (
    DEPTH,
    ROOTS,
    SIBLING_COST,
    Landmark,
    around,
    from_landmark,
    from_top,
    labels_near,
    way_down,
)
from newsbot.pages.zones import Element

_ANCHORS = 2
_ANCHOR_COST = 6.0


@dataclass(frozen=True, slots=True)
class Node:
    """A place on a page: an element, one of its attributes, or one of the texts right inside it."""

    element: Element
    attribute: str | None = None
    text: int | None = None
    """The number, from 1, of a text among the non-blank ones right inside the element."""


def paths(node: Node, landmarks: Iterable[Landmark] = ()) -> Iterator[Path]:
    """XPaths to *node*, each once; *landmarks* are elements of its page that paths may start from.

    The same path may lead to other nodes too, on this page and on others.
    """
    seen: set[str] = set()
    for path in _all_paths(node, [*landmarks, *labels_near(node.element)]):
        if path.text not in seen:
            seen.add(path.text)
            yield path


def _all_paths(node: Node, landmarks: list[Landmark]) -> Iterator[Path]:
    for path in element_paths(node.element, landmarks):
        if node.attribute is not None:
            yield Path(path.cost, f"{path.text}/@{node.attribute}")
        elif node.text is not None:
            for step in _text_steps(node.text):
                yield Path(path.cost + step.cost, f"{path.text}/{step.text}")
        else:
            yield path
    if node.text is not None:
        yield from _beside_text(node, landmarks)


def _text_steps(number: int) -> Iterator[Step]:
    """A text right inside an element: the only one, or by its number."""
    if number == 1:
        yield Step(1.0, "text()")
    yield Step(POSITION_COST / 2, f"text()[normalize-space()][{number}]")


def _beside_text(node: Node, landmarks: list[Landmark]) -> Iterator[Path]:
    """The text behind an element that stands before it: «<b>الكاتب:</b> فلان», or behind the headline."""
    for child in node.element:
        if isinstance(child.tag, str) and child.tag != "br":
            behind = (node.text or 0) - _texts_until(node.element, child)
            if behind >= 1:
                known = [mark for mark in landmarks if mark.element is child or child in mark.element.iterancestors()]
                for start in (*(around(mark, child) for mark in known), *_own_paths(child)):
                    cost = start.cost + SIBLING_COST + (behind - 1) * POSITION_COST / 4
                    yield Path(cost, f"{start.text}/following-sibling::text()[normalize-space()][{behind}]")


def _texts_until(parent: Element, child: Element) -> int:
    """How many non-blank texts stand right inside *parent* before and including those before *child*."""
    count = int(bool((parent.text or "").strip()))
    for other in parent:
        if other is child:
            return count
        count += bool((other.tail or "").strip())
    return count


def element_paths(element: Element, landmarks: Iterable[Landmark] = ()) -> Iterator[Path]:
    """XPaths to *element*: its own names, names below ancestors', ways from landmarks, and the way from the top."""
    yield from _own_paths(element)
    yield from _below_ancestors(element)
    for landmark in landmarks:
        yield from from_landmark(landmark, element)
    yield from_top(element)


def _own_paths(element: Element) -> Iterator[Path]:
    for step in steps(element):
        yield Path(step.cost, f"//{step.text}")


def _below_ancestors(element: Element) -> Iterator[Path]:
    """Ancestors with a telling name, and from there the element's name or the way down."""
    own = steps(element)[:4]
    down: list[Element] = [element]
    for depth, ancestor in enumerate(islice(element.iterancestors(), DEPTH)):
        if ancestor.tag in ROOTS:
            return
        for anchor in [step for step in steps(ancestor) if step.cost <= _ANCHOR_COST][:_ANCHORS]:
            for step in own:
                cost = anchor.cost * 0.6 + step.cost * 0.6 + 0.4 + 0.1 * depth
                yield Path(cost, f"//{anchor.text}//{step.text}")
                if depth == 0:
                    yield Path(cost - 0.1, f"//{anchor.text}/{step.text}")
            way = way_down(down)
            yield Path(anchor.cost * 0.6 + way.cost, f"//{anchor.text}{way.text}")
        down.append(ancestor)
