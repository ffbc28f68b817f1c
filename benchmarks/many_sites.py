"""Many demo outlets in one process, each on a loopback address of its own; ``python many_sites.py SITES ARTICLES``.

It prints ``listening PORT`` and serves until its standard input ends. Site *n* is at ``http://ADDRESS:PORT/`` of
`address`; its texts are its own, and its control paths are those of ``newsbot.demo.control``.
"""

import asyncio
import os
import subprocess
import sys
from types import TracebackType
from typing import Self

from newsbot.demo.messages import Request, Response
from newsbot.demo.server import ConnectionHandler
from newsbot.demo.site import Site, SiteOptions

_PER_BLOCK = 250


def address(number: int) -> str:
    """Return the loopback address of a site; numbers count from 0."""
    block, place = divmod(number, _PER_BLOCK)
    return f"127.0.{block + 1}.{place + 1}"


def outlet_name(number: int) -> str:
    """Return the outlet of a site."""
    return f"site{number:03}"


class Sites:
    """Answers for every site; one is made when it is first asked."""

    def __init__(self, articles: int, page_bytes: int) -> None:
        self._articles, self._page_bytes = articles, page_bytes
        self._sites: dict[str, Site] = {}

    def answer(self, request: Request) -> Response:
        """Answer as the site whose address the request names."""
        host = request.headers.get("host", "").partition(":")[0]
        if host not in self._sites:
            _, _, block, place = map(int, host.split("."))
            seed = (block - 1) * _PER_BLOCK + place
            options = SiteOptions(seed=seed, articles=self._articles, page_bytes=self._page_bytes, slow_seconds=0)
            self._sites[host] = Site(options)
        return self._sites[host].answer(request)


async def serve(sites: int, articles: int, page_bytes: int) -> None:
    """Serve until standard input ends."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_reader(0, lambda: os.read(0, 4096) or stop.set())
    handler = ConnectionHandler(Sites(articles, page_bytes), 0.0)  # type: ignore[arg-type] # all it does is answer
    first = await asyncio.start_server(handler.handle, address(0), 0, backlog=512)
    port = first.sockets[0].getsockname()[1]
    await asyncio.start_server(handler.handle, [address(number) for number in range(1, sites)], port, backlog=512)
    print(f"listening {port}", flush=True)
    await stop.wait()


class ManySites:
    """The server in a process of its own, for the length of a ``with`` block."""

    def __init__(self, sites: int, articles: int, page_bytes: int) -> None:
        self.sites, self._arguments = sites, (str(sites), str(articles), str(page_bytes))
        self.port = 0
        self._process: subprocess.Popen[str]

    def __enter__(self) -> Self:
        command = [sys.executable, __file__, *self._arguments]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        self.port = int(self._process.stdout.readline().split()[1])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None  # noqa: S101 - as above
        self._process.stdin.close()
        self._process.wait()

    def url(self, number: int) -> str:
        """Return the front page of a site."""
        return f"http://{address(number)}:{self.port}/"

    @property
    def environment(self) -> dict[str, str]:
        """What `many_outlets` has to know of the sites."""
        return {"MANY_SITES": f"{self.sites} {self.port}", "PYTHONPATH": os.path.dirname(__file__)}  # noqa: PTH120 - one name


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
