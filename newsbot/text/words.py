"""The words of a text as search compares them, each with its place in the original; it knows no query and no index."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from newsbot.text.arabic import ARABIC_LETTERS, ARABIC_MARKS, clean, fold
from newsbot.text.particles import LONE, word_form

_TATWEEL = "\N{ARABIC TATWEEL}"
_ARABIC = f"{ARABIC_LETTERS}{_TATWEEL}\ufb50-\ufd3d\ufd50-\ufdf9\ufe70-\ufefc"
_SAYINGS = "\ufdfa-\ufdfc"  # one character for several words, or for a word that no letter joins
_MARKS = (
    f"{ARABIC_MARKS}\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f"
)
# Bidi controls, joiners, soft hyphens and control characters: inside a word they are nothing, and no word ends in one.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff"
)
_OTHER = f"[^\\W\\d_{_ARABIC}{_SAYINGS}]"
# «1,000» and «١٬٠٠٠» are one number; «1.000» is two, because nobody knows whether it is one or a thousand.
_NUMBER = r"\d{1,3}(?:[,\u066c\u060c]\d{3})+(?!\d)|\d+"


def _run(letter: str) -> str:
    more = f"[{_MARKS}]|{letter}"
    return f"{letter}(?:{more}|[{_INVISIBLE}]+(?={more}))*"


# «الـ24», «الBBC»: article and particles before what is not Arabic belong to its place and not to its form.
_ATTACHED = f"{LONE}{_TATWEEL}*"
_WORD = re.compile(f"(?:{_ATTACHED})?(?:{_NUMBER}|{_run(_OTHER)})|[{_SAYINGS}]|{_run(f'[{_ARABIC}]')}")
_IS_ARABIC = re.compile(_run(f"[{_ARABIC}]"))
_IS_LONE = re.compile(f"{_ATTACHED}{_TATWEEL}")
_BEFORE_OTHER = re.compile(f"{_ATTACHED}(?=[^{_ARABIC}])")
_NO_LETTER = re.compile(f"[{_MARKS}{_INVISIBLE}{_TATWEEL}]")
_BASIC = re.compile("[\u0621-\u063a\u0641-\u064a]+")  # the usual word: nothing in it to clean or to split
_LONGEST_RUN = 200  # characters of a run that are looked at: longer ones are no words
_LONGEST_FORM = 64  # characters of a form: a database bounds its keys


@dataclass(frozen=True, slots=True)
class Word:
    """A normal form, and where the word stands in the original text, with all that is attached to it."""

    form: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Yield the words of *text* in order; a character that stands for several («ﷺ») gives several at one place.

    Letters of the Arabic script, other letters and digits are words of their own: «كوفيد-19», «كوفيد19» and «COVID-19»
    are two words, «B2B» three, and all else separates («x.com», «سوريا_اليوم», «#سوريا»). A form is folded
    (`newsbot.text.arabic.fold`), has no article, no Latin accent and no separator in a number, is letters and digits
    only and at most 64 characters long. Entities are not resolved: stored text has none. Never raises.

    >>> [word.form for word in words("زار الرئيسُ معرضَ «الـBBC» في ألمانيا: ١٬٢٠٠ زائر")]
    ['زار', 'رييس', 'معرض', 'bbc', 'في', 'ألمانيا', '1200', 'زاير']
    """
    for match in _WORD.finditer(text):
        for form in _forms(match[0][:_LONGEST_RUN]):
            yield Word(form, match.start(), match.end())


def normal(text: str) -> str:
    """Return the forms of *text* with spaces between them: what an index holds. Idempotent.

    An index must split at spaces only: forms are not the database's business, and «ألمانيا» keeps its hamza in one.
    """
    return " ".join(forms(text))


def forms(text: str) -> list[str]:
    """Return the forms of *text* in order, without their places: a quarter of the cost of `words`.

    No word reaches over white space, and nearly every piece between two spaces, with its punctuation, was seen before.
    """
    return [form for piece in text.split() for form in _forms_of_piece(piece)]


def _forms_of_piece(piece: str) -> tuple[str, ...]:
    return _remembered(piece) if len(piece) <= _LONGEST_RUN else _read(piece)


def _read(piece: str) -> tuple[str, ...]:
    return tuple(form for run in _WORD.findall(piece) for form in _forms(run[:_LONGEST_RUN]))


_remembered = lru_cache(maxsize=1 << 15)(_read)


def letters_of(run: str) -> str | None:
    """Return the letters of one Arabic word, hamza kept, vowel signs and tatweel gone; None where it is not Arabic."""
    if _BASIC.fullmatch(run):
        return run
    return _NO_LETTER.sub("", clean(run)) if _IS_ARABIC.fullmatch(run) else None


@lru_cache(maxsize=1 << 15)  # 96 of 100 words of a day's news come again; about 8 MB when full
def _forms(run: str) -> tuple[str, ...]:
    letters = letters_of(run)
    if letters is None:
        form = _plain(run)
    elif _IS_LONE.fullmatch(run):
        return ()  # «لـ"أنا برس"», «الـ 24 ساعة»
    else:
        form = word_form(letters)
    if form == run or (letters and _BASIC.fullmatch(form)):
        return (form[:_LONGEST_FORM],)
    return tuple(part for piece in _WORD.findall(form) for part in _forms(piece[:_LONGEST_RUN]))


def _plain(run: str) -> str:
    attached = _BEFORE_OTHER.match(run)
    run = run[attached.end() :] if attached else run
    if run[0].isdecimal():
        return fold("".join(filter(str.isdecimal, run)))
    letters = unicodedata.normalize("NFKD", fold(run))
    return unicodedata.normalize("NFKC", "".join(part for part in letters if not unicodedata.combining(part)))
