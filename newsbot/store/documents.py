"""What the index holds of an article: the words that are searched, the facets that lists are filtered by.

Both are tokens of one document, so a filter is one more word to look up and no join; never reads a database.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from newsbot.store.columns import storable
from newsbot.text.arabic import fold
from newsbot.text.words import forms

BORDER = "="
"""Stands between two fields, so that no phrase reaches from one into the next; every document has it."""

_TEXTS = ("headline", "kicker", "description")
_LONGEST_TOKEN = 200  # letters; PostgreSQL refuses a token of more than 2,046 bytes
_LONGEST_VALUE = 200
_MOST_AUTHORS = 20
# What the tokenizer of SQLite would take for a border or make small (`newsbot.store.indextables`).
_IS_ALTERED = re.compile(r"[^a-z0-9_.\-\x80-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What an article is filtered by, as printed."""

    outlet: str
    section: str | None
    language: str | None
    authors: tuple[str, ...]

    @classmethod
    def of(cls, outlet: str, section: str | None, language: str | None, authors: Sequence[str] | None) -> "Values":
        """The values of an article, endless ones cut."""
        names = (_value(author) for author in (authors or ())[:_MOST_AUTHORS])
        return cls(
            outlet=outlet,
            section=_value(section),
            language=_value(language),
            authors=tuple(dict.fromkeys(name for name in names if name)),
        )

    @classmethod
    def read(cls, outlet: str, text: str) -> "Values":
        """The values that `text` gave."""
        section, language, authors = json.loads(text)
        return cls(outlet=outlet, section=section, language=language, authors=tuple(authors))

    @property
    def text(self) -> str:
        """All but the outlet, as the timeline keeps them."""
        return json.dumps((self.section, self.language, self.authors), ensure_ascii=False)

    def facets(self) -> Iterator[tuple[str, str, str]]:
        """Yield kind, compared value and spelling of each, no two alike."""
        yield "outlet", self.outlet, self.outlet
        if self.section:
            yield "section", fold(self.section), self.section
        if self.language:
            yield "language", self.language.lower(), self.language
        yield from {fold(author): ("author", fold(author), author) for author in self.authors}.values()


def tokens(values: Values, item: Mapping[str, Any]) -> list[str]:
    """The document of an article, field after field."""
    found = [BORDER]
    for kind, value, _ in values.facets():
        found.extend(facet_token(kind, part) for part in (_regions(value) if kind == "language" else (value,)))
    found.append(BORDER)
    for words in _searched(item):
        found.extend(words)
        found.append(BORDER)
    return found


def facet_token(kind: str, value: str) -> str:
    """A value to filter by as one token that no word equals, and no prefix of a word finds.

    >>> facet_token("section", "شؤون محليه"), facet_token("outlet", "Demo")
    ('=section:شؤون_محليه', '=outlet:=8c2dce5e40f9')
    """
    plain = value.replace(" ", "_") if kind in {"section", "author"} else value  # what is folded has no _ of its own
    if len(plain) > _LONGEST_TOKEN or _IS_ALTERED.search(plain):
        plain = "=" + blake2b(value.encode("utf-8", "replace"), digest_size=6).hexdigest()
    return f"={kind}:{plain}"


def _searched(item: Mapping[str, Any]) -> Iterator[list[str]]:
    """Yield the forms of each field, but for fields of which all stands in one before, such as a lead in the body."""
    known = BORDER
    for text in searched_texts(item):
        words = forms(storable(text) or "")
        run = f" {' '.join(words)} "
        if words and run not in known:
            yield words
            known += f"{run}{BORDER}"


def _short_texts(item: Mapping[str, Any]) -> Iterator[Any]:
    yield from map(item.get, _TEXTS)
    for quote in item.get("quotes") or ():
        yield from (quote.get("text"), quote.get("attribution"))
    yield from item.get("authors") or ()
    yield from item.get("keywords") or ()


def searched_texts(item: Mapping[str, Any]) -> list[str]:
    """The texts that a search looks into, each a field of its own: what `Query.matches` is asked with."""
    return [text for text in (item.get("article_body"), *_short_texts(item)) if text]


def _regions(language: str) -> Iterable[str]:
    """The language and what it is a part of: «ar» and «ar-sy» of «ar-sy»."""
    parts = language.split("-")
    return ("-".join(parts[: count + 1]) for count in range(len(parts)))


def _value(text: str | None) -> str | None:
    return (storable(text) or "").strip()[:_LONGEST_VALUE] or None
