"""The list of articles: the newest by day, searched and narrowed as the address says; everything about it is a link."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsbot.browse.asking import Selection, has_empty, selection, whole_number
from newsbot.browse.choice import speech_of
from newsbot.browse.highlighting import excerpt, marked
from newsbot.browse.rendering import address, article_address, environment, page
from newsbot.browse.room import Room, room_of
from newsbot.browse.speech import Speech
from newsbot.browse.wording import HINTS
from newsbot.errors import ConfigurationError
from newsbot.feeds.formats import FORMATS
from newsbot.store.facets import Facets, facets
from newsbot.store.listing import ListedArticle, count, listing
from newsbot.store.slices import Slice
from newsbot.text.search import Query

A_PAGE = 30
"""Articles."""
_FACETS_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article of the list."""

    article: ListedArticle
    url: str
    headline: Markup
    text: Markup
    """The lead, or what surrounds the first hit of a search."""
    at: datetime
    """When it was published, or first seen."""
    is_dated: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The articles of one day of the room's zone."""

    heading: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A value that the list can be narrowed to."""

    name: str
    articles: int
    url: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A bound that the list has now, and the address without it."""

    key: str
    """Of the text that names the kind of bound."""
    value: str
    url: str


def headlines(request: Request) -> Response:
    """The page."""
    room = room_of(request)
    speech = speech_of(request)
    if has_empty(request.query_params):
        return RedirectResponse(_tidied(request), 303)
    asked = selection(request.query_params, speech)
    before, after = (whole_number(request.query_params, name, speech) for name in ("before", "after"))
    if before is not None and after is not None:
        raise ConfigurationError("after", after, speech.text("accepted_either"))
    database, which = room.store.database, asked.slice(room.zone)
    found = listing(database, which, before=before, after=after, limit=A_PAGE)
    total = count(database, which)
    known = facets(database, which)
    entries = [_entry(room, article, asked.query) for article in found.articles]
    return page(
        request,
        "list.html.j2",
        asked=asked,
        days=list(_days(entries, speech, room.clock())),
        total=speech.count(total.articles, "articles", is_exact=total.is_exact),
        is_first=before is None and after is None,
        older_url=asked.address("/", ("before", found.older)) if found.older is not None else None,
        newer_url=asked.address("/", ("after", found.newer)) if found.newer is not None else None,
        facets=_facet_links(asked, known, speech),
        is_exact=known.is_exact,
        formats=list(FORMATS),
        known=known if not asked.is_narrowed and asked.query is None else facets(database, Slice()),
        chips=list(_chips(asked, speech)),
        has_no_words=bool(asked.words) and asked.query is None,
        is_cut=asked.query is not None and asked.query.is_cut,
        hints=HINTS,
    )


def _tidied(request: Request) -> str:
    """The same address without the fields that were left empty."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if value.strip()]
    return address("/", kept)


def _entry(room: Room, article: ListedArticle, query: Query | None) -> Entry:
    return Entry(
        article=article,
        url=article_address(article.id, [("q", query.text)] if query else []),
        headline=marked(article.headline or "", query),
        text=_text(room, article, query),
        at=article.date_published or article.first_seen_at,
        is_dated=article.date_published is not None,
    )


def _text(room: Room, article: ListedArticle, query: Query | None) -> Markup:
    """The lead where it says what is sought, else the place of the body that does, else the lead."""
    if query is None or query.spans(article.lead):
        return marked(article.lead, query)
    item = room.store.articles.current_item(article.id) or {}
    return excerpt(item.get("article_body") or "", query) or marked(article.lead, query)


def _days(entries: Iterable[Entry], speech: Speech, now: datetime) -> Iterator[Day]:
    today = speech.here(now).date()
    for day, group in groupby(entries, lambda entry: speech.here(entry.at).date()):
        yield Day(speech.heading(day, today), list(group))


def _facet_links(asked: Selection, known: Facets, speech: Speech) -> list[tuple[str, list[FacetLink]]]:
    """Each kind of bound and the values that it can have."""
    groups = (
        ("outlet", known.outlets, asked.outlets),
        ("section", known.sections, asked.sections),
        ("author", known.authors, asked.authors),
        ("language", known.languages, asked.languages),
    )
    return [
        (
            kind,
            [
                FacetLink(
                    speech.language_name(name) if kind == "language" else name, number, asked.narrowed(kind, name)
                )
                for name, number in values[:_FACETS_SHOWN]
                if name not in chosen
            ],
        )
        for kind, values, chosen in groups
        # All articles have the only value: it narrows nothing.
        if len(values) > 1
    ]


def _chips(asked: Selection, speech: Speech) -> Iterator[Chip]:
    keys = {"q": "searched", "from": "from_day", "to": "to_day", "unique": "without_copies"}
    for name, value in asked.pairs():
        shown = speech.language_name(value) if name == "language" else "" if name == "unique" else value
        yield Chip(keys.get(name, name), shown, asked.widened(name, value))


def opensearch(request: Request) -> Response:
    """How a browser's address bar searches here."""
    speech = speech_of(request)
    origin = f"{request.url.scheme}://{request.url.netloc}"
    text = environment().get_template("opensearch.xml.j2").render(name=speech.text("room"), origin=origin)
    return Response(text, media_type="application/opensearchdescription+xml")
