"""A page as the list of text blocks and pictures that a reader meets, in order; it locates text, never judges it.

A block is a run of text between two block-level boundaries or line breaks. Everything that reads a page by what it
shows, and not by an outlet's rules, works on this list, so a page is walked once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml.etree import Element as MakeElement
from lxml.etree import iterwalk

from newsbot.pages.words import word_count
from newsbot.pages.zones import HEADINGS, INLINE, ROLES, SKIPPED, VOID, ZONES, Element, Zone, is_hidden, is_noise

Piece: TypeAlias = tuple[str, Element | None, bool, Element]
"""A bit of a run: text, the anchor around it, whether it is bold, the element that holds it."""


@dataclass(slots=True)
class Block:
    """A run of text, white space folded, and what is known of where it stands."""

    index: int
    text: str
    element: Element
    """The block-level element that holds the text."""
    zones: int
    words: int
    link_words: int
    links: list[tuple[Element, str]]
    """The anchors that the run is part of, with the text that each has in it."""
    bold: bool
    """Whether all of the text is set bold or is a heading."""
    level: int
    """1 to 6 inside a heading element, 0 elsewhere."""
    breaks: int
    """How many <br> stand between this block and the one before it; 0 at a block-level boundary."""
    time: str | None
    """The datetime attribute of a <time> element in the run."""
    noise: tuple[Element, ...]
    """The elements around it whose names speak against it: NOISE_NAMES."""
    inline: tuple[str, ...] = ()
    """The texts of the run's inline pieces, where it has several."""

    @property
    def is_linked(self) -> bool:
        """Whether most of the words are links."""
        return self.link_words * 2 > self.words


@dataclass(slots=True)
class Picture:
    """An <img>, between the blocks: it stands before the block with number *index*."""

    index: int
    element: Element
    zones: int
    link: Element | None


@dataclass(slots=True)
class Outline:
    """The blocks and pictures of one page, in document order."""

    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def within(self, element: Element) -> Iterator[Block]:
        """Yield the blocks whose element is *element* or stands inside it."""
        inside = {id(node) for node in element.iter()}
        return (block for block in self.blocks if id(block.element) in inside)


def outline(root: Element) -> Outline:
    """Read the blocks below *root*; scripts, form fields and hidden elements are left out.

    Iterative, because a hostile page nests its elements thousands deep.
    """
    walk = _Walk()
    events = iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in events:
        if event == "end":
            walk.leave(node)
        elif event != "start":
            walk.add_tail(node)
        elif not walk.enter(node):
            events.skip_subtree()
    walk.close()
    return walk.outline


NO_ELEMENT = MakeElement("p")


class _Walk:
    """The state of one pass over the tree: the open run of text and what has been closed before it."""

    __slots__ = ("_breaks", "_element", "_level", "_noise", "_open", "_pieces", "_time", "_zones", "outline")

    def __init__(self) -> None:
        self.outline = Outline()
        self._pieces: list[Piece] = []
        self._breaks = 0
        self._time: str | None = None
        self._zones = 0
        self._level = 0
        self._element: Element = NO_ELEMENT
        self._open: list[tuple[int, Element | None, int, bool, tuple[Element, ...]]] = [(0, None, 0, True, ())]
        self._noise: tuple[Element, ...] = ()

    def enter(self, node: Element) -> bool:
        """Open an element; False where its inside is not to be read."""
        tag = node.tag
        zones, link, level, _, noise = self._open[-1]
        is_read = tag not in SKIPPED and not is_hidden(node)
        is_inline = tag in INLINE or tag in VOID or not is_read
        if is_read:
            if tag in VOID:
                self._void(node, tag, zones, link)
            else:
                zones |= ZONES.get(tag, 0) | ROLES.get(node.get("role", ""), 0)
                level = HEADINGS.get(tag, level)
                if tag == "a":
                    link = node if node.get("href") else link
                elif tag == "time":
                    self._time = self._time or node.get("datetime")
                elif is_noise(node, tag):
                    noise = (*noise, node)
        if not is_inline:
            self.close()
        self._open.append((zones, link, level, is_inline, noise))
        if is_read and node.text and tag not in VOID:
            self._add(node.text, node)
        return is_read

    def leave(self, node: Element) -> None:
        """Close an element; the text behind it belongs to its parent."""
        _, _, _, is_inline, _ = self._open.pop()
        if not is_inline:
            self.close()
        self.add_tail(node)

    def add_tail(self, node: Element) -> None:
        """Read the text behind an element or comment: its parent's."""
        parent = node.getparent()
        if node.tail and parent is not None and len(self._open) > 1:
            self._add(node.tail, parent)

    def close(self) -> None:
        """End the open run at a block-level boundary."""
        if self._pieces:
            self._flush()
        self._breaks = 0

    def _void(self, node: Element, tag: str, zones: int, link: Element | None) -> None:
        if tag == "br":
            if self._pieces:
                self._flush()
            self._breaks += 1
        else:
            self.outline.pictures.append(Picture(len(self.outline.blocks) + bool(self._pieces), node, zones, link))

    def _add(self, text: str, node: Element) -> None:
        zones, link, level, _, noise = self._open[-1]
        if text.isspace():
            if self._pieces:
                self._pieces.append((" ", None, True, node))
            return
        if not self._pieces:
            self._element, self._zones, self._level, self._noise = _block_of(node), zones, level, noise
        self._pieces.append((text, link, bool(zones & Zone.BOLD) or level > 0, node))

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        blocks = self.outline.blocks
        text = " ".join("".join([piece[0] for piece in pieces]).split())
        words = word_count(text)
        if len(pieces) == 1:
            _, link, bold, _ = pieces[0]
            links = [] if link is None else [(link, text)]
            link_words = words if links else 0
            inline: tuple[str, ...] = ()
        else:
            bold = all(piece[2] for piece in pieces)
            links = _links(pieces)
            link_words = sum([word_count(part) for _, part in links if part])
            inline = _inline_texts(pieces)
        blocks.append(
            Block(
                index=len(blocks),
                text=text,
                element=self._element,
                zones=self._zones & ~Zone.BOLD,
                words=words,
                link_words=link_words,
                links=links,
                bold=bold,
                level=self._level,
                breaks=self._breaks,
                time=self._time,
                noise=self._noise,
                inline=inline,
            )
        )
        self._time = None
        self._breaks = 0


def _block_of(node: Element) -> Element:
    while node.tag in INLINE:
        parent = node.getparent()
        if parent is None:
            break
        node = parent
    return node


def _links(pieces: list[Piece]) -> list[tuple[Element, str]]:
    links: list[tuple[Element, str]] = []
    for text, link, _, _ in pieces:
        if link is None:
            continue
        if links and links[-1][0] is link:
            links[-1] = (link, links[-1][1] + text)
        else:
            links.append((link, text))
    return [(link, " ".join(text.split())) for link, text in links]


def _inline_texts(pieces: list[Piece]) -> tuple[str, ...]:
    if len(pieces) == 1:
        return ()
    texts: list[str] = []
    last: Element | None = None
    for text, _, _, node in pieces:
        if texts and node is last:
            texts[-1] += text
        else:
            texts.append(text)
        last = node
    folded = (" ".join(text.split()) for text in texts)
    return tuple(text for text in folded if text)
