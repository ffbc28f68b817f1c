"""One article's page: its text, where each value came from, the same story elsewhere and its earlier texts."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsbot.browse.asking import selection
from newsbot.browse.choice import speech_of
from newsbot.browse.highlighting import marked
from newsbot.browse.rendering import page
from newsbot.browse.room import room_of
from newsbot.browse.speech import Speech
from newsbot.feeds.entries import link, picture
from newsbot.store.reading import StoredArticle, stored_article
from newsbot.text.search import Query

NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of the body."""

    text: Markup
    is_subhead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date of the article; *moment* is None where the page's text is no whole date."""

    key: str
    """Of the text that names it."""
    moment: datetime | None
    raw: str | None = None
    """The text that it was read from."""
    is_own_offset: bool = False
    """Whether its offset is the outlet's; others are shown in the room's."""


def article(request: Request) -> Response:
    """The page."""
    stored = found_article(request)
    speech = speech_of(request)
    query = selection(request.query_params, speech).query
    item = stored.item
    return page(
        request,
        "article.html.j2",
        article=stored,
        item=item,
        headline=marked(item.get("headline") or "", query),
        lead=marked(item.get("description") or "", query),
        paragraphs=list(paragraphs(item, query)),
        stamps=list(stamps(stored)),
        original_url=link(item),
        picture_url=picture(item),
        # The policy lets pictures come over https only.
        is_pictured=room_of(request).with_images and (picture(item) or "").startswith("https:"),
        pictures=item.get("images") or [],
        sources=sources(item, speech),
        first=next((other for other in stored.copies if other.id == item.get("duplicate_of")), None),
        others=[other for other in stored.copies if other.id != item.get("duplicate_of")],
        pairs=[
            (old.revision, new.revision, new) for old, new in zip(stored.revisions, stored.revisions[1:], strict=False)
        ],
    )


def article_line(request: Request) -> Response:
    """The line of the feed, as it is."""
    stored = found_article(request)
    text = stored.revisions[-1].item if stored.revisions else json.dumps(stored.item, ensure_ascii=False)
    return Response(text + "\n", media_type="application/json; charset=utf-8")


def found_article(request: Request) -> StoredArticle:
    """The article that the path names; 404 where there is none."""
    room = room_of(request)
    name = request.path_params["id"]
    stored = stored_article(room.store.database, name.replace("\0", ""))
    if stored is None:
        raise HTTPException(NOT_FOUND, speech_of(request).text("no_such_article", id=name[:100]))
    return stored


def paragraphs(item: Mapping[str, Any], query: Query | None) -> Iterator[Paragraph]:
    """The body, piece by piece, what *query* finds in it marked."""
    subheads = set(item.get("subheads") or ())
    for text in (item.get("article_body") or "").split("\n\n"):
        if text.strip():
            yield Paragraph(marked(text, query), text in subheads)


def stamps(stored: StoredArticle) -> Iterator[Stamp]:
    """The article's dates, as far as there are any."""
    for name, key in (("date_published", "published"), ("date_modified", "modified")):
        value, raw = stored.item.get(name), stored.item.get(f"{name}_raw")
        if value or raw:
            moment = datetime.fromisoformat(value) if value else None
            yield Stamp(key=key, moment=moment, raw=raw, is_own_offset=True)
    yield Stamp(key="first_seen", moment=stored.first_seen_at)
    yield Stamp(key="last_seen", moment=stored.seen_at)
    if stored.gone_at:
        yield Stamp(key="gone_since", moment=stored.gone_at)


def sources(item: Mapping[str, Any], speech: Speech) -> list[tuple[str, str]]:
    """Each field that was found, and where, in words."""
    told = (item.get("sources") or {}).items()
    return [(field, speech.text(f"source_{at}") if speech.has(f"source_{at}") else str(at)) for field, at in told]
