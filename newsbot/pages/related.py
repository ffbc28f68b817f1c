"""Finds the related block («المزيد») of a page by its heading, wherever and however it is set; follows nothing.

The heading is a line of text, not a tag; the block is the smallest part of the page that holds it and the article
links after it. Where that part holds the article too, the links run on until the next prose.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from re import Pattern

from newsbot.pages.headings import (
    COMMON_STEMS,
    INLINE_HEADINGS,
    MAIN_HEADINGS,
    RELATED_HEADINGS,
    heading_stems,
    is_related_heading,
)
from newsbot.pages.outline import Block, outline
from newsbot.pages.zones import Element
from newsbot.text.arabic import fold
from newsbot.text.urls import absolute_url, url_key

# Measured on five real and eight made-up pages: excerpts and body paragraphs have 12 words and more, labels of cards
# (section, date, place, byline) at most 6.
PROSE_WORDS = 12
LABEL_WORDS = 6
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
    heading_element: Element

    @property
    def is_main(self) -> bool:
        """Whether the heading is the one that leads from page to page."""
        return self.heading in MAIN_HEADINGS


@dataclass(frozen=True, slots=True)
class RelatedFinder:
    """Finds related blocks; made once an outlet.

    *is_article* tells an article's address by its form; None where the outlet declares none: then a link of at least
    three words on the same site will do.
    """

    is_article: Callable[[str], bool]
    own_headings: frozenset[str]
    stems: Pattern[str]

    @classmethod
    def of(cls, is_article: Callable[[str], bool], headings: Iterable[str]) -> "RelatedFinder":
        """*headings* are an outlet's own, as printed."""
        own = frozenset(fold(heading) for heading in headings)
        stems = heading_stems({*RELATED_HEADINGS, *own}) if own else COMMON_STEMS
        return cls(is_article, own, stems)

    def blocks(self, root: Element, page_url: str, base_url: str) -> list[RelatedBlock]:
        """The page's related blocks, the main one first."""
        own_key = url_key(page_url)
        found: list[RelatedBlock] = []
        for heading, element in self._headings(root):
            if any(
                element is node or element in node.iterancestors()
                for block in found
                for node in (block.heading_element,)
            ):
                continue
            block = self._block(heading, element, own_key, base_url)
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

    def _block(self, heading: str, element: Element, own_key: str, base_url: str) -> RelatedBlock | None:
        link = _link_of(element)
        if link is not None and self.is_article(absolute_url(base_url, link.get("href")) or ""):
            return None
        for area in _areas(element):
            run = _Run(self, area, element, heading, own_key, base_url)
            if run.links:
                if link is not None and _follows_its_list(area, element, run):
                    return None
                run.extend()
                return RelatedBlock(heading, run.headlines(), run.cut(), element)
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


class _Run:
    """The blocks that follow a heading inside one area, read until something ends the run."""

    def __init__(
        self, finder: RelatedFinder, area: Element, element: Element, heading: str, own_key: str, base_url: str
    ) -> None:
        self._finder, self._area, self._heading, self._own_key, self._base_url = (
            finder,
            area,
            heading,
            own_key,
            base_url,
        )
        self._element = element
        self.links: dict[str, list[tuple[Block, str]]] = {}
        self.addresses: dict[str, str] = {}
        self.anchors: list[Element] = []
        self.has_link_before = False
        self.is_ended = False
        self._holds_prose = False
        self._read()

    def _read(self) -> None:
        blocks = outline(self._area).blocks
        start = next((block.index for block in blocks if self._is_heading(block)), None)
        if start is None:
            self.is_ended = True
            return
        self.has_link_before = any(self._article_links(block) for block in blocks[:start])
        for block in blocks[start + 1 :]:
            if self.is_ended:
                self._holds_prose = self._holds_prose or (block.words >= PROSE_WORDS and not block.is_linked)
            else:
                self._take(block)
        self._holds_prose = self._holds_prose or any(
            block.words >= PROSE_WORDS and not block.is_linked for block in blocks[:start]
        )

    def _is_heading(self, block: Block) -> bool:
        if fold(block.text) != self._heading:
            return False
        element = block.element
        return (
            element is self._element
            or self._element in element.iterdescendants()
            or element in self._element.iterancestors()
        )

    def _take(self, block: Block) -> None:
        links = self._article_links(block)
        for anchor, text, url in links:
            key = url_key(url)
            self.anchors.append(anchor)
            if key == self._own_key:
                continue
            self.links.setdefault(key, []).append((block, text))
            self.addresses.setdefault(key, url)
        if not links and self._ends(block):
            self.is_ended = True

    def _ends(self, block: Block) -> bool:
        if block.is_linked:
            return False
        if block.bold or block.level:
            return not self._is_card_part(block)
        if block.words <= LABEL_WORDS:
            return False
        return block.words >= PROSE_WORDS and not self._is_card_part(block)

    def _is_card_part(self, block: Block) -> bool:
        """Whether a smaller part of the area holds *block* together with one article link only."""
        node = block.element
        while node is not None and node is not self._area:
            keys = {
                url_key(url)
                for anchor in node.iter("a")
                if (url := absolute_url(self._base_url, anchor.get("href") or "")) and self._is_article(url, anchor)
            }
            if keys:
                return len(keys) == 1
            node = node.getparent()
        return False

    def _article_links(self, block: Block) -> list[tuple[Element, str, str]]:
        if not block.links:
            return []
        found = []
        for anchor, text in block.links:
            url = absolute_url(self._base_url, anchor.get("href"))
            if url and self._is_article(url, anchor) and (block.is_linked or len(text.split()) >= 3):  # noqa: PLR2004 - a headline has three words
                found.append((anchor, text, url))
        return found

    def _is_article(self, url: str, anchor: Element) -> bool:
        return self._finder.is_article(url) and anchor.get("rel") != "nofollow sponsored"

    def extend(self) -> None:
        """Take the area's next siblings of the same kind: table rows and cards that the heading shares only one of."""
        area = self._area
        if self.is_ended or area.tag in {"body", "html"}:
            return
        for sibling in area.itersiblings():
            if sibling.tag != area.tag or sibling.get("class") != area.get("class"):
                return
            blocks = outline(sibling).blocks
            if not any(self._article_links(block) for block in blocks) or any(self._ends(block) for block in blocks):
                return
            for block in blocks:
                self._take(block)

    def headlines(self) -> tuple[tuple[str, str], ...]:
        """(headline, address) of each article, in order of first appearance."""
        return tuple((_headline(parts), self.addresses[key]) for key, parts in self.links.items())

    def cut(self) -> tuple[Element, ...]:
        """The area as a whole where it holds nothing else, else its anchors."""
        if self._holds_prose or self.is_ended:
            return tuple(self.anchors)
        return (self._area, *self.anchors)


def _headline(parts: list[tuple[Block, str]]) -> str:
    """The headline among the texts that link to one article: a heading, else bold, else the first of several words."""

    def rank(part: tuple[Block, str]) -> tuple[bool, bool, bool]:
        block, text = part
        return (text.count(" ") < 2, not block.level, not block.bold)  # noqa: PLR2004 - a headline has three words

    block, text = min(parts, key=rank)
    if text.endswith(("...", "\N{HORIZONTAL ELLIPSIS}")):
        for anchor, printed in block.links:
            title = " ".join((anchor.get("title") or "").split())
            if printed == text and title.startswith(text.rstrip(".\N{HORIZONTAL ELLIPSIS} ")):
                return title
    return text


def _follows_its_list(area: Element, element: Element, run: _Run) -> bool:
    """Whether a linked «المزيد» closes the list before it (a button) and does not head the one after it."""
    return run.has_link_before
