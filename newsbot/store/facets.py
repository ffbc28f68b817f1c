"""By which outlets, sections, authors and languages a slice can be narrowed, with how many articles each has."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from newsbot.store.building import has_index
from newsbot.store.connections import Database
from newsbot.store.documents import Values
from newsbot.store.indextables import tallies, timeline
from newsbot.store.listing import is_tallied
from newsbot.store.selection import Selection
from newsbot.store.slices import Slice

MOST_LOOKED_AT = 2000
"""Of a slice that is not of whole outlets, the newest ones: 15 ms, where counting 200,000 would take seconds."""

_MOST_VALUES = 30
_KINDS = ("outlet", "section", "author", "language")


@dataclass(frozen=True, slots=True)
class Facets:
    """Each list has the most frequent first, at most thirty; what folds alike is one, in its most frequent spelling."""

    outlets: list[tuple[str, int]]
    sections: list[tuple[str, int]]
    authors: list[tuple[str, int]]
    languages: list[tuple[str, int]]
    is_exact: bool
    """False: only the newest articles of the slice were counted, 2,000 at most."""


Spellings = dict[str, Counter[str]]
"""By compared value, how many articles have which spelling."""


def facets(database: Database, which: Slice) -> Facets:
    """The facets of a slice: of whole outlets from the tallies, else counted; none at all without the index."""
    if not has_index(database):
        return Facets([], [], [], [], is_exact=False)
    if is_tallied(which):
        return _facets({kind: _tallied(database, which, kind) for kind in _KINDS}, is_exact=True)
    return _counted(database, which)


def _tallied(database: Database, which: Slice, kind: str) -> Spellings:
    """The spellings of the most frequent values; two queries, since authors may be many thousands."""
    wanted = func.sum(tallies.c.articles if which.with_duplicates else tallies.c.articles - tallies.c.copies)
    is_meant = tallies.c.kind == kind
    if which.outlets:
        is_meant &= tallies.c.outlet.in_(which.outlets)
    frequent = (
        select(tallies.c.value)
        .where(is_meant)
        .group_by(tallies.c.value)
        .order_by(wanted.desc(), tallies.c.value)
        .limit(_MOST_VALUES)
    )
    spelled = select(tallies.c.value, tallies.c.spelling, wanted.label("articles")).group_by(
        tallies.c.value, tallies.c.spelling
    )
    found: Spellings = defaultdict(Counter)
    with database.read() as connection:
        values = connection.execute(frequent).scalars().all()
        for row in connection.execute(spelled.where(is_meant, tallies.c.value.in_(values))):
            found[row.value][row.spelling] = int(row.articles)
    return found


def _counted(database: Database, which: Slice) -> Facets:
    rows, is_whole = Selection(database, which).sample([timeline.c.outlet, timeline.c.facets], MOST_LOOKED_AT)
    alike = Counter((row.outlet, row.facets) for row in rows)
    found: dict[str, Spellings] = {kind: defaultdict(Counter) for kind in _KINDS}
    for (outlet, text), articles in alike.items():
        for kind, value, spelling in Values.read(outlet, text).facets():
            found[kind][value][spelling] += articles
    return _facets(found, is_exact=is_whole)


def _facets(found: dict[str, Spellings], *, is_exact: bool) -> Facets:
    outlets, sections, authors, languages = (_ranked(found[kind]) for kind in _KINDS)
    return Facets(outlets, sections, authors, languages, is_exact)


def _ranked(found: Spellings) -> list[tuple[str, int]]:
    named = (
        (max(spellings, key=lambda name: (spellings[name], name)), spellings.total()) for spellings in found.values()
    )
    return _first((name, articles) for name, articles in named if articles > 0)


def _first(values: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(values, key=lambda pair: (-pair[1], pair[0]))[:_MOST_VALUES]
