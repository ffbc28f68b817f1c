"""The demo outlet on loopback: HTTP/1.1 with keep-alive on asyncio streams, and the subprocess that tests start.

The server is for one machine's own tests: it binds to 127.0.0.1 only, and ends with SIGTERM, SIGINT, the end of a piped
standard input, or its parent process.
"""

import asyncio
import contextlib
import http.client
import json
import os
import signal
import stat
import subprocess
import sys
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from newsbot.demo.messages import Request, Response
from newsbot.demo.site import Site

HOST = "127.0.0.1"
_PARENT_CHECK_SECONDS = 1.0
_STOP_SECONDS = 5.0


async def serve(site: Site, port: int, delay_seconds: float = 0.0) -> None:
    """Serve until told to stop; prints «listening URL» once the port (0: any free one) is open.

    *delay_seconds* is added to every answer but those of control paths.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    watch = loop.create_task(_watch_parent(stop))
    if stat.S_ISFIFO(os.fstat(0).st_mode):
        loop.add_reader(0, _read_standard_input, stop)
    connections = ConnectionHandler(site, delay_seconds)
    server = await asyncio.start_server(connections.handle, HOST, port)
    print(f"listening http://{HOST}:{server.sockets[0].getsockname()[1]}/", flush=True)  # noqa: T201 - its one output
    await stop.wait()
    watch.cancel()
    server.close()
    await connections.close()


class ConnectionHandler:
    """Answers the requests of each connection in turn."""

    def __init__(self, site: Site, delay_seconds: float) -> None:
        self._site = site
        self._delay_seconds = delay_seconds
        self._tasks: set[asyncio.Task[Any]] = set()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until either side closes it; a client that hangs up is not an error."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - start_server runs each handler as a task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while await self._answer_next(reader, writer):
                pass
        writer.close()
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await writer.wait_closed()

    async def close(self) -> None:
        """Break off every open connection."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _answer_next(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; False says that the connection is to be closed."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            request = parse_request(head)
            await reader.readexactly(int(request.headers.get("content-length", "0")))
        except (asyncio.LimitOverrunError, ValueError):
            writer.write(render_response(Response(400), is_kept=False))
            return False
        response = self._site.answer(request)
        is_control = request.target.startswith("/_demo/")
        delay = response.delay_seconds + (0.0 if is_control else self._delay_seconds)
        if delay:
            await asyncio.sleep(delay)
        is_kept = request.headers.get("connection", "").lower() != "close" and request.is_persistent
        writer.write(render_response(response, is_kept=is_kept, is_head=request.method == "HEAD"))
        await writer.drain()
        return is_kept


def parse_request(head: bytes) -> Request:
    """Read a request line and headers; anything else is a ``ValueError``."""
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, version = first.split(" ")
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"{line!r} is no header")
        headers[name.lower()] = value.strip()
    if target.startswith("http://"):
        target = "/" + target.removeprefix("http://").partition("/")[2]
    return Request(target, method, headers, is_persistent=version == "HTTP/1.1")


def render_response(response: Response, *, is_kept: bool, is_head: bool = False) -> bytes:
    """Return the bytes of a response; to HEAD goes the length of the body that GET would get."""
    lines = [f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    if response.status != HTTPStatus.NOT_MODIFIED:
        lines.append(f"Content-Length: {len(response.body)}")
    if not is_kept:
        lines.append("Connection: close")
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    return head if is_head else head + response.body


def _read_standard_input(stop: asyncio.Event) -> None:
    if not os.read(0, 4096):
        stop.set()
        asyncio.get_running_loop().remove_reader(0)


async def _watch_parent(stop: asyncio.Event) -> None:
    parent = os.getppid()
    while os.getppid() == parent:  # noqa: ASYNC110 - nothing tells a process that its parent ended
        await asyncio.sleep(_PARENT_CHECK_SECONDS)
    stop.set()


class DemoServer:
    """A demo outlet in a process of its own, for the length of a ``with`` block.

    *arguments* are those of ``python -m newsbot.demo`` beside the port: ``DemoServer("--articles", "2000")``. A server
    that does not come up is a ``RuntimeError`` with what it wrote.
    """

    url: str
    """The outlet's address, with a final slash."""

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments
        self._process: subprocess.Popen[str]

    def __enter__(self) -> Self:
        root = str(Path(__file__).parents[2])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, and arguments of the tests
            [sys.executable, "-m", "newsbot.demo", "--port", "0", *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe, see above
        line = self._process.stdout.readline()
        if not line.startswith("listening "):
            self.__exit__(None, None, None)
            raise RuntimeError(f"the demo site did not start: {line.strip() or 'see its messages above'}")
        self.url = line.split()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    def control(self, action: str, **values: int) -> dict[str, Any]:
        """Ask for a control action (see ``newsbot.demo.control``); a refused one is a ``ValueError``."""
        connection = http.client.HTTPConnection(self.url.split("/")[2], timeout=60)
        try:
            connection.request("POST", f"/_demo/{action}?{urlencode(values)}")
            response = connection.getresponse()
            answer: dict[str, Any] = json.loads(response.read())
        finally:
            connection.close()
        if response.status != HTTPStatus.OK:
            raise ValueError(answer["error"])
        return answer
