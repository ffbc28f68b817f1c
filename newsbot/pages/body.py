"""Locates an article's own text by what a page shows: paragraphs, subheads and pull quotes; knows no outlet.

The container is the smallest element that still holds most of the page's prose; what stands in it is then judged line
by line. Names of classes count only against a block (outline.NOISE_NAMES), never for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from itertools import pairwise
from typing import TypeAlias

from newsbot.pages.container import OUTSIDE, PROSE_WORDS, is_prose, noise_elements, prose_container, teasers
from newsbot.pages.lines import byline, ends_sentence, is_end, is_widget
from newsbot.pages.outline import Block, Outline
from newsbot.pages.parts import NO_BLOCK, Kind, Part, with_quotes
from newsbot.pages.zones import Element, Zone
from newsbot.text.arabic import fold
from newsbot.text.dates import parse_date

SUBHEAD_WORDS = 14
# «PUBLISHED: 10:48, Tue, Nov 19, 2019 | UPDATED: 11:05, Tue, Nov 19, 2019»
DATE_WORDS = 18
# No headline or caption is longer.
CAPTION_WORDS = 60


@dataclass(slots=True)
class Body:
    """The located body: its parts in order, and the container that holds it."""

    parts: list[Part] = field(default_factory=list)
    container: Element | None = None

    @property
    def first_index(self) -> int | None:
        """The number of the line that the body begins with; None for a body that was not found among the page's."""
        return self.parts[0].first.index if self._is_located else None

    @property
    def last_index(self) -> int | None:
        """The number of the line that its last part begins with; None as above."""
        return self.parts[-1].first.index if self._is_located else None

    @property
    def _is_located(self) -> bool:
        return self.container is not None and bool(self.parts)

    @property
    def words(self) -> int:
        """How many words the paragraphs have: the measure of whether this is an article at all."""
        return sum(part.text.count(" ") + 1 for part in self.parts if part.kind is Kind.PARAGRAPH)


Lines: TypeAlias = list[Block]


class BodyReader:
    """Reads the body out of an outline.

    *headline* and *others* (captions, headings of related blocks) are texts that belong elsewhere; *cut* holds the
    elements of the related blocks.
    """

    def __init__(self, headline: str | None, others: Iterable[str], cut: Sequence[Element]) -> None:
        self._others = {fold(text) for text in (headline or "", *others) if text}
        self._headline = fold(headline or "")
        self._cut = set(cut)

    def read(self, page: Outline) -> Body:
        """Find the container among the whole page's blocks and read it."""
        blocks = [block for block in page.blocks if not self._is_cut(block)]
        headline = next((block for block in blocks if block.level == 1 and fold(block.text) == self._headline), None)
        noise = noise_elements(blocks, headline)
        container = prose_container(blocks, noise)
        if container is None:
            return Body()
        # A container inside a noisy element was chosen for want of a better one.
        noise -= {container, *container.iterancestors()}
        noise -= _pull_quotes(blocks, noise)
        blocks = self._blocks_of(container, blocks, noise)
        return Body(self._parts(blocks), container)

    def read_declared(self, outlines: Iterable[Outline], quotes: Sequence[Element]) -> Body:
        """Read containers that an outlet's rules name; *quotes* are its pull quotes, that rules name too."""
        self._cut.update(quotes)
        blocks = [block for page in outlines for block in page.blocks if not self._is_cut(block)]
        noise = noise_elements(blocks, None)
        kept = [block for block in blocks if not self._is_outside(block, noise) and not self._is_foreign(block)]
        return Body(self._parts(kept), None)

    def read_text(self, text: str) -> Body:
        """Take a text that another source gives, a paragraph a line."""
        lines = [line for line in text.splitlines() if line.strip()]
        return Body([Part(line, Kind.PARAGRAPH, NO_BLOCK) for line in lines if fold(line) not in self._others], None)

    def _is_cut(self, block: Block) -> bool:
        cut = self._cut
        if not cut:
            return False
        if any(anchor in cut for anchor, _ in block.links) and block.is_linked:
            return True
        node: Element | None = block.element
        while node is not None:
            if node in cut:
                return True
            node = node.getparent()
        return False

    def _blocks_of(self, container: Element, blocks: list[Block], noise: set[Element]) -> list[Block]:
        inside = set(container.iter())
        own = [block for block in blocks if block.element in inside]
        start = self._start(own)
        cards = teasers(own)
        total = sum(block.words for block in own[start:] if is_prose(block) and block.index not in cards)
        kept: list[Block] = []
        words = 0
        for block in [*self._lead(own, blocks, noise), *own[start:]]:
            # A box in the middle of a text is headed by the same words as what follows its end.
            if words * 2 >= total and words and not block.is_linked and is_end(block.text):
                break
            if block.index in cards:
                continue
            words += block.words if is_prose(block) else 0
            if not self._is_outside(block, noise) and not self._is_foreign(block):
                kept.append(block)
        return _trimmed(kept)

    def _start(self, own: list[Block]) -> int:
        """Where the body starts in its container: behind the headline, if that stands inside and most prose follows."""
        words = sum(block.words for block in own if is_prose(block))
        before = 0
        for position, block in enumerate(own):
            if before * _HEADLINE_SHARE > words:
                break
            if self._headline and fold(block.text) == self._headline:
                return position + 1
            before += block.words if is_prose(block) else 0
        return 0

    def _lead(self, own: list[Block], blocks: list[Block], noise: set[Element]) -> list[Block]:
        """Prose between the headline and the container: a lead that its site keeps in a box of its own."""
        if not own:
            return []
        first = own[0].index
        heading = next(
            (block.index for block in reversed(blocks) if block.index < first and fold(block.text) == self._headline),
            None,
        )
        if heading is None or first - heading > _LEAD_DISTANCE:
            return []
        texts = {fold(block.text)[:80] for block in own if is_prose(block)}
        return [
            block
            for block in blocks
            if heading < block.index < first
            and is_prose(block)
            and block.words >= _LEAD_WORDS
            and not noise.intersection(block.noise)
            and fold(block.text)[:80] not in texts
        ]

    def _is_outside(self, block: Block, noise: set[Element]) -> bool:
        return bool(block.zones & OUTSIDE) or not noise.isdisjoint(block.noise)

    def _is_foreign(self, block: Block) -> bool:
        """Whether a block inside the container is no text of the article."""
        text = block.text
        if block.is_linked and (block.words < _LINKED_WORDS or block.link_words == block.words):
            return True
        if block.words <= SUBHEAD_WORDS and (not any(map(str.isalnum, text)) or is_widget(text) or byline(text)):
            return True
        if block.words <= DATE_WORDS and any(map(_is_of_head, (text, *block.inline))):
            return True
        return block.words <= CAPTION_WORDS and fold(text) in self._others

    def _parts(self, blocks: list[Block]) -> list[Part]:
        parts = [Part(" ".join(block.text for block in lines), _kind(lines), lines[0]) for lines in _paragraphs(blocks)]
        return with_quotes(parts)


_LEAD_DISTANCE = 25
# A headline behind more than a fifth of the prose is a caption or a link of the same words.
_HEADLINE_SHARE = 5
# A sentence and its speaker, perhaps with a mark before it.
_QUOTE_LINES = 3
_LEAD_WORDS = 12
_LINKED_WORDS = 20


def _is_of_head(text: str) -> bool:
    """Whether a short line, or a piece of one, belongs to the head of a page: a date, a counter, a tool."""
    return parse_date(text, UTC) is not None or is_widget(text)


def _pull_quotes(blocks: Sequence[Block], noise: set[Element]) -> set[Element]:
    """The elements among *noise* that only repeat a sentence of the rest: an <aside> is often a pull quote's frame."""
    inside: dict[Element, list[str]] = {}
    rest: list[str] = []
    for block in blocks:
        frames = noise.intersection(block.noise)
        for frame in frames:
            inside.setdefault(frame, []).append(fold(block.text))
        if not frames and is_prose(block):
            rest.append(fold(block.text))
    return {
        frame
        for frame, texts in inside.items()
        if len(texts) <= _QUOTE_LINES
        and texts[0].count(" ") >= PROSE_WORDS
        and any(texts[0] in other for other in rest)
    }


def _trimmed(blocks: list[Block]) -> list[Block]:
    """*blocks* from the first prose to the last, with a subhead before the first and a short last line kept."""
    prose = [position for position, block in enumerate(blocks) if is_prose(block)]
    if not prose:
        return []
    first, last = prose[0], prose[-1]
    if first and (blocks[first - 1].level > 1 or (blocks[first - 1].bold and blocks[first - 1].words > 2)):  # noqa: PLR2004 - one or two bold words are a label
        first -= 1
    if last + 1 < len(blocks) and ends_sentence(blocks[last + 1].text):
        last += 1
    return blocks[first : last + 1]


def _paragraphs(blocks: list[Block]) -> list[Lines]:
    """Blocks joined to paragraphs: lines that <br> wraps are one, lines that it ends are several."""
    wrapped = _wrapped_elements(blocks)
    paragraphs: list[Lines] = []
    for block in blocks:
        joins = (
            paragraphs
            and block.breaks == 1
            and block.element in wrapped
            and paragraphs[-1][-1].index == block.index - 1
            and not ends_sentence(paragraphs[-1][-1].text)
            and not (block.bold or paragraphs[-1][-1].bold)
        )
        if joins:
            paragraphs[-1].append(block)
        else:
            paragraphs.append([block])
    return paragraphs


def _wrapped_elements(blocks: list[Block]) -> set[Element]:
    """Elements whose single <br> only wraps lines: most of their broken lines end in the middle of a sentence."""
    ended: dict[Element, list[bool]] = {}
    for block, following in pairwise(blocks):
        if following.breaks == 1 and following.element is block.element:
            ended.setdefault(block.element, []).append(ends_sentence(block.text) or block.words < PROSE_WORDS)
    return {element for element, ends in ended.items() if sum(ends) * 2 < len(ends)}


def _kind(lines: Lines) -> Kind:
    first = lines[0]
    if len(lines) == 1 and first.words <= SUBHEAD_WORDS and not first.zones & Zone.ITEM:
        if first.level or first.bold:
            return Kind.SUBHEAD
        if first.words <= PROSE_WORDS and not ends_sentence(first.text):
            return Kind.SUBHEAD
    return Kind.PARAGRAPH
