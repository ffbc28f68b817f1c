"""The parts of a body, and which of them are pull quotes; plain text, whatever the markup was."""

from dataclasses import dataclass
from enum import Enum
from itertools import islice

from lxml.etree import Element

from newsbot.pages.lines import ends_sentence
from newsbot.pages.outline import Block
from newsbot.pages.zones import Zone
from newsbot.text.arabic import fold

_ATTRIBUTION_WORDS = 6
_QUOTE_WORDS = 6
# A pull quote is a sentence or two.
_QUOTE_LIMIT = 80
_FRAME_DEPTH = 4
# Each part is looked for in all others: a page with more of them is no article.
_PARTS_LIMIT = 1000


class Kind(Enum):
    """What a part of the body is."""

    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    QUOTE = "quote"


@dataclass(slots=True)
class Part:
    """A paragraph, subhead or pull quote, raw; *attribution* only for quotes."""

    text: str
    kind: Kind
    first: Block
    """The block that it begins with; NO_BLOCK for text that was not read from the page's blocks."""
    attribution: str | None = None


NO_BLOCK = Block(
    index=-1, text="", element=Element("p"), zones=0, words=0, link_words=0, links=[], bold=False, level=0, breaks=0,
    time=None, noise=(),
)  # fmt: skip


def with_quotes(parts: list[Part]) -> list[Part]:
    """Mark pull quotes: a part that the body says again elsewhere, or a quotation element with its own attribution."""
    folded = [fold(part.text) for part in parts]
    result: list[Part] = []
    is_searched = len(parts) <= _PARTS_LIMIT
    for position, part in enumerate(parts):
        quote = _set_apart(part) or (_repeated(part, folded, position) if position and is_searched else None)
        if quote is not None and quote.text:
            result.append(quote)
        elif quote is not None:
            if result and result[-1].kind is Kind.QUOTE and not result[-1].attribution:
                result[-1].attribution = quote.attribution
        elif _is_attribution(part, result):
            result[-1].attribution = part.text
        else:
            result.append(part)
    return result


def _is_attribution(part: Part, before: list[Part]) -> bool:
    """Whether a short line right behind a pull quote names its speaker: they share a line or a frame of their own."""
    if not before or before[-1].kind is not Kind.QUOTE or before[-1].attribution:
        return False
    if part.first.words > _ATTRIBUTION_WORDS or ends_sentence(part.text) or part.first.level:
        return False
    return part.first.breaks > 0 or _framed_text(before[-1]) == f"{before[-1].text} {part.text}"


def _framed_text(quote: Part) -> str:
    """All that stands in the smallest element with more text than the quote's own."""
    for frame in (quote.first.element, *islice(quote.first.element.iterancestors(), _FRAME_DEPTH)):
        text = " ".join(" ".join(map(str, frame.itertext())).split())
        if len(text) > len(quote.text):
            return text
    return ""


def _repeated(part: Part, folded: list[str], position: int) -> Part | None:
    words = folded[position].split()
    if not _QUOTE_WORDS <= len(words) <= _QUOTE_LIMIT:
        return None
    head = " ".join(words[:_QUOTE_WORDS])
    for place, other in enumerate(folded):
        if place == position or head not in other or len(other) < len(folded[position]):
            continue
        padded = f" {other} "
        for length in range(len(words), max(_QUOTE_WORDS, len(words) - _ATTRIBUTION_WORDS) - 1, -1):
            if f" {' '.join(words[:length])} " in padded:
                return _split_quote(part, len(words) - length)
    return None


def _split_quote(part: Part, tail_words: int) -> Part:
    """The quote with its last *tail_words* as attribution; the inline piece that holds them is taken where it fits."""
    if not tail_words:
        return Part(part.text, Kind.QUOTE, part.first)
    pieces = part.first.inline
    if len(pieces) > 1 and len(fold(pieces[-1]).split()) == tail_words:
        tail = pieces[-1]
    else:
        tail = " ".join(part.text.split()[-tail_words:])
    return Part(part.text[: -len(tail)].rstrip(), Kind.QUOTE, part.first, tail)


def _set_apart(part: Part) -> Part | None:
    """A paragraph of a <blockquote> that names its speaker in a <cite>; the speaker alone is an empty quote."""
    if not part.first.zones & Zone.QUOTE:
        return None
    frames = (part.first.element, *part.first.element.iterancestors())
    frame = next((node for node in frames if node.tag == "blockquote"), None)
    cite = next(iter(frame.iter("cite", "footer")), None) if frame is not None else None
    speaker = " ".join("".join(map(str, cite.itertext())).split()) if cite is not None else ""
    if not speaker:
        return None
    text = part.text.removesuffix(speaker).rstrip(" \u2014\u2013-")
    return Part(text, Kind.QUOTE, part.first, speaker.lstrip("\u2014\u2013- "))
