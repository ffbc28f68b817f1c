"""The language of search: what a query asks for, and whether and where a text says it; it knows no index.

`Query.matches` is the meaning of a query. A database may find candidates in any way it likes and must agree with it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsbot.text.particles import sought_beginnings, sought_forms, word_form
from newsbot.text.words import Word, forms, letters_of, normal, words

__all__ = ["Clause", "Phrase", "Query", "Term", "Word", "normal", "read_query", "words"]

_MOST_TERMS = 32
_LONGEST_QUERY = 2000  # characters; what follows is ignored
_SHORTEST_BEGINNING = 2

_QUOTES = {'"': '"', "«": "»", "»": "«", "“": "”“", "”": "”“", "„": "”“", "‟": "”", "‹": "›", "›": "‹", "＂": "＂"}
_QUOTED = "|".join(f"{start}[^{ends}]*[{ends}]" for start, ends in _QUOTES.items())
# An apostrophe is a quotation mark only at the outer border of words: «don't» and «l'Orient» have none.
_SINGLE = r"(?<!\w)'[^']+'(?!\w)|(?<!\w)‘[^’]+’(?!\w)"
_PART = re.compile(
    r"(?P<either>\||(?<![^\s|])OR(?![^\s|]))"
    r"|(?P<minus>(?<![^\s(|])[-\N{MINUS SIGN}]+)?"
    rf"(?:(?P<quoted>{_QUOTED}|{_SINGLE})|(?P<plain>[^\s|{''.join(_QUOTES)}]+))"
)
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_STARS = frozenset("*\N{ARABIC FIVE POINTED STAR}\N{FULLWIDTH ASTERISK}")


@dataclass(frozen=True, slots=True)
class Term:
    """One place of a phrase: any of *forms* stands there, or with *is_prefix* a word that begins with one of them."""

    forms: tuple[str, ...]
    is_prefix: bool

    def has(self, form: str) -> bool:
        """Whether a word of this normal form is meant."""
        return form.startswith(self.forms) if self.is_prefix else form in self.forms


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms one after the other, in one text.

    Only the first has forms with particles, so that they are few; only the last may be a prefix.
    """

    terms: tuple[Term, ...]

    def places(self, found: Sequence[str]) -> Iterator[int]:
        """Yield where the phrase begins in the forms of a text, in order."""
        first, *others = self.terms
        last = len(found) - len(others)
        for start in range(last):
            if first.has(found[start]) and all(term.has(found[start + n]) for n, term in enumerate(others, 1)):
                yield start


@dataclass(frozen=True, slots=True)
class Clause:
    """Any of *phrases* stands in one of the texts; with *is_excluded* none of them in any."""

    phrases: tuple[Phrase, ...]
    is_excluded: bool


@dataclass(frozen=True, slots=True)
class Query:
    """What *text* asks for: all *clauses* hold. *is_cut* says that it asked for more than is looked for."""

    text: str
    clauses: tuple[Clause, ...]
    is_cut: bool = False

    def matches(self, *texts: str) -> bool:
        """Whether the fields of one article say it; a phrase never goes across from one field to the next."""
        fields = [forms(text) for text in texts]
        return all(
            any(_stands(phrase, field) for phrase in clause.phrases for field in fields) is not clause.is_excluded
            for clause in self.clauses
        )

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return what to mark in *text*: whole words and whole phrases, in order, none touching another.

        Each is found on its own: a headline is marked although the rest of the query stands in the body.
        """
        found = list(words(text))
        known = [word.form for word in found]
        marked = sorted(
            (found[start].start, found[start + len(phrase.terms) - 1].end)
            for clause in self.clauses
            if not clause.is_excluded
            for phrase in clause.phrases
            for start in phrase.places(known)
        )
        return _merged(marked)


def read_query(text: str) -> Query | None:
    """Read what a person typed: words, "phrases", -excluded, either OR other (or |), beginn*; None without a word.

    OR binds its two neighbours only, and not where one is excluded. A quotation mark without its other half, an
    operator without a word and an asterisk after less than two letters mean nothing. The first 32 words are looked for.
    Never raises.
    """
    typed = _UNSEEN.sub("", text[:_LONGEST_QUERY])
    clauses, is_whole = _clauses(typed)
    if not clauses and (phrase := _phrase(typed, is_literal=True)):  # nothing but operators: then they are words
        clauses = [Clause((Phrase(phrase.terms[:_MOST_TERMS]),), is_excluded=False)]
    return Query(text, tuple(clauses), is_cut=not is_whole or len(text) > _LONGEST_QUERY) if clauses else None


def _clauses(typed: str) -> tuple[list[Clause], bool]:
    """Return the clauses of a query, and whether they are all of it."""
    clauses: list[Clause] = []
    left, is_either = _MOST_TERMS, False
    for part in _PART.finditer(typed):
        if part["either"]:
            is_either = True
            continue
        is_excluded = bool(part["minus"])
        phrase = _phrase(part["quoted"] or part["plain"], is_literal=is_excluded or bool(part["quoted"]))
        if phrase is None:
            continue
        if left < len(phrase.terms):
            beginning = [] if is_excluded or not left else [Clause((Phrase(phrase.terms[:left]),), is_excluded=False)]
            return [*clauses, *beginning], False
        left -= len(phrase.terms)
        is_joined = is_either and clauses and not (is_excluded or clauses[-1].is_excluded)
        others = clauses.pop().phrases if is_joined else ()
        clauses.append(Clause((*others, phrase), is_excluded=is_excluded))
        is_either = False
    return clauses, True


def _phrase(text: str, *, is_literal: bool) -> Phrase | None:
    """Return the words of *text* as one phrase; a particle of the first is taken off too, unless *is_literal*."""
    found = list(words(text))
    last = len(found) - 1
    terms = []
    for place, word in enumerate(found):
        is_beginning = (
            place == last and text[word.end : word.end + 1] in _STARS and len(word.form) >= _SHORTEST_BEGINNING
        )
        terms.append(
            _term(word, text, is_beginning=is_beginning, is_first=not place, is_literal=is_literal or last > 0)
        )
    return Phrase(tuple(terms)) if terms else None


def _term(word: Word, text: str, *, is_beginning: bool, is_first: bool, is_literal: bool) -> Term:
    letters = letters_of(text[word.start : word.end])
    if letters is None or word_form(letters) != word.form:  # not Arabic, or one of several words in one character
        return Term((word.form,), is_beginning)
    if is_beginning:
        return Term(sought_beginnings(letters, is_carried=is_first), is_prefix=True)
    return Term(sought_forms(letters, is_literal=is_literal) if is_first else (word.form,), is_prefix=False)


def _stands(phrase: Phrase, field: Sequence[str]) -> bool:
    return next(phrase.places(field), None) is not None


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
