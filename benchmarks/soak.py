"""200 outlets under ``newsbot schedule``, each due 20 times, the process killed twice on the way; what must hold, held.

Time is scaled: an interval is 20 seconds, and each site gets a new article every fourth time. Checked at the end, from
the store's runs and the published files:

- every outlet had its 20 runs, each in a slot of its timetable of its own: none was done twice;
- no two runs of an outlet overlap, and after each run that a kill cut short came another;
- every article that the sites want published was published once;
- memory in the last quarter of the last process's life is that of the first, within a tenth: the row tells how much.

Whatever else does not hold is a ``RuntimeError``. The kills come in the first third, so that the last process lives
long.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from many_sites import ManySites, outlet_name
from measuring import mebibytes, median
from results import Line, Row

from newsbot.demo.places import change_of
from newsbot.schedule.due import EPOCH, phase
from newsbot.store.database import open_store
from newsbot.store.runs import RunRecord

INTERVAL = timedelta(seconds=20)
ARTICLES, PAGE_BYTES = 12, 6_000
ROUNDS_BETWEEN_NEWS = 4
KILLS_AT = (0.1, 0.3)
SETTINGS = ("SPIDER_MODULES=many_outlets", "NEWSBOT_LOOPBACK_ALLOWED=1", "DOWNLOAD_DELAY=0")
PLAN = """[schedule]
at_once = 16
recycle_after = 0
grace_seconds = 20

[settings]
CONCURRENT_REQUESTS_PER_DOMAIN = 8
NEWSBOT_FRONTIER_FLUSH_SECONDS = 1.0

"""
_MANY = 1_000_000
HEADLINE_ONLY = 3
"""The way of near-copying that changes no word of the text: for newsbot an equal text."""


class Soaking:
    """One soak."""

    def __init__(self, server: ManySites, folder: Path, times: int) -> None:
        self.server, self.folder, self.times = server, folder, times
        self.memory: list[int] = []
        self.kills = 0
        tables = [f'[outlets.{self.name(n)}]\ninterval = "{INTERVAL.seconds}s"\n' for n in range(server.sites)]
        (folder / "newsbot.toml").write_text(PLAN + "\n".join(tables), encoding="utf-8")

    def name(self, number: int) -> str:
        """Return an outlet."""
        return outlet_name(number)

    def run(self) -> None:
        """Keep the schedule running, and kill it now and then, until every outlet was crawled often enough."""
        process, added = self._start(), 0
        while (least := self._least_runs()) < self.times:
            time.sleep(1)
            if process.poll() is not None:
                raise RuntimeError(f"the schedule ended with {process.returncode}: see {self.folder / 'log'}")
            if self.kills < len(KILLS_AT) and least >= KILLS_AT[self.kills] * self.times:
                process.send_signal(signal.SIGKILL)
                process.wait()
                self.kills += 1
                self.memory.clear()
                process = self._start()
            self.memory.append(_resident_bytes(process.pid))
            if least >= added + ROUNDS_BETWEEN_NEWS and least < self.times - 2:
                added = least
                self._add_articles()
        process.send_signal(signal.SIGTERM)
        if code := process.wait(60):
            raise RuntimeError(f"the schedule ended with {code}")

    def _start(self) -> subprocess.Popen[bytes]:
        words = [word for setting in SETTINGS for word in ("-s", setting)]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [Path(sys.executable).with_name("newsbot"), "schedule", *words],
                cwd=self.folder,
                env={**os.environ, **self.server.environment},
                stdout=log,
                stderr=log,
            )

    def _add_articles(self) -> None:
        for number in range(self.server.sites):
            self.control(number, "add?count=1")

    def control(self, number: int, action: str) -> dict[str, Any]:
        """Ask a site for a control action."""
        request = urllib.request.Request(f"{self.server.url(number)}_demo/{action}", method="POST")  # noqa: S310 - loopback
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
            found: dict[str, Any] = json.load(answer)
        return found

    def _least_runs(self) -> int:
        """Return how many whole runs the outlet with the fewest has had."""
        if not (self.folder / "data" / "newsbot.db").exists():
            return 0
        whole = Counter(run.outlet for run in self.runs() if run.reason == "finished")
        return min(whole[self.name(number)] for number in range(self.server.sites))

    def runs(self) -> list[RunRecord]:
        """Return every run, the oldest first."""
        with open_store(f"sqlite:///{self.folder}/data/newsbot.db", create=False) as store:
            return store.runs.all_recent(_MANY)[::-1]


def measure(*, is_quick: bool) -> Row:
    """Soak and return the row."""
    sites, times = (40, 6) if is_quick else (200, 20)
    with ManySites(sites, ARTICLES, PAGE_BYTES) as server, tempfile.TemporaryDirectory() as scratch:
        soaking = Soaking(server, Path(scratch), times)
        begun = time.monotonic()
        soaking.run()
        wall = time.monotonic() - begun
        runs = soaking.runs()
        slots, missed = _timetable(runs)
        cut = _overlaps(runs)
        published = _published(soaking)
        first, last = _quarters(soaking.memory)
    row = Row("soak")
    row.lines = [
        Line("runs", f"{slots:,}", f"{sites} outlets, each due {times} times or more", target="each once"),
        Line("articles published", f"{published:,}", "wanted by the sites", "1.00", "each once"),
        Line("memory, last quarter", mebibytes(last), f"first {mebibytes(first)}", f"{last / first:.2f}", "<= 1.1"),
    ]
    row.notes = [
        f"An interval is {INTERVAL.seconds} s, all took {wall:.0f} s. {soaking.kills} kills cut {cut} runs short.",
        f"{missed} due times were made up with a later one: the process was dead or the machine slow",
    ]
    return row


def _timetable(runs: list[RunRecord]) -> tuple[int, int]:
    """Return how many whole runs there were and how many slots had none; none may have two."""
    slots: dict[str, list[int]] = {}
    for run in runs:
        if run.reason == "finished":
            slots.setdefault(run.outlet, []).append(_slot(run.outlet, run.started_at))
    for outlet, taken in slots.items():
        if len(set(taken)) < len(taken):
            raise RuntimeError(f"{outlet}: a slot was run twice: {taken}")
    missed = sum(max(taken) - min(taken) + 1 - len(taken) for taken in slots.values())
    return sum(map(len, slots.values())), missed


def _slot(outlet: str, moment: datetime) -> int:
    return (moment - EPOCH - INTERVAL * phase(outlet)) // INTERVAL


def _overlaps(runs: list[RunRecord]) -> int:
    """Return how many runs were cut short; an overlap is an error."""
    by_outlet: dict[str, list[RunRecord]] = {}
    for run in runs:
        by_outlet.setdefault(run.outlet, []).append(run)
    for outlet, own in by_outlet.items():
        for one, other in pairwise(own):
            if (one.ended_at or one.updated_at) > other.started_at:
                raise RuntimeError(f"{outlet}: runs {one.id} and {other.id} overlap")
        if own[-1].ended_at is None:
            raise RuntimeError(f"{outlet}: no run came after {own[-1].id}, which was cut short")
    return sum(run.ended_at is None for run in runs)


def _published(soaking: Soaking) -> int:
    """Return how many texts were published; one that is missing or was published twice is an error."""
    total = 0
    for number in range(soaking.server.sites):
        feeds = (soaking.folder / "data" / "feeds" / soaking.name(number)).glob("*.jsonl")
        items = [json.loads(line) for feed in feeds for line in feed.read_text(encoding="utf-8").splitlines()]
        expected = soaking.control(number, "expected")
        same = {int(copy): original for copy, original in expected["duplicates"].items()}
        near = {int(copy): original for copy, original in expected["near_duplicates"].items()}
        same |= {copy: original for copy, original in near.items() if change_of(copy) == HEADLINE_ONLY}
        times = Counter(same.get(article, article) for article in map(_article, items))
        wanted = {same.get(article, article) for article in expected["published"]}
        if set(times) != wanted or set(times.values()) != {1}:
            raise RuntimeError(f"{soaking.name(number)}: published {sorted(times.items())}, wanted {sorted(wanted)}")
        total += len(times)
    return total


def _article(item: dict[str, Any]) -> int:
    return int(item["canonical_url"].rpartition("/")[2])


def _quarters(memory: list[int]) -> tuple[float, float]:
    """Return the median of the first and last quarter of what was sampled, once the process has warmed up."""
    warm = memory[len(memory) // 10 :]
    quarter = max(1, len(warm) // 4)
    return median(warm[:quarter]), median(warm[-quarter:])


def _resident_bytes(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
