"""What a second ``newsbot worker`` is worth, and whether anything is lost or done twice when one dies.

60 demo outlets on one PostgreSQL, each worker with so many crawls at once. *Paced*: as politeness bounds it, a crawl
waits most of the time, and what a worker gets done is its crawls at once; *unpaced*: no delay, and what bounds it is
the CPU, which the sites' server and PostgreSQL share on a machine of two cores. There the CPU of a page tells more than
the clock: had the workers two cores of their own, the second would add what the first does, less what sharing costs.

*Faults*: three workers, one killed with SIGKILL in mid-run, the database stopped and started again. An outlet that the
database broke off is left alone for a minute, so that takes its time.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import psycopg
from many_sites import ManySites, outlet_name
from measuring import spread
from results import Line, Row
from scale_server import Server

SITES, ARTICLES, PAGE_BYTES = 60, 12, 40_000
AT_ONCE = 6
TARGET = 1.8
STALLED_SECONDS = 5
PACED, UNPACED = "0.25", "0"
DONE = "SELECT count(*) FROM duties WHERE reason = 'finished'"
WORKERS = "SELECT count(*) FROM newsbot_jobs.procrastinate_workers"
ENDS = "SELECT extract(epoch FROM max(ended_at) - min(started_at)) FROM runs"
RUNS = "SELECT outlet, started_at, ended_at FROM runs ORDER BY outlet, started_at"
PAGES = "SELECT count(*) FROM urls WHERE fetched_at IS NOT NULL"


class RestartedServer(Server):
    """A server that can be stopped and started again."""

    def restart(self) -> None:
        """Let it be away for two seconds."""
        self._administrator.close()
        self._server.stop()
        time.sleep(2)
        self._server.start()
        self._administrator = psycopg.connect(self._server.get_uri(), autocommit=True)


@dataclass(frozen=True, slots=True)
class Share:
    """What some workers did together."""

    seconds: float
    """From the first run's start to the last one's end."""
    pages: int
    cpu_seconds: float
    """Of the workers in this time; they had started before."""

    @property
    def pages_a_second(self) -> float:
        """What the clock says."""
        return self.pages / self.seconds

    @property
    def page_ms(self) -> float:
        """CPU of a page."""
        return 1000 * self.cpu_seconds / self.pages


class Fleet:
    """Workers on one database and one plan."""

    def __init__(self, server: RestartedServer, sites: ManySites, folder: Path, delay: str) -> None:
        self._server, self._sites, self._folder, self._delay = server, sites, folder, delay
        self.name = f"fleet{time.monotonic_ns()}"
        server.make(self.name)
        folder.mkdir()
        self.plan("false")
        self.workers: list[subprocess.Popen[bytes]] = []

    def plan(self, is_enabled: str) -> None:
        """Write the plan, which workers read again at once."""
        table = f'interval = "1d"\nenabled = {is_enabled}\n'
        outlets = "".join(f"[outlets.{outlet_name(number)}]\n{table}" for number in range(self._sites.sites))
        text = f"[schedule]\nat_once = {AT_ONCE}\ngrace_seconds = 20\n{outlets}"
        (self._folder / "newsbot.toml").write_text(text, encoding="utf-8")

    def start(self) -> None:
        """Start one more worker."""
        settings = {
            "SPIDER_MODULES": "many_outlets",
            "DOWNLOAD_DELAY": self._delay,
            "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
            "NEWSBOT_LOOPBACK_ALLOWED": "1",
            "NEWSBOT_DUPLICATES_LEFT_OUT": "none",
            "NEWSBOT_STORE_URL": self._server.address(self.name),
            "NEWSBOT_STORE_PATIENCE_SECONDS": "5",
            "NEWSBOT_DATA_DIR": str(self._folder / f"data{len(self.workers)}"),
            "NEWSBOT_FEED_DESTINATION": str(self._folder / "feeds"),
            "NEWSBOT_WORKER_STALLED_SECONDS": str(STALLED_SECONDS),
            "LOG_LEVEL": "INFO",
        }
        words = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        with (self._folder / f"worker{len(self.workers)}.log").open("wb") as log:
            command = [str(Path(sys.executable).with_name("newsbot")), "worker", *words]
            environment = {**os.environ, **self._sites.environment}
            self.workers.append(subprocess.Popen(command, cwd=self._folder, env=environment, stderr=log))

    def begin(self, workers: int) -> float:
        """Start workers, and give them the plan when all are there; returns the CPU that they have used till then."""
        for _ in range(workers):
            self.start()
        self.wait(WORKERS, workers)
        cpu_seconds = self.cpu_seconds()
        self.plan("true")
        return cpu_seconds

    def wait(self, query: str, least: int, seconds: float = 600) -> None:
        """Wait until *query* counts so many."""
        limit = time.monotonic() + seconds
        while (found := self.count(query)) < least:
            if time.monotonic() > limit:
                raise RuntimeError(f"{found} of {least} after {seconds:.0f} seconds: {query}")
            time.sleep(0.25)

    def count(self, query: str) -> int:
        """Return what *query* counts; 0 while nothing is there to ask."""
        try:
            return int(self.ask(query)[0][0])
        except psycopg.Error:
            return 0

    def cpu_seconds(self) -> float:
        """Return what the workers that run have used."""
        stats = (Path(f"/proc/{worker.pid}/stat").read_text(encoding="utf-8") for worker in self.workers)
        return sum(sum(map(int, stat.rpartition(")")[2].split()[11:13])) for stat in stats) / os.sysconf("SC_CLK_TCK")

    def ask(self, query: str) -> list[Any]:
        """Return what the database says."""
        with self._server.connect(self.name) as connection:
            return connection.execute(query.encode()).fetchall()

    def stop(self) -> None:
        """Stop every worker that still runs."""
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            worker.wait()

    def share(self, cpu_seconds: float) -> Share:
        """Return what they did with so much CPU."""
        return Share(float(self.ask(ENDS)[0][0]), self.count(PAGES), cpu_seconds)

    def overlaps(self) -> int:
        """Return how many runs began before the outlet's run before them had ended."""
        rows = groupby(self.ask(RUNS), key=lambda row: row[0])
        return sum(bool(one[2] and one[2] > other[1]) for _, runs in rows for one, other in pairwise(runs))

    def published(self) -> tuple[int, int]:
        """Return the lines of all feeds, and how many different articles they are."""
        lines = [line for feed in (self._folder / "feeds").rglob("*.jsonl") for line in feed.read_bytes().splitlines()]
        return len(lines), len({line.partition(b'"url"')[2].partition(b",")[0] for line in lines})


def measure(*, is_quick: bool) -> Row:
    """Crawl the sites with one and with two workers, then with three that meet with faults."""
    sites, tries = (24, 1) if is_quick else (SITES, 3)
    row = Row("workers")
    many = ManySites(sites, ARTICLES, PAGE_BYTES)
    with many as served, tempfile.TemporaryDirectory() as scratch, RestartedServer() as server:
        crawled(Fleet(server, served, Path(scratch, "warm"), UNPACED), 1, sites)  # the sites compose their articles
        for what, delay, target in (("paced", PACED, f">= {TARGET}"), ("unpaced", UNPACED, "")):
            pairs = [
                [crawled(Fleet(server, served, Path(scratch, f"{what}{n}{k}"), delay), k, sites) for k in (1, 2)]
                for n in range(tries)
            ]
            row.lines += throughput(what, pairs, target)
            row.notes += [told(what, pairs)]
        row.lines += faults(Fleet(server, served, Path(scratch, "faults"), "0.1"), server, sites)
    row.notes.append(
        f"{sites} outlets of {ARTICLES} articles, pages of about {PAGE_BYTES // 1000} KB; {AT_ONCE} crawls at once."
    )
    return row


def crawled(fleet: Fleet, workers: int, sites: int) -> Share:
    """Crawl every outlet once."""
    try:
        before = fleet.begin(workers)
        fleet.wait(DONE, sites)
        return fleet.share(fleet.cpu_seconds() - before)
    finally:
        fleet.stop()


def throughput(what: str, pairs: list[list[Share]], target: str) -> list[Line]:
    """Return what a second worker is worth."""
    ratios = sorted(two.pages_a_second / one.pages_a_second for one, two in pairs)
    cpu = sorted(2 * one.page_ms / two.page_ms for one, two in pairs)
    one, two = pairs[0]
    middle = len(ratios) // 2
    return [
        Line(
            f"{what}: two workers",
            f"{two.pages_a_second:.1f} pages/s",
            f"one {one.pages_a_second:.1f} pages/s",
            f"{ratios[middle]:.2f}",
            target,
        ),
        Line(
            f"{what}: CPU of a page",
            f"two {two.page_ms:.1f} ms",
            f"one {one.page_ms:.1f} ms",
            f"{cpu[middle]:.2f} with a core each",
            f">= {TARGET}",
        ),
    ]


def told(what: str, pairs: list[list[Share]]) -> str:
    """Return the spread of the ratios."""
    ratios = [two.pages_a_second / one.pages_a_second for one, two in pairs]
    cpu = [2 * one.page_ms / two.page_ms for one, two in pairs]
    return f"{what}: by the clock {spread(ratios)}, by CPU {spread(cpu)}; {pairs[0][0].pages} pages."


def faults(fleet: Fleet, server: RestartedServer, sites: int) -> list[Line]:
    """Kill one of three workers, restart the database, and return what became of the outlets."""
    try:
        fleet.begin(3)
        fleet.wait(DONE, sites // 6)
        fleet.workers[-1].kill()
        fleet.wait(DONE, sites // 2)
        server.restart()
        fleet.wait(DONE, sites)
    finally:
        fleet.stop()
    lines, articles = fleet.published()
    return [
        Line("faults: outlets done", str(fleet.count(DONE)), f"of {sites}", "", str(sites)),
        Line("faults: runs at the same time as another of the outlet", str(fleet.overlaps()), "", "", "0"),
        Line("faults: lines published", str(lines), f"{articles} articles", "", "one each"),
    ]
