"""Shows running and finished crawls to Prometheus, over HTTP or as files; it counts nothing that the stats do not.

One process has one board, however many crawls it runs: what a finished crawl counted stays on it. NEWSBOT_METRICS_PORT
serves it at /metrics. NEWSBOT_METRICS_DIR is for crawls that end before anybody asks: each leaves
``newsbot_<outlet>.prom`` for node_exporter's textfile collector, and goes on from the counters that the last one left.
"""

from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Self
from urllib.parse import quote

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings

from newsbot.errors import ConfigurationError, StorageError
from newsbot.extensions.board import Board, OutletBoard, board_text, earlier_counters, serve
from newsbot.extensions.failing import end_with
from newsbot.extensions.figures import address_figures
from newsbot.frontier.storage import crawler_store
from newsbot.store.arrivals import last_article_at

LOOPBACK = "127.0.0.1"
TO_INSTALL = "the package prometheus-client, which newsbot[metrics] names"

_boards: dict[tuple[str, int], Board] = {}
"""The process's boards by host and port: one, unless crawls in one process were given different ports."""


class RunMetrics:
    """One crawl's part of the board."""

    def __init__(self, crawler: Crawler, board: Board, folder: Path | None) -> None:
        self.crawler = crawler
        self.board = board
        self.folder = folder
        self.outlet = str(crawler.spidercls.name)
        self.part: OutletBoard | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSBOT_METRICS_PORT, _HOST and _DIR; ConfigurationError for a port that is taken."""
        port, folder = crawler.settings["NEWSBOT_METRICS_PORT"], crawler.settings["NEWSBOT_METRICS_DIR"]
        if not port and not folder:
            raise NotConfigured
        _check_package("NEWSBOT_METRICS_PORT" if port else "NEWSBOT_METRICS_DIR", port or folder)
        host = crawler.settings["NEWSBOT_METRICS_HOST"] or LOOPBACK
        metrics = cls(crawler, shared_board(host, int(port or 0)), Path(folder) if folder else None)
        crawler.signals.connect(metrics.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(metrics.spider_closed, signal=signals.spider_closed)
        return metrics

    @property
    def path(self) -> Path | None:
        """The outlet's file for the textfile collector."""
        return self.folder / f"newsbot_{quote(self.outlet, safe='')}.prom" if self.folder else None

    def spider_opened(self) -> None:
        """Put the crawl on the board; heard after the run report and the health rules."""
        earlier = earlier_counters(self.path) if self.path and not self.board.knows(self.outlet) else {}
        self.part = self.board.begin(self.outlet, self.crawler.stats.get_stats, earlier, datetime.now(UTC))
        self._look()

    def spider_closed(self, reason: str) -> None:
        """Keep what the crawl counted, and leave the file."""
        if self.part is None:
            return
        self._look()
        self.board.end(self.outlet, reason, datetime.now(UTC))
        if self.path:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                part = self.path.with_suffix(".prom.part")
                part.write_text(board_text(self.board, self.outlet), encoding="utf-8")
                part.replace(self.path)
            except OSError as cause:
                error = StorageError(f"NEWSBOT_METRICS_DIR: {self.path}: {cause.strerror or cause}")
                error.__cause__ = cause
                end_with(self.crawler, error)

    def _look(self) -> None:
        """Take from the store what no stat tells."""
        store = crawler_store(self.crawler)
        try:
            waiting = store.urls.waiting(self.outlet)
            findings = [one.rule for one in store.findings.open_findings(self.outlet)]
            newest = last_article_at(store.database, self.outlet)
        except StorageError as error:
            end_with(self.crawler, error)
            return
        done, found = address_figures(self.crawler.stats.get_stats())
        if self.part is not None:
            self.part.see(waiting=waiting + done - found, findings=findings, newest=newest)


def begin_metrics(settings: BaseSettings) -> None:
    """Serve the process's board before its first crawl; ConfigurationError for a port that is taken."""
    port = settings["NEWSBOT_METRICS_PORT"]
    if port:
        _check_package("NEWSBOT_METRICS_PORT", port)
        shared_board(settings["NEWSBOT_METRICS_HOST"] or LOOPBACK, int(port))


def _check_package(name: str, value: object) -> None:
    if find_spec("prometheus_client") is None:
        raise ConfigurationError(name, value, f"nothing without {TO_INSTALL}")


def shared_board(host: str, port: int) -> Board:
    """Return the process's board for an address, served there from the first call on; port 0 is served nowhere."""
    if (host, port) not in _boards:
        try:
            board = Board()
            if port:
                serve(board, host, port)
        except OSError as cause:
            accepted = f"a free port of {host} ({cause.strerror or cause})"
            raise ConfigurationError("NEWSBOT_METRICS_PORT", port, accepted) from cause
        _boards[host, port] = board
    return _boards[host, port]
