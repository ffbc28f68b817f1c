"""The parts of a body, and which of them are pull quotes; plain text, whatever the markup was."""

from dataclasses import dataclass
from enum import Enum
from itertools import islice
from re import compile as pattern

from lxml.etree import Element

from newsbot.pages.lines import ends_sentence
from newsbot.pages.outline import Block
from newsbot.pages.zones import Zone
from newsbot.text.arabic import fold

_ATTRIBUTION_WORDS = 6
# «دانية الصيرفي، رئيسة دائرة الصحة المدرسية»
_TITLE_WORDS = 8
_SPEAKER = pattern(r"^[-\u2013\u2014]\s*\w|^\w[\w.]*(?:\s\w[\w.]*){1,3}[،,]\s\w")
_QUOTE_WORDS = 8
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
    repetitions = _Repetitions(parts)
    result: list[Part] = []
    for position, part in enumerate(parts):
        quote = _set_apart(part) or repetitions.quote(position) or _framed(part, parts[position + 1 : position + 2])
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
    if part.first.words > _TITLE_WORDS or ends_sentence(part.text) or part.first.level:
        return False
    if part.first.words > _ATTRIBUTION_WORDS and not _SPEAKER.search(part.text):
        return False
    return part.first.breaks > 0 or _framed_text(before[-1]) == f"{before[-1].text} {part.text}"


def _framed(part: Part, following: list[Part]) -> Part | None:
    """A sentence that shares a box of its own with nothing but its speaker; not in <blockquote>, which holds posts."""
    if (
        not following
        or part.first.level
        or part.first.zones & Zone.QUOTE
        or not _QUOTE_WORDS <= part.first.words <= _QUOTE_LIMIT
    ):
        return None
    speaker = following[0].text
    is_speaker = following[0].first.words <= _TITLE_WORDS and not ends_sentence(speaker) and _SPEAKER.search(speaker)
    if not is_speaker or _framed_text(part) != f"{part.text} {speaker}":
        return None
    return Part(part.text, Kind.QUOTE, part.first)


def _framed_text(quote: Part) -> str:
    """All that stands in the smallest element with more text than the quote's own."""
    for frame in (quote.first.element, *islice(quote.first.element.iterancestors(), _FRAME_DEPTH)):
        text = " ".join(" ".join(map(str, frame.itertext())).split())
        if len(text) > len(quote.text):
            return text
    return ""


class _Repetitions:
    """The parts of one body as texts to compare: which of them say again what another says."""

    def __init__(self, parts: list[Part]) -> None:
        self._parts = parts
        self._folded = [fold(part.text) for part in parts] if len(parts) <= _PARTS_LIMIT else []

    def quote(self, position: int) -> Part | None:
        """The part at *position* as a pull quote; None for what is said once, and for items and headings of lists."""
        part = self._parts[position]
        if not position or not self._folded or part.first.level or part.first.zones & Zone.ITEM:
            return None
        words = self._folded[position].split()
        if not _QUOTE_WORDS <= len(words) <= _QUOTE_LIMIT:
            return None
        head = " ".join(words[:_QUOTE_WORDS])
        for place, other in enumerate(self._folded):
            if place == position or head not in other or not self._is_set_apart(position, place):
                continue
            padded = f" {other} "
            for length in range(len(words), max(_QUOTE_WORDS, len(words) - _ATTRIBUTION_WORDS) - 1, -1):
                if f" {' '.join(words[:length])} " in padded and _is_split(part, len(words) - length):
                    return _split_quote(part, len(words) - length)
        return None

    def _is_set_apart(self, position: int, place: int) -> bool:
        """Whether one of two parts can be a quote from the other: a line that is printed twice alike is a refrain."""
        own, other = self._folded[position], self._folded[place]
        if own != other:
            return len(other) > len(own)
        own_style, other_style = _style(self._parts[position]), _style(self._parts[place])
        styles = list(map(_style, self._parts)) if own_style != other_style else []
        return own_style != other_style and styles.count(own_style) <= styles.count(other_style)


def _style(part: Part) -> tuple[str, str | None, str | None]:
    """What makes parts look alike: their element, its class, and its parent's class."""
    element = part.first.element
    parent = element.getparent()
    return element.tag, element.get("class"), parent.get("class") if parent is not None else None


def _is_split(part: Part, tail_words: int) -> bool:
    """Whether the last *tail_words* are set apart as a speaker's name is: as a line or piece, or behind a mark."""
    if not tail_words:
        return True
    kept = " ".join(part.text.split()[:-tail_words])
    pieces = part.first.inline
    is_piece = len(pieces) > 1 and len(fold(pieces[-1]).split()) == tail_words
    return is_piece or part.first.text == kept or ends_sentence(kept)


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
