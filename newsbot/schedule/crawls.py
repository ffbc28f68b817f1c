"""One crawl of many in this process: made from its outlet's plan, run, watched, ended; it never says which or when."""

import asyncio
import logging
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from newsbot.configuration import bound_downloads, settle
from newsbot.errors import ConfigurationError, ExitCode, NewsbotError
from newsbot.frontier.scheduler import OUTLET_TAKEN
from newsbot.frontier.storage import lend_storage, open_own_store
from newsbot.health.judging import Watch, judge_run
from newsbot.outcome import LOCK_LOST, STORAGE_ERROR, exit_code
from newsbot.schedule.book import SHUTDOWN, Ending
from newsbot.schedule.plan import FILE_PRIORITY, OutletPlan, Plan, PlanSource
from newsbot.spiders.base import NewsSpider, outlet_of
from newsbot.store.database import OutletLock, Store

logger = logging.getLogger(__name__)

HUNG, CRASHED, TIME_LIMIT = "hung", "crashed", "closespider_timeout"
OPENED = "newsbot/health/opened"
"""How many findings began with the run, in the stats of one that came to its end and was judged."""
_SAME_EVEN_WHEN_HUNG = ("memusage/", "newsbot/run/")


class CrawlMaker:
    """Makes crawls with the settings of this process; what they have in common is worked out once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.copy()
        # One line for each run says how it went; a live line for each of many would say nothing.
        self._settings.set("NEWSBOT_PROGRESS_ENABLED", value=False, priority="cmdline")
        self._loader = get_spider_loader(settings)
        self._spiders: dict[tuple[str, str], type[Spider]] = {}

    @property
    def known(self) -> list[str]:
        """The spiders that there are."""
        return sorted(self._loader.list())

    def check(self, plan: Plan) -> None:
        """Raise ConfigurationError for an outlet whose declarations or arguments are wrong."""
        for outlet in plan.outlets.values():
            spider = self.spider(outlet)
            try:
                made = spider(**outlet.arguments)
                if isinstance(made, NewsSpider):
                    outlet_of(type(made))
            except ConfigurationError as error:
                told = error.setting.removeprefix("-a ")
                raise ConfigurationError(
                    f"outlets.{outlet.name}.arguments.{told}", error.value, error.accepted
                ) from error
            except TypeError as cause:
                raise ConfigurationError(
                    f"outlets.{outlet.name}.arguments", dict(outlet.arguments), f"what its spider takes ({cause})"
                ) from cause

    def spider(self, outlet: OutletPlan) -> type[Spider]:
        """Return the class that crawls *outlet*, under the outlet's name."""
        key = outlet.name, outlet.spider
        if key not in self._spiders:
            spider = self._loader.load(outlet.spider)
            if spider.name != outlet.name:
                spider = type(spider.__name__, (spider,), {"name": outlet.name, "__module__": spider.__module__})
            self._spiders[key] = spider
        return self._spiders[key]

    def crawl(self, outlet: OutletPlan, store: Store, lock: OutletLock) -> "ScheduledCrawl":
        """Return a crawl of *outlet*, whose *lock* it keeps until `ScheduledCrawl.close`."""
        crawler = Crawler(self.spider(outlet), self._settings)
        for name, value in outlet.settings.items():
            crawler.settings.set(name, value, priority=FILE_PRIORITY)
        settle(crawler.settings)
        bound_downloads(crawler.settings)
        lend_storage(crawler, store)
        return ScheduledCrawl(outlet, crawler, lock)


def planned(settings: Settings, path: Path, names: Collection[str]) -> tuple[PlanSource, Plan, CrawlMaker]:
    """Return the plan in *path*, of *names* alone where there are any, with all that reads it again and crawls by it.

    ConfigurationError where anything in it is wrong.
    """
    maker = CrawlMaker(settings)
    source = PlanSource(path.absolute(), tuple(dict.fromkeys(names)), settings, maker.known)
    plan = source.read()
    maker.check(plan)
    return source, plan, maker


class ScheduledCrawl:
    """One run of one outlet."""

    def __init__(self, outlet: OutletPlan, crawler: Crawler, lock: OutletLock) -> None:
        self.outlet, self._crawler, self._lock = outlet, crawler, lock
        self._begun = self._moved = monotonic()
        self._marks = 0
        self._cause: str | None = None
        self._told_at: float | None = None
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def stats(self) -> Mapping[str, Any]:
        """What the run has counted."""
        collector = self._crawler._stats  # noqa: SLF001 - there is no other way to ask before the crawl begins
        return collector.get_stats() if collector else {}

    @property
    def mark(self) -> dict[str, Spider | None]:
        """What a record of the log needs to be told as this crawl's."""
        return {"spider": self._crawler.spider}

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return monotonic() - self._begun

    def seconds_still(self) -> float:
        """Look whether what it counts has changed since the last look, and return how long it has not."""
        marks = sum(
            value
            for name, value in self.stats.items()
            if type(value) is int and not name.startswith(_SAME_EVEN_WHEN_HUNG)
        )
        if marks != self._marks:
            self._marks, self._moved = marks, monotonic()
        return monotonic() - self._moved

    @property
    def ending_seconds(self) -> float:
        """How long ago it was told to end; 0.0 when it was not."""
        return monotonic() - self._told_at if self._told_at is not None else 0.0

    @property
    def is_ending(self) -> bool:
        """Tell whether it was told to end."""
        return self._told_at is not None

    async def run(self) -> Ending:
        """Crawl to the end, and tell it; nothing that happens in a crawl is an exception here."""
        task = asyncio.ensure_future(self._crawler.crawl_async(**self.outlet.arguments))
        await asyncio.wait([task])
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, NewsbotError):
            logger.error("%s: the crawl broke off", self.outlet.name, exc_info=error, extra=self.mark)
        return self.ending(error)

    def ending(self, error: BaseException | None = None) -> Ending:
        """Return how it ended, or stands: one that does not end when it is told to has a cause all the same."""
        stats = self.stats
        run_id = stats.get("newsbot/run/id")
        if isinstance(error, NewsbotError):
            return Ending(error.exit_code.name.lower(), error.exit_code, run_id, str(error))
        if error is not None:
            return Ending(CRASHED, ExitCode.UNEXPECTED, run_id, f"{type(error).__name__}: {error}")
        if self._cause == HUNG:
            return Ending(HUNG, ExitCode.UNEXPECTED, run_id)
        reason = stats.get("finish_reason") or self._cause or SHUTDOWN
        return Ending(reason, exit_code(stats), run_id, stats.get(STORAGE_ERROR))

    def tell_to_end(self, cause: str) -> None:
        """Let it finish the pages under way and publish; a second call changes nothing, but asks again."""
        if self._told_at is None:
            self._cause, self._told_at = cause, monotonic()
        engine = self._crawler._engine  # noqa: SLF001 - None until the crawl has made it
        if engine is not None and engine.running and engine.spider is not None and not self._closing:
            task = asyncio.ensure_future(engine.close_spider_async(reason=self._cause or cause))
            self._closing.add(task)
            task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def give_way(self) -> None:
        """End it: another process has taken the outlet."""
        logger.error(OUTLET_TAKEN, self.outlet.name, extra=self.mark)
        self.tell_to_end(LOCK_LOST)

    def judge(self, ending: Ending) -> bool:
        """Tell whether the run gave rise to a finding that was not there before.

        One that could not judge itself, because it broke off or does not end, is judged here, and people are told: that
        may take a while, and the store for it is one of its own, so that any thread may wait for it.
        """
        settings = self._crawler.settings
        if OPENED in self.stats or not settings.getbool("NEWSBOT_HEALTH_ENABLED"):
            return bool(self.stats.get(OPENED))
        try:
            with open_own_store(settings) as store:
                watch, now = Watch.of(settings), datetime.now(UTC)
                verdict = judge_run(store, self.outlet.name, ending.run_id, watch, reason=ending.reason, at=now)
        except NewsbotError as error:
            logger.error("%s: its run cannot be judged: %s", self.outlet.name, error)  # noqa: TRY400 - the line says all
            return False
        return bool(verdict.opened)

    def close(self) -> None:
        """Let the next run of the outlet in."""
        self._lock.release()
