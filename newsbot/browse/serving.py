"""Runs the reading room on a socket until it is told to end; it decides neither who reads nor what they see.

Requests are logged with time, status and path: never with the query, for what people search is their own, and a token
may stand there.
"""

import errno
import logging
import signal
import socket
import traceback
from types import FrameType

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsbot.errors import ConfigurationError

PORT = 8480
LOOPBACK = "127.0.0.1"
_GRACE_SECONDS = 3
_AT_ONCE = 200
"""Connections; more are told to come back later."""

requests_log = logging.getLogger("newsbot.browse.requests")


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that accepts connections; ConfigurationError where the port is taken or the host is not this machine's.

    Port 0 takes a free one.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as cause:
        raise ConfigurationError("--host", host, "an address of this machine, such as 127.0.0.1 or 0.0.0.0") from cause
    opened = socket.socket(family, kind, protocol)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
        opened.listen()
    except OSError as cause:
        opened.close()
        name, value = ("--host", host) if cause.errno == errno.EADDRNOTAVAIL else ("--port", port)
        raise ConfigurationError(name, value, _ACCEPTED[name].format(why=cause.strerror)) from cause
    return opened


def serve(app: ASGIApp, opened: socket.socket) -> None:
    """Answer until Ctrl-C or SIGTERM, then end what is under way within seconds and return."""
    # uvicorn hands the signal on after it has ended, so that a shell sees a killed program: here it is the usual end.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ended)
    server(app).run([opened])


def server(app: ASGIApp) -> uvicorn.Server:
    """What answers for *app*."""
    return uvicorn.Server(
        uvicorn.Config(
            _Logged(app),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            http="h11",
            loop="asyncio",
            limit_concurrency=_AT_ONCE,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
    )


def log_to_stderr(*, with_requests: bool) -> None:
    """Write what goes wrong, and each request where *with_requests*, as one line each."""
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLine("%(asctime)s %(message)s", "%H:%M:%S"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    requests_log.setLevel(logging.INFO if with_requests else logging.WARNING)


class _OneLine(logging.Formatter):
    """A fault of ours is told with the place in the code where it came up."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's own name
        error = ei[1] if isinstance(ei, tuple) else None
        if not isinstance(error, BaseException):
            return ""
        last = traceback.extract_tb(error.__traceback__)[-1:]
        place = "".join(f" ({frame.filename}:{frame.lineno})" for frame in last)
        return f"{type(error).__name__}: {error}{place}"

    def format(self, record: logging.LogRecord) -> str:
        return " ".join(super().format(record).split())


class _Logged:
    """Notes the status that each request got."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                path = scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
                requests_log.info("%s %s %s", message["status"], scope["method"], path)
            await send(message)

        return await self._app(scope, receive, noted)


def _ended(_number: int, _frame: FrameType | None) -> None:
    """Do nothing more: the server has ended."""


_ACCEPTED = {
    "--host": "an address of this machine ({why})",
    "--port": "a port that is free and allowed ({why})",
}
