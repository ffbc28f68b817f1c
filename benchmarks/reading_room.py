"""The reading room over HTTP: how long a reader waits for a page of ``newsbot serve`` on a large store.

The server is a process of its own, as a person starts it, and is asked through a socket: routing, the store's answers
and the rendered page are all in the figure. One reader at a time asks, each address as often as the store's half does.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode, urlsplit

from newsbot.store.database import open_store
from newsbot.store.listing import listing
from newsbot.store.slices import Slice

TARGET_MILLISECONDS = 150
_SERVE = "from newsbot.commands import main; main()"
_COMMON, _OUTLET = "في", "outlet07"


def asked_over_http(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Serve the store in *folder* and ask every page; return what each round took, in milliseconds."""
    with _serving(folder) as address, closing(HTTPConnection(address)) as connection:
        return {name: [_asked(connection, path) for _ in range(rounds)] for name, path in _pages(folder).items()}


def _pages(folder: Path) -> dict[str, str]:
    with open_store(f"sqlite:///{folder}/newsbot.db", read_only=True) as store:
        newest = listing(store.database, Slice()).articles[0]
    word = next(word for word in (newest.headline or "").split() if len(word) > 3)  # noqa: PLR2004 - not a particle
    queries = {
        "first page": {},
        "page of one outlet": {"outlet": _OUTLET},
        "page of one section": {"section": "ثقافة"},
        "page of one author": {"author": "نجوى العقاد"},
        "page of a week long ago": {"from": "2024-01-21", "to": "2024-01-27"},
        "search, rare word": {"q": "123456"},
        "search, a word of headlines": {"q": word},
        "search, very common word": {"q": _COMMON},
        "search in one outlet": {"q": _COMMON, "outlet": _OUTLET},
    }
    pages = {name: f"/?{urlencode(query)}" for name, query in queries.items()}
    return {**pages, "article": f"/articles/{newest.id}", "outlets": "/outlets", "operations": "/operations"}


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-c", _SERVE, "serve", "--port", "0", "--quiet"]
    environment = {"NEWSBOT_DATA_DIR": str(folder), "PATH": ""}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=folder) as server:
        try:
            said = server.stderr.readline() if server.stderr else ""
            address = next((word for word in said.split() if word.startswith("http://")), "")
            if not address:
                raise RuntimeError(f"the reading room did not start: {said}")
            yield urlsplit(address).netloc
        finally:
            server.terminate()


def _asked(connection: HTTPConnection, path: str) -> float:
    start = perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    took = (perf_counter() - start) * 1000
    if answer.status != 200:  # noqa: PLR2004 - OK
        raise RuntimeError(f"{path}: {answer.status}")
    return took


if __name__ == "__main__":
    print(json.dumps(asked_over_http(Path(sys.argv[1]), int(sys.argv[2])), indent=1))
