"""How a document is put into the full-text index of either database, and how it is asked for; it reads no article.

SQLite has FTS5, which gives rows in the order of their numbers without sorting them. PostgreSQL has a tsvector in the
timeline. Neither splits, folds or stems: words arrive in their normal form (`newsbot.text.search`), every one of them
quoted, so that nothing in a query is ever read as an operator of the database.

A number is used once. FTS5 can only forget a document by being told its old words; what an article no longer is keeps
its number there, and that number stands for no article in the timeline.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, cast
from sqlalchemy.dialects.postgresql import TSQUERY

from newsbot.store.documents import BORDER
from newsbot.store.indextables import search_words, timeline
from newsbot.text.search import Clause, Phrase, Term

# The limits of a tsvector. What lies beyond is found by its words, but not as part of a phrase.
_LAST_POSITION = 16_383
_MOST_POSITIONS = 255
_MOST_BYTES = 900_000
_IS_LONG = "=long"


def narrowed(query: Select[Any], clauses: Sequence[Clause], *, is_server: bool) -> Select[Any]:
    """Return *query*, which reads the timeline, for the documents that all of *clauses* hold for."""
    if not clauses:
        return query
    if is_server:
        asked = cast(bindparam("words", vector_expression(clauses), unique=True), TSQUERY)
        return query.where(timeline.c.words.op("@@", is_comparison=True)(asked))
    query = query.join(search_words, search_words.c.rowid == timeline.c.number)
    return query.where(search_words.c.search_words.op("MATCH", is_comparison=True)(match_expression(clauses)))


def number_column(clauses: Sequence[Clause], *, is_server: bool) -> ColumnElement[int]:
    """The column by which a narrowed query is read in order, without sorting."""
    return search_words.c.rowid if clauses and not is_server else timeline.c.number


def vector(tokens: Iterable[str]) -> str:
    """A document as PostgreSQL reads a tsvector."""
    positions: defaultdict[str, list[int]] = defaultdict(list)
    is_long, size = False, 0
    for position, token in enumerate(tokens, 1):
        if token not in positions:
            size += len(token.encode()) + 4
            if size > _MOST_BYTES:
                continue
        if position <= _LAST_POSITION and len(positions[token]) < _MOST_POSITIONS:
            positions[token].append(position)
        else:
            is_long = True
            positions[token] = positions[token]
    if is_long:
        positions[_IS_LONG] = []
    return " ".join(f"{_lexeme(token)}{_listed(found)}" for token, found in positions.items())


def _listed(positions: list[int]) -> str:
    return f":{','.join(map(str, positions))}" if positions else ""


def vector_expression(clauses: Sequence[Clause]) -> str:
    """The clauses as PostgreSQL reads a tsquery."""
    parts = [
        f"{'!' if clause.is_excluded else ''}({' | '.join(map(_vector_phrase, clause.phrases))})" for clause in clauses
    ]
    if all(clause.is_excluded for clause in clauses):  # the index knows no NOT without something to take from
        parts.append(_lexeme(BORDER))
    return " & ".join(parts)


def _vector_phrase(phrase: Phrase) -> str:
    terms = list(map(_vector_term, phrase.terms))
    together = " <-> ".join(terms)
    return f"({together} | {_lexeme(_IS_LONG)} & {' & '.join(terms)})" if len(terms) > 1 else together


def _vector_term(term: Term) -> str:
    ending = ":*" if term.is_prefix else ""
    return f"({' | '.join(_lexeme(form) + ending for form in term.forms)})"


def _lexeme(token: str) -> str:
    return "'{}'".format(token.replace("\\", "\\\\").replace("'", "''"))


def match_expression(clauses: Sequence[Clause]) -> str:
    """The clauses as FTS5 reads them."""
    wanted = " AND ".join(_any_of(clause.phrases) for clause in clauses if not clause.is_excluded)
    excluded = " OR ".join(_any_of(clause.phrases) for clause in clauses if clause.is_excluded)
    wanted = wanted or _string((BORDER,))  # FTS5 knows no NOT without something to take from
    return f"({wanted}) NOT ({excluded})" if excluded else wanted


def _any_of(phrases: Sequence[Phrase]) -> str:
    return f"({' OR '.join(map(_match_phrase, phrases))})"


def _match_phrase(phrase: Phrase) -> str:
    """One string of FTS5 for each way to write the phrase; only its first word has several (`Phrase`)."""
    ending = " *" if phrase.terms[-1].is_prefix else ""
    return " OR ".join(_string(forms) + ending for forms in product(*(term.forms for term in phrase.terms)))


def _string(tokens: Iterable[str]) -> str:
    return '"{}"'.format(" ".join(tokens).replace('"', '""'))
