"""Tells which lines inside an article's container are none of its text; finds neither the container nor its edges."""

from collections.abc import Callable, Iterable
from datetime import UTC

from newsbot.pages.bylines import byline
from newsbot.pages.container import OUTSIDE
from newsbot.pages.lines import ends_sentence, is_caption, is_channel, is_notice, is_widget
from newsbot.pages.outline import Block
from newsbot.pages.paragraphs import SUBHEAD_WORDS
from newsbot.pages.zones import Element, Zone
from newsbot.text.arabic import fold
from newsbot.text.dates import parse_date

# «PUBLISHED: 10:48, Tue, Nov 19, 2019 | UPDATED: 11:05, Tue, Nov 19, 2019»
DATE_WORDS = 18
# No headline or caption is longer.
CAPTION_WORDS = 60
NOTICE_WORDS = 120
_LINKED_WORDS = 20


class ForeignLines:
    """The tests of one page's lines.

    *others* are texts that belong elsewhere (headline, captions, headings of related blocks), *cut* holds the elements
    of the related blocks; *is_own* tells whether a link as written leads to the page's own site.
    """

    def __init__(self, others: Iterable[str], cut: Iterable[Element], is_own: Callable[[str], bool]) -> None:
        self.others = {fold(text) for text in others if text}
        self.cut = set(cut)
        self._is_own = is_own

    def is_cut(self, block: Block) -> bool:
        """Whether a line stands in a related block."""
        cut = self.cut
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

    def is_text(self, block: Block, noise: set[Element]) -> bool:
        """Whether a line may be the article's own; *noise* are the elements whose names speak against their text."""
        if block.zones & OUTSIDE or not noise.isdisjoint(block.noise):
            return False
        return not (self._is_tool(block) or self._is_of_head(block) or self._is_elsewhere(block))

    def _is_tool(self, block: Block) -> bool:
        """Whether a line is there to be pressed, or says something of the site."""
        text = block.text
        if block.is_linked and self._is_pointer(block):
            return True
        if block.words <= SUBHEAD_WORDS and (not any(map(str.isalnum, text)) or is_widget(text)):
            return True
        return block.words <= NOTICE_WORDS and is_notice(text)

    def _is_of_head(self, block: Block) -> bool:
        """Whether a short line, or a piece of one, is a byline, a date, a counter or a tool."""
        # A quoted post is signed and dated: that line is the article's.
        if block.zones & Zone.QUOTE:
            return False
        if block.words <= SUBHEAD_WORDS and byline(block.text):
            return True
        if block.words > DATE_WORDS:
            return False
        # «last Thursday» may be linked in a sentence.
        pieces = () if ends_sentence(block.text) else block.inline
        return any(parse_date(text, UTC) is not None or is_widget(text) for text in (block.text, *pieces))

    def _is_elsewhere(self, block: Block) -> bool:
        """Whether a line is a caption, or says what the page says in another place."""
        return block.words <= CAPTION_WORDS and (is_caption(block.text) or fold(block.text) in self.others)

    def _is_pointer(self, block: Block) -> bool:
        """Whether a linked line sends the reader on: to another page of the site, or to its channels elsewhere.

        Lines that link to other sites (sources, shops, documents) are the article's own: 153 of 182 on the benchmark's
        pages, a third of them on one; of those that stay on the site 23 of 137 are.
        """
        # A line that sends on has one link, and nothing else to say.
        is_sentence = len(block.links) > 1 and ends_sentence(block.text)
        if block.link_words < block.words and (is_sentence or block.words >= _LINKED_WORDS or block.zones & Zone.QUOTE):
            return False
        return any(self._is_own(href) or is_channel(href) for href in (a.get("href") or "" for a, _ in block.links))
