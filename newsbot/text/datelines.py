"""A date line as tokens: numbers, times and known words; never decides what they mean together."""

import re
from dataclasses import dataclass
from datetime import time, timedelta, timezone, tzinfo

from newsbot.text.arabic import fold_line
from newsbot.text.calendars import Calendar
from newsbot.text.datewords import WORDS, Kind, zone_of_place
from newsbot.text.months import MONTHS, NUMBERED_MONTHS

_LONGEST_LINE = 200  # characters; two dates in two calendars with their marks need 130

_TOKEN = re.compile(
    r"""
    (?P<numeric>(?<![\d/.\-])(?P<first>\d{1,4})\s?(?P<separator>[/.\-])\s?(?P<second>\d{1,2})\s?(?P=separator)\s?
        (?P<third>\d{1,4})(?!\d|[/.\-]\d|\s?:\s?\d))
    |(?P<time>(?<![\d:])(?P<hour>\d{1,2})\s?(?:[:h]\s?)(?P<minute>\d{2})(?:\s?:\s?(?P<seconds>\d{2})(?:[.,]\d{1,9})?)?(?![\d:])
        (?:\s?(?P<sign>[+\-\u2212])(?P<off_hour>\d{2}):?(?P<off_minute>00|15|30|45)(?![\d:/.\-])
          |(?P<short>\+\d{2})(?![\d:/.\-]))?)
    |(?P<offset>(?:gmt|utc)\s?(?P<gmt_sign>[+\-\u2212])\s?(?P<gmt_hour>\d{1,2})(?::?(?P<gmt_minute>\d{2}))?(?!\d))
    |(?P<number>\d+)
    |(?P<word>[^\W\d_](?:\.\s?[^\W\d_]){1,2}(?![^\W\d_])|[^\W\d_]+)
    |(?P<space>\s+)
    |(?P<other>.)
    """,
    re.VERBOSE,
)
_ISO_JOIN = re.compile(r"(?<=\d)t(?=\d)")
_BASIC_ISO = re.compile(r"\b(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)?(?=z|[+\-]\d|$)")
_YEAR_DIGITS = 4
_REFUSED_SIGNS = frozenset("©®%٪$€#@=<>")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a date line; *is_parted* tells whether punctuation stands before it."""

    kind: Kind
    value: object = None
    is_parted: bool = False
    is_glued: bool = False


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A printed time on the clock and its zone, if one is printed with it."""

    at: time
    zone: tzinfo | None = None


def _fixed_zone(sign: str, hours: str, minutes: str | None) -> tzinfo | None:
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > timedelta(hours=14):
        return None
    return timezone(offset if sign == "+" else -offset)


def _time_token(match: re.Match[str]) -> Token:
    zone = None
    if match["sign"]:
        zone = _fixed_zone(match["sign"], match["off_hour"], match["off_minute"])
    elif match["short"]:
        zone = _fixed_zone("+", match["short"][1:], None)
    try:
        at = time(int(match["hour"]), int(match["minute"]), int(match["seconds"] or 0))
    except ValueError:
        return Token(Kind.REFUSED)
    return (
        Token(Kind.REFUSED)
        if zone is None and (match["sign"] or match["short"])
        else Token(Kind.TIME, ClockTime(at, zone))
    )


def _offset_token(match: re.Match[str]) -> Token:
    zone = _fixed_zone(match["gmt_sign"], match["gmt_hour"], match["gmt_minute"])
    return Token(Kind.REFUSED) if zone is None else Token(Kind.ZONE, zone)


def _lexeme(match: re.Match[str]) -> Token:
    """Return the token of one match; a word stays UNKNOWN until it is looked up together with its neighbours."""
    if match["numeric"]:
        return Token(Kind.NUMERIC, (match["first"], match["second"], match["third"]))
    if match["time"]:
        return _time_token(match)
    if match["offset"]:
        return _offset_token(match)
    if match["number"]:
        return Token(Kind.NUMBER, match["number"])
    return Token(Kind.UNKNOWN, match["word"].replace(".", "").replace(" ", ""))


def _lexemes(line: str) -> list[Token]:
    lexemes: list[Token] = []
    is_parted, end = False, -1
    for match in _TOKEN.finditer(line):
        if match["space"]:
            continue
        if match["other"]:
            if match["other"] in _REFUSED_SIGNS:
                return [Token(Kind.REFUSED)]
            is_parted = True
            continue
        token = _lexeme(match)
        lexemes.append(Token(token.kind, token.value, is_parted, end == match.start()))
        is_parted, end = False, match.end()
    return lexemes


def _phrase(lexemes: list[Token], start: int, length: int) -> str | None:
    words = lexemes[start : start + length]
    if len(words) < length or any(word.kind is not Kind.UNKNOWN for word in words):
        return None
    return None if any(word.is_parted for word in words[1:]) else " ".join(str(word.value) for word in words)


def _known(phrase: str, *, follows_zone_mark: bool) -> tuple[Kind, object] | None:
    if follows_zone_mark and (zone := zone_of_place(phrase)):
        return Kind.ZONE, zone
    if phrase in MONTHS:
        return Kind.MONTH, MONTHS[phrase]
    return WORDS.get(phrase)


def _numbered(lexemes: list[Token], start: int) -> tuple[Token, int] | None:
    """Return the month «كانون 2», or the unknown word «كوفيد19»: a number glued to a word belongs to it."""
    word, number = lexemes[start], lexemes[start + 1] if start + 1 < len(lexemes) else None
    if number is None or number.kind is not Kind.NUMBER:
        return None
    names = NUMBERED_MONTHS.get(str(word.value))
    if names and number.value in {"1", "2"} and (number.is_glued or len(str(word.value)) > 1):
        return Token(Kind.MONTH, (Calendar.GREGORIAN, names[int(str(number.value)) - 1]), word.is_parted), 2
    if number.is_glued and str(word.value) not in WORDS and str(word.value) not in MONTHS:
        return Token(Kind.UNKNOWN, f"{word.value}{number.value}", word.is_parted), 2
    return None


def _looked_up(lexemes: list[Token], start: int, before: Token | None) -> tuple[Token, int]:
    """Return the token of the longest known phrase at *start*, and its length in lexemes."""
    if lexemes[start].kind is not Kind.UNKNOWN:
        return lexemes[start], 1
    if numbered := _numbered(lexemes, start):
        return numbered
    follows_zone_mark = before is not None and before.kind is Kind.ZONE_MARK
    for length in (3, 2, 1):
        phrase = _phrase(lexemes, start, length)
        if phrase is not None and (known := _known(phrase, follows_zone_mark=follows_zone_mark)):
            return Token(known[0], known[1], lexemes[start].is_parted, lexemes[start].is_glued), length
    # A clock that runs in a zone we do not know would be told wrong.
    return Token(Kind.REFUSED) if follows_zone_mark else lexemes[start], 1


def _is_year(token: Token | None) -> bool:
    return token is not None and (
        token.kind is Kind.NUMERIC or (token.kind is Kind.NUMBER and len(str(token.value)) == _YEAR_DIGITS)
    )


def _letter(token: Token, before: Token | None, after: Token | None) -> Token:
    """Tell what «م», «ه» and «ش» abbreviate: an era after a year, the evening after or before a time."""
    # «2020م - 10:44»: what is glued to a year is its era.
    may_be_evening = token.value == "م" and not (token.is_glued and _is_year(before))
    if may_be_evening and _is_year(before) and after is not None and after.kind is Kind.TIME:
        return Token(Kind.REFUSED)  # «2020 م 10:44»: A.D. or p.m., twelve hours apart
    if may_be_evening and any(beside is not None and beside.kind is Kind.TIME for beside in (before, after)):
        return Token(Kind.MERIDIEM, "pm")
    if _is_year(before):
        return Token(Kind.ERA, {"م": Calendar.GREGORIAN, "ه": Calendar.HIJRI, "ش": Calendar.JALALI}[str(token.value)])
    return token


def _spread_iso(match: re.Match[str]) -> str:
    return f"{match[1]}-{match[2]}-{match[3]} {match[4]}:{match[5]}:{match[6] or '00'}"


def tokens(text: str) -> list[Token]:
    """Return the tokens of *text*; an empty list where it is too long to be a date line.

    Punctuation is no token. A word that no table knows is UNKNOWN; what makes a line no date line is REFUSED.
    """
    line = _ISO_JOIN.sub(" ", _BASIC_ISO.sub(_spread_iso, fold_line(text)))
    if len(line) > _LONGEST_LINE:
        return []
    lexemes = _lexemes(line)
    found: list[Token] = []
    position = 0
    while position < len(lexemes):
        token, length = _looked_up(lexemes, position, found[-1] if found else None)
        found.append(token)
        position += length
    for index, token in enumerate(found):
        if token.kind is Kind.UNKNOWN and token.value in {"م", "ه", "ش"}:
            after = found[index + 1] if index + 1 < len(found) else None
            found[index] = _letter(token, found[index - 1] if index else None, after)
    return found
