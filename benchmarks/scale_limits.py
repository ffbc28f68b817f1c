"""What a fleet runs into: each limit, how much of it a fleet needs, and what to do then; the limits are assumed."""

from collections.abc import Callable
from dataclasses import dataclass

from scale_fleet import REPORT_FILES, RUN_DAYS, TERABYTE, Costs, Fleet, tables_after_a_year
from scale_outlets import News

_PAGE, _HOUR_SECONDS = 8192, 3600
Need = Callable[[Fleet, News, Costs], float]


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """One of them."""

    name: str
    most: float
    told: str
    then: str
    need: Need


def _connections(found: Fleet, _news: News, _prices: Costs) -> float:
    return found.connections


def _server_cores(found: Fleet, _news: News, _prices: Costs) -> float:
    return found.peak(lambda hour: hour.server_cores)


def _writes(found: Fleet, _news: News, _prices: Costs) -> float:
    return found.peak(lambda hour: hour.writes)


def _wal(found: Fleet, _news: News, _prices: Costs) -> float:
    return found.peak(lambda hour: hour.wal_bytes)


def _reads(found: Fleet, _news: News, prices: Costs) -> float:
    """Count each page that is changed for the first time after a checkpoint as one that has to be read: the most."""
    visit_pages = prices.prices["same"].wal_bytes / _PAGE
    return found.peak(
        lambda hour: (
            (hour.demand.new * prices.new_pages + (hour.demand.same + hour.demand.touched) * visit_pages)
            / _HOUR_SECONDS
        )
    )


def _size(found: Fleet, news: News, prices: Costs) -> float:
    return sum(table.size for table in tables_after_a_year(found, news, prices))


def _reports(found: Fleet, _news: News, _prices: Costs) -> float:
    return REPORT_FILES * RUN_DAYS * found.a_day(lambda demand: demand.runs)


LIMITS = (
    Limit("connections, as installed", 100, "`max_connections` 100", "`max_connections = 500`", _connections),
    Limit(
        "connections, raised",
        500,
        "`max_connections` 500",
        "more memory and a higher number; several databases",
        _connections,
    ),
    Limit("disk after a year", 2 * TERABYTE, "2 TB", "let go of old bands; partitions by month", _size),
    Limit("PostgreSQL's CPU", 8 * 0.7, "8 cores, 70 % busy", "several databases, by outlet", _server_cores),
    Limit("commits that write", 2000, "2,000 a second", "commit less often; several databases", _writes),
    Limit(
        "reads of a disk, once indexes outgrow memory",
        3000,
        "3,000 a second, a usual cloud volume",
        "a faster disk; fewer visits; bands of some days only",
        _reads,
    ),
    Limit(
        "WAL", 100e6, "100 MB/s, a network of 1 Gbit/s", "fewer visits; compressed page images, rarer checkpoints", _wal
    ),
    Limit(
        "report files, on one disk",
        60e6,
        "60 million inodes, ext4 of 1 TB",
        "NEWSBOT_RETENTION_RUN_DAYS=42; a disk for each worker",
        _reports,
    ),
)
