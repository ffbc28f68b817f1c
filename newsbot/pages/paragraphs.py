"""Joins the lines of a body to paragraphs and tells what each is; judges no line's place in the body."""

from itertools import pairwise
from typing import TypeAlias

from newsbot.pages.container import PROSE_WORDS
from newsbot.pages.lines import ends_sentence
from newsbot.pages.outline import Block
from newsbot.pages.parts import Kind, Part, with_quotes
from newsbot.pages.zones import Element, Zone

SUBHEAD_WORDS = 14
Lines: TypeAlias = list[Block]


def parts_of(blocks: list[Block]) -> list[Part]:
    """The paragraphs, subheads and pull quotes that *blocks* are."""
    parts = [Part(" ".join(block.text for block in lines), _kind(lines), lines[0]) for lines in _paragraphs(blocks)]
    return with_quotes(parts)


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
