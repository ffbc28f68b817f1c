"""Finds the printed date, the count of readers and the permalink near a headline; raw texts, parsed by the loader."""

from collections.abc import Iterator
from datetime import tzinfo
from re import compile as pattern

from newsbot.pages.outline import Block, Outline
from newsbot.pages.zones import Zone
from newsbot.text.dates import parse_date
from newsbot.text.numbers import western_digits
from newsbot.text.urls import url_key

DATE_WORDS = 16
_TIME = pattern(r"^\D{0,20}\b\d{1,2}:\d{2}(?::\d{2})?\b\s*(?:[صم]|[AaPp]\.?[Mm]\.?|صباحا?ً?|مساء?ً?)?\s*$")
_COUNT = r"[\d٠-٩۰-۹][\d٠-٩۰-۹.,٬،]*"
_LABEL = r"(?:عدد\s+)?(?:ال)?(?:مشاهدات|مشاهدة|قراءات|قراءة|زيارات|زيارة|شوهد|views?|reads?)"
_VIEWS = pattern(
    rf"(?:(?<![\d:.,/])(?P<before>{_COUNT})\s*(?:مرة\s+)?{_LABEL}(?!\S)|(?:{_LABEL})\s*[:\-]?\s*(?P<after>{_COUNT})(?:\s*مر[ةه])?)"
)
_ONLY_COUNT = pattern(rf"^{_COUNT}$")
_ONLY_LABEL = pattern(rf"^{_LABEL}\s*:?$")
_URL_LINE = pattern(r"^(?:https?://)[^\s]{4,200}$")
# Lines of the head stand at most this far before the headline and this far behind it.
_BEFORE, _BEHIND = 12, 20


def head_blocks(page: Outline, headline: Block | None, body_start: int | None) -> Iterator[Block]:
    """The blocks around the headline, nearest first behind it, then before it; navigation and links left out."""
    start = headline.index if headline is not None else (body_start or 0)
    end = min(start + _BEHIND, len(page.blocks))
    if body_start is not None and body_start > start:
        end = min(max(end, start), body_start + 1)
    for block in page.blocks[start + 1 : end]:
        if not block.zones & (Zone.NAVIGATION | Zone.FOOTER):
            yield block
    for block in reversed(page.blocks[max(0, start - _BEFORE) : start]):
        if not block.zones & (Zone.NAVIGATION | Zone.FOOTER | Zone.HEADER):
            yield block


def printed_date(blocks: list[Block], zone: tzinfo) -> str | None:
    """The text of the first line that is a date; else of the first that is a bare time of day; else None.

    A line's inline pieces count too: «10:44» and «249 مشاهدة» may stand in one line with nothing between them.
    """
    short = [block for block in blocks if block.words <= DATE_WORDS]
    for block in short:
        for text in (block.text, *block.inline, *filter(None, [block.time])):
            if parse_date(text, zone) is not None:
                return text
    times = (text for block in short for text in (block.text, *block.inline))
    return next((text for text in times if text.count(" ") < _TIME_WORDS and _TIME.match(western_digits(text))), None)


_TIME_WORDS = 4
"""«الساعة 10:44 صباحا»"""


def printed_views(blocks: list[Block]) -> str | None:
    """The text with the count of readers: «249 مشاهدة», or a count and its label in two lines or pieces."""
    lines = [text for block in blocks if block.words <= _VIEWS_WORDS for text in (block.inline or (block.text,))]
    for position, text in enumerate(lines):
        match = _VIEWS.search(text)
        if match:
            return match["before"] or match["after"]
        if _ONLY_LABEL.match(text):
            for neighbour in lines[max(0, position - 1) : position + 2]:
                if _ONLY_COUNT.match(neighbour):
                    return neighbour
    return None


_VIEWS_WORDS = 14


def printed_permalink(page: Outline, page_url: str) -> str | None:
    """A line of text that is an address of this very page."""
    own = url_key(page_url)
    host = own.partition("/")[0]
    for block in page.blocks:
        if block.words == 1 and _URL_LINE.match(block.text):
            key = url_key(block.text)
            if key == own or key.partition("/")[0] == host:
                return block.text
    return None
