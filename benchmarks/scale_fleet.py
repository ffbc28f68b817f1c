"""What a fleet needs for what its outlets ask: machines, the database's work, its size after a year; pure.

Prices are those of ``scale_costs.json``, which ``scale_costs.py`` measured; the machine and the limits are assumed.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any

from scale_outlets import Demand, News, Timing, classes, fleet_day, outlet_day, timing

COSTS_PATH = Path(__file__).with_name("scale_costs.json")
MEBIBYTE, GIGABYTE, TERABYTE = 1 << 20, 10**9, 10**12
DAYS, RUN_DAYS = 365, 90
"""A year, and for how much of it runs and their reports are kept: NEWSBOT_RETENTION_RUN_DAYS unless set."""
REPORT_FILES = 2
"""Of a run: the report, and the list of skipped addresses."""
_HOUR_SECONDS = 3600
_ONE_ROW = {"newsbot_schema", "index_state"}
TALLY_VALUES = 200
"""Sections, authors and languages that an outlet's articles are counted by, besides days: assumed."""
WORKER_CONNECTIONS = 10
"""Of one worker process beside its crawls: counted, see docs/workers.md."""
KINDS = ("runs", "new", "same", "touched")


@dataclass(frozen=True, slots=True)
class Price:
    """What one of something takes."""

    client_ms: float
    server_ms: float
    transactions: float
    writes: float
    statements: float
    wal_bytes: float
    """In a database that is far larger than what changes between two checkpoints: most pages are logged whole."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured."""

    prices: Mapping[str, Price]
    """By the names of `KINDS`; a run with its job and its own pages."""
    run_pages: float
    pages_per_article: float
    process_mib: float
    crawl_mib: float
    connections: float
    """Of one crawl that goes on."""
    row_bytes: Mapping[str, tuple[float, float, float]]
    """By table: the row's share of its pages, of what is kept apart from them, and of the indexes."""
    article_rows: Mapping[str, float]
    """By table: rows for each article."""
    line_bytes: float
    new_pages: float
    """Pages of the database, far from one another, that a new article changes."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What workers run on."""

    cores: int = 2
    memory_mib: float = 4096.0
    cpu_share: float = 0.7
    """How busy it may be in the busiest hour: minutes are uneven."""
    memory_share: float = 0.75
    spare: int = 1
    """Machines that may be lost at once."""


@dataclass(frozen=True, slots=True)
class Hour:
    """What an hour's demand takes, per second."""

    demand: Demand
    requests: float
    client_cores: float
    server_cores: float
    transactions: float
    writes: float
    statements: float
    wal_bytes: float


@dataclass(frozen=True, slots=True)
class Fleet:
    """A day of a fleet."""

    outlets: int
    hours: tuple[Hour, ...]
    machines_by_cpu: float
    machines_by_memory: float
    machines: int
    connections: float

    def peak(self, figure: Callable[[Hour], float]) -> float:
        """Return the highest hour's figure."""
        return max(map(figure, self.hours))

    def mean(self, figure: Callable[[Hour], float]) -> float:
        """Return the day's mean."""
        return sum(map(figure, self.hours)) / len(self.hours)

    def a_day(self, figure: Callable[[Demand], float]) -> float:
        """Return the day's sum of what is asked."""
        return sum(figure(hour.demand) for hour in self.hours)


def measured(path: Path = COSTS_PATH) -> dict[str, Any]:
    """Read what was measured, as it was written."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def costs(path: Path = COSTS_PATH) -> Costs:
    """Return what was measured as prices."""
    found = measured(path)
    pages, store, job, statements = found["pages"], found["store"], found["job"], found["statements"]
    visit_wal = store["visit_large"]["wal_bytes"]
    prices = {
        "runs": _price(pages["run"], statements["run"], pages["run"]["wal_bytes"]),
        "new": _price(pages["new"], statements["new"], store["new_large"]["wal_bytes"]),
        "same": _price(pages["same"], statements["same"], visit_wal),
        "touched": _price(pages["touched"], statements["touched"], visit_wal),
    }
    prices["runs"] = _with_job(prices["runs"], job)
    side, lengths = found["side_by_side"], store["lengths"]
    return Costs(
        prices=prices,
        run_pages=pages["run_pages"],
        pages_per_article=store["rows_per_article"]["urls"],
        process_mib=pages["process_mib"],
        crawl_mib=side["crawl_mib"],
        connections=side["connections"],
        row_bytes={
            name: (size["heap"] / size["rows"], size["apart"] / size["rows"], size["indexes"] / size["rows"])
            for name, size in store["tables"].items()
        },
        article_rows=store["rows_per_article"],
        line_bytes=lengths["line_bytes"],
        new_pages=store["new_large"]["page_images"],
    )


def _price(spent: Mapping[str, float], statements: float, wal_bytes: float) -> Price:
    return Price(
        client_ms=spent["client_ms"],
        server_ms=spent["server_ms"],
        transactions=spent["transactions"],
        writes=spent["writes"],
        statements=statements,
        wal_bytes=wal_bytes,
    )


def _with_job(run: Price, job: Mapping[str, float]) -> Price:
    names = ("client_ms", "server_ms", "transactions", "writes", "wal_bytes")
    return replace(run, **{name: getattr(run, name) + job[name] for name in names})


def fleet(
    outlets: int, news: News, prices: Costs, machine: Machine, seed: int = 1, bounds: Timing | None = None
) -> Fleet:
    """Return what so many outlets need."""
    limits = bounds or timing()

    def day(articles: float) -> list[Demand]:
        return outlet_day(articles, news, limits, (prices.run_pages, prices.pages_per_article))

    hours = tuple(_hour(demand, prices) for demand in fleet_day(classes(outlets, news, seed), day))
    by_cpu = max(hour.client_cores for hour in hours) / (machine.cores * machine.cpu_share)
    most_crawls = max(hour.demand.busy for hour in hours)
    by_memory = most_crawls / crawls_at_once(prices, machine)
    machines = ceil(max(by_cpu, by_memory)) + machine.spare
    connections = most_crawls * prices.connections + machines * machine.cores * WORKER_CONNECTIONS
    return Fleet(outlets, hours, by_cpu, by_memory, machines, connections)


def crawls_at_once(prices: Costs, machine: Machine) -> float:
    """Return how many crawls a machine's memory holds, with one process a core."""
    free = machine.memory_mib * machine.memory_share - machine.cores * prices.process_mib
    return free / prices.crawl_mib


def _hour(demand: Demand, prices: Costs) -> Hour:
    def a_second(figure: str) -> float:
        asked: list[float] = [getattr(demand, kind) * getattr(prices.prices[kind], figure) for kind in KINDS]
        return sum(asked) / _HOUR_SECONDS

    pages = demand.new + demand.same + demand.touched + demand.runs * prices.run_pages
    return Hour(
        demand=demand,
        requests=pages / _HOUR_SECONDS,
        client_cores=a_second("client_ms") / 1000,
        server_cores=a_second("server_ms") / 1000,
        transactions=a_second("transactions"),
        writes=a_second("writes"),
        statements=a_second("statements"),
        wal_bytes=a_second("wal_bytes"),
    )


@dataclass(frozen=True, slots=True)
class TableYear:
    """One table after a year."""

    name: str
    rows: float
    heap: float
    apart: float
    indexes: float

    @property
    def size(self) -> float:
        """Everything together, in bytes."""
        return self.heap + self.apart + self.indexes


def tables_after_a_year(found: Fleet, news: News, prices: Costs) -> list[TableYear]:
    """Return the tables that grow, the largest first; of runs the last RUN_DAYS are there, nothing else is deleted."""
    articles = DAYS * found.a_day(lambda demand: demand.articles)
    rows = {name: articles * share for name, share in prices.article_rows.items()}
    rows["revisions"] *= 1 + news.revised
    rows["runs"] = RUN_DAYS * found.a_day(lambda demand: demand.runs)
    rows["batches"] = DAYS * found.a_day(lambda demand: demand.feeds)
    rows["tallies"] = found.outlets * (DAYS + TALLY_VALUES)
    tables = [
        TableYear(name, count, *(count * part for part in prices.row_bytes[name]))
        for name, count in rows.items()
        if name in prices.row_bytes and name not in _ONE_ROW
    ]
    return sorted(tables, key=lambda table: -table.size)
