"""The loop of ``newsbot worker``: the schedule's own, except that a queue which many share tells it what to begin."""

import asyncio
import logging
from collections.abc import Collection
from datetime import UTC, datetime
from time import monotonic

from newsbot.errors import StorageError
from newsbot.schedule.crawls import CrawlMaker
from newsbot.schedule.jobs import LEAVING_SECONDS, JobQueue, Server, Tasks
from newsbot.schedule.plan import Plan, PlanSource
from newsbot.schedule.runner import Schedule, Stop
from newsbot.schedule.work import Errand, ErrandBook, WorkBook
from newsbot.store.database import Store

logger = logging.getLogger(__name__)


class SharedSchedule(Schedule):
    """What one of several workers crawls."""

    def __init__(
        self,
        source: PlanSource,
        plan: Plan,
        store: Store,
        maker: CrawlMaker,
        *,
        held_by: str,
        stalled_seconds: float,
    ) -> None:
        # Rows are read when their outlets are given.
        super().__init__(source, Plan({}, plan.limits), store, maker, held_by=held_by)
        self._plan = plan
        self._book: WorkBook = WorkBook(store, plan, held_by, _now())
        self._errands: ErrandBook | None = None
        self._held_by = held_by
        tasks = Tasks(self.crawl, self.errands, self.hold)
        self._queue = JobQueue(_server(store), tasks, at_once=self._at_once, stalled_seconds=stalled_seconds)

    async def run(self, *, is_once: bool = False) -> Stop:
        """Crawl what the queue gives until told to stop; *is_once* has no meaning here."""
        del is_once
        queue = asyncio.create_task(self._queue.run(), name="queue")
        queue.add_done_callback(self._on_queue_end)
        try:
            why = await super().run()
        finally:
            self.stop()
            await asyncio.wait([queue], timeout=LEAVING_SECONDS)
            if queue.cancel():  # the server is away: it finds out by itself that this worker is, too
                await asyncio.wait([queue], timeout=LEAVING_SECONDS)
        if queue.done() and not queue.cancelled():
            queue.result()
        return why

    async def crawl(self, outlet: str) -> None:
        """Crawl an outlet that the queue gives, when there is room; what was begun goes on when this is cancelled."""
        if self._stop is not None or self._book.size >= self._at_once():
            return  # it is given out again: crawls that outlived a lost connection leave less room than the queue knows
        with self._store_failures():
            outcome = self._book.give(outlet, _now())
            self._event.set()
            await outcome

    async def errands(self, given: Collection[str]) -> list[Errand]:
        """Return what is due; it is looked up in a thread, since a plan may have very many outlets."""
        try:
            return await asyncio.to_thread(self._due_errands, self._plan, given)
        except StorageError as error:
            logger.warning("what is due could not be looked up: %s", error)
            return []

    def stop(self, why: Stop = Stop.TOLD) -> None:
        """Begin nothing more, give back what has not begun, and end politely what runs."""
        super().stop(why)
        self._book.give_back()
        self._queue.stop()

    def _at_once(self) -> int:
        return self._plan.limits.at_once

    def _due_errands(self, plan: Plan, given: Collection[str]) -> list[Errand]:
        if self._errands is None:
            self._errands = ErrandBook(self._store.beside(), plan, self._held_by, _now())
        return self._errands.look(plan, given, _now())

    def _on_queue_end(self, queue: "asyncio.Task[None]") -> None:
        """Stop, if this is not how a stop ends: the queue has failed for good."""
        del queue
        if self._stop is None:
            self.stop()

    def _wait_for_store(self) -> None:
        super()._wait_for_store()
        self._book.give_back()
        self._queue.pause(self._pause_until - monotonic())


def _server(store: Store) -> Server:
    address = store.database.engine.url.set(drivername="postgresql")
    return Server(address.render_as_string(hide_password=False), store.place)


def _now() -> datetime:
    return datetime.now(UTC)
