"""A word of a page and the made word that stands for it, the same on every page of an outlet; reads no markup."""

from collections.abc import Callable, Collection
from functools import cache
from hashlib import blake2b
from re import compile as pattern
from unicodedata import category

from newsbot.golden.known import is_general
from newsbot.golden.unlike import GoldenError
from newsbot.golden.vocabulary import FUNCTION_WORDS, words_of_length
from newsbot.pages.bylines import byline
from newsbot.pages.headings import RELATED_HEADINGS
from newsbot.pages.lines import is_end, is_widget
from newsbot.text.arabic import ARABIC_LETTERS, ARABIC_MARKS, fold
from newsbot.text.datewords import WORDS
from newsbot.text.months import MONTHS

_JOINERS = "\N{ARABIC TATWEEL}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{SOFT HYPHEN}"
WORD = pattern(rf"[^\W\d_](?:[^\W\d_]|[{ARABIC_MARKS}\u0300-\u036f{_JOINERS}])*")
"""Letters with the marks on them and what joins or stretches them; digits belong to no word."""

_ARABIC = pattern(f"[{ARABIC_LETTERS}]")
_LATIN = pattern("[A-Za-z\u00c0-\u024f]")
_CARRIED = pattern(f"[{ARABIC_MARKS}\N{ARABIC TATWEEL}]")
_ARTICLE = pattern("([وف]?[بك]?ال|[وف]?لل)(?=...)")
_DATE_WORDS = frozenset(word for phrase in (*MONTHS, *WORDS) for word in phrase.split())
_HEADING_WORDS = frozenset(word for heading in RELATED_HEADINGS for word in heading.split())
# From here on all lengths are alike: no vocabulary has longer words.
_LONGEST = 10
_ATTEMPTS = 4_000
_NEIGHBOURS = 0x40
_ENOUGH = 2_000


class WordTable:
    """The words of one page and their replacements: two different words never have the same one.

    Words are told apart as `fold` does, so spellings of one word stay one word. A replacement depends on the word and
    the *outlet*'s name; only where two words of a page fall on one, the later takes another. *language* is that of the
    page, as `language_of` tells it; the folded words *kept* stay, and so do those that sites and roles are told by.
    """

    def __init__(self, outlet: str, language: str | None, kept: Collection[str] = ()) -> None:
        self._outlet, self._kept = outlet, kept
        self._script = language if language in {"ar", "fa", "ckb", "ur", "ps"} else "ar"
        self._made: dict[str, str] = {}
        self._taken: set[str] = set()
        self._exchanged = self._exchanges()

    def replacement(self, word: str) -> str:
        """The made word for *word*, which `WORD` matches whole: its case, vowel signs and tatweel are carried over."""
        key = fold(word)
        letters = key.replace(" ", "")
        if len(letters) <= 1 or letters.isdigit() or key in self._kept:
            return word
        # A function word is general in most senses and yet has its like.
        made = self._made.get(key) or self._exchanged.get(key)
        if made is None and is_general(word):
            return word
        if made is None:
            made = self._made[key] = self._new(word, letters)
        return _dressed(made, word)

    def _new(self, word: str, letters: str) -> str:
        if not _ARABIC.search(word):
            make = _latin if _LATIN.match(word) else _spun
            return self._first_free(letters, lambda seed: make(letters, f"{seed}\0{letters}"))
        article = _ARTICLE.match(letters) if self._script == "ar" else None
        begun = article[0] if article else ""
        stem = letters.removeprefix(begun)
        words = _words_about(self._script, len(stem))
        # The word without its article has the same stem.
        return self._first_free(letters, lambda seed: begun + _drawn(words, f"{seed}\0{stem}"))

    def _first_free(self, letters: str, make: Callable[[str], str]) -> str:
        """What *make* gives for the first seed whose word means nothing yet."""
        for attempt in range(_ATTEMPTS):
            made = make(f"{self._outlet}\0{attempt}")
            folded = fold(made)
            if folded not in self._taken and folded != letters and not _is_known(made):
                self._taken.add(folded)
                return made
        raise GoldenError(f"no word is left to stand for one of {len(letters)} letters")

    def _exchanges(self) -> dict[str, str]:
        """Function words by folded word: each for another of its language and length, or meaning to a date line."""
        groups: dict[tuple[str, int, object], list[str]] = {}
        for language, words in FUNCTION_WORDS.items():
            if language in {self._script, "en"}:
                for word in words.split():
                    kind = WORDS.get(fold(word), (None, None))[0]
                    length = 0 if kind else min(len(word), _SHORT)
                    groups.setdefault((language, length, kind), []).append(word)
        found: dict[str, str] = {}
        for group in groups.values():
            group.sort(key=lambda word: _number(f"{self._outlet}\0{word}"))
            found |= {fold(word): other for word, other in zip(group, [*group[1:], group[0]], strict=True)}
        self._taken.update(fold(word) for word in found.values())
        return found


_SHORT = 4


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


@cache
def _words_about(language: str, length: int) -> tuple[str, ...]:
    """The words of *length* letters and one more, for of short words alone there are too few; longer if none."""
    shortest = max(2, min(length, _LONGEST))
    words = (*words_of_length(language, shortest), *words_of_length(language, shortest + 1))
    return words if len(words) >= _ENOUGH else (*words, *words_of_length(language, shortest + 2))


def _drawn(words: tuple[str, ...], seed: str) -> str:
    return words[_number(seed) % len(words)]


def _latin(letters: str, seed: str) -> str:
    return _drawn(_words_about("la", len(letters)), seed)


def _spun(letters: str, seed: str) -> str:
    """For a script without a vocabulary, accented Latin too: other letters of the same part of the alphabet."""
    return "".join(_neighbour(letter, f"{seed}\0{place}") for place, letter in enumerate(letters))


def _neighbour(letter: str, seed: str) -> str:
    alike = _alike(ord(letter) // _NEIGHBOURS, category(letter))
    return alike[_number(seed) % len(alike)] if alike else letter


@cache
def _alike(part: int, kind: str) -> str:
    codes = range(part * _NEIGHBOURS, (part + 1) * _NEIGHBOURS)
    return "".join(chr(code) for code in codes if category(chr(code)) == kind and len(fold(chr(code))) == 1)


@cache
def _is_known(word: str) -> bool:
    """Whether a made word means something to those who read pages: it must not become a label by chance."""
    folded = fold(word)
    if folded in _DATE_WORDS or folded in _HEADING_WORDS or is_general(word):
        return True
    lines = (word, f"{word} {word}")
    return byline(f"{word}: {word}") is not None or any(is_widget(line) or is_end(line) for line in lines)


def _dressed(made: str, word: str) -> str:
    """*made* as *word* is written: capitals, and the marks and strokes behind the same letters."""
    if word.isupper():
        return made.upper()
    if word[0].isupper():
        made = made.capitalize()
    carried = _CARRIED.search(word)
    if carried is None:
        return made
    behind: dict[int, str] = {}
    letters = 0
    for character in word:
        if _CARRIED.match(character):
            place = min(letters, len(made))
            behind[place] = behind.get(place, "") + character
        else:
            letters += 1
    return "".join(letter + behind.get(place, "") for place, letter in enumerate(made, 1))
