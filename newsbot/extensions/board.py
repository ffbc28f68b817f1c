"""The board of figures that Prometheus reads: what each outlet's crawls have counted in this process, and now.

The values are taken from the stats when somebody asks. Labels are bounded: outlets, HTTP statuses, and words of ours.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsbot import __version__
from newsbot.extensions.figures import address_figures, article_figures, page_figures
from newsbot.outcome import FINISHED, LOCK_LOST, site_trouble

if TYPE_CHECKING:
    from prometheus_client.core import Metric
    from prometheus_client.registry import CollectorRegistry

Stats = Mapping[str, Any]
Key = tuple[str, str]
"""The name of a counter and the value of its second label, empty where it has none."""

COUNTERS: Mapping[str, tuple[str, str]] = {
    "newsbot_runs": ("Runs that have ended, by Scrapy's finish reason.", "reason"),
    "newsbot_pages": ("Answers, by HTTP status.", "status"),
    "newsbot_download_failures": ("Downloads without an answer, by trouble.", "trouble"),
    "newsbot_articles": ("Articles, by what became of them.", "kind"),
    "newsbot_received_bytes": ("Bytes of the answers, as they came over the wire.", ""),
    "newsbot_backoff_seconds": ("Time for which hosts were left alone because they refused.", ""),
}
GAUGES: Mapping[str, tuple[str, str]] = {
    "newsbot_run_active": ("Whether a run goes on: 1 or 0.", ""),
    "newsbot_run_seconds": ("How long the run has taken, the last one if none goes on.", ""),
    "newsbot_last_run_timestamp_seconds": ("When the last run of this process ended.", ""),
    "newsbot_last_success_timestamp_seconds": ("When a run last went through all there was.", ""),
    "newsbot_last_article_timestamp_seconds": ("When the newest article was first seen.", ""),
    "newsbot_queue_urls": ("Addresses that wait to be fetched.", ""),
    "newsbot_findings": ("Open findings of the health rules, by rule.", "rule"),
}
"""Every metric, with its HELP text and its label besides ``outlet``."""

KEPT_GAUGES = ("newsbot_last_success_timestamp_seconds",)
"""Gauges that an outlet's file keeps when a run does not set them."""
REASONS = frozenset(
    {FINISHED, LOCK_LOST, "shutdown", "blocked", "max_pages", "storage_failure", "memusage_exceeded", "hung"}
)
STATUSES = frozenset(str(status.value) for status in HTTPStatus)
OTHER = "other"


@dataclass
class OutletBoard:
    """One outlet's part: what its crawls that are over have counted, and the one that goes on."""

    sources: tuple[Counter[Key], Callable[[], Stats]] = (Counter(), dict)
    """What crawls that are over have counted, and the stats of the one that goes on: changed together, never in place,
    since a scrape may come in between."""
    is_active: bool = False
    began_at: datetime | None = None
    gauges: dict[str, float] = field(default_factory=dict)
    findings: Counter[str] = field(default_factory=Counter)
    waiting: int | None = None

    def see(self, *, waiting: int, findings: Iterable[str], newest: datetime | None) -> None:
        """Take over what the store says; *waiting* is without what the run has done and found since its start."""
        self.waiting, self.findings = waiting, Counter(findings)
        if newest:
            self.gauges["newsbot_last_article_timestamp_seconds"] = newest.timestamp()

    def counters(self) -> Counter[Key]:
        """Return every counter as it stands."""
        counted, stats = self.sources
        return summed(counted, stat_counters(dict(stats())))

    def values(self, now: datetime) -> dict[Key, float]:
        """Return every gauge as it stands."""
        found: dict[Key, float] = {(name, ""): value for name, value in self.gauges.items()}
        found["newsbot_run_active", ""] = int(self.is_active)
        done, new = address_figures(dict(self.sources[1]()))
        if self.waiting is not None:
            found["newsbot_queue_urls", ""] = max(self.waiting - done + new, 0)
        if self.is_active and self.began_at:
            found["newsbot_run_seconds", ""] = (now - self.began_at).total_seconds()
        return found | {("newsbot_findings", rule): count for rule, count in self.findings.items()}


class Board:
    """All outlets of the process; prometheus_client asks it for everything with `collect`."""

    def __init__(self) -> None:
        self._outlets: dict[str, OutletBoard] = {}

    def knows(self, outlet: str) -> bool:
        """Tell whether a crawl of *outlet* was here before."""
        return outlet in self._outlets

    def begin(
        self, outlet: str, stats: Callable[[], Stats], earlier: Mapping[Key, float], now: datetime
    ) -> OutletBoard:
        """Put a crawl on the board. *earlier*: what other processes have left, counters and kept gauges."""
        part = self._outlets.setdefault(outlet, OutletBoard())
        left = Counter({key: int(value) for key, value in earlier.items() if key[0] in COUNTERS})
        left["newsbot_runs", FINISHED] += 0  # a counter that appears with its first 1 shows no increase
        part.gauges |= {name: value for (name, _), value in earlier.items() if name in KEPT_GAUGES}
        part.sources = (summed(part.sources[0], left), stats)
        part.is_active, part.began_at = True, now
        return part

    def end(self, outlet: str, reason: str, now: datetime) -> None:
        """Keep what the crawl of *outlet* has counted."""
        part = self._outlets[outlet]
        counted, stats = part.sources[0], dict(part.sources[1]())
        part.waiting = int(part.values(now).get(("newsbot_queue_urls", ""), 0))
        word = reason if reason in REASONS or reason.startswith("closespider_") else OTHER
        part.sources = (summed(counted, stat_counters(stats), Counter({("newsbot_runs", word): 1})), dict)
        part.is_active = False
        part.gauges["newsbot_last_run_timestamp_seconds"] = now.timestamp()
        if part.began_at:
            part.gauges["newsbot_run_seconds"] = (now - part.began_at).total_seconds()
        if reason == FINISHED and site_trouble(stats) is None:
            part.gauges["newsbot_last_success_timestamp_seconds"] = now.timestamp()

    def of(self, outlet: str) -> "Board":
        """Return a board with that outlet only."""
        board = Board()
        board._outlets[outlet] = self._outlets[outlet]
        return board

    def collect(self) -> "Iterator[Metric]":
        """Yield every metric; called in the server's thread, while crawls go on."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415 # an extra

        now, outlets = datetime.now().astimezone(), sorted(dict(self._outlets).items())
        build = GaugeMetricFamily("newsbot_build_info", "newsbot's version.", labels=["version"])
        build.add_metric([__version__], 1)
        yield build
        tables: list[tuple[Any, Mapping[str, tuple[str, str]], dict[str, Mapping[Key, float]]]] = [
            (CounterMetricFamily, COUNTERS, {outlet: part.counters() for outlet, part in outlets}),
            (GaugeMetricFamily, GAUGES, {outlet: part.values(now) for outlet, part in outlets}),
        ]
        for kind, table, values in tables:
            for name, (told, label) in table.items():
                family = kind(name, told, labels=["outlet", label] if label else ["outlet"])
                for outlet, found in values.items():
                    for key, value in found.items():
                        if key[0] == name:
                            family.add_metric([outlet, key[1]] if label else [outlet], value)
                yield family


def summed(*counters: Counter[Key]) -> Counter[Key]:
    """Return the sums; what is 0 stays, as it does not with ``+``."""
    found: Counter[Key] = Counter()
    for one in counters:
        found.update(one)
    return found


def stat_counters(stats: Stats) -> Counter[Key]:
    """Return what one crawl has counted so far."""
    articles, pages = article_figures(stats), page_figures(stats)
    found: Counter[Key] = Counter()
    for kind, count in articles.items():
        found["newsbot_articles", kind] += sum(count.values()) if isinstance(count, dict) else int(count)
    for answers in pages["by_kind_and_status"].values():
        for status, count in answers.items():
            found["newsbot_pages", status if status in STATUSES else OTHER] += count
    for trouble, count in pages["failed"].items():
        found["newsbot_download_failures", trouble] += count
    found["newsbot_received_bytes", ""] += int(pages["bytes"])
    found["newsbot_backoff_seconds", ""] += int(stats.get("newsbot/backoff/seconds", 0))
    return found


def registry(board: Board) -> "CollectorRegistry":
    """Return a registry of prometheus_client's with the board alone."""
    from prometheus_client.registry import CollectorRegistry  # noqa: PLC0415 # an extra

    made = CollectorRegistry(auto_describe=False)
    made.register(board)
    return made


def serve(board: Board, host: str, port: int) -> int:
    """Serve the board and the process's own figures until the process ends; returns the port, OSError if taken."""
    from prometheus_client import ProcessCollector, start_http_server  # noqa: PLC0415 # an extra

    made = registry(board)
    ProcessCollector(registry=made)
    server, _ = start_http_server(port, addr=host, registry=made)
    return int(server.server_port)


def board_text(board: Board, outlet: str) -> str:
    """Return one outlet's metrics in Prometheus' text format."""
    from prometheus_client import generate_latest  # noqa: PLC0415 # an extra

    return generate_latest(registry(board.of(outlet))).decode()


def earlier_counters(path: Path) -> dict[Key, float]:
    """Return what `board_text` left in a file: counters and gauges by name and label; nothing where it is not there."""
    from prometheus_client.parser import text_string_to_metric_families  # noqa: PLC0415 # an extra

    found: dict[Key, float] = {}
    try:
        for family in text_string_to_metric_families(path.read_text(encoding="utf-8")):
            _, label = {**COUNTERS, **GAUGES}.get(family.name, ("", ""))
            for sample in family.samples:
                found[family.name, sample.labels.get(label, "")] = sample.value
    except (OSError, ValueError):  # nothing was left, or it is no such file: Prometheus takes it for a restart
        return {}
    return found
