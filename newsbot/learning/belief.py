"""What the labels of a site's pages tell of one another: what is the same on all is the site's, not an article's."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any

from newsbot.learning.comparison import VALUES
from newsbot.learning.labels import Labelled
from newsbot.text.arabic import fold
from newsbot.text.dates import parse_date

# With fewer pages a value may be the same by chance.
_PAGES = 4
_REPEATED_SHARE = 0.25
_REPEATED_LEAST = 3
_CONSTANTS = ("headline", "body", "description", "section", "authors")
# Two articles may share words; where a third of all pages has the same, it is no article's.
_COMMON_SHARE = 1 / 3


def believed(pages: Sequence[Labelled]) -> list[Labelled]:
    """*pages* without labels that the others contradict: constants, the site's own name, dates and notes in bodies.

    A section or an author that all pages share is refused too: a rule could not be told from one that finds the
    site's name.
    """
    refused = {field: _refused(field, pages) for field in _CONSTANTS}
    repeated = _repeated_lines(pages)
    return [_corrected(page, refused, repeated) for page in pages]


def _refused(field: str, pages: Sequence[Labelled]) -> set[str]:
    """The folded values of *field* that stand on too many pages to be an article's."""
    values = Counter(fold(str(value)) for page in pages if (value := page.value(field)))
    total = sum(values.values())
    if total < _PAGES:
        return set()
    if len(values) == 1:
        return set(values)
    if field not in {"headline", "body"}:
        return set()
    return {value for value, count in values.items() if count >= max(_REPEATED_LEAST, total * _COMMON_SHARE)}


def _repeated_lines(pages: Sequence[Labelled]) -> frozenset[str]:
    lines = Counter(line for page in pages for line in {fold(line) for line in _lines(page)} if line)
    least = max(_REPEATED_LEAST, _REPEATED_SHARE * len(pages))
    return frozenset(line for line, count in lines.items() if count >= least)


def _lines(page: Labelled) -> list[str]:
    return (page.article.article_body or "").splitlines()


def _corrected(page: Labelled, refused: Mapping[str, set[str]], repeated: frozenset[str]) -> Labelled:
    changes: dict[str, Any] = {
        VALUES.get(field, field): None
        for field, values in refused.items()
        if (value := page.value(field)) and fold(str(value)) in values
    }
    if page.article.authors and _is_own_name(page, page.article.authors):
        changes["authors"] = None
    if "article_body" not in changes:
        changes["article_body"] = "\n\n".join(line for line in _lines(page) if line and not _is_dated(line)) or None
    return replace(page, article=replace(page.article, **changes), repeated=repeated)


def _is_own_name(page: Labelled, names: Sequence[str]) -> bool:
    """Whether all that is said of the authors is what the site calls itself."""
    own = {fold(name) for name in page.page.metadata.publisher}
    return all(fold(name) in own for name in names)


def _is_dated(line: str) -> bool:
    """Whether a line belongs to the page's head: a date, perhaps with the author behind it."""
    parts = [part for part in line.split("|") if part.strip()][:_PARTS]
    return len(line) < _HEAD_LENGTH and any(parse_date(part, UTC) is not None for part in parts)


_PARTS, _HEAD_LENGTH = 3, 120
