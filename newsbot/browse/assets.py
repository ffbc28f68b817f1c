"""The files that pages refer to, kept in memory under names that change with their content; it makes no page."""

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_DAY = "public, max-age=86400"
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5a63"/>'
    '<path d="M8 10h16M12 16h12M8 22h16" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of this package."""

    path: str
    """Where the room serves it: its name has a digest in it, so that browsers may keep it for ever."""
    content: bytes
    media_type: str


def asset(name: str, media_type: str) -> Asset:
    """The file *name* beside the templates."""
    content = (files("newsbot.browse") / "templates" / name).read_bytes()
    stem, _, ending = name.rpartition(".")
    return Asset(f"/static/{stem}-{sha256(content).hexdigest()[:12]}.{ending}", content, media_type)


STYLE = asset("style.css", "text/css; charset=utf-8")


def style(_request: Request) -> Response:
    """The one style sheet."""
    return Response(STYLE.content, media_type=STYLE.media_type, headers={"Cache-Control": FOR_EVER})


def icon(_request: Request) -> Response:
    """The room's sign in the browser's tab."""
    return Response(ICON, media_type="image/svg+xml", headers={"Cache-Control": FOR_A_DAY})


def robots(_request: Request) -> Response:
    """Nothing here is for search engines: the articles are other people's."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n", headers={"Cache-Control": FOR_A_DAY})


ROUTES = [
    Route(STYLE.path, style),
    Route("/favicon.svg", icon),
    Route("/favicon.ico", icon),
    Route("/robots.txt", robots),
]
