"""The reading room as an application: which page is at which address, and what stands before and behind them."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from newsbot.browse import assets, backstage
from newsbot.browse.article import article, article_line
from newsbot.browse.download import download
from newsbot.browse.failures import broken, refused, unreadable, wrong_value
from newsbot.browse.following import feed
from newsbot.browse.guard import Entrance, Guard
from newsbot.browse.headlines import headlines, opensearch
from newsbot.browse.outlets import outlet, outlets
from newsbot.browse.room import Room, room_of
from newsbot.errors import ConfigurationError, StorageError


def reading_room(room: Room, entrance: Entrance | None = None) -> Starlette:
    """The application over *room*; by default who is on this machine may read."""
    app = Starlette(
        routes=routes(),
        middleware=[Middleware(Guard, entrance=entrance or Entrance(), with_images=room.with_images)],
        exception_handlers={
            HTTPException: refused,
            ConfigurationError: wrong_value,
            StorageError: unreadable,
            Exception: broken,
        },
    )
    app.state.room = room
    return app


def routes() -> Sequence[BaseRoute]:
    """Every address; pages are plain functions, which Starlette runs in threads."""
    return [
        Route("/", headlines),
        Route("/articles/{id}.json", article_line),
        Route("/articles/{id}", article),
        Route("/outlets", outlets),
        Route("/outlets/{name}", outlet),
        Route("/download", download),
        Route("/feed.{kind}", feed),
        Route("/opensearch.xml", opensearch),
        Route("/healthz", healthz),
        *backstage.ROUTES,
        *assets.ROUTES,
    ]


def healthz(request: Request) -> Response:
    """Whether the store can be read, for whoever watches the server."""
    room = room_of(request)
    try:
        with room.store.database.read() as connection:
            connection.exec_driver_sql("SELECT 1")
    except StorageError:
        return PlainTextResponse("the store cannot be read\n", 503)
    return PlainTextResponse("ok\n")
