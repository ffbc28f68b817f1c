"""Pages made from templates, in the reader's language; it reads no store.

What a template can use beside its own values: `t` (a text by key), `speech` (dates, counts, names of languages:
`Speech`), `lang`, `dir`, `page` (`PageFrame`), and the filters below. Everything is escaped, and what would turn the
lines around it (bidi controls, controls, halves of surrogate pairs) is taken out of every text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from newsbot.archive.wording import size
from newsbot.browse import assets
from newsbot.browse.choice import PARAMETER, remember, speech_of
from newsbot.browse.room import room_of
from newsbot.browse.speech import INTERFACES, Speech, direction
from newsbot.text.printing import cut, link, printable

MENU = (
    ("news", "/"),
    ("outlets", "/outlets"),
    ("charts", "/charts"),
    ("runs", "/runs"),
    ("operations", "/operations"),
)
"""Texts and paths; those that the room has a page for are shown."""
_LONGEST_URL = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFrame:
    """What surrounds a page's own content."""

    path: str
    menu: list[tuple[str, str]]
    other_language: str
    other_language_url: str
    """This page in the other language of the interface."""
    style_url: str
    zone: str
    """The zone of its times, such as UTC+03:00."""


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Render *template* with *values*; a choice of language is remembered."""
    speech = speech_of(request)
    frame = {"speech": speech, "t": speech.text, "lang": speech.language, "dir": speech.direction}
    html = environment().get_template(template).render(values | frame | {"page": _frame(request, speech)})
    response = HTMLResponse(html, status)
    remember(request, response)
    return response


def address(path: str, pairs: Iterable[tuple[str, object]] = ()) -> str:
    """An address in this room.

    >>> address("/", [("q", "حلب"), ("unique", 1)])
    '/?q=%D8%AD%D9%84%D8%A8&unique=1'
    """
    query = urlencode(list(pairs), quote_via=quote, errors="replace")
    return f"{path}?{query}" if query else path


def article_address(article_id: str, pairs: Iterable[tuple[str, object]] = ()) -> str:
    """The address of an article's page."""
    return address(f"/articles/{quote(article_id, safe='')}", pairs)


def outlet_address(outlet: str) -> str:
    """The address of an outlet's page."""
    return f"/outlets/{quote(outlet, safe='')}"


def _frame(request: Request, speech: Speech) -> PageFrame:
    paths = {getattr(route, "path", None) for route in request.app.routes}
    other = next(language for language in INTERFACES if language != speech.language)
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in {PARAMETER, "token"}]
    return PageFrame(
        path=request.url.path,
        menu=[entry for entry in MENU if entry[1] in paths],
        other_language=other,
        other_language_url=address(quote(request.url.path), [*kept, (PARAMETER, other)]),
        style_url=assets.STYLE.path,
        zone=f"UTC{speech.here(room_of(request).clock()).isoformat(timespec='minutes')[16:]}",
    )


def _short_url(url: str) -> str:
    return cut(url, _LONGEST_URL)


@cache
def environment() -> Environment:
    """The templates and what they can use."""
    made = Environment(
        loader=PackageLoader("newsbot.browse"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=printable,
    )
    made.filters |= {
        "cut": cut,
        "link": link,
        "short_url": _short_url,
        "size": size,
        "dir_of": direction,
        "article_url": article_address,
        "outlet_url": outlet_address,
    }
    return made
