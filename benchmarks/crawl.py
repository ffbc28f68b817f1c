"""CPU and memory of ``newsbot crawl`` beside a bare Scrapy spider with five XPaths, on one site, in turn.

Both follow the same links of the demo site (2,000 articles of about 75 KB, gzip on the wire) without a delay, 32
requests at a time. The bare spider reads five fields and writes JSON lines; newsbot also cleans, finds duplicates and
revisions, keeps every URL and text in its store, reports and publishes. The server is a third process and not counted.

CPU is divided by the article pages that the site sent whole to each of them: newsbot asks fewer than the bare spider,
which takes another address of an article for another article. The totals stand beside it.

It does not show how fast a crawl is: there politeness decides. Nor the price of an outlet without rules (row
``extraction``), of a browser, or of a store on PostgreSQL.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from measuring import ROOT, Cost, in_turn, mebibytes, median, run, spread
from results import Line, Row

from newsbot.demo.server import DemoServer

PAGE_BYTES = 75_000
TARGET = 1.5
SETTINGS = ("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=32")


@dataclass(frozen=True, slots=True)
class Crawled:
    """One whole crawl: its cost, the pages that were sent for it, and the lines of its feed."""

    cost: Cost
    article_pages: int
    requests: int
    lines: int

    @property
    def milliseconds(self) -> float:
        """CPU for each article page."""
        return 1000 * self.cost.cpu_seconds / self.article_pages


def demo_site(articles: int) -> DemoServer:
    """Return the site that rows crawl."""
    return DemoServer("--articles", str(articles), "--page-bytes", str(PAGE_BYTES), "--slow", "0")


def bare_crawl(server: DemoServer, folder: Path) -> Crawled:
    """Crawl with the bare spider, from a folder without scrapy.cfg."""
    feed = folder / "bare.jsonl"
    spider = ROOT / "benchmarks" / "bare_spider.py"
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "scrapy",
        "runspider",
        spider,
        "-a",
        f"url={server.url}",
        *SETTINGS,
        "-O",
        feed,
    ]
    return _crawled(server, command, folder, [feed])


def newsbot_crawl(server: DemoServer, folder: Path, *more: str) -> Crawled:
    """Crawl with newsbot into ``data`` in *folder*; *more* settings in the form of ``-s``."""
    data = folder / "data"
    before = set(feeds(data))
    newsbot = Path(sys.executable).with_name("newsbot")
    command: list[str | Path] = [newsbot, "crawl", "demo", "-a", f"url={server.url}", *SETTINGS]
    command += ["-s", "NEWSBOT_LOOPBACK_ALLOWED=1", "-s", f"NEWSBOT_DATA_DIR={data}", *more]
    server.control("reset")
    cost = run(command, cwd=folder)
    return _counted(server, cost, [feed for feed in feeds(data) if feed not in before])


def feeds(data: Path) -> list[Path]:
    """Return the published files."""
    return sorted(data.glob("feeds/demo/*.jsonl"))


def measure(*, is_quick: bool) -> Row:
    """Crawl with both in turn and return the row."""
    articles, pairs = (300, 1) if is_quick else (2000, 5)
    with tempfile.TemporaryDirectory() as scratch, demo_site(articles) as server:
        bare_crawl(server, _fresh(scratch))  # the site composes its articles at the first request
        bare, ours = in_turn(
            pairs, lambda: bare_crawl(server, _fresh(scratch)), lambda: newsbot_crawl(server, _fresh(scratch))
        )
    ratios = [our.milliseconds / other.milliseconds for our, other in zip(ours, bare, strict=True)]
    totals = [our.cost.cpu_seconds / other.cost.cpu_seconds for our, other in zip(ours, bare, strict=True)]
    memory, bare_memory = (max(one.cost.peak_bytes for one in group) for group in (ours, bare))
    our, other = ours[0], bare[0]
    wall, bare_wall = (spread([one.cost.wall_seconds for one in group], digits=0) for group in (ours, bare))
    return Row(
        "crawl",
        [
            Line(
                "CPU per article page",
                f"{median(one.milliseconds for one in ours):.2f} ms",
                f"bare Scrapy {median(one.milliseconds for one in bare):.2f} ms",
                f"{median(ratios):.2f}",
                f"<= {TARGET}",
            ),
            Line(
                "CPU of the whole crawl",
                f"{median(one.cost.cpu_seconds for one in ours):.1f} s",
                f"{median(one.cost.cpu_seconds for one in bare):.1f} s",
                f"{median(totals):.2f}",
            ),
            Line("peak memory", mebibytes(memory), mebibytes(bare_memory), f"{memory / bare_memory:.2f}"),
        ],
        [
            f"{articles} articles of about {PAGE_BYTES // 1000} KB, {pairs} pair(s) in turn; ratios {spread(ratios)}.",
            f"newsbot: {our.article_pages} article pages of {our.requests} requests, {our.lines} lines published.",
            f"bare: {other.article_pages} of {other.requests}, {other.lines} lines (copies and print pages included).",
            f"Wall time: newsbot {wall}, bare {bare_wall} s.",
        ],
    )


def _fresh(scratch: str) -> Path:
    return Path(tempfile.mkdtemp(dir=scratch))


def _crawled(server: DemoServer, command: list[str | Path], folder: Path, files: list[Path]) -> Crawled:
    server.control("reset")
    return _counted(server, run(command, cwd=folder), files)


def _counted(server: DemoServer, cost: Cost, files: list[Path]) -> Crawled:
    stats = server.control("stats")
    lines = sum(file.read_bytes().count(b"\n") for file in files)
    return Crawled(cost, sum(stats["articles"].values()), stats["requests"], lines)
