"""The loop of ``newsbot schedule``: begins what is due, ends what hangs, reloads the plan, stops when told to.

It looks at the wall clock for what is due and at the monotonic one for how long something takes; it waits no longer
than LOOK_SECONDS at a time, so that a clock that is set, a machine that slept and a changed plan are all seen at once.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import Enum
from time import monotonic

from newsbot.errors import ConfigurationError, ExitCode, StorageError
from newsbot.schedule.book import SHUTDOWN, DutyBook, Ending
from newsbot.schedule.crawls import HUNG, TIME_LIMIT, CrawlMaker, ScheduledCrawl
from newsbot.schedule.memory import resident_mib
from newsbot.schedule.plan import OutletPlan, Plan, PlanSource
from newsbot.schedule.wording import ending_line
from newsbot.store.database import OutletLock, Store

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
LEAST_HUNG_SECONDS = 60.0
REFRESH_SECONDS = 30.0
"""So often the rows are read again: other processes may have killed runs, or do some of the work."""
MEMORY_SECONDS = 5.0
FIRST_PAUSE_SECONDS, LAST_PAUSE_SECONDS = 5.0, 300.0
"""How long nothing is begun after the store refused, doubling from the first to the last."""


class Stop(Enum):
    """Why the loop ends, or None while it goes on."""

    TOLD = "told"
    RECYCLE = "recycle"
    ALL_DONE = "all done"


class Schedule:
    """What one process crawls."""

    def __init__(self, source: PlanSource, plan: Plan, store: Store, maker: CrawlMaker, *, held_by: str) -> None:
        self._source, self._plan, self._store, self._maker = source, plan, store, maker
        self._book = DutyBook(store, plan, held_by, _now())
        self._crawls: dict[str, ScheduledCrawl] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._event = asyncio.Event()
        self._stop: Stop | None = None
        self._stopping_since: float | None = None
        self._pause_until, self._pause = 0.0, FIRST_PAUSE_SECONDS
        self._refresh_at = self._memory_at = monotonic() + REFRESH_SECONDS
        self._recycle_at = 0.0
        self._stamp = source.stamp()
        self._is_reload_wanted = False
        self._once: set[str] | None = None
        self.runs = 0
        self.codes: set[ExitCode] = set()
        self.given_up: set[str] = set()
        """Crawls that did not end in time and hold their outlets' locks until the process ends."""
        self.beat = monotonic()
        """When the loop last came by: see `newsbot.schedule.watchdog`."""

    async def run(self, *, is_once: bool = False) -> Stop:
        """Crawl until told to stop, or with *is_once* whatever is due now, each outlet once."""
        if is_once:
            self._once = {outlet.name for outlet in self._book.due(_now())}
        while True:
            self.beat = monotonic()
            self._event.clear()
            with self._store_failures():
                self._look()
            if self._stop is None:
                await self._begin_due()
                if is_once and not self._crawls and not self._is_more_due():
                    self._stop = Stop.ALL_DONE
            if self._stop is not None and self._has_stopped():
                if self._tasks and not self.given_up:
                    await asyncio.wait(self._tasks, timeout=self._plan.limits.grace_seconds)  # alerts on their way
                return self._stop
            await self._wait()

    @property
    def running(self) -> list[str]:
        """The outlets that are crawled now."""
        return sorted(self._crawls)

    @property
    def hung_seconds(self) -> float:
        """How long the loop itself may stand still; loading a model of languages may take seconds."""
        return max(self._plan.limits.hung_after.total_seconds(), LEAST_HUNG_SECONDS)

    def stop(self, why: Stop = Stop.TOLD) -> None:
        """Begin nothing more, and end politely what runs."""
        if self._stop is None or why is Stop.TOLD:
            self._stop = why
        self._event.set()

    def reload(self) -> None:
        """Read the plan again."""
        self._is_reload_wanted = True
        self._event.set()

    def hold(self) -> None:
        """Take lost locks again and note what could not be noted; a crawl whose outlet somebody has taken is ended."""
        self._book.save()
        for outlet in self._store.keep_locks() & self._crawls.keys():
            self._crawls[outlet].give_way()

    # what is looked at ------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        self._watch_crawls()
        if self._stop is None:
            self._watch_plan()
            self._watch_memory()
        self.hold()
        if monotonic() >= self._refresh_at and self._book.save():
            self._refresh_at = monotonic() + REFRESH_SECONDS
            self._book.refresh(_now())

    def _watch_crawls(self) -> None:
        limits = self._plan.limits
        for name, crawl in self._crawls.items():
            if crawl.is_ending:
                crawl.tell_to_end(SHUTDOWN)
                if crawl.ending_seconds > limits.grace_seconds and self._stop is None:
                    self._part_with(name)
            elif crawl.seconds_still() > limits.hung_after.total_seconds():
                line = "%s hangs: nothing has happened for %s; it is ended"
                logger.error(line, name, limits.hung_after, extra=crawl.mark)
                crawl.tell_to_end(HUNG)
            elif crawl.seconds > limits.time_limit.total_seconds():
                line = "%s has run for %s; it is ended and goes on in its next run"
                logger.warning(line, name, limits.time_limit, extra=crawl.mark)
                crawl.tell_to_end(TIME_LIMIT)

    def _part_with(self, name: str) -> None:
        """Give up a crawl that does not end; it can only be left behind with the process."""
        if self._once is None:
            self._recycle(f"{name} does not end")
        else:
            self.stop(Stop.ALL_DONE)

    def _watch_plan(self) -> None:
        stamp = self._source.stamp()
        if stamp == self._stamp and not self._is_reload_wanted:
            return
        self._stamp, self._is_reload_wanted = stamp, True
        try:
            plan = self._source.read()
            self._maker.check(plan)
            self._book.adopt(plan, _now())  # a store that refuses is asked again
        except ConfigurationError as error:
            self._is_reload_wanted = False
            logger.error("the plan stays as it was: %s", "; ".join([str(error), *getattr(error, "__notes__", ())]))  # noqa: TRY400
            return
        self._plan, self._is_reload_wanted = plan, False
        logger.info("the plan was read again: %d outlets", len(plan.outlets))

    def _watch_memory(self) -> None:
        limits = self._plan.limits
        if self._once is not None:
            return  # it soon ends by itself
        if limits.recycle_after and self.runs >= limits.recycle_after:
            self._recycle(f"{self.runs} runs are done")
        elif monotonic() >= self._memory_at and limits.memory_limit_mib:
            self._memory_at = monotonic() + MEMORY_SECONDS
            if (used := resident_mib()) > limits.memory_limit_mib:
                self._recycle(f"it holds {used} MiB of memory")

    def _recycle(self, cause: str) -> None:
        """Begin the process anew, unless it would find a plan that is wrong."""
        if monotonic() < self._recycle_at:
            return
        try:
            self._source.read()
        except ConfigurationError as error:
            self._recycle_at = monotonic() + LAST_PAUSE_SECONDS
            logger.error("the process should begin anew (%s), but the plan is wrong: %s", cause, error)  # noqa: TRY400
            return
        logger.info("the process begins anew: %s", cause)
        self.stop(Stop.RECYCLE)

    # what is begun ----------------------------------------------------------------------------------------------------

    async def _begin_due(self) -> None:
        if monotonic() < self._pause_until:
            return
        with self._store_failures():
            for outlet in self._book.due(_now()):
                if len(self._crawls) >= self._plan.limits.at_once or self._stop is not None:
                    return
                if self._once is None or outlet.name in self._once:
                    lock = self._book.claim(outlet, _now())
                    if self._once is not None:
                        self._once.discard(outlet.name)
                    if lock is not None:
                        self._begin(outlet, lock)
                        await asyncio.sleep(0)  # to make a crawl takes a while: let the others go on

    def _begin(self, outlet: OutletPlan, lock: OutletLock) -> None:
        try:
            crawl = self._maker.crawl(outlet, self._store, lock)
        except ConfigurationError as error:
            logger.error("%s: %s", outlet.name, error)  # noqa: TRY400 - the line says all
            self._book.end(outlet, Ending("bad_configuration", error.exit_code, error=str(error)), _now())
            self.codes.add(error.exit_code)
            lock.release()
            return
        self._crawls[outlet.name] = crawl
        task = asyncio.get_running_loop().create_task(self._crawl(crawl), name=outlet.name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _crawl(self, crawl: ScheduledCrawl) -> None:
        ending = await crawl.run()
        self._end(crawl, ending)
        crawl.close()
        if await asyncio.to_thread(crawl.judge, ending):
            self.codes.add(ExitCode.FINDINGS_OPENED)

    def _end(self, crawl: ScheduledCrawl, ending: Ending) -> None:
        """Note a run's end; its outlet's lock is still held, so that nobody takes the run for a killed one."""
        row = self._book.end(crawl.outlet, ending, _now())
        del self._crawls[crawl.outlet.name]
        self.runs += 1
        self.codes.add(ending.code)
        line = ending_line(crawl.outlet.name, ending, crawl.stats, crawl.seconds, row.due_at)
        logger.info("%s", line, extra=crawl.mark)
        if ending.code is ExitCode.STORAGE_FAILURE:
            self._wait_for_store()
        self._event.set()

    def _is_more_due(self) -> bool:
        return bool(self._once) and any(outlet.name in (self._once or ()) for outlet in self._book.due(_now()))

    # how it ends ------------------------------------------------------------------------------------------------------

    def _has_stopped(self) -> bool:
        """Tell whether all crawls have ended; those that do not within the grace time are given up.

        Before the process begins anew, crawls may run to their end for the grace time, and are told to end then.
        """
        now = monotonic()
        if self._stopping_since is None:
            self._stopping_since = now
        passed, grace = now - self._stopping_since, self._plan.limits.grace_seconds
        if self._stop is not Stop.RECYCLE or passed > grace:
            for crawl in self._crawls.values():
                crawl.tell_to_end(SHUTDOWN)
        if not self._crawls:
            return self._book.save() or passed > grace
        patience = grace if self._stop is not Stop.RECYCLE else 2 * grace
        if passed <= patience:
            return False
        for name, crawl in list(self._crawls.items()):
            logger.error("%s did not end within %d seconds; it goes on in its next run", name, patience)
            ending = crawl.ending()
            self._end(crawl, ending)
            self.given_up.add(name)
            if ending.reason == HUNG:
                crawl.judge(ending)
        return True

    @contextmanager
    def _store_failures(self) -> Iterator[None]:
        try:
            yield
        except StorageError as error:
            if monotonic() >= self._pause_until:
                logger.error("%s; the schedule waits %d seconds", error, self._pause)  # noqa: TRY400 - the line says all
            self._wait_for_store()
        else:
            if monotonic() >= self._pause_until:
                self._pause = FIRST_PAUSE_SECONDS

    def _wait_for_store(self) -> None:
        if self._once is not None:
            self.codes.add(ExitCode.STORAGE_FAILURE)
            self.stop(Stop.ALL_DONE)
        if monotonic() >= self._pause_until:
            self._pause_until = monotonic() + self._pause
            self._pause = min(2 * self._pause, LAST_PAUSE_SECONDS)

    async def _wait(self) -> None:
        """Wait for a crawl's end, a signal or the next due time; what is overdue waits for something else than time."""
        due_at = self._book.next_due_at()
        seconds = (due_at - _now()).total_seconds() if due_at else LOOK_SECONDS
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds if 0 < seconds < LOOK_SECONDS else LOOK_SECONDS):
                await self._event.wait()


def _now() -> datetime:
    return datetime.now(UTC)
