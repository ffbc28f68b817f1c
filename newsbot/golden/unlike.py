"""Whether a golden page reads as the page that it was made from: the same shape in other words; writes nothing."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from newsbot.errors import NewsbotError
from newsbot.items import Article

_SAME = frozenset({"outlet", "date_published", "date_modified", "language", "views", "encoding", "sources"})
VOLATILE = frozenset({"date_downloaded", "parser_version"})
"""What changes with the day and the version, and not with the page."""
_PARAGRAPH_BREAK = "\n\n"


class GoldenError(NewsbotError):
    """A page's text could not be replaced without changing how the page is read."""


def check_shape(original: Article, golden: Article) -> None:
    """Raise GoldenError for the first field that the golden page gives otherwise than the *original* page."""
    for name, before, after in _shapes(original, golden):
        if before != after:
            raise GoldenError(f"{name} reads as {after!r} with its text replaced; the page gives {before!r}")


def _shapes(original: Article, golden: Article) -> Iterator[tuple[str, object, object]]:
    for field in fields(Article):
        name = field.name
        if name in VOLATILE:
            continue
        before, after = getattr(original, name), getattr(golden, name)
        yield name, (before if name in _SAME else _shape(before)), (after if name in _SAME else _shape(after))
    yield "whether url and canonical_url are one", _is_canonical(original), _is_canonical(golden)


def _shape(value: Any) -> object:
    """What stays of a value when its words change: presence, kinds, counts of paragraphs and of words in each."""
    if isinstance(value, str):
        return [len(paragraph.split()) for paragraph in value.split(_PARAGRAPH_BREAK)]
    if isinstance(value, list):
        return [_shape(part) for part in value]
    if isinstance(value, dict):
        return {key: _shape(part) for key, part in value.items()}
    return value


def _is_canonical(article: Article) -> bool:
    return article.canonical_url == article.url
