"""Lets go of an outlet's old runs, their reports and findings that are over, at a run's end; it keeps every article.

A few rows and files a run, so that none takes longer for it: what is left goes with the next runs. Stats:
newsbot/retention/runs, newsbot/retention/reports, newsbot/retention/findings.
"""

import logging
import os
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Self
from urllib.parse import quote

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newsbot.errors import StorageError
from newsbot.extensions.failing import end_with
from newsbot.frontier.storage import crawler_store
from newsbot.health.judging import EARLIER_RUNS
from newsbot.store.retention import LOOKED_AT, Retention

logger = logging.getLogger(__name__)

RUNS_AT_ONCE = 200
REPORTS_AT_ONCE = 400
"""Two files a run."""
SUFFIXES = (".skipped.jsonl", ".json")


class RunRetention:
    """One run's clearing away."""

    def __init__(self, crawler: Crawler, reports_dir: Path, days: float) -> None:
        self.crawler, self.reports_dir, self.days = crawler, reports_dir, days

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSBOT_RETENTION_RUN_DAYS; what NEWSBOT_HEALTH_FIRST_DAYS counts from stays in any case."""
        settings = crawler.settings
        days = settings.getfloat("NEWSBOT_RETENTION_RUN_DAYS")
        if not days or settings.getbool("NEWSBOT_FRONTIER_ONCE"):
            raise NotConfigured
        days = max(days, settings.getfloat("NEWSBOT_HEALTH_FIRST_DAYS") + 1)
        retention = cls(crawler, Path(settings["NEWSBOT_DATA_DIR"]) / "reports", days)
        crawler.signals.connect(retention.spider_closed, signal=signals.spider_closed)
        return retention

    def spider_closed(self, spider: Spider) -> None:
        """Clear away, when the run's own row and report are written; the outlet's lock is still held."""
        if not self.crawler.stats.get_value("newsbot/run/id"):
            return
        outlet, before = spider.name, datetime.now(UTC) - timedelta(days=self.days)
        kept = Retention(crawler_store(self.crawler).database)
        try:
            self._count("runs", kept.drop_runs(outlet, before=before, spare=EARLIER_RUNS + 1, most=RUNS_AT_ONCE))
            self._count("findings", kept.drop_findings(outlet, before=before))
            self._count("reports", drop_reports(self.reports_dir / quote(outlet, safe=""), outlet, kept, before))
        except StorageError as error:
            end_with(self.crawler, error)
        except OSError as error:
            logger.warning("%s: old reports stay: %s", outlet, error)

    def _count(self, what: str, number: int) -> None:
        if number:
            self.crawler.stats.inc_value(f"newsbot/retention/{what}", number)


def drop_reports(folder: Path, outlet: str, kept: Retention, before: datetime) -> int:
    """Delete the oldest files in *folder* whose run is not in the store any more; return how many.

    One that was written after *before* stays: it may be of another store. StorageError, OSError.
    """
    files: dict[int, list[Path]] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            suffix = next((one for one in SUFFIXES if entry.name.endswith(one)), None)
            number = entry.name.removesuffix(suffix) if suffix else ""
            if number.isascii() and number.isdecimal():
                files.setdefault(int(number), []).append(Path(entry.path))
    oldest = sorted(files)[:LOOKED_AT]
    known = kept.known_runs(outlet, oldest)
    of_no_run = (path for number in oldest if number not in known for path in files[number])
    old = [path for path in islice(of_no_run, REPORTS_AT_ONCE) if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
