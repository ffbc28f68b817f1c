"""``python benchmarks/scale_costs.py [STEP...] [--quick]``: measures what ``scale.py`` needs, on a real PostgreSQL.

It crawls demo sites in one process into a PostgreSQL server of its own, and reads the server's counters before and
after; the answers go to ``benchmarks/scale_costs.json``. Steps: pages, statements, side_by_side, store, job; all of
them by default, the others stay as they were. ``--quick`` prints only, from a fifth of the work.

A polite crawl asks for a page a second and commits once a second, hence once a page. So that this takes minutes and
not hours, the measured crawls ask every 0.05 s and commit every 0.05 s: the same statements, sooner. All costs are CPU
time as the kernel counted it, of the crawling process and of the server's processes; wall time is not looked at. It
does not show a network between the two, a cold disk, or a site that takes its time.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, astuple
from datetime import UTC, datetime, timedelta
from typing import Any

from measuring import MEBIBYTE, ROOT, answer, commit, load, machine, median, versions
from scale_fill import multiply
from scale_server import Server
from scale_session import Crawls, Spent

from newsbot.demo.server import DemoServer
from newsbot.store.database import open_store
from newsbot.store.urls import Mark

PATH = ROOT / "benchmarks" / "scale_costs.json"
PAGE_BYTES = 75_000
_POLITE = {"DOWNLOAD_DELAY": "0.05", "DOWNLOAD_DELAY_JITTER": "0", "NEWSBOT_FRONTIER_FLUSH_SECONDS": "0.05"}
_FAST = {"DOWNLOAD_DELAY": "0", "CONCURRENT_REQUESTS_PER_DOMAIN": "16"}
_SLOW = {**_POLITE, "DOWNLOAD_DELAY": "0.1"}
_MORE_RUNS = 5
_VISITS = 300
_QUICK_SHARE = 5
_CONFIGURATION = ("server_version", "shared_buffers", "fsync", "synchronous_commit", "full_page_writes")


def page_costs(server: Server, database: str, articles: int, idle_runs: int) -> dict[str, Any]:
    """Return what a run, a new page, an unchanged one and one that changed without news take."""
    server.make(database)
    with demo_site(40, 5) as other, demo_site(articles, 1) as site, Crawls(server, database, _POLITE) as crawls:
        start_ms = 1000 * crawls.standing["cpu_seconds"]
        crawls.round([other.url])  # the first crawl of a process also pays for what it imports late
        other.control("reset")
        idle = [crawls.round([other.url]) for _ in range(idle_runs)]
        run = Spent(*map(median, zip(*map(astuple, idle), strict=True)))
        run_pages = other.control("stats")["requests"] / idle_runs
        process_mib = crawls.standing["resident_bytes"] / MEBIBYTE
        new = _per_page(crawls, site, run, run_pages)
        server.make_articles_due(database)
        same = _per_page(crawls, site, run, run_pages)
        server.make_articles_due(database)
        site.control("touch", count=articles)
        touched = _per_page(crawls, site, run, run_pages)
    pages = {"run": run, "new": new, "same": same, "touched": touched}
    started = {"start_ms": start_ms, "process_mib": process_mib, "run_pages": run_pages}
    return started | {kind: asdict(spent) for kind, spent in pages.items()}


def _per_page(crawls: Crawls, site: DemoServer, run: Spent, run_pages: float) -> Spent:
    site.control("reset")
    spent = crawls.round([site.url])
    return spent.less(run).each(site.control("stats")["requests"] - run_pages)


def statement_counts(server: Server, articles: int) -> dict[str, float]:
    """Return how many statements a run and each kind of page take, from the server's log: logging them has its price.

    BEGIN, COMMIT and the look whether a connection still lives are counted like any other.
    """
    server.configure("log_statement", "all")
    found = page_costs(server, "statements", articles, 3)
    server.configure("log_statement", "none")
    return {kind: found[kind]["statements"] for kind in ("run", "new", "same", "touched")}


def side_by_side(server: Server, at_once: int) -> dict[str, float]:
    """Return what one more crawl in the same process holds while it goes on."""
    server.make("many")
    with ExitStack() as stack:
        sites = [stack.enter_context(demo_site(60, seed)).url for seed in range(1, at_once + 3)]
        crawls = stack.enter_context(Crawls(server, "many", _SLOW))
        crawls.round(sites[:1])
        crawls.round(sites[1:2])
        alone, sessions = crawls.standing["peak_bytes"], crawls.most_sessions
        crawls.round(sites[2:])
        many, many_sessions = crawls.standing["peak_bytes"], crawls.most_sessions
    more = at_once - 1
    return {
        "crawl_mib": (many - alone) / more / MEBIBYTE,
        "connections": (many_sessions - sessions) / more,
        "at_once": at_once,
    }


def table_costs(server: Server, articles: int, times: int) -> dict[str, Any]:
    """Return rows and bytes of every table of a large store, and what a new page costs there after a checkpoint."""
    server.make("large")
    with demo_site(articles, 1) as site, Crawls(server, "large", _FAST) as crawls:
        bulk = crawls.round([site.url]).each(site.control("stats")["requests"])
        for _ in range(_MORE_RUNS):  # most runs of a schedule find nothing, and a run's row says what it did
            crawls.round([site.url])
        reports = crawls.files("reports/**/*.json")
    small = server.tables("large")
    with server.connect("large") as connection:
        multiply(connection, times)
    large = server.tables("large")
    lengths = server.lengths("large")
    with demo_site(40, 5) as other, demo_site(articles // 6, 7) as site, Crawls(server, "large", _POLITE) as crawls:
        crawls.round([other.url])
        run = crawls.round([other.url])
        server.checkpoint()
        new = _per_page(crawls, site, run, 4)
    return {
        "rows_per_article": {name: size.rows / small["articles"].rows for name, size in small.items()},
        "tables": {name: asdict(size) for name, size in large.items() if size.rows},
        "lengths": lengths | {"report_bytes": reports},
        "bulk": asdict(bulk),
        "new_large": asdict(new),
        "visit_large": {"wal_bytes": visit_wal_bytes(server, "large")},
    }


def visit_wal_bytes(server: Server, database: str) -> float:
    """Return what the log gets of an article's next visit, far from the last one: everything is its page's first."""
    with server.connect(database) as connection:
        query = "SELECT id, article_id FROM urls WHERE article_id IS NOT NULL ORDER BY md5(id::text) LIMIT %s"
        rows = connection.execute(query, [_VISITS]).fetchall()
    now = datetime.now(UTC)
    server.checkpoint()
    before = server.counters(database)
    with open_store(server.address(database)) as store:
        for url_id, article_id in rows:
            store.urls.mark(url_id, _visited(article_id, now))
            store.articles.touch(article_id, now)
            store.flush()
    return server.counters(database).since(before).wal_bytes / len(rows)


def _visited(article_id: str, now: datetime) -> Mark:
    return Mark(
        state="done",
        status=304,
        reason=None,
        etag='"0123456789abcdef"',
        last_modified=None,
        body_hash="0123456789abcdef0123456789abcdef",
        failures=0,
        repeats=1,
        article_id=article_id,
        dated_at=now,
        fetched_at=now,
        due_at=now + timedelta(hours=3),
    )


def job_costs(server: Server, count: int) -> dict[str, float]:
    """Return what a job of Procrastinate takes."""
    server.make("jobs")
    answer("scale_jobs.py", server.address("jobs"), 1)  # makes Procrastinate's tables
    before = server.counters("jobs")
    found = answer("scale_jobs.py", server.address("jobs"), count)
    counted = server.counters("jobs").since(before)
    return {
        "client_ms": 1000 * found["cpu_seconds"] / count,
        "server_ms": 1000 * counted.cpu_seconds / count,
        "transactions": counted.transactions / count,
        "writes": counted.writes / count,
        "wal_bytes": counted.wal_bytes / count,
    }


def demo_site(articles: int, seed: int) -> DemoServer:
    """Return a site of so many articles; sites of different seeds have different ones."""
    words = {"articles": articles, "page-bytes": PAGE_BYTES, "slow": 0, "seed": seed}
    return DemoServer(*(part for name, value in words.items() for part in (f"--{name}", str(value))))


_STEPS: dict[str, Callable[[Server, int], dict[str, Any]]] = {
    "pages": lambda server, share: page_costs(server, "pages", 600 // share, max(40 // share, 3)),
    "statements": lambda server, share: statement_counts(server, 200 // share),
    "side_by_side": lambda server, _: side_by_side(server, 12),
    "store": lambda server, share: table_costs(server, 2000 // share, 50 // share),
    "job": lambda server, share: job_costs(server, 1000 // share),
}


def measured(steps: Sequence[str], share: int) -> dict[str, Any]:
    """Measure *steps*, each from one *share*-th of the work."""
    found: dict[str, Any] = {}
    with Server() as server:
        for name in steps:
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            found[name] = {"about": _about(server), **_STEPS[name](server, share)}
    return found


def _about(server: Server) -> dict[str, Any]:
    return {
        "measured_at": f"{datetime.now(UTC):%Y-%m-%d}",
        "commit": commit(),
        "load": load(),
        "machine": machine(),
        "versions": versions("scrapy", "SQLAlchemy", "psycopg", "procrastinate"),
        "postgresql": {name: server.setting(name) for name in _CONFIGURATION},
    }


def main() -> None:
    """Measure, and write what was found."""
    parser = argparse.ArgumentParser(description="Measure what the simulation of a fleet reckons with.")
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"{', '.join(_STEPS)}; all by default")
    parser.add_argument("--quick", action="store_true", help="a fifth of the work; printed, not written")
    given = parser.parse_args()
    if unknown := set(given.steps) - set(_STEPS):
        parser.error(f"no step {', '.join(sorted(unknown))}; accepted: {', '.join(_STEPS)}")
    new = _rounded(measured(given.steps or list(_STEPS), _QUICK_SHARE if given.quick else 1))
    before = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() and not given.quick else {}
    found = before | new
    text = json.dumps(found, indent=1) + "\n"
    if given.quick:
        print(text, end="")
    else:
        PATH.write_text(text, encoding="utf-8")
        print(f"written: {PATH}")


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return float(f"{value:.4g}") if isinstance(value, float) else value


if __name__ == "__main__":
    main()
