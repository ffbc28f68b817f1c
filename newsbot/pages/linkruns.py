"""Runs of article links: what a related block or a list holds, and where it ends; finds no headings."""

from collections.abc import Callable

from newsbot.pages.outline import Block, outline
from newsbot.pages.zones import Element
from newsbot.text.arabic import fold
from newsbot.text.urls import absolute_url, url_key

# Measured on five real and thirty made-up pages: excerpts and body paragraphs have 12 words and more, labels of cards
# (section, date, place, byline) at most 6.
PROSE_WORDS = 12
LABEL_WORDS = 6
HEADLINE_WORDS = 3
# No page recommends more; one that does is an index or made to hurt.
LINKS_LIMIT = 200


class LinkRun:
    """The article links of one area, in order, read until something ends the run."""

    def __init__(self, area: Element, base_url: str, own_key: str, is_article: Callable[[str], bool]) -> None:
        self._area, self._base_url, self._own_key, self._is_article = area, base_url, own_key, is_article
        self._links: dict[str, list[tuple[Block, str]]] = {}
        self._addresses: dict[str, str] = {}
        self._anchors: list[Element] = []
        self._holds_prose = False
        self.has_link_before = False
        """Whether article links of the area stand before the heading."""
        self.has_other_link_first = False
        """Whether links to other pages stand between the heading and the first article link."""
        self.is_ended = False
        """Whether something else than links was met."""

    def __bool__(self) -> bool:
        return bool(self._links)

    def read(self) -> None:
        """Take every article link of the area."""
        for block in outline(self._area).blocks:
            self._take(block)
            self.is_ended = False

    def may_hold_links(self) -> bool:
        """Whether any anchor of the area leads to an article: a quick test before the area is read."""
        return any(self.is_article_link(anchor) for anchor in self._area.iter("a"))

    def read_after(self, element: Element, heading: str) -> None:
        """Take the article links that follow *heading*, the folded text of a line that *element* holds."""
        blocks = outline(self._area).blocks
        start = next((block.index for block in blocks if _is_heading(block, element, heading)), None)
        if start is None:
            self.is_ended = True
            return
        self.has_link_before = any(self._article_links(block) for block in blocks[:start])
        outside = blocks[:start]
        for block in blocks[start + 1 :]:
            if self.is_ended:
                outside.append(block)
            else:
                self._take(block)
        self._holds_prose = any(block.words >= PROSE_WORDS and not block.is_linked for block in outside)

    def _take(self, block: Block) -> None:
        links = self._article_links(block)[: max(0, LINKS_LIMIT - len(self._links))]
        for anchor, text, url in links:
            key = url_key(url)
            self._anchors.append(anchor)
            if key == self._own_key:
                continue
            self._links.setdefault(key, []).append((block, text))
            self._addresses.setdefault(key, url)
        if not links:
            self.has_other_link_first |= block.is_linked and not self._links
            self.is_ended = self._ends(block)

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
                if (url := absolute_url(self._base_url, anchor.get("href") or "")) and self._is_article(url)
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
            if url and self._is_article(url) and (block.is_linked or len(text.split()) >= HEADLINE_WORDS):
                found.append((anchor, text, url))
        return found

    def is_article_link(self, anchor: Element) -> bool:
        """Whether *anchor* itself leads to an article: then its text is a headline, whatever it says."""
        url = absolute_url(self._base_url, anchor.get("href") or "")
        return url is not None and self._is_article(url)

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
        return tuple((_headline(parts), self._addresses[key]) for key, parts in self._links.items())

    def cut(self) -> tuple[Element, ...]:
        """The area as a whole where it holds nothing else, else its anchors."""
        if self._holds_prose or self.is_ended:
            return tuple(self._anchors)
        return (self._area, *self._anchors)


def _is_heading(block: Block, element: Element, heading: str) -> bool:
    if fold(block.text) != heading:
        return False
    holder = block.element
    return holder is element or element in holder.iterdescendants() or holder in element.iterancestors()


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
