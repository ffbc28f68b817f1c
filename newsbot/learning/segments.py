"""The path of an address, segment by segment, and the form of each: a number, a day, words; it compares no paths."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from re import Match
from re import compile as pattern
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from newsbot.text.urls import absolute_url

FEW_WORDS = 3
"""Segments of more words than this are all of one form."""

_EXTENSION = pattern(r"\.(?:[a-z]{2,5})$")
_NUMBER_FIRST = pattern(r"(?P<number>\d+)(?P<mark>[-_.,])(?=.*[^\d\W_])")
_NUMBER_LAST = pattern(r"(?P<words>.*\D)(?P<number>\d+)")
_MARKS = frozenset("-_.,~")
_YEAR, _MONTH, _DAY = pattern(r"(?:19|20)\d\d"), pattern(r"0?[1-9]|1[0-2]"), pattern(r"0?[1-9]|[12]\d|3[01]")
_WHOLE_DAY = pattern(r"(?:19|20)\d\d([-_]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])")
# What an expression would read as its own.
_SPECIAL = pattern(r"([\\.^$*+?{}\[\]|()])")


class Form(Enum):
    """What a segment is made of, its extension left aside."""

    NUMBER = "123"
    NUMBER_FIRST = "123-words"
    NUMBER_LAST = "words-123"
    YEAR = "2026"
    DAY = "11"
    """A month, a day of the month, or a whole day in one segment."""
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a path between slashes."""

    raw: str
    """As requests have it: percent-encoded."""
    text: str
    """Decoded, without *extension*."""
    extension: str
    """«.html», or nothing."""
    form: Form

    @property
    def word_marks(self) -> int:
        """How many hyphens or low lines part its words."""
        return self.text.count("-") + self.text.count("_")

    @property
    def number(self) -> str:
        """Its digits, as far as its form has a number."""
        match = self._match
        return match["number"] if match else self.text if self.form is Form.NUMBER else ""

    @property
    def mark(self) -> str:
        """What parts the number from the words; nothing where they touch."""
        match = self._match
        if match is None:
            return ""
        if self.form is Form.NUMBER_FIRST:
            return match["mark"]
        return match["words"][-1] if match["words"][-1] in _MARKS else ""

    @property
    def words(self) -> str:
        """What stands before the number that ends it, the mark included."""
        match = self._match
        return match["words"] if match and self.form is Form.NUMBER_LAST else ""

    @property
    def regex(self) -> str:
        """An expression for this very segment; letters beyond ASCII match as they are, and percent-encoded."""
        if self.raw.isascii() and "%" not in self.raw:
            return escaped(self.raw)
        return f"(?:{escaped(unquote(self.raw))}|(?i:{escaped(self.raw)}))"

    @property
    def _match(self) -> Match[str] | None:
        if self.form is Form.NUMBER_FIRST:
            return _NUMBER_FIRST.match(self.text)
        return _NUMBER_LAST.fullmatch(self.text) if self.form is Form.NUMBER_LAST else None


@dataclass(frozen=True, slots=True)
class Path:
    """The path of one address."""

    text: str
    """As an outlet's pattern is searched in it."""
    query: str
    segments: tuple[Segment, ...]

    @property
    def form(self) -> tuple[tuple[Form, int], ...]:
        """What addresses of one kind share: each segment's form, and roughly how many words it has."""
        return tuple(
            (segment.form, min(segment.word_marks, FEW_WORDS) if segment.form is Form.WORDS else 0)
            for segment in self.segments
        )


def path_of(url: str) -> Path:
    """Take the path of *url* apart; letters beyond ASCII may be percent-encoded or not."""
    parts = urlsplit(absolute_url("", url) or url)
    raws = [raw for raw in parts.path.split("/") if raw]
    return Path(parts.path, parts.query, tuple(_segments(raws)))


def escaped(text: str) -> str:
    """Write *text* for an expression; unlike re.escape it leaves hyphens alone."""
    return _SPECIAL.sub(r"\\\1", text)


def _segments(raws: list[str]) -> Iterator[Segment]:
    dated = 0
    for index, raw in enumerate(raws):
        text = normalize("NFC", unquote(raw))
        extension = _EXTENSION.search(text)
        text = text[: extension.start()] if extension else text
        form = _form(text)
        if dated:
            form, dated = (Form.DAY, dated - 1) if form is Form.NUMBER else (form, 0)
        elif form is Form.NUMBER and _YEAR.fullmatch(text):
            dated = _day_length(raws[index + 1 : index + 3])
            form = Form.YEAR if dated else form
        yield Segment(raw, text, extension[0] if extension else "", form)


def _day_length(following: list[str]) -> int:
    """Tell how many segments behind a year are its month and day: none, one or two."""
    if not following or not _MONTH.fullmatch(following[0]):
        return 0
    return 2 if len(following) > 1 and _DAY.fullmatch(following[1]) else 1


@lru_cache(maxsize=4096)
def _form(text: str) -> Form:
    if _WHOLE_DAY.fullmatch(text):
        return Form.DAY
    if text.isascii() and text.isdecimal():
        return Form.NUMBER
    if _NUMBER_FIRST.match(text):
        return Form.NUMBER_FIRST
    return Form.NUMBER_LAST if _NUMBER_LAST.fullmatch(text) else Form.WORDS
