"""CPU of 300 outlets with 30 new articles each under ``newsbot schedule --once``, beside one crawl of the same pages.

Both read the same 300 demo sites, without a delay; the single crawl takes them for one outlet. What differs is what it
costs to begin and end 300 runs in one process: settings, components, robots.txt, run report, feed, the rows of the
schedule. The server is a process of its own and not counted. `newsbot crawl` in a process for each outlet, as cron
would run it, stands beside them, measured on a tenth of the outlets.
"""

import sys
import tempfile
from pathlib import Path

from many_sites import ManySites, outlet_name
from measuring import Cost, mebibytes, run, spread
from results import Line, Row

PAGE_BYTES = 75_000
TARGET = 1.4
SETTINGS = (
    "SPIDER_MODULES=many_outlets",
    "NEWSBOT_LOOPBACK_ALLOWED=1",
    "DOWNLOAD_DELAY=0",
    "CONCURRENT_REQUESTS_PER_DOMAIN=32",
    "NEWSBOT_PROGRESS_ENABLED=0",
    "LOG_LEVEL=INFO",
)


def measure(*, is_quick: bool) -> Row:
    """Crawl all sites in three ways and return the row."""
    sites, articles, tries = (40, 30, 1) if is_quick else (300, 30, 3)
    row = Row("schedule")
    with ManySites(sites, articles, PAGE_BYTES) as server, tempfile.TemporaryDirectory() as scratch:
        newsbot(server, Path(scratch, "warm"), "crawl", "all_sites")  # the sites compose their articles
        single, many = [], []
        for number in range(tries):
            single.append(newsbot(server, Path(scratch, f"single{number}"), "crawl", "all_sites"))
            many.append(scheduled(server, Path(scratch, f"many{number}")))
        separate = [newsbot(server, Path(scratch, "separate"), "crawl", outlet_name(n)) for n in range(sites // 10)]
        counts = {name: lines(Path(scratch, name)) for name in ("single0", "many0")}
    ratios = [one.cpu_seconds / other.cpu_seconds for one, other in zip(many, single, strict=True)]
    told = sorted(ratios)[len(ratios) // 2]
    each = 10 * sum(cost.cpu_seconds for cost in separate)
    row.lines = [
        Line(
            f"CPU of {sites} outlets",
            f"{many[0].cpu_seconds:.1f} s",
            f"one crawl {single[0].cpu_seconds:.1f} s",
            f"{told:.2f}",
            f"<= {TARGET}",
        ),
        Line(
            "CPU of an outlet",
            f"{1000 * many[0].cpu_seconds / sites:.0f} ms",
            f"own process {1000 * each / sites:.0f} ms",
        ),
        Line("peak memory", mebibytes(max(cost.peak_bytes for cost in many)), mebibytes(single[0].peak_bytes)),
    ]
    row.notes = [
        f"{sites} outlets of {articles} articles of about {PAGE_BYTES // 1000} KB; ratios {spread(ratios)}.",
        f"Published: {counts['many0']} lines by the schedule, {counts['single0']} by the one crawl.",
        f"Wall time: schedule {many[0].wall_seconds:.0f} s, one crawl {single[0].wall_seconds:.0f} s.",
    ]
    return row


def newsbot(server: ManySites, folder: Path, *words: str) -> Cost:
    """Run a command with data in *folder*."""
    folder.mkdir(exist_ok=True)
    settings = [word for setting in (*SETTINGS, f"NEWSBOT_DATA_DIR={folder / 'data'}") for word in ("-s", setting)]
    command: list[str | Path] = [Path(sys.executable).with_name("newsbot"), *words, *settings]
    return run(command, cwd=folder, environment=server.environment)


def scheduled(server: ManySites, folder: Path) -> Cost:
    """Crawl every site as an outlet of its own."""
    folder.mkdir()
    tables = [f'[outlets.{outlet_name(number)}]\ninterval = "1h"\n' for number in range(server.sites)]
    (folder / "newsbot.toml").write_text("".join(tables), encoding="utf-8")
    return newsbot(server, folder, "schedule", "--once")


def lines(folder: Path) -> int:
    """Return how many lines were published below *folder*."""
    return sum(feed.read_bytes().count(b"\n") for feed in folder.rglob("feeds/*/*.jsonl"))
