"""Locates an article's own text by what a page shows: paragraphs, subheads and pull quotes; knows no outlet.

The container is the smallest element that still holds most of the page's prose; what stands in it is then judged line
by line. Names of classes count only against a block (outline.NOISE_NAMES), never for it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from newsbot.pages.container import is_prose, noise_elements, own_article, prose_container, pull_quotes, teasers
from newsbot.pages.edges import place, trimmed
from newsbot.pages.foreign import ForeignLines
from newsbot.pages.lines import is_end
from newsbot.pages.outline import Block, Outline
from newsbot.pages.paragraphs import parts_of
from newsbot.pages.parts import NO_BLOCK, Kind, Part
from newsbot.pages.words import word_count
from newsbot.pages.zones import Element
from newsbot.text.arabic import fold

_LEAD_DISTANCE = 25
_LEAD_WORDS = 12
# A headline behind more than a fifth of the prose is a caption or a link of the same words.
_HEADLINE_SHARE = 0.2
# The page's first heading of these words is the headline, even below a long row of news.
_HEADING_SHARE = 0.7
# A page with more of them was made to hurt.
_HEADS_LIMIT = 30


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
    def text(self) -> str:
        """All that it says, a part a line."""
        return "\n".join(part.text for part in self.parts)

    @property
    def words(self) -> int:
        """How many words the paragraphs have: the measure of whether this is an article at all."""
        return sum(word_count(part.text) for part in self.parts if part.kind is Kind.PARAGRAPH)


def _is_relative(href: str) -> bool:
    return "//" not in href


class BodyReader:
    """Reads the body out of an outline.

    *headline* and *others* (captions, headings of related blocks) are texts that belong elsewhere; *cut* holds the
    elements of the related blocks; *is_own* tells whether a link as written leads to the page's own site.
    """

    def __init__(
        self,
        headline: str | None,
        others: Iterable[str],
        cut: Sequence[Element],
        is_own: Callable[[str], bool] = _is_relative,
    ) -> None:
        self._foreign = ForeignLines((headline or "", *others), cut, is_own)
        self._headline = fold(headline or "")

    def read(self, page: Outline, descriptions: Iterable[str] = ()) -> Body:
        """Find the container among the whole page's blocks and read it.

        *descriptions* are what the page declares to be about.
        """
        blocks = [block for block in page.blocks if not self._foreign.is_cut(block)]
        headlines = [block for block in blocks if not block.is_linked and self._is_headline(block)]
        headline = next((block for block in headlines if block.level == 1), None)
        blocks = own_article(blocks, headline)
        noise = noise_elements(blocks, headline)
        container = prose_container(blocks, noise)
        if container is None:
            return Body()
        # A container inside a noisy element was chosen for want of a better one.
        noise -= {container, *container.iterancestors()}
        noise -= pull_quotes(blocks, noise)
        inside = set(container.iter())
        own = [block for block in blocks if block.element in inside]
        behind_headline = own[self._start(own, headlines[0] if headlines else None) :]
        lines = self._text_lines([*self._lead(own, blocks, noise), *behind_headline], noise)
        return Body(parts_of(trimmed(lines, {fold(text) for text in descriptions})), container)

    def read_declared(self, outlines: Iterable[Outline], quotes: Sequence[Element]) -> Body:
        """Read containers that an outlet's rules name; *quotes* are its pull quotes, that rules name too."""
        self._foreign.cut.update(quotes)
        blocks = [block for page in outlines for block in page.blocks if not self._foreign.is_cut(block)]
        noise = noise_elements(blocks, None)
        return Body(parts_of([block for block in blocks if self._foreign.is_text(block, noise)]), None)

    def read_text(self, text: str) -> Body:
        """Take a text that another source gives, a paragraph a line."""
        lines = [line for line in text.splitlines() if line.strip()]
        others = self._foreign.others
        return Body([Part(line, Kind.PARAGRAPH, NO_BLOCK) for line in lines if fold(line) not in others], None)

    def _text_lines(self, blocks: list[Block], noise: set[Element]) -> list[Block]:
        """The lines of the article's text among those of its container."""
        cards = teasers(blocks)
        total = sum(block.words for block in blocks if is_prose(block) and block.index not in cards)
        kept: list[Block] = []
        boxes: set[Element] = set()
        words = heads = 0
        for position, block in enumerate(blocks):
            # A box in the middle of a text is headed by the same words as what follows its end.
            if words and heads < _HEADS_LIMIT and not block.is_linked and is_end(block.text):
                heads += 1
                box = _headed_box(block, kept, blocks[position + 1 :])
                if box is not None:
                    boxes.add(box)
                elif words * 2 >= total:
                    break
            if block.index in cards or (boxes and not boxes.isdisjoint(block.element.iterancestors())):
                continue
            words += block.words if is_prose(block) else 0
            if self._foreign.is_text(block, noise):
                kept.append(block)
        return kept

    def _is_headline(self, block: Block) -> bool:
        # Folding takes little from a text and adds little: most lines need none.
        is_near = abs(len(block.text) - len(self._headline)) <= len(self._headline)
        return bool(self._headline) and is_near and fold(block.text) == self._headline

    def _start(self, own: list[Block], headline: Block | None) -> int:
        """Where the body starts in its container: behind the headline, if that stands inside and most prose follows."""
        words = sum(block.words for block in own if is_prose(block))
        before = 0
        for position, block in enumerate(own):
            share = _HEADING_SHARE if block is headline and block.level in {1, 2} else _HEADLINE_SHARE
            if before <= words * share and self._is_headline(block):
                return position + 1
            before += block.words if is_prose(block) else 0
        return 0

    def _lead(self, own: list[Block], blocks: list[Block], noise: set[Element]) -> list[Block]:
        """Prose between the headline and the container: a lead that its site keeps in a box of its own."""
        if not own:
            return []
        first = own[0].index
        heading = next((b.index for b in reversed(blocks) if b.index < first and self._is_headline(b)), None)
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


def _headed_box(heading: Block, before: Sequence[Block], behind: Sequence[Block]) -> Element | None:
    """The box that *heading* stands over, in the middle of a text: paragraphs beside those before it follow the box."""
    box = place(heading.element)
    places = {place(block.element) for block in before if is_prose(block)}
    is_nested = box is not None and box not in places and not any(box in b.element.iterancestors() for b in before)
    goes_on = is_nested and any(place(block.element) in places for block in behind if is_prose(block))
    return box if goes_on else None
