"""The frontier with 10,000 to 1,000,000 queued addresses: memory, time of a hand-out, cost of a page's links.

The queue's own cost is measured in a process that does nothing else: ``UrlQueue.next`` with its loads from the store
and the marks of ended visits, a commit every 100 pages; and pages with eight new links each, looked up and inserted.
Memory is that of a whole ``newsbot crawl`` that starts on such a queue and ends after 300 pages, all of which answer
404.

It does not show a cold disk, nor PostgreSQL. The addresses are dated, one a minute, as a sitemap's are; keys fill the
store in order, where a crawl of months would fill it at random.
"""

import sys
import tempfile
from pathlib import Path

from crawl import SETTINGS, demo_site
from measuring import Cost, answer, mebibytes, run
from results import Line, Row

from newsbot.demo.server import DemoServer
from newsbot.errors import ExitCode

MEMORY = 300
_CRAWLED = 300


def measure(*, is_quick: bool) -> Row:
    """Fill a store of each size, ask it, and crawl on it."""
    sizes, pages = ([10_000], 500) if is_quick else ([10_000, 100_000, 1_000_000], 3000)
    row = Row("frontier")
    with demo_site(300) as server:
        for size in sizes:
            _measure_size(row, server, size, pages)
    row.notes.append(f"{pages} pages added and {pages} addresses handed out at each size; crawls of {_CRAWLED} pages.")
    return row


def _measure_size(row: Row, server: DemoServer, size: int, pages: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        filled = answer("frontier_store.py", "fill", folder, size, server.url)
        crawled = _crawl(server, folder)
        found = answer("frontier_store.py", "ask", folder, pages)
    row.lines += [
        Line(f"hand-out and mark, {size:,} queued", f"{found['next_milliseconds']:.3f} ms", target="does not grow"),
        Line(f"page of 8 new links, {size:,} queued", f"{found['add_milliseconds']:.2f} ms"),
        Line(f"peak memory of a crawl, {size:,} queued", mebibytes(crawled.peak_bytes), target=f"<= {MEMORY} MB"),
    ]
    row.notes.append(
        f"{size:,} queued: store {mebibytes(filled['bytes'])}; slowest hand-out {found['slowest_milliseconds']:.1f} ms "
        f"CPU, {found['loads']} loads; peak of the process that has only the queue {mebibytes(found['peak_bytes'])}; "
        f"the crawl took {crawled.cpu_seconds:.1f} s CPU."
    )


def _crawl(server: DemoServer, folder: Path) -> Cost:
    """Crawl 300 pages on the store in *folder*; the exit code says that the limit was reached."""
    command: list[str | Path] = [Path(sys.executable).with_name("newsbot"), "crawl", "demo", "-a", f"url={server.url}"]
    command += [*SETTINGS, "-a", f"max_pages={_CRAWLED}"]
    command += ["-s", "NEWSBOT_LOOPBACK_ALLOWED=1", "-s", f"NEWSBOT_DATA_DIR={folder}"]
    return run(command, cwd=folder, expected=ExitCode.LIMIT_REACHED)
