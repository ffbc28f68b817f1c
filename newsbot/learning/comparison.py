"""How far two values of one field agree, from 0 to 1; which of them is right is not told here."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from re import compile as pattern
from typing import Any
from urllib.parse import urlsplit

from newsbot.items import Article
from newsbot.text.arabic import fold
from newsbot.text.urls import url_key

VALUES = {"body": "article_body"}
"""The item's names of what rules name otherwise; all other fields have one name."""
# A picture's size in its address: «-300x200», «_640».
_SIZE = pattern(r"[-_]?\d{2,4}(?:x\d{2,4})?(?=\.\w+$)")
# What equal words are worth whose punctuation differs.
WORDS_ONLY = 0.9
# What a day alone is worth beside a label with a time.
DAY_ONLY = 0.9


def value_of(article: Article, field: str) -> Any:
    """The value that the rules of *field* are about; None without one.

    ``main_image``, ``caption`` and ``credit`` are parts of one value; a date that could not be read is its raw text.
    """
    if field in {"main_image", "caption", "credit"}:
        image = article.main_image
        key = "url" if field == "main_image" else field
        return image[key] if image is not None else None  # type: ignore[literal-required] # one of three keys
    if field in {"date_published", "date_modified"}:
        return getattr(article, field) or getattr(article, f"{field}_raw")
    return getattr(article, VALUES.get(field, field))


def agreement_of(field: str, value: Any, label: Any) -> float:
    """How far *value* is *label*: 1 or 0 for single values, the overlap (F1) for texts and lists."""
    if not value or not label:
        return float(not value and not label)
    compare = _COMPARISONS.get(field, _same_text)
    return compare(value, label)


def overlap(one: Iterable[Hashable], other: Iterable[Hashable]) -> float:
    """The F1 of two bags: 1 for equal ones, 0 for such that share nothing."""
    first, second = Counter(one), Counter(other)
    shared = sum((first & second).values())
    return 2 * shared / (sum(first.values()) + sum(second.values())) if shared else 0.0


def _same_text(value: str, label: str) -> float:
    """Letter for letter; words alone, with other marks around them, are not quite the same."""
    if value == label:
        return 1.0
    return WORDS_ONLY if fold(str(value)) == fold(str(label)) else 0.0


def _same_words(value: str, label: str) -> float:
    return 1.0 if value == label else overlap(fold(value).split(), fold(label).split())


def _same_names(value: Sequence[str], label: Sequence[str]) -> float:
    if list(value) == list(label):
        return 1.0
    return WORDS_ONLY if [*map(fold, value)] == [*map(fold, label)] else 0.0


def _same_tags(value: Sequence[str], label: Sequence[str]) -> float:
    return overlap(value, label)


def _same_links(value: Sequence[Any], label: Sequence[Any]) -> float:
    """Order counts where all else is equal: a list in another order is not quite the same."""
    one, other = ([url_key(link["url"]) for link in links] for links in (value, label))
    return 1.0 if one == other else min(overlap(one, other), _UNORDERED)


_UNORDERED = 0.95


def _same_quotes(value: Sequence[Any], label: Sequence[Any]) -> float:
    return overlap(*([fold(quote["text"]) for quote in quotes] for quotes in (value, label)))


def _same_picture(value: str, label: str) -> float:
    """Sizes of one picture are one: its file's name tells, as its address does."""
    if url_key(value) == url_key(label):
        return 1.0
    one, other = (_SIZE.sub("", urlsplit(url).path.rsplit("/", 1)[-1]) for url in (value, label))
    return float(one == other and len(one) >= _FILE_NAME_LENGTH)


_FILE_NAME_LENGTH = 12


def _same_moment(value: str, label: str) -> float:
    """The same instant; or the same day, where one of the two has no time."""
    one, other = _moment(value), _moment(label)
    if one is None or other is None:
        return float(one is None and other is None and fold(value) == fold(label))
    if one == other:
        return 1.0
    days = (one.date(), other.date())
    if days[0] != days[1] or not (_is_midnight(one) or _is_midnight(other)):
        return 0.0
    return 1.0 if _is_midnight(other) else DAY_ONLY


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


_COMPARISONS = {
    "body": _same_words,
    "date_published": _same_moment,
    "date_modified": _same_moment,
    "authors": _same_names,
    "subheads": _same_tags,
    "keywords": _same_tags,
    "related": _same_links,
    "quotes": _same_quotes,
    "main_image": _same_picture,
}
