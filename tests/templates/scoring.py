"""How right an article is that was read from a made-up site: one figure a field, 1 for what a perfect reader says."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from newsbot.items import Article

FIELDS = ("headline", "article_body", "date_published", "authors", "section", "keywords", "related", "main_image")


def overlap(found: Iterable[Any], wanted: Iterable[Any]) -> float:
    """F1 of two lists, order left aside; two empty ones are equal."""
    first, second = Counter(found), Counter(wanted)
    if not first and not second:
        return 1.0
    shared = sum((first & second).values())
    return 2 * shared / (sum(first.values()) + sum(second.values()))


def scores(item: Mapping[str, Any], truth: Mapping[str, Any]) -> dict[str, float]:
    """Compare an article, by the item's field names, with what is true of it.

    The body counts by its words, lists by their members, everything else is right or wrong. A site that prints no time
    of day has its article on the right day. Whether an embedded message is part of a body is left open.
    """
    body = [word for part in truth["article_body"] for word in part.split()]
    found = _without(item["article_body"] or "", truth["embedded"])
    image = item["main_image"]
    return {
        "headline": float(item["headline"] == truth["headline"]),
        "article_body": overlap(found.split(), body),
        "date_published": float(_has_date(item["date_published"], truth)),
        "authors": overlap(item["authors"] or (), truth["authors"] or ()),
        "section": float(item["section"] == truth["section"]),
        "keywords": overlap(item["keywords"] or (), truth["keywords"] or ()),
        "related": overlap(_pairs(item["related"]), _pairs(truth["related"])),
        "main_image": float((image and {name: image[name] for name in ("url", "caption")}) == truth["main_image"]),
    }


def fields_of(article: Article) -> dict[str, Any]:
    """The fields of an article that is not yet a line of a feed."""
    return {name: getattr(article, name) for name in FIELDS}


def _has_date(printed: str | None, truth: Mapping[str, Any]) -> bool:
    if printed is None:
        return False
    found = datetime.fromisoformat(printed)
    wanted: datetime = truth["date_published"]
    if truth["date_has_time"]:
        return found == wanted
    return found.astimezone(wanted.tzinfo).date() == wanted.date()


def _pairs(links: Iterable[Mapping[str, str]] | None) -> list[tuple[str, str]]:
    return [(link["headline"], link["url"]) for link in links or ()]


def _without(body: str, embedded: tuple[str, str] | None) -> str:
    """The body without the lines of an embedded message: its words, and who is said to have written them."""
    if embedded is None:
        return body
    who, what = embedded
    return "\n\n".join(part for part in body.split("\n\n") if what not in part and who not in part)
