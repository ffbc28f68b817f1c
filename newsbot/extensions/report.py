"""Writes down what a run did, at its start, every 30 seconds and at its end; it steers nothing.

``reports/<outlet>/<run>.json`` is replaced whole each time, so that a killed run leaves one that says "running".
``<run>.skipped.jsonl`` lists the addresses that were left out on purpose: url, reason, depth, found_on. The run's row
in the store is kept along with it.
"""

import json
import logging
import os
import re
import socket
from collections import Counter
from contextlib import suppress
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.utils.asyncio import create_looping_call

from newsbot import __version__
from newsbot.errors import StorageError
from newsbot.extensions.failing import end_with
from newsbot.extensions.figures import run_figures
from newsbot.extensions.rulehealth import EARLIER_RUNS, article_sources, first_counts, usual_shares
from newsbot.frontier.requests import page_meta
from newsbot.frontier.storage import crawler_store
from newsbot.health.rulefall import fallen_rules
from newsbot.items import Article
from newsbot.outcome import FINISHED, site_trouble
from newsbot.pipelines.deduplicate import outlet_of_crawl
from newsbot.signals import page_skipped, run_counted
from newsbot.store.runs import Runs

FIELDS = tuple(field.name for field in fields(Article))
CAPITAL = re.compile("(?<!^)(?=[A-Z])")
RUNNING = "running"
logger = logging.getLogger(__name__)
COUNTED_DROPS = frozenset({"unchanged", "same_text", "nearly_same_text"})
"""The pipelines count these as unchanged and duplicate: articles that were read, though nothing new."""


class RunReport:
    """One run's report; the run's number is stat newsbot/run/id, for whoever stores something of the run."""

    def __init__(self, crawler: Crawler, reports_folder: Path, interval_seconds: float) -> None:
        self.crawler = crawler
        self.stats = crawler.stats
        self.folder = reports_folder
        self.interval_seconds = interval_seconds
        self.started_at = datetime.now(UTC)
        self.run_id = 0
        self.skipped: list[str] = []
        self.coverage: Counter[str] = Counter()
        self.sources: Counter[tuple[str, str]] = Counter()
        self.clock = create_looping_call(self.write)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSBOT_DATA_DIR and NEWSBOT_REPORT_INTERVAL_SECONDS."""
        folder = Path(crawler.settings["NEWSBOT_DATA_DIR"]) / "reports" / quote(crawler.spidercls.name, safe="")
        report = cls(crawler, folder, crawler.settings.getfloat("NEWSBOT_REPORT_INTERVAL_SECONDS"))
        for heard, signal in (
            (report.spider_opened, signals.spider_opened),
            (report.item_scraped, signals.item_scraped),
            (report.item_dropped, signals.item_dropped),
            (report.request_dropped, signals.request_dropped),
            (report.page_skipped, page_skipped),
            (report.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(heard, signal=signal)
        return report

    @property
    def path(self) -> Path:
        """Where the report is."""
        return self.folder / f"{self.run_id}.json"

    def spider_opened(self, spider: Spider) -> None:
        """Start the run's row and the first report."""
        self.started_at = datetime.now(UTC)
        try:
            runs = crawler_store(self.crawler).runs
            self._expect(spider.name, runs)
            self.run_id = runs.start(spider.name, at=self.started_at, pid=os.getpid(), host=socket.gethostname())
        except StorageError as error:
            end_with(self.crawler, error)
            return
        self.stats.set_value("newsbot/run/id", self.run_id)
        self.stats.set_value("newsbot/run/report", str(self.path))
        for part in self.folder.glob("*.part"):  # a killed run's: the outlet's lock is ours
            with suppress(OSError):
                part.unlink()
        self.write()
        self.clock.start(self.interval_seconds, now=False)

    def _expect(self, outlet: str, runs: Runs) -> None:
        """Start the counts of the outlet's rules, and find what each of them usually gives."""
        rules = outlet_of_crawl(self.crawler).rules
        self.sources.update(first_counts(rules))
        earlier = [run.counts for run in runs.recent(outlet, EARLIER_RUNS)] if rules else []
        for rule, share in usual_shares(rules, earlier).items():
            self.stats.set_value(f"newsbot/rule/{rule}/usual_share", share)

    def item_scraped(self, item: Any) -> None:
        """Count the fields that the item has, and where they are from."""
        if not isinstance(item, Article):
            return
        self.sources.update(article_sources(item))
        self.coverage.update([name for name in FIELDS if getattr(item, name) is not None])
        self.stats.inc_value(f"newsbot/date/{(item.sources or {}).get('date_published', 'none')}")

    def item_dropped(self, item: Any, response: Response | None, exception: BaseException) -> None:
        """List a dropped item; its reason is the exception's class."""
        request = getattr(response, "request", None)
        page = (page_meta(request) if request else None) or {}
        url = getattr(item, "url", None) or getattr(response, "url", None)
        reason = CAPITAL.sub("_", type(exception).__name__).lower()
        if reason in COUNTED_DROPS:
            self.sources.update(article_sources(item))
        else:
            self.stats.inc_value(f"newsbot/article/dropped/{reason}")
        self.page_skipped(url, reason, page.get("depth"), page.get("found_on"))

    def request_dropped(self, request: Request) -> None:
        """List what the frontier refused with a reason; what it merely knows already is nothing to report."""
        page = page_meta(request) or {}
        if page.get("refused"):
            self.page_skipped(request.url, page["refused"], page.get("depth"), page.get("found_on"))

    def page_skipped(self, url: str | None, reason: str, depth: int | None = None, found_on: str | None = None) -> None:
        """List one address; the lines go to the file with the next report."""
        self.stats.inc_value(f"newsbot/skipped/{reason}")
        line = {"url": url, "reason": reason, "depth": depth, "found_on": found_on}
        self.skipped.append(json.dumps(line, ensure_ascii=False) + "\n")

    def write(self) -> None:
        """Bring the report, the list and the run's row up to date; a disk that refuses ends the run."""
        try:
            self._write_files(RUNNING, None)
            crawler_store(self.crawler).runs.update(self.run_id, self._counts(), datetime.now(UTC))
        except StorageError as error:
            end_with(self.crawler, error)

    def spider_closed(self, reason: str) -> None:
        """Write the last report."""
        if self.clock.running:
            self.clock.stop()
        if not self.run_id:
            return
        ended_at = datetime.now(UTC)
        heard = {"reason": reason, "counts": self._counts(), "ended_at": ended_at}
        self.crawler.signals.send_catch_log(run_counted, **heard)
        try:
            self._write_files(reason, ended_at)
            crawler_store(self.crawler).runs.end(self.run_id, reason, self._counts(), ended_at)
        except StorageError as error:
            end_with(self.crawler, error)
        self._warn(reason)

    def _warn(self, reason: str) -> None:
        """Log what an operator should look at: the summary says so too, but cron sends what is in the log."""
        name, stats = self.crawler.spidercls.name, self.stats.get_stats()
        trouble = site_trouble(stats) if reason == FINISHED else None
        if trouble is not None:
            logger.warning("%s looks dead: %s; see %s", name, trouble, self.path)
        for line in fallen_rules(name, run_figures(stats)):
            logger.warning("%s: %s", name, line)

    def _counts(self) -> dict[str, Any]:
        for (field, source), count in self.sources.items():
            self.stats.set_value(f"newsbot/source/{field}/{source}", count)
        for name, count in self.coverage.items():
            self.stats.set_value(f"newsbot/field/{name}", count)
        return run_figures(self.stats.get_stats())

    def _write_files(self, state: str, ended_at: datetime | None) -> None:
        now = datetime.now(UTC)
        report = {
            "outlet": self.crawler.spidercls.name,
            "run": self.run_id,
            "state": state,
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "updated_at": now.isoformat(timespec="seconds"),
            "ended_at": ended_at.isoformat(timespec="seconds") if ended_at else None,
            "seconds": round((now - self.started_at).total_seconds(), 1),
            "newsbot": __version__,
            **self._counts(),
        }
        part = self.path.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            part.replace(self.path)
            with self.path.with_suffix(".skipped.jsonl").open("a", encoding="utf-8") as file:
                file.write("".join(self.skipped))
            self.skipped.clear()
        except OSError as cause:
            raise StorageError(f"the run report {self.path}: {cause.strerror or cause}") from cause
