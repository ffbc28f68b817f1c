"""What readers get instead of a page: one line in the room's dress, never a traceback; the log says more."""

import logging
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsbot.browse.choice import speech_of
from newsbot.browse.rendering import page
from newsbot.errors import ConfigurationError, StorageError
from newsbot.store.failure import IndexMissingError, SlowQueryError

logger = logging.getLogger(__name__)

BAD_REQUEST, NOT_FOUND, BROKEN, NOT_NOW = 400, 404, 500, 503


def failure(
    request: Request, status: int, sentence: str | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """A page that says what is wrong, in *sentence* or in the words for *status*."""
    speech = speech_of(request)
    said = sentence or speech.text(f"said_{status}")
    response = page(request, "failure.html.j2", status, heading=speech.text(f"error_{status}"), sentence=said)
    response.headers.update(headers or {})
    response.headers["Cache-Control"] = "no-store"
    return response


def refused(request: Request, error: Exception) -> Response:
    """404 and the like, raised by a page or for an address without one."""
    if not isinstance(error, HTTPException):
        raise error
    speech = speech_of(request)
    has_sentence = bool(error.detail) and error.detail not in _STANDARD
    status = error.status_code if speech.has(f"error_{error.status_code}") else BAD_REQUEST
    return failure(request, status, error.detail if has_sentence else None, error.headers)


_STANDARD = frozenset({"Not Found", "Method Not Allowed"})
"""Starlette's own sentences; the room has better ones."""


def wrong_value(request: Request, error: Exception) -> Response:
    """A parameter that is not what it has to be."""
    if not isinstance(error, ConfigurationError):
        raise error
    said = speech_of(request).text(
        "said_400", name=error.setting, value=str(error.value)[:200], accepted=error.accepted
    )
    return failure(request, BAD_REQUEST, said)


def unreadable(request: Request, error: Exception) -> Response:
    """The store does not answer, or not in time."""
    if not isinstance(error, StorageError):
        raise error
    logger.warning("%s: %s", request.url.path, error)
    speech = speech_of(request)
    match error:
        case SlowQueryError():
            said = speech.text("said_503_slow")
        case IndexMissingError():
            said = speech.text("said_503_index")
        case _:
            said = speech.text("said_503_store", reason=str(error))
    return failure(request, NOT_NOW, said, {"Retry-After": "10"})


def broken(request: Request, error: Exception) -> Response:
    """A fault of ours."""
    del error  # the server logs it
    return failure(request, BROKEN)
