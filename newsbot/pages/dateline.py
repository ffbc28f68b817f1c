"""Finds the printed date, the count of readers and the permalink near a headline; raw texts, parsed by the loader."""

from collections.abc import Iterator
from datetime import tzinfo
from re import IGNORECASE
from re import compile as pattern

from newsbot.pages.outline import Block, Outline
from newsbot.pages.zones import Zone
from newsbot.text.datelines import tokens
from newsbot.text.dates import parse_date
from newsbot.text.datewords import Kind
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
_PROSE_WORDS, _PROSE_LINES = 20, 2


def head_blocks(page: Outline, headline: Block | None, body_start: int | None) -> Iterator[Block]:
    """The blocks around the headline, nearest first behind it, then before it; navigation and links left out."""
    start = headline.index if headline is not None else (body_start or 0)
    prose = 0
    for block in page.blocks[start + 1 : start + _BEHIND]:
        # A byline may stand behind the lead that the body begins with.
        prose += block.words > _PROSE_WORDS
        if prose > _PROSE_LINES or (body_start is not None and block.index > max(body_start, start) + _PROSE_LINES + 2):
            break
        if not block.zones & (Zone.NAVIGATION | Zone.FOOTER):
            yield block
    for block in reversed(page.blocks[max(0, start - _BEFORE) : start]):
        if not block.zones & (Zone.NAVIGATION | Zone.FOOTER | Zone.HEADER):
            yield block


def printed_date(blocks: list[Block], headline: Block | None, zone: tzinfo) -> str | None:
    """The text of the first line that is a date; else of the first that is a bare time of day; else None.

    A line's inline pieces count too: «10:44» and «249 مشاهدة» may stand in one line with nothing between them. What is
    said to be an update is no date of publication, and a date far above *headline* is the day's, not the article's.
    """
    near = [block for block in blocks if block.words <= _LINE_WORDS and not _is_far_above(block, headline)]
    before = ""
    for block in near:
        for text in _short_texts(block):
            if parse_date(text, zone) is not None and not _is_update(text, before) and not _TODAY.match(text):
                return text
            before = text
    times = (text for block in near for text in _short_texts(block))
    return next((text for text in times if text.count(" ") < _TIME_WORDS and _TIME.match(western_digits(text))), None)


def printed_update(blocks: list[Block], zone: tzinfo) -> str | None:
    """The text of the first date that is said to be an update: «آخر تحديث: ...», alone or behind another date."""
    before = ""
    for block in blocks:
        for text in _short_texts(block) if block.words <= _LINE_WORDS else ():
            if _says(text, Kind.MODIFIED) or _says(before, Kind.MODIFIED):
                words = text.split()
                starts = (i for i in range(len(words)) if _starts_with_update(words[i:]))
                update = " ".join(words[next(starts, 0) :])
                if parse_date(update, zone) is not None and not _says(update, Kind.PUBLISHED):
                    return update
            before = text
    return None


def _short_texts(block: Block) -> Iterator[str]:
    """The texts of a line that may be a date: itself, its inline pieces, the moment that its <time> names."""
    for text in (block.text, *block.inline, *filter(None, [block.time])):
        if text.count(" ") < DATE_WORDS:
            yield text


def _is_far_above(block: Block, headline: Block | None) -> bool:
    """Whether a block stands where pages print today's date: well above the headline, and it does not say «نُشر»."""
    return headline is not None and block.index < headline.index - _NEAR and not _says(block.text, Kind.PUBLISHED)


def _is_update(text: str, before: str) -> bool:
    """Whether a date is only an update's, by a word in its own text or by the label before it."""
    if _says(text, Kind.PUBLISHED):
        return False
    return (_says(text, Kind.MODIFIED) and not _says_more(text)) or _is_update_label(before)


def _says_more(text: str) -> bool:
    """Whether a date stands in *text* before the word that marks an update."""
    kinds = [token.kind for token in tokens(text)]
    return bool({Kind.NUMERIC, Kind.MONTH}.intersection(kinds[: kinds.index(Kind.MODIFIED)]))


def _is_update_label(text: str) -> bool:
    return len(text) <= _LABEL_LENGTH and _says(text, Kind.MODIFIED) and not _DIGIT.search(text)


def _starts_with_update(words: list[str]) -> bool:
    line = tokens(" ".join(words))
    return bool(line) and line[0].kind is Kind.MODIFIED


def _says(text: str, kind: Kind) -> bool:
    is_possible = len(text) <= _LINE_LENGTH and _MARKS[kind].search(text) is not None
    return is_possible and any(token.kind is kind for token in tokens(text))


# What nearly all lines lack: 1 us in place of 60. The words themselves are known to the reader of dates.
_MARKS = {
    Kind.MODIFIED: pattern(r"حدّ?ث|حديث|عدل|عديل|روز|ویرایش|pdate|odifi|mis[e ]|üncelle", IGNORECASE),
    Kind.PUBLISHED: pattern(
        r"نُ?شر|كُ?تب|ضيف|ضاف|نشئ|نشاء|صدر|خبر|مقال|بواسط|شائع|شاعت|بڵاو|ubli|post|creat|writ|mis|yay|by", IGNORECASE
    ),
}
_DIGIT = pattern(r"\d")
_TODAY = pattern(r"^\W*(?:تاريخ\s+)?اليوم\b\s*[:\-\u2013]?\s*\D{0,12}\d")
"""«اليوم: الأحد 22 نوفمبر 2026» is what a page prints for its reader."""
_NEAR = 4
"""Section, kicker and date may stand over a headline; a page's own date stands higher."""
_LABEL_LENGTH, _LINE_LENGTH = 30, 120
_LINE_WORDS = 28
"""Date, writer, section and counters may share a line."""
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
