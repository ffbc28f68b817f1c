"""What keeping everything that goes over the wire costs a crawl, and whether a snapshot's memory grows with the site.

The same crawl of the demo site (1,000 articles of about 75 KB, gzip on the wire, no delay, 32 requests at a time, each
address once, no feed) runs in turn without and with WARC recording; the rest of a snapshot is the same in both. Memory
is that of whole ``newsbot snapshot`` runs, packing by py-wacz included, of a small site and one ten times as large.

It does not show how fast a snapshot is: there politeness decides. Packing's time stands in a note.
"""

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from measuring import Cost, in_turn, mebibytes, median, run, spread
from results import Line, Row

from newsbot.demo.server import DemoServer

PAGE_BYTES = 75_000
TARGET = 1.2
HANDLER = "newsbot.middlewares.recording.RecordingHandler"
SAME = (
    "DOWNLOAD_DELAY=0",
    "CONCURRENT_REQUESTS_PER_DOMAIN=32",
    "NEWSBOT_LOOPBACK_ALLOWED=1",
    "NEWSBOT_FRONTIER_ONCE=1",
    "NEWSBOT_DUPLICATES_LEFT_OUT=none",
    "NEWSBOT_FEEDS_ENABLED=0",
)


@dataclass(frozen=True, slots=True)
class Crawled:
    """One whole crawl."""

    cost: Cost
    article_pages: int
    archive_bytes: int

    @property
    def milliseconds(self) -> float:
        """CPU for each article page."""
        return 1000 * self.cost.cpu_seconds / self.article_pages


def demo_site(articles: int, page_bytes: int = PAGE_BYTES) -> DemoServer:
    """Return the site that is crawled."""
    return DemoServer("--articles", str(articles), "--page-bytes", str(page_bytes), "--slow", "0")


def crawl(server: DemoServer, folder: Path, *, is_recorded: bool) -> Crawled:
    """Crawl as a snapshot does, with or without the recording."""
    settings = [*SAME, f"NEWSBOT_DATA_DIR={folder / 'data'}"]
    if is_recorded:
        settings += [f"NEWSBOT_WARC_DIR={folder / 'warc'}"]
        settings += [f"DOWNLOAD_HANDLERS={json.dumps({'http': HANDLER, 'https': HANDLER})}"]
    server.control("reset")
    cost = run([newsbot(), "crawl", "demo", "-a", f"url={server.url}", *words(settings)], cwd=folder)
    written = sum(path.stat().st_size for path in folder.glob("warc/*.warc.gz"))
    return Crawled(cost, sum(server.control("stats")["articles"].values()), written)


def snapshot(articles: int) -> Cost:
    """Take a whole snapshot of lighter pages; the server's memory is not counted."""
    with tempfile.TemporaryDirectory() as scratch, demo_site(articles, 20_000) as server:
        command = [newsbot(), "snapshot", "demo", "-a", f"url={server.url}", "--to", Path(scratch, "copy")]
        return run([*command, "--requisites", *words(SAME[:3])], cwd=Path(scratch))


def words(settings: list[str] | tuple[str, ...]) -> list[str]:
    """Return settings in the form of ``-s``."""
    return [word for setting in settings for word in ("-s", setting)]


def newsbot() -> Path:
    """Return the program."""
    return Path(sys.executable).with_name("newsbot")


def measure(*, is_quick: bool) -> Row:
    """Crawl both ways in turn, take the two snapshots, and return the row."""
    articles, pairs = (300, 1) if is_quick else (1000, 5)
    small, large = (300, 1000) if is_quick else (1000, 10_000)
    with tempfile.TemporaryDirectory() as scratch, demo_site(articles) as server:

        def fresh() -> Path:
            return Path(tempfile.mkdtemp(dir=scratch))

        crawl(server, fresh(), is_recorded=False)  # the site composes its articles at the first request
        plain, recorded = in_turn(
            pairs,
            lambda: crawl(server, fresh(), is_recorded=False),
            lambda: crawl(server, fresh(), is_recorded=True),
        )
    ratios = [ours.milliseconds / other.milliseconds for ours, other in zip(recorded, plain, strict=True)]
    first, tenfold = snapshot(small), snapshot(large)
    return Row(
        "snapshot",
        [
            Line(
                "CPU per article page with WARC",
                f"{median(one.milliseconds for one in recorded):.2f} ms",
                f"without {median(one.milliseconds for one in plain):.2f} ms",
                f"{median(ratios):.2f}",
                f"<= {TARGET}",
            ),
            Line(
                f"peak memory of a snapshot of {large:,}",
                mebibytes(tenfold.peak_bytes),
                f"of {small:,}: {mebibytes(first.peak_bytes)}",
                f"{tenfold.peak_bytes / first.peak_bytes:.2f}",
            ),
        ],
        [
            f"{articles} articles of about {PAGE_BYTES // 1000} KB, {pairs} pair(s) in turn; ratios {spread(ratios)}.",
            f"The WARC of {recorded[0].article_pages} article pages: {mebibytes(recorded[0].archive_bytes)}.",
            f"Whole snapshots, of pages of about 20 KB: {first.wall_seconds:.0f} s and {tenfold.wall_seconds:.0f} s.",
        ],
    )
