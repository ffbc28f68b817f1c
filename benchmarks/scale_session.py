"""A long-lived crawling process and what each round of crawls takes, in it and in the database; it judges nothing."""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from measuring import script
from scale_server import Server


@dataclass(frozen=True, slots=True)
class Spent:
    """What something took: CPU of the crawling process and of the server's, and what the server counted."""

    client_ms: float
    server_ms: float
    transactions: float
    writes: float
    wal_bytes: float
    page_images: float
    statements: float

    def less(self, other: "Spent") -> "Spent":
        """Return what is left without *other*."""
        return Spent(*(mine - its for mine, its in zip(astuple(self), astuple(other), strict=True)))

    def each(self, count: float) -> "Spent":
        """Return the share of one of *count*."""
        return Spent(*(value / count for value in astuple(self)))


class Crawls:
    """The process of ``scale_crawls.py`` on one database, for a ``with`` block."""

    def __init__(self, server: Server, database: str, settings: dict[str, str]) -> None:
        self._server, self._database, self._settings = server, database, settings
        self.standing: dict[str, float] = {}
        self.most_sessions = 0

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory()
        given = {
            "NEWSBOT_STORE_URL": self._server.address(self._database),
            "NEWSBOT_DATA_DIR": self._folder.name,
            "NEWSBOT_LOOPBACK_ALLOWED": "true",
            "NEWSBOT_PROGRESS_ENABLED": "false",
            "LOG_LEVEL": "WARNING",
            **self._settings,
        }
        command = [*script("scale_crawls.py"), json.dumps(given)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.standing = self._answer()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(30)
        self._folder.cleanup()

    def round(self, sites: list[str]) -> Spent:
        """Crawl each of *sites* once, side by side."""
        before, logged, then = self._server.counters(self._database), self._server.statements_logged(), self.standing
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        self._process.stdin.write(json.dumps(sites) + "\n")
        self._process.stdin.flush()
        with self._watched_sessions():
            self.standing = self._answer()
        counted = self._server.counters(self._database).since(before)
        return Spent(
            client_ms=1000 * (self.standing["cpu_seconds"] - then["cpu_seconds"]),
            server_ms=1000 * counted.cpu_seconds,
            transactions=counted.transactions,
            writes=counted.writes,
            wal_bytes=counted.wal_bytes,
            page_images=counted.page_images,
            statements=self._server.statements_logged() - logged,
        )

    def files(self, pattern: str) -> float:
        """Return the mean bytes of the files that the crawls left under such paths."""
        sizes = [path.stat().st_size for path in Path(self._folder.name).glob(pattern)]
        return sum(sizes) / len(sizes)

    def _answer(self) -> dict[str, float]:
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        line = self._process.stdout.readline()
        if not line:
            sys.exit("scale_crawls.py ended early; its messages stand above")
        found: dict[str, Any] = json.loads(line)
        return found

    @contextmanager
    def _watched_sessions(self) -> Iterator[None]:
        """Keep the most connections that the database had meanwhile."""
        has_ended, self.most_sessions = threading.Event(), 0

        def watch() -> None:
            while not has_ended.wait(0.3):
                self.most_sessions = max(self.most_sessions, self._server.sessions(self._database))

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield
        finally:
            has_ended.set()
            watcher.join()
