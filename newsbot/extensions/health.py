"""Judges each run by its outlet's history at its end, keeps what is found, and tells people; it steers nothing.

It is heard between the run report's last count and its last writing (`newsbot.signals.run_counted`), so that report and
store hold the findings. People are told when everything is stored, without holding up the crawls beside this one.

Stats: newsbot/health/findings (a list, as the report has it), newsbot/health/opened, newsbot/health/closed.
"""

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newsbot.errors import StorageError
from newsbot.extensions.failing import end_with
from newsbot.frontier.storage import crawler_store
from newsbot.health.content import DRIFT
from newsbot.health.figures import RunFigures
from newsbot.health.judging import Verdict, Watch, judge_begin, judge_end, note_deliveries
from newsbot.signals import run_counted
from newsbot.store.findings import FindingRecord, Key

logger = logging.getLogger(__name__)


class RunHealth:
    """One run's judgement."""

    def __init__(self, crawler: Crawler, watch: Watch) -> None:
        self.crawler = crawler
        self.watch = watch
        self.started_at = datetime.now(UTC)
        self._said: set[tuple[Key, str]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSBOT_HEALTH_*, NEWSBOT_MAX_SILENCE_DAYS, NEWSBOT_ALERT_*; ConfigurationError for a wrong one."""
        is_once = crawler.settings.getbool("NEWSBOT_FRONTIER_ONCE")  # a snapshot: there is no earlier, nor a next time
        if is_once or not crawler.settings.getbool("NEWSBOT_HEALTH_ENABLED"):
            raise NotConfigured
        health = cls(crawler, Watch.of(crawler.settings))
        for heard, signal in (
            (health.spider_opened, signals.spider_opened),
            (health.run_counted, run_counted),
            (health.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(heard, signal=signal)
        return health

    async def spider_opened(self) -> None:
        """Judge what can be told now; heard after the run report, which has given the run its number."""
        self.started_at = datetime.now(UTC)
        if not self._run_id:
            return  # the store refuses: the report has said so
        try:
            run = RunFigures(self._run_id, self.started_at)
            verdict = judge_begin(crawler_store(self.crawler), self._outlet, run, self.watch.limits, self.started_at)
        except StorageError as error:
            end_with(self.crawler, error)
            return
        self._log(verdict)
        if verdict.changes:
            await self._tell()

    def run_counted(self, reason: str, counts: dict[str, Any], ended_at: datetime) -> None:
        """Judge the run; the counts are final."""
        run = RunFigures(self._run_id, self.started_at, ended_at, reason, counts)
        try:
            verdict = judge_end(crawler_store(self.crawler), self._outlet, run, self.watch.limits, ended_at)
        except StorageError as error:
            end_with(self.crawler, error)
            return
        stats = self.crawler.stats
        stats.set_value("newsbot/health/findings", finding_figures(verdict))
        stats.set_value("newsbot/health/opened", len(verdict.opened))
        stats.set_value("newsbot/health/closed", len(verdict.closed))
        self._log(verdict)

    async def spider_closed(self) -> None:
        """Tell people; heard when report and run are stored."""
        if self._run_id:
            await self._tell()

    async def _tell(self) -> None:
        """Send what some service does not know yet; a service that fails is a line in the log."""
        alerts, store, now = self.watch.alerts, crawler_store(self.crawler), datetime.now(UTC)
        try:
            untold = store.findings.untold(self._outlet, alerts.keys) if alerts.keys else []
            if untold:
                deliveries = await asyncio.to_thread(alerts.send, self._outlet, untold, self._report, now)
                note_deliveries(store, alerts, deliveries, datetime.now(UTC))
        except StorageError as error:
            end_with(self.crawler, error)

    def _log(self, verdict: Verdict) -> None:
        """Warn of what is wrong, once; a rule that died is told by the run report, with or without a history."""
        for one in verdict.findings:
            if (one.rule != DRIFT or not one.field) and (one.key, one.message) not in self._said:
                self._said.add((one.key, one.message))
                logger.warning("%s: %s (%s)", self._outlet, one.message, one.rule)
        for closed in verdict.closed:
            logger.info("%s: well again: %s", self._outlet, closed.rule)

    @property
    def _report(self) -> str:
        return str(Path(self.crawler.stats.get_value("newsbot/run/report")).absolute())

    @property
    def _outlet(self) -> str:
        return str(self.crawler.spidercls.name)

    @property
    def _run_id(self) -> int:
        return int(self.crawler.stats.get_value("newsbot/run/id", 0))


def finding_figures(verdict: Verdict) -> list[dict[str, Any]]:
    """Return the findings of a run, ready for JSON; what is over stands among them with state "closed"."""
    opened = {one.key for one in verdict.opened}
    found = [
        {
            "rule": one.rule,
            "field": one.field,
            "state": "opened" if one.key in opened else "open",
            "severity": one.severity,
            "message": one.message,
            "details": one.details,
        }
        for one in verdict.findings
    ]
    return found + [_closed(one) for one in verdict.closed]


def _closed(one: FindingRecord) -> dict[str, Any]:
    since = {"opened_at": one.opened_at.isoformat(timespec="seconds")}
    return {
        "rule": one.rule,
        "field": one.field,
        "state": "closed",
        "severity": one.severity,
        "message": one.message,
        "details": {**one.details, **since},
    }
