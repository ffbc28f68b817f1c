"""Which language of the interface a reader gets: asked for in the address, remembered, or as the room is set."""

import re

from starlette.requests import Request
from starlette.responses import Response

from newsbot.browse.room import room_of
from newsbot.browse.speech import INTERFACES, Speech, catalogue

PARAMETER = "lang"
COOKIE = "newsbot_lang"
_A_YEAR = 365 * 86_400
_RANGE = re.compile(r"\s*([A-Za-z-]+|\*)\s*(?:;\s*q=([0-9.]+)\s*)?")


def speech_of(request: Request) -> Speech:
    """The language of the page that *request* gets."""
    room = room_of(request)
    return Speech(_language(request, room.language), room.zone, catalogue())


def remember(request: Request, response: Response) -> None:
    """Keep a choice that the address names: addresses that are passed on need not carry it."""
    asked = request.query_params.get(PARAMETER)
    if asked in INTERFACES:
        response.set_cookie(COOKIE, asked, max_age=_A_YEAR, httponly=True, samesite="lax")
    response.headers["Vary"] = "Cookie, Accept-Language"


def preferred(header: str) -> str:
    """Which language of the interface an Accept-Language header likes best; Arabic where it likes neither.

    >>> preferred("en-GB,en;q=0.9,ar;q=0.8"), preferred("fr, ar;q=0.5, en;q=0.1"), preferred("nonsense;;")
    ('en', 'ar', 'ar')
    """
    best, liking = INTERFACES[0], 0.0
    for part in header[:1000].split(","):
        found = _RANGE.fullmatch(part)
        language = found[1].lower().partition("-")[0] if found else ""
        quality = _quality(found[2]) if found else 0.0
        if language in INTERFACES and quality > liking:
            best, liking = language, quality
    return best


def _language(request: Request, default: str) -> str:
    for asked in (request.query_params.get(PARAMETER), request.cookies.get(COOKIE)):
        if asked in INTERFACES:
            return asked
    return preferred(request.headers.get("accept-language", "")) if default == "auto" else default


def _quality(text: str | None) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
