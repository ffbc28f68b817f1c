"""An article as an entry of a feed for readers: what RSS, Atom and JSON Feed have in common; it writes no format."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

FALLBACK_HOME = "about:blank"
"""The home page of a feed without articles: RSS demands one."""


def read_entries(lines: Sequence[str]) -> list[dict[str, Any]]:
    """The articles of stored lines."""
    return [json.loads(line) for line in lines]


def link(article: Mapping[str, Any]) -> str | None:
    """Where a reader finds the article: its own page before the address that was fetched; web addresses only.

    A reader may open what stands there, so nothing else, such as ``javascript:``, is passed on.
    """
    found = (article.get("canonical_url"), article.get("url"))
    return next((url for url in found if url and urlsplit(url).scheme in {"http", "https"}), None)


def home(article: Mapping[str, Any] | None) -> str:
    """The front page of the article's site."""
    url = link(article) if article else None
    if url is None:
        return FALLBACK_HOME
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def identity(article: Mapping[str, Any], *, with_revisions: bool) -> str:
    """What a reader knows the entry by: its id, with the revision where there may be several."""
    name = str(article.get("id") or article.get("url") or "")
    return f"{name}#{article.get('revision') or 1}" if with_revisions else name


def published_at(article: Mapping[str, Any]) -> datetime | None:
    """When it was published; None where the page gives no whole date."""
    return _time(article.get("date_published"))


def updated_at(article: Mapping[str, Any], otherwise: datetime) -> datetime:
    """When the text last changed, as far as is known; Atom demands it."""
    names = ("date_modified", "date_published", "first_seen", "date_downloaded")
    return next((moment for name in names if (moment := _time(article.get(name)))), otherwise)


def html_body(article: Mapping[str, Any]) -> str:
    """The body as HTML: a paragraph each, subheads as headings, every character of the text escaped."""
    subheads = set(article.get("subheads") or ())
    paragraphs = (article.get("article_body") or "").split("\n\n")
    return "".join(
        f"<h2>{escape(text)}</h2>" if text in subheads else f"<p>{escape(text)}</p>" for text in paragraphs if text
    )


def tags(article: Mapping[str, Any]) -> list[str]:
    """Section and keywords, each once."""
    return [word for word in dict.fromkeys([article.get("section"), *(article.get("keywords") or ())]) if word]


def picture(article: Mapping[str, Any]) -> str | None:
    """The address of the lead picture."""
    url = (article.get("main_image") or {}).get("url")
    return url if url and urlsplit(url).scheme in {"http", "https"} else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
