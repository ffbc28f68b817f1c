"""A page's lines of text with their words replaced; what newsbot reads a line by stays: labels, dates, figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from hashlib import blake2b
from html import unescape
from html.entities import html5
from re import VERBOSE, Match
from re import compile as pattern

from newsbot.golden.known import LINE_LENGTH, is_dated, least_kept, line_signs, notice_signs
from newsbot.golden.replaced import WORD, WordTable
from newsbot.pages.agencies import is_agency
from newsbot.text.arabic import fold
from newsbot.text.dates import parse_date
from newsbot.text.datewords import WORDS
from newsbot.text.datewords import Kind as DateKind
from newsbot.text.months import MONTHS

_REFERENCE = r"&(?:amp;)*(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31})(?:;|\b)"
_TOKEN = pattern(
    rf"""(?P<address>(?:https?://|www\.)[^\s<>"'«»]+)
    |(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    |(?P<reference>{_REFERENCE})
    |(?P<opaque>(?<!\w)(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z0-9_]{{20,}}(?!\w))
    |(?P<figures>(?<![\w/.:\u066b,-])\+?\d(?:[\ ().-]?\d){{8,16}}(?![\w/:]|[.,-]\d))
    |(?P<tag></?[A-Za-z][^<>]{{0,2000}}>)
    |(?P<word>{WORD.pattern})""",
    VERBOSE,
)
_LETTER_REFERENCE = pattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_DATE_WORDS = frozenset(word for phrase in (*MONTHS, *WORDS) for word in phrase.split())
_MONTH_WORDS = frozenset(word for phrase in MONTHS for word in phrase.split())
_BESIDE_FIGURES = _MONTH_WORDS | frozenset(
    phrase
    for phrase, (kind, _) in WORDS.items()
    if kind in {DateKind.WEEKDAY, DateKind.MERIDIEM, DateKind.ZONE, DateKind.ERA}
)
_STAMP_LENGTHS = {8, 12, 14}
"""20200317, with hour and minute, with seconds."""


@dataclass(slots=True)
class _Token:
    """A bit of a line: as it is written, as it is replaced, and whether it is a word."""

    own: str
    made: str
    is_word: bool = False


@dataclass(frozen=True, slots=True)
class Passages:
    """Replaces the text of one page: *words* gives the made words, *address* and *markup* what is not text in it."""

    words: WordTable
    address: Callable[[str], str]
    markup: Callable[[str], str]

    def rewritten(self, texts: Sequence[str]) -> list[str]:
        """The texts of one line as they stand in the source, in order, replaced.

        What is read is the line as a whole and each of its texts, so both keep what they are read by.
        """
        lines = [self._tokens(text) for text in texts]
        line = [token for tokens in lines for token in tokens]
        kept = set(_kept(line))
        if len(texts) > 1:
            start = 0
            for tokens in lines:
                kept.update(start + place for place in _kept(tokens))
                start += len(tokens)
        found, start = [], 0
        for text, tokens in zip(texts, lines, strict=True):
            parts = (token.own if start + place in kept else token.made for place, token in enumerate(tokens))
            made = "".join(parts)
            found.append(_as_references(made) if _has_letter_references(text) else made)
            start += len(tokens)
        return found

    def text(self, text: str) -> str:
        """A line of a single text, such as an attribute's."""
        return self.rewritten([text])[0]

    def _tokens(self, text: str) -> list[_Token]:
        text = _LETTER_REFERENCE.sub(_letter, text)
        tokens: list[_Token] = []
        at = 0
        for match in _TOKEN.finditer(text):
            if at < match.start():
                gap = text[at : match.start()]
                tokens.append(_Token(gap, gap))
            tokens.append(self._token(match))
            at = match.end()
        return [*tokens, _Token(text[at:], text[at:])]

    def _token(self, match: Match[str]) -> _Token:
        text = match[0]
        match match.lastgroup:
            case "word":
                return _Token(text, self.words.replacement(text), is_word=True)
            case "reference":
                return _Token(text, self._reference(text))
            case "address":
                made = self.address(text)
            case "tag":
                made = self.markup(text)
            case "mail":
                made = f"{self.words.replacement('mail')}@example.org"
            case "figures":
                made = _other_figures(text)
            case _:
                made = _other_characters(text)
        return _Token(text, made)

    def _reference(self, text: str) -> str:
        """A character reference as it is; what only looks like one («AT&T») is a sign and a word."""
        name = text.removeprefix("&")
        while name.startswith("amp;") and name != "amp;":
            name = name.removeprefix("amp;")
        if name.startswith("#") or name in html5:
            return text
        return WORD.sub(lambda match: self.words.replacement(match[0]), text)


def _kept(line: Sequence[_Token]) -> set[int]:
    """The numbers of the tokens of *line* that stay as they are."""
    places = [place for place, token in enumerate(line) if token.is_word]
    certain = _beside_figures(line) | _agencies(line)
    text = _plain([token.own for token in line])
    is_line = len(text) <= LINE_LENGTH
    if is_line and is_dated(text):
        certain |= {place for place in places if fold(line[place].own) in _DATE_WORDS}
    free = [place for place in places if place not in certain]

    def signs(kept: frozenset[int]) -> tuple[object, ...]:
        own = certain | {free[number] for number in kept}
        plain = _plain([token.own if place in own else token.made for place, token in enumerate(line)])
        return line_signs(plain) if is_line else notice_signs(plain)

    return certain | {free[number] for number in least_kept(len(free), signs)}


def _beside_figures(line: Sequence[_Token]) -> set[int]:
    """The words of dates that a figure stands beside: dates stay dates, in prose too."""
    words = [place for place, token in enumerate(line) if token.is_word]
    found: set[int] = set()
    for place in words:
        if fold(line[place].own) in _BESIDE_FIGURES and _has_figure_beside(line, place):
            found.add(place)
    # «كانون الثاني 2020», «24 نيسان / أبريل»: the other half stands beside the one that was found.
    other_halves = {near for place in found for near in (place - 2, place + 2)}
    return found | {place for place in other_halves.intersection(words) if fold(line[place].own) in _MONTH_WORDS}


def _agencies(line: Sequence[_Token]) -> set[int]:
    """The words of agencies' names that stand apart in a line: «(رويترز)», "© REUTERS / X"."""
    found: set[int] = set()
    part: list[int] = []
    for place, token in enumerate([*line, _Token("\n", "\n")]):
        if token.is_word or (token.own.isspace() and token.own != "\n"):
            part.append(place)
            continue
        if part and is_agency("".join(line[number].own for number in part)):
            found.update(number for number in part if line[number].is_word)
        part = []
    return found


def _has_figure_beside(line: Sequence[_Token], place: int) -> bool:
    before = line[place - 1].own.rstrip(_BETWEEN) if place else ""
    behind = line[place + 1].own.lstrip(_BETWEEN) if place + 1 < len(line) else ""
    return before[-1:].isdigit() or behind[:1].isdigit()


_BETWEEN = " \t\r\n/\u060c,-"


def _plain(parts: Sequence[str]) -> str:
    return " ".join(unescape("".join(parts)).split())


def _letter(match: Match[str]) -> str:
    """A letter for its reference; other references stay."""
    text = unescape(match[0])
    return text if len(text) == 1 and text.isalpha() else match[0]


def _has_letter_references(text: str) -> bool:
    return any(_letter(match) != match[0] for match in _LETTER_REFERENCE.finditer(text))


def _as_references(text: str) -> str:
    return "".join(letter if letter.isascii() else f"&#{ord(letter)};" for letter in text)


def _other_figures(text: str) -> str:
    """Another telephone number of the same form; a date or a stamp stays."""
    figures = sum(character.isdigit() for character in text)
    if (figures in _STAMP_LENGTHS and text[:2] in {"19", "20"}) or parse_date(text, UTC) is not None:
        return text
    return _spun(text, str.isdigit, "0123456789")


def _other_characters(text: str) -> str:
    """Another key or token of the same length."""
    return _spun(text, str.isalnum, "0123456789abcdef")


def _spun(text: str, is_replaced: Callable[[str], bool], alphabet: str) -> str:
    stream = blake2b(text.encode(), digest_size=64).digest()
    return "".join(
        alphabet[stream[place % len(stream)] % len(alphabet)] if is_replaced(character) else character
        for place, character in enumerate(text)
    )
