"""Finds the related block («المزيد») of a page by its heading, wherever and however it is set; follows nothing.

The heading is a line of text, not a tag; the block is the smallest part of the page that holds it and the article
links after it. Where that part holds the article too, the links run on until the next prose.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from re import Pattern
from typing import Self

from newsbot.pages.discovery import is_article_address
from newsbot.pages.headings import (
    COMMON_STEMS,
    INLINE_HEADINGS,
    MAIN_HEADINGS,
    RELATED_HEADINGS,
    heading_stems,
    is_related_heading,
)
from newsbot.pages.linkruns import LinkRun
from newsbot.pages.rules import Outlet
from newsbot.pages.zones import Element
from newsbot.text.arabic import fold

_HEADING_LENGTH = 60
_CLIMB_LIMIT = 12


@dataclass(frozen=True, slots=True)
class RelatedBlock:
    """A heading and its article links, in order, each with the headline it is printed with."""

    heading: str
    links: tuple[tuple[str, str], ...]
    """(headline, absolute address)"""
    cut: tuple[Element, ...]
    """What a body must not hold: the block as a whole, or its anchors one by one where it shares its parent."""

    @property
    def is_main(self) -> bool:
        """Whether the heading is the one that leads from page to page."""
        return self.heading in MAIN_HEADINGS


@dataclass(frozen=True, slots=True)
class RelatedFinder:
    """Finds the related blocks of an outlet's pages; made once an outlet."""

    outlet: Outlet
    own_headings: frozenset[str]
    stems: Pattern[str]

    @classmethod
    def of(cls, outlet: Outlet) -> Self:
        """The finder of *outlet*, that knows the headings it adds to the common ones."""
        own = frozenset(fold(heading) for heading in outlet.related_headings)
        stems = heading_stems({*RELATED_HEADINGS, *own}) if own else COMMON_STEMS
        return cls(outlet, own, stems)

    def blocks(self, root: Element, page_url: str, base_url: str) -> list[RelatedBlock]:
        """The page's related blocks, the main one first: what the outlet's rules name, else what the headings tell."""
        run_of = partial(self._run, page_url=page_url, base_url=base_url)
        declared = [self._declared_run(element, page_url, base_url) for element in self.outlet.rules.elements(root, "related")]
        found = [RelatedBlock("", run.headlines(), run.cut()) for run in declared if run]
        return found or self._headed_blocks(root, run_of)

    def _declared_run(self, area: Element, page_url: str, base_url: str) -> LinkRun:
        """What a rule names holds headlines, whatever form their addresses have: short links, print views, partners."""
        run = LinkRun(area, base_url, self.outlet.identity(page_url), lambda url: not self.outlet.is_listing(url))
        run.read()
        return run

    def _run(self, area: Element, *, page_url: str, base_url: str) -> LinkRun:
        outlet = self.outlet

        def is_article(url: str) -> bool:
            return outlet.owns(url, page_url) and is_article_address(url, outlet)

        return LinkRun(area, base_url, outlet.identity(page_url), is_article)

    def _headed_blocks(self, root: Element, run_of: Callable[[Element], LinkRun]) -> list[RelatedBlock]:
        found: list[RelatedBlock] = []
        seen: set[Element] = set()
        for heading, element in self._headings(root):
            if element in seen:
                continue
            seen.update((element, *element.iterdescendants()))
            block = self._block(heading, element, run_of)
            if block is not None:
                found.append(block)
        found.sort(key=self._rank)
        return found

    def _rank(self, block: RelatedBlock) -> tuple[bool, bool, bool, int]:
        is_own = block.heading in self.own_headings or block.is_main
        return (len(block.links) < 2, not is_own, block.heading in INLINE_HEADINGS, -len(block.links))  # noqa: PLR2004 - one link is a box, two are a block

    def _headings(self, root: Element) -> Iterator[tuple[str, Element]]:
        """Lines whose whole text heads a related block; the element is the one that holds the line."""
        search = self.stems.search
        for node in root.iter():
            text = node.text
            if text and len(text) < _HEADING_LENGTH and search(text) and isinstance(node.tag, str):
                yield from self._heading(text, node)
            text = node.tail
            if text and len(text) < _HEADING_LENGTH and search(text):
                yield from self._heading(text, node.getparent())

    def _heading(self, text: str, holder: Element | None) -> Iterator[tuple[str, Element]]:
        if holder is None or holder.tag in {"script", "style", "option", "title", "button", "noscript", "textarea"}:
            return
        folded = fold(text)
        if not is_related_heading(folded, self.own_headings):
            whole = fold("".join(holder.itertext())) if len(holder) else folded
            if not (len(whole) < _HEADING_LENGTH and is_related_heading(whole, self.own_headings)):
                return
            folded = whole
        if not any(ancestor.tag in {"button", "select"} for ancestor in holder.iterancestors()):
            yield folded, holder

    def _block(self, heading: str, element: Element, run_of: Callable[[Element], LinkRun]) -> RelatedBlock | None:
        link = _link_of(element)
        if link is not None and run_of(element).is_article_link(link):
            return None
        for area in _areas(element):
            run = run_of(area)
            if not run.may_hold_links():
                continue
            run.read_after(element, heading)
            if run:
                if link is not None and (run.has_link_before or run.has_other_link_first):
                    # A linked «المزيد» behind a list of headlines is its button, among other links it is a menu's entry.
                    return None
                run.extend()
                return RelatedBlock(heading, run.headlines(), run.cut())
            if run.is_ended:
                return None
        return None


def _link_of(element: Element) -> Element | None:
    if element.tag == "a" and element.get("href"):
        return element
    return next((node for node in element.iterancestors("a") if node.get("href")), None)


def _areas(element: Element) -> Iterator[Element]:
    """The elements around a heading, smallest first; the climb ends below <body>."""
    node = element
    for _ in range(_CLIMB_LIMIT):
        parent = node.getparent()
        if parent is None or node.tag in {"body", "html"}:
            return
        if parent.tag in {"nav", "menu"}:
            return
        node = parent
        yield node
