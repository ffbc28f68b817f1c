"""Arabic text as a reader would type it (`clean`) and as a search would compare it (`fold`); never looks at markup."""

import html
import html.entities
import re
import unicodedata
from functools import lru_cache

ARABIC_LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u08a0-\u08c9"
)
"""The letters of the Arabic script as the inside of a character class; tatweel is not one of them."""

ARABIC_MARKS = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff"
)
"""Vowel signs, hamza and madda as combining marks, and Quranic annotation, as the inside of a character class."""

NOT_IN_ARABIC = "\u0679-\u06be\u06c0-\u06d3\u06d5"
"""Letters of Persian, Urdu, Pashto and Kurdish that Arabic words do not use, as the inside of a character class."""

_TATWEEL = "\N{ARABIC TATWEEL}"
_ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
_ZWJ = "\N{ZERO WIDTH JOINER}"

# Bidi controls, zero-width characters, soft hyphen, grapheme joiner, invisible operators, annotation and noncharacters.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
_CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # the rest of the C0 and C1 sets is white space
_SPACES = "\x09-\x0d\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_PRESENTATION = "\ufb50-\ufdf9\ufe70-\ufefe"
_SURROGATES = "\ud800-\udfff"

_UNTYPED = f"&{_CONTROL}{_INVISIBLE}{_PRESENTATION}{_SURROGATES}{_TATWEEL}{_ZWNJ}{_ZWJ}"
_IS_UNTYPED = re.compile(f"[{_UNTYPED}]")
_IS_UNCLEAN = re.compile(f"[{_UNTYPED}{_SPACES}]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AMPERSANDS = re.compile("&(?:amp;|AMP;|#0*38;|#[xX]0*26;)+")
_DEEPEST_ESCAPE = 8  # real pages escape twice or thrice; a text built deeper than this is an attack on the loop below

_LETTER = re.compile(f"[{ARABIC_LETTERS}]")
_IS_NOT_ARABIC = re.compile(f"[{NOT_IN_ARABIC}]")
_JOINED_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_LONE_ZWJ = re.compile(f"(?<![{_JOINED_EMOJI}]){_ZWJ}|{_ZWJ}(?![{_JOINED_EMOJI}])")
_ZWNJ_RUN = re.compile(f"{_ZWNJ}+")
_MARK_BEFORE = re.compile(f"[{ARABIC_LETTERS}{ARABIC_MARKS}]")

_IN_WORD = f"{ARABIC_LETTERS}{ARABIC_MARKS}{_TATWEEL}"
# Kept as one: «لـ», «الـ», «بالـ», «والـ», «وبـ», «هالـ» or a single letter («هـ», «صـ 5») before something that is not
# an Arabic letter; and a stroke that touches no letter, which prints a dash («رويترز ـ دمشق»). All others go.
_TATWEEL_RUN = re.compile(
    f"(?<![{_IN_WORD}])([وف]?(?:[بكهع]?ال|لل|[{ARABIC_LETTERS}][{ARABIC_MARKS}]*)|){_TATWEEL}+(?![{_IN_WORD}])"
    f"|{_TATWEEL}+"
)


class _CleanTable(dict[int, str]):
    """What `str.translate` does with one unclean character; filled on first sight."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if re.match(f"[{_CONTROL}{_INVISIBLE}]", character):
            plain = ""
        elif re.match(f"[{_SURROGATES}]", character):
            plain = "\N{REPLACEMENT CHARACTER}"
        elif re.match(f"[{_PRESENTATION}]", character):
            # A lone vowel sign decomposes to a space or a tatweel that carries it: neither was typed.
            plain = unicodedata.normalize("NFKC", character)
            plain = plain.strip(f" {_TATWEEL}") if len(plain) > 1 else plain
        else:
            plain = character
        self[code] = plain
        return plain


_CLEAN_TABLE = _CleanTable()


def _entity_text(match: re.Match[str]) -> str:
    reference = match[0]
    if reference[1] != "#" and reference[1:] not in html.entities.html5:
        return reference  # html.unescape would read «&copyfoo;» as «©foo;»
    return html.unescape(reference)


def _zwnj_text(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    is_inside = start > 0 and _MARK_BEFORE.match(text, start - 1) and _LETTER.match(text, end)
    return _ZWNJ if is_inside else ""


def _tatweel_text(match: re.Match[str]) -> str:
    return "" if match[1] is None else match[1] + _TATWEEL


def _typed(text: str) -> str:
    text = " ".join(text.translate(_CLEAN_TABLE).split())
    if _ZWJ in text:
        text = _LONE_ZWJ.sub("", text)
    if _ZWNJ in text:
        text = _ZWNJ_RUN.sub(_zwnj_text, text) if _IS_NOT_ARABIC.search(text) else text.replace(_ZWNJ, "")
    text = unicodedata.normalize("NFC", text)
    if _TATWEEL in text:
        text = unicodedata.normalize("NFC", _TATWEEL_RUN.sub(_tatweel_text, text))
    return " ".join(text.split())  # what has gone may have stood between two spaces


def clean(text: str) -> str:
    r"""Return one line of page text as a reader would type it, saying what the page says.

    Entities that end with a semicolon are resolved however often they were escaped; the text is NFC; bidi controls,
    zero-width and control characters go; presentation forms become letters; every space becomes one plain space.
    ZWNJ stays between letters of Persian, Urdu or Kurdish text, ZWJ inside emoji. Tatweel goes where it elongates a
    word («المـــزيد»), and one stays after a prefix that stands alone («لـ"أنا برس"», «الـ 24 ساعة», «1442 هـ») and
    where it prints a dash. Quotation marks stay as printed. Idempotent; never raises.

    >>> clean("  المـــزيد &amp;quot;من\xa0الأخبار&quot; ")
    'المزيد "من الأخبار"'
    """
    if not _IS_UNCLEAN.search(text) and "  " not in text and text == text.strip():
        return unicodedata.normalize("NFC", text)
    text = _typed(text)
    for _ in range(_DEEPEST_ESCAPE):
        if "&" not in text:
            return text
        resolved = _ENTITY.sub(_entity_text, _AMPERSANDS.sub("&", text))
        if resolved == text:
            return text
        text = _typed(resolved)
    return _typed(text.replace("&", ""))


_LETTER_FORMS = {
    **dict.fromkeys("\u0622\u0623\u0625\u0671\u0672\u0673\u0675", "ا"),
    **dict.fromkeys("\u0649\u06cc\u06ce\u06d0\u06d2\u0678", "ي"),
    **dict.fromkeys("\u06a9\u06aa\u06ab", "ك"),
    **dict.fromkeys("\u0629\u06be\u06c0\u06c1\u06c2\u06c3\u06d5\u06ff", "ه"),
    "\u06a4": "ف",
    "\u0621": "",
    "\u0674": "",
    "\u0676": "و",
}
# The seat of a hamza before a long waw is spelled both ways (شؤون and شئون, مسؤول and مسئول); the letters that stay.
_SEATS = (("ؤو", "و"), ("ئو", "و"), ("ؤ", "و"), ("ئ", "ي"))


def _folded_letters(character: str) -> str:
    """Return what one character becomes in a fold; NFKC may make several of it («ﷺ»)."""
    compatible = unicodedata.normalize("NFKC", character)
    if len(compatible) > 1:
        return "".join(_folded_letters(part) for part in compatible)
    if compatible in _LETTER_FORMS:
        return _LETTER_FORMS[compatible]
    if unicodedata.category(compatible) in {"Nd", "Nl", "No"}:
        return str(unicodedata.digit(compatible, compatible))
    if compatible == _TATWEEL or re.match(f"[{ARABIC_MARKS}]", compatible) or unicodedata.category(compatible) == "Cf":
        return ""
    return unicodedata.normalize("NFKC", compatible.casefold())


class _FoldTable(dict[int, str]):
    """What `str.translate` makes of one character in a fold; filled on first sight.

    One look-up a character stands for NFKC, casefold and all the letter forms: 0.15 ms for a body of 500 words.
    """

    def __init__(self, *, keeps_punctuation: bool) -> None:
        self.keeps_punctuation = keeps_punctuation

    def __missing__(self, code: int) -> str:
        letters = _folded_letters(chr(code))
        if not self.keeps_punctuation:
            letters = "".join(" " if unicodedata.category(part)[0] in "PSZC" else part for part in letters)
        self[code] = letters
        return letters


_WORDS_TABLE = _FoldTable(keeps_punctuation=False)
_LINE_TABLE = _FoldTable(keeps_punctuation=True)


def _folded(text: str, table: _FoldTable) -> str:
    # White space, the usual uncleanness of a body, is the fold's own matter: that halves the cost.
    text = clean(text) if _IS_UNTYPED.search(text) else unicodedata.normalize("NFC", text)
    text = text.translate(table)
    if not text.isascii():
        for seat, letter in _SEATS:
            text = text.replace(seat, letter)
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return *text* as words for comparing only: headings, search, duplicates; nobody should read it.

    On top of `clean` and NFKC: case, diacritics, Quranic marks, tatweel and ZWNJ go; alef forms become ا, alef maqsura
    and Persian yeh ي, keheh ك, teh marbuta and its kin ه; a hamza goes and its seat stays (ؤ is و, ئ is ي, شؤون and
    شئون meet); digits are ASCII; punctuation and symbols are one space. `fold(clean(x)) == fold(x)`; idempotent.

    >>> fold("«الأَخْبــارُ» المُهِمّة: ٢٤ شئون")
    'الاخبار المهمه 24 شون'
    """
    return _folded_line(text) if len(text) <= _LINE_LENGTH else _folded(text, _WORDS_TABLE)


_LINE_LENGTH = 1000


@lru_cache(maxsize=1024)
def _folded_line(text: str) -> str:
    """A page's lines are folded for several tests, and a site's own words on every page: two of three are known."""
    return _folded(text, _WORDS_TABLE)


def fold_line(text: str) -> str:
    """Return *text* folded as `fold` does, its punctuation kept: what a parser of dates reads."""
    return _folded(text, _LINE_TABLE)
