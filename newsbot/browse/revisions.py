"""Two texts of one article side by side: which fields changed, paragraph beside paragraph; it draws no page."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsbot.browse.alignment import aligned
from newsbot.browse.diffs import ADDED, EQUAL, REMOVED, Change, word_changes
from newsbot.store.reading import StoredArticle
from newsbot.store.records import Revision
from newsbot.text.arabic import fold

Item = Mapping[str, Any]

PROSE = ("headline", "kicker", "description", "article_body")
VALUES = ("section", "language", "date_published", "date_modified", "url", "canonical_url", "short_url", "views")
LISTS = ("authors", "keywords", "quotes", "main_image", "images", "related")
FIELDS = (
    "headline", "kicker", "description", "article_body", "quotes", "authors", "section", "keywords", "date_published",
    "date_modified", "main_image", "images", "url", "canonical_url", "short_url", "language", "related", "views",
)  # fmt: skip
"""What readers care about first. What newsbot says of its own work (sources, hashes, dates of fetching) is left out."""

_LEAST_LIKENESS = 0.35
"""Two paragraphs that share fewer of their words are another paragraph, not a changed one."""
_MOST_PAIRS = 2500
"""In a stretch with more pairs than this, every paragraph stands alone, rather than minutes be spent on comparing."""
_FOLDED_FROM = 2
"""So many equal paragraphs on end are worth hiding."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the two columns; None where a column has nothing there."""

    old: tuple[Change, ...] | None
    new: tuple[Change, ...] | None
    folded: tuple[str, ...] = ()
    """Paragraphs that are the same on both sides and stand for this row, which is empty then."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that is not the same in both."""

    name: str
    rows: tuple[Row, ...]

    @property
    def is_light(self) -> bool:
        """Whether only the spelling changed: vowel signs, tatweel, hamza, digits, white space."""
        changes = [change for row in self.rows for change in (*(row.old or ()), *(row.new or ()))]
        return all(change.is_light for change in changes if change.kind != EQUAL)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the page shows."""

    old: Revision
    new: Revision
    changes: tuple[FieldChange, ...]
    numbers: tuple[tuple[int, datetime], ...]
    """Every revision of the article and when it was stored, the first one first."""

    @property
    def before(self) -> tuple[int, int] | None:
        """The numbers of the step before this one, for a link; None at the first step."""
        return self._step(-1)

    @property
    def after(self) -> tuple[int, int] | None:
        """The numbers of the step after this one."""
        return self._step(1)

    def _step(self, way: int) -> tuple[int, int] | None:
        known = [number for number, _ in self.numbers]
        at = known.index(self.new.revision) + way
        return (known[at - 1], known[at]) if 1 <= at < len(known) else None


def comparison(article: StoredArticle, old: int, new: int) -> Comparison | None:
    """The revisions numbered *old* and *new* side by side, the earlier one first; None where one does not exist."""
    found = {revision.revision: revision for revision in article.revisions}
    before, after = found.get(min(old, new)), found.get(max(old, new))
    if before is None or after is None or before is after:
        return None
    numbers = tuple((number, found[number].stored_at) for number in sorted(found))
    return Comparison(before, after, side_by_side(json.loads(before.item), json.loads(after.item)), numbers)


def side_by_side(old: Item, new: Item) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of FIELDS; absent and None are the same."""
    return tuple(
        FieldChange(name, tuple(_rows(name, old.get(name), new.get(name))))
        for name in FIELDS
        if old.get(name) != new.get(name)
    )


def _rows(name: str, old: Any, new: Any) -> Iterator[Row]:
    if name == "article_body":
        yield from paragraph_rows(_paragraphs(old), _paragraphs(new))
    elif name in PROSE:
        yield _prose_row(old, new)
    elif name in LISTS:
        yield from _entry_rows(_entries(old), _entries(new))
    else:
        yield Row(_whole(REMOVED, old), _whole(ADDED, new))


def paragraph_rows(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """Paragraph beside paragraph; of equal ones on end the first and the last stay, where a change is beside them."""
    rows: list[Row] = []
    equal: list[str] = []
    for before, after in _paired(old, new):
        if before is not None and before == after:
            equal.append(before)
            continue
        rows += _equal_rows(equal, is_first=not rows, is_last=False)
        equal.clear()
        rows.append(_prose_row(before, after))
    return rows + _equal_rows(equal, is_first=not rows, is_last=True)


def _prose_row(old: str | None, new: str | None) -> Row:
    changes = word_changes(old or "", new or "")
    return Row(
        None if old is None else tuple(change for change in changes if change.kind != ADDED),
        None if new is None else tuple(change for change in changes if change.kind != REMOVED),
    )


def _equal_rows(equal: Sequence[str], *, is_first: bool, is_last: bool) -> list[Row]:
    start, end = (0 if is_first else 1), (len(equal) if is_last else len(equal) - 1)
    if end - start < _FOLDED_FROM:
        return [_equal_row(text) for text in equal]
    folded = Row(None, None, tuple(equal[start:end]))
    return [*map(_equal_row, equal[:start]), folded, *map(_equal_row, equal[end:])]


def _equal_row(text: str) -> Row:
    same = (Change(EQUAL, text),)
    return Row(same, same)


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Each paragraph once, beside the other side's that is the same or most like it."""
    here = there = 0
    for old_at, new_at in [*aligned(old, new), (len(old), len(new))]:
        yield from _alike(old[here:old_at], new[there:new_at])
        if old_at < len(old):
            yield old[old_at], new[new_at]
        here, there = old_at + 1, new_at + 1


def _alike(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    here = there = 0
    for old_at, new_at in [*_likest(old, new), (len(old), len(new))]:
        yield from ((text, None) for text in old[here:old_at])
        yield from ((None, text) for text in new[there:new_at])
        if old_at < len(old):
            yield old[old_at], new[new_at]
        here, there = old_at + 1, new_at + 1


def _likest(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs, in order on both sides, whose likenesses add up to most."""
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    words, others = [Counter(fold(text).split()) for text in old], [Counter(fold(text).split()) for text in new]
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [[(0.0, ())] * (len(new) + 1)]
    for row, mine in enumerate(words):
        line = [best[row][0]]
        for column, other in enumerate(others):
            choice = max(line[column], best[row][column + 1], key=lambda sum_and_pairs: sum_and_pairs[0])
            likeness = _likeness(mine, other)
            total, pairs = best[row][column]
            if likeness >= _LEAST_LIKENESS and total + likeness > choice[0]:
                choice = (total + likeness, (*pairs, (row, column)))
            line.append(choice)
        best.append(line)
    return list(best[-1][-1][1])


def _likeness(words: Counter[str], others: Counter[str]) -> float:
    """From 0 to 1: the share of words that both have."""
    size = words.total() + others.total()
    return 2 * (words & others).total() / size if size else 0.0


def _entry_rows(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    here = there = 0
    for old_at, new_at in [*aligned(old, new), (len(old), len(new))]:
        yield from (Row((Change(REMOVED, text),), None) for text in old[here:old_at])
        yield from (Row(None, (Change(ADDED, text),)) for text in new[there:new_at])
        if old_at < len(old):
            yield _equal_row(old[old_at])
        here, there = old_at + 1, new_at + 1


def _whole(kind: Any, value: Any) -> tuple[Change, ...] | None:
    return None if value is None else (Change(kind, str(value)),)


def _paragraphs(body: str | None) -> list[str]:
    return [text for text in (body or "").split("\n\n") if text.strip()]


def _entries(value: Any) -> list[str]:
    """A list's entries, one line each; one picture is a list of one."""
    if value is None:
        return []
    return [_entry(part) for part in (value if isinstance(value, list) else [value])]


def _entry(part: Any) -> str:
    if not isinstance(part, Mapping):
        return str(part)
    return " \N{EM DASH} ".join(str(value) for value in part.values() if value)
