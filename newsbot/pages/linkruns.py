"""Runs of article links: what a related block or a list holds, and where it ends; finds no headings."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import takewhile

from newsbot.pages.outline import Block, outline
from newsbot.pages.zones import Element
from newsbot.text.urls import absolute_url, url_key

# Measured on five real and thirty made-up pages: excerpts and body paragraphs have 12 words and more, the labels of
# cards (section, date, place, byline) fewer.
PROSE_WORDS = 12
HEADLINE_WORDS = 3
# No page recommends more; one that does is an index or made to hurt.
LINKS_LIMIT = 200
# A card is at most this many elements deep.
CARD_DEPTH = 6


class LinkRun:
    """The article links behind a heading, in order, read until something else begins."""

    def __init__(self, base_url: str, own_key: str, is_article: Callable[[str], bool]) -> None:
        self._base_url, self._own_key, self._is_article = base_url, own_key, is_article
        self._links: dict[str, list[tuple[Block, str]]] = {}
        self._addresses: dict[str, str] = {}
        self._anchors: list[Element] = []
        self._area: Element | None = None
        self._shares_area = False
        self.has_link_before = False
        """Whether article links of the same area stand before the heading."""
        self.has_other_link_first = False
        """Whether links to other pages stand between the heading and the first article link."""

    def __bool__(self) -> bool:
        return bool(self._links)

    def read(self, area: Element) -> None:
        """Take every article link of *area*, whatever stands between them."""
        self._area = area
        for block in outline(area).blocks:
            self._take(block)

    def read_after(self, blocks: Sequence[Block], heading: Block) -> None:
        """Take the links that follow *heading*, one of *blocks*, in the smallest element around it and the first."""
        behind = blocks[heading.index + 1 :]
        first = self._first(behind)
        if first is None:
            return
        self._area = _common_ancestor(heading.element, first.links[0][0])
        is_own = partial(_is_inside, area=self._area)
        run = list(takewhile(is_own, behind))
        taken = self._read_run(run)
        before = list(takewhile(is_own, reversed(blocks[: heading.index])))
        self.has_link_before = any(self._article_links(block) for block in before)
        others = [*before, *run[taken:]]
        self._shares_area = taken < len(run) or any(_is_prose(block) for block in others)
        if taken == len(run):
            self._extend()

    def _first(self, blocks: Sequence[Block]) -> Block | None:
        for block in blocks:
            if self._article_links(block):
                return block
            self.has_other_link_first |= block.is_linked
            if self._ends(block, None):
                return None
        return None

    def _read_run(self, run: Sequence[Block]) -> int:
        """Take links until something ends the run; how many blocks it has."""
        for position, block in enumerate(run):
            if not self._take(block) and self._links and self._ends(block, self._area):
                return position
        return len(run)

    def _extend(self) -> None:
        """Take the area's next siblings of the same kind: table rows and cards that the heading shares only one of."""
        area = self._area
        if area is None or area.tag in {"body", "html"}:
            return
        for sibling in area.itersiblings():
            if sibling.tag != area.tag or sibling.get("class") != area.get("class"):
                return
            blocks = outline(sibling).blocks
            if not any(map(self._article_links, blocks)) or any(self._ends(block, sibling) for block in blocks):
                return
            for block in blocks:
                self._take(block)

    def _take(self, block: Block) -> bool:
        """Take the block's article links; whether it has any."""
        links = self._article_links(block)
        for anchor, text, url in links[: max(0, LINKS_LIMIT - len(self._links))]:
            key = url_key(url)
            self._anchors.append(anchor)
            if key != self._own_key:
                self._links.setdefault(key, []).append((block, text))
                self._addresses.setdefault(key, url)
        return bool(links)

    def _ends(self, block: Block, area: Element | None) -> bool:
        """Whether a block without article links is the beginning of something else."""
        is_other = block.bold or block.level > 0 or _is_prose(block)
        return is_other and not block.is_linked and not self._is_card_part(block, area)

    def _is_card_part(self, block: Block, area: Element | None) -> bool:
        """Whether an element smaller than *area* holds *block* together with one article link only."""
        node: Element | None = block.element
        for _ in range(CARD_DEPTH):
            if node is None or node is area:
                return False
            keys = {url_key(url) for anchor in node.iter("a") if (url := self._article_address(anchor))}
            if keys:
                return len(keys) == 1
            node = node.getparent()
        return False

    def _article_links(self, block: Block) -> list[tuple[Element, str, str]]:
        found = []
        for anchor, text in block.links:
            url = self._article_address(anchor)
            if url and (block.is_linked or len(text.split()) >= HEADLINE_WORDS):
                found.append((anchor, text, url))
        return found

    def _article_address(self, anchor: Element) -> str | None:
        url = absolute_url(self._base_url, anchor.get("href") or "")
        return url if url is not None and self._is_article(url) else None

    def headlines(self) -> tuple[tuple[str, str], ...]:
        """(headline, address) of each article, in order of first appearance."""
        return tuple((_headline(parts), self._addresses[key]) for key, parts in self._links.items())

    def cut(self) -> tuple[Element, ...]:
        """What a body must not hold: the area, where it holds nothing else, and its anchors."""
        if self._shares_area or self._area is None:
            return tuple(self._anchors)
        return (self._area, *self._anchors)


def _is_prose(block: Block) -> bool:
    return block.words >= PROSE_WORDS and not block.is_linked


def _is_inside(block: Block, area: Element) -> bool:
    node: Element | None = block.element
    while node is not None:
        if node is area:
            return True
        node = node.getparent()
    return False


def _common_ancestor(one: Element, other: Element) -> Element:
    around = {one, *one.iterancestors()}
    return next(node for node in (other, *other.iterancestors()) if node in around)


def _headline(parts: list[tuple[Block, str]]) -> str:
    """The headline among the texts that link to one article: a heading, else bold, else the first of several words."""

    def rank(part: tuple[Block, str]) -> tuple[bool, bool, bool]:
        block, text = part
        return (text.count(" ") < HEADLINE_WORDS - 1, not block.level, not block.bold)

    block, text = min(parts, key=rank)
    if text.endswith(("...", "\N{HORIZONTAL ELLIPSIS}")):
        for anchor, printed in block.links:
            title = " ".join((anchor.get("title") or "").split())
            if printed == text and title.startswith(text.rstrip(".\N{HORIZONTAL ELLIPSIS} ")):
                return title
    return text
