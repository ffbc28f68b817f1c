"""Where a body begins and ends among the lines of its container; judges the first and the last lines only.

Measured on the public extraction benchmark: a line that repeats the page's declared description, in a box of its
own with a byline or a date behind it, is a standfirst; of 27 such lines 24 were no part of the body, and the item has
each as its description. A lead without such a line behind it is the body's, and so is one that the next paragraph takes
up («وأضاف»): no text begins with «and».
"""

from collections.abc import Collection, Sequence
from itertools import islice
from re import compile as pattern

from newsbot.pages.container import is_prose
from newsbot.pages.lines import ends_sentence, goes_on
from newsbot.pages.outline import Block
from newsbot.pages.zones import HEADINGS, Element, Zone
from newsbot.text.arabic import fold

# «Updated Nov. 19, 2019 8:21 am ET / Original Nov. 19, 2019 8:02 am ET»
_DATELINE_WORDS = 20
_DATED = pattern(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b")
# Lists stand in lists, but not deeper.
_BOX_DEPTH = 12
_LAST_BOX_SHARE = 0.15
_MAIN_SHARE = 0.6
# A quoted post or a list may stand between the first paragraph and the next one of its kind.
_NEIGHBOURS = 8
# A list before a text may be its page's data (time, place, section), one behind it tags.
_LEADING_ITEM_WORDS = 3
_TRAILING_ITEM_WORDS = 2
_LIST_TAGS = frozenset({"li", "ul", "ol", "dl", "dt", "dd"})
_LINE_TAGS = _LIST_TAGS | HEADINGS.keys() | {"p", "blockquote"}


def trimmed(blocks: list[Block], descriptions: Collection[str]) -> list[Block]:
    """*blocks* from the first prose to the last, with the short lines around them that belong to them.

    *descriptions* are what the page declares to be about, folded.
    """
    prose = [position for position, block in enumerate(blocks) if is_prose(block)]
    behind_head = 0
    while len(prose) > 1 and _is_head(blocks[prose[0]], [blocks[position] for position in prose[1:]], descriptions):
        behind_head = prose.pop(0) + 1
    if not prose:
        return []
    kept = _without_last_box(blocks, prose)
    blocks = blocks[: prose[len(kept)]] if len(kept) < len(prose) else blocks
    boxes = {_box(blocks[position].element) for position in kept}
    start = max(behind_head, _start(blocks, kept[0], boxes))
    return blocks[start : _end(blocks, kept[-1] + 1, boxes)]


def _is_head(block: Block, following: Sequence[Block], descriptions: Collection[str]) -> bool:
    """Whether a first line stands apart from the text behind it as a standfirst or date line does."""
    if any(_stand_together(block, other) for other in following[:_NEIGHBOURS]):
        return False
    is_divided = following[0].index - block.index > 1 or block.level > 0
    if is_divided and fold(block.text) in descriptions and not goes_on(following[0].text):
        return True
    return block.words <= _DATELINE_WORDS and not ends_sentence(block.text) and _DATED.search(block.text) is not None


def _without_last_box(blocks: list[Block], prose: list[int]) -> list[int]:
    """*prose* without a small box at its end: set inside the paragraphs' own element, behind lines of another kind.

    Such a box teases other articles or asks for something, on four benchmark pages of four. A larger one is the rest
    of a divided text.
    """
    words: dict[Element | None, int] = {}
    for position in prose:
        around = place(blocks[position].element)
        words[around] = words.get(around, 0) + blocks[position].words
    main = max(words, key=lambda around: words[around])
    last = max(position for position in prose if place(blocks[position].element) is main)
    behind = [position for position in prose if position > last]
    tail_words = sum(blocks[position].words for position in behind)
    if not behind or main is None or tail_words > _LAST_BOX_SHARE * words[main]:
        return prose
    is_divided = blocks[behind[0]].index - blocks[last].index > behind[0] - last
    is_inside = all(main in blocks[position].element.iterancestors() for position in behind)
    is_main = words[main] >= _MAIN_SHARE * sum(words.values())
    return [position for position in prose if position <= last] if is_divided and is_inside and is_main else prose


def _stand_together(block: Block, other: Block) -> bool:
    one, two = block.element, other.element
    return one is two or one.getparent() is two.getparent() or _box(one) is _box(two)


def _start(blocks: list[Block], start: int, boxes: set[Element]) -> int:
    """Where the short lines before the first prose begin: a subhead, a short sentence."""
    if start:
        before = blocks[start - 1]
        # One or two bold words are a label.
        if before.level > 1 or (before.bold and before.words > 2):  # noqa: PLR2004 - said above
            return start - 1
    while start and _belongs(blocks[start - 1], _LEADING_ITEM_WORDS) and _is_in_box(blocks[start - 1], boxes):
        start -= 1
    return start


def _end(blocks: list[Block], end: int, boxes: set[Element]) -> int:
    """Where the short lines behind the last prose end: a list, a closing sentence."""
    if end < len(blocks) and ends_sentence(blocks[end].text):
        end += 1
    for position in range(end, len(blocks)):
        if not _is_in_box(blocks[position], boxes):
            break
        if _belongs(blocks[position], _TRAILING_ITEM_WORDS):
            end = position + 1
    return end


def _belongs(block: Block, item_words: int) -> bool:
    """Whether a line is a sentence, or an item of a list with *item_words* at least."""
    return ends_sentence(block.text) or (block.zones & Zone.ITEM > 0 and block.words >= item_words)


def _box(element: Element) -> Element:
    """The element around a paragraph, heading or list."""
    around = islice(element.iterancestors(), _BOX_DEPTH)
    return element if element.tag not in _LINE_TAGS else next((e for e in around if e.tag not in _LINE_TAGS), element)


def place(element: Element) -> Element | None:
    """Where a line stands: the element around its paragraph or list, or around the <div> or cell that it is."""
    return _box(element) if element.tag in _LINE_TAGS else element.getparent()


def _is_in_box(block: Block, boxes: set[Element]) -> bool:
    """Whether a line is marked as a paragraph or list item, and stands beside the article's paragraphs."""
    return block.element.tag in _LINE_TAGS and _box(block.element) in boxes
