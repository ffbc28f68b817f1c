"""The selection as a file in any export format, passed on as it is written, in little memory.

What fails half way cuts the connection: no browser then takes the part for the whole.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsbot.browse.asking import Selection, selection
from newsbot.browse.choice import speech_of
from newsbot.browse.failures import NOT_NOW
from newsbot.browse.following import title
from newsbot.browse.pipe import Pipe, PipeResponse
from newsbot.browse.room import room_of
from newsbot.errors import ConfigurationError
from newsbot.feeds.formats import FORMATS, Format, check_packages
from newsbot.feeds.streams import DigestStream
from newsbot.feeds.writing import Plan
from newsbot.store.connections import Database
from newsbot.store.slices import line_groups, revision_numbers

_LONGEST_NAME = 60
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")


def download(request: Request) -> Response:
    """The file."""
    room = room_of(request)
    speech = speech_of(request)
    form = _asked_format(request.query_params.get("format", ""))
    asked = selection(request.query_params, speech)
    now = room.clock()
    headers = {
        "Content-Disposition": disposition(f"{_stem(asked)}-{speech.here(now):%Y-%m-%d}{form.endings[0]}"),
        "Cache-Control": "no-store",
    }
    if request.method == "HEAD":
        return Response(media_type=form.media_type, headers=headers)
    if not room.downloads.acquire(blocking=False):
        raise HTTPException(NOT_NOW, speech.text("said_503_busy"), {"Retry-After": "60"})
    database = (room.download_store or room.store).database
    try:
        numbers = revision_numbers(database, asked.slice(room.zone), form.order)
    except BaseException:
        room.downloads.release()
        raise
    pipe = Pipe(partial(_write, database, numbers, form, Plan(title=title(asked), now=now)), room.downloads.release)
    return PipeResponse(pipe, form.media_type, headers)


def disposition(name: str) -> str:
    """The header that names a downloaded file (RFC 6266), with a name for programs that read ASCII only.

    >>> print(disposition("newsbot-حلب-2026-11-22.csv"))
    attachment; filename="newsbot-2026-11-22.csv"; filename*=UTF-8''newsbot-%D8%AD%D9%84%D8%A8-2026-11-22.csv
    """
    plain = re.sub("[^A-Za-z0-9._]+", "-", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _asked_format(name: str) -> Format:
    form = FORMATS.get(name.strip().lower())
    if form is None:
        raise ConfigurationError("format", name[:100], ", ".join(FORMATS))
    check_packages(form.needs, "format", form.name)
    return form


def _stem(asked: Selection) -> str:
    """The file's name without day and ending: what was asked for, as far as a name can tell it."""
    words = " ".join(["newsbot", *asked.outlets, *asked.sections, *asked.authors, *asked.languages, asked.words])
    return _NOT_IN_A_NAME.sub("-", words)[:_LONGEST_NAME].strip("-.")


def _write(database: Database, numbers: Sequence[int], form: Format, plan: Plan, put: Callable[[bytes], None]) -> None:
    stream = DigestStream("", put)
    writer = form.maker()(stream, plan)
    try:
        for lines in line_groups(database, numbers):
            writer.write(lines)
        writer.finish()
    except BaseException:
        stream.drop()
        writer.abandon()
        raise
