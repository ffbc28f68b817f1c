"""The queue that workers share: Procrastinate on the store's database, and what becomes of its jobs; it crawls nothing.

A job says no more than an outlet's name. Whether the outlet is due is told by its row, whether it is being crawled by
its lock, so a job that is lost costs a look and one that is double costs nothing. A job is deleted when it ends.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, LiteralString

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import DeleteJobCondition, Job, Status
from procrastinate.manager import QUEUEING_LOCK_CONSTRAINT
from procrastinate.worker import Worker

from newsbot.errors import StorageError
from newsbot.schedule.jobtables import CONNECT_SECONDS, SCHEMA, prepare_tables
from newsbot.schedule.work import Errand

logger = logging.getLogger(__name__)

CRAWLS, CRAWL = "newsbot", "crawl"
LOOKS, LOOK = "newsbot looks", "look"
"""A queue of its own: what is due is looked up though every crawl that may run at once is running."""
LOOK_SECONDS = 5
FIRST_PAUSE_SECONDS, LAST_PAUSE_SECONDS = 1.0, 60.0
HEARTBEATS = 5
"""So many may be missed before a worker counts as dead."""
LONGEST_HEARTBEAT_SECONDS = 10.0
LEAVING_SECONDS = 5.0
LOST = (ConnectorException, psycopg.Error)


@dataclass(frozen=True, slots=True)
class Server:
    """The database, as libpq takes it and as messages name it."""

    address: str
    place: str


@dataclass(frozen=True, slots=True)
class Tasks:
    """What jobs call."""

    crawl: Callable[[str], Awaitable[object]]
    """Crawls an outlet, or finds that there is nothing to do; returns when it is over. Raises nothing."""
    look: Callable[[Collection[str]], Awaitable[list[Errand]]]
    """Returns what is to be given out besides these outlets."""
    hold: Callable[[], None]
    """Takes the locks of what is being crawled again, after a connection was lost."""


class Connector(PsycopgConnector):
    """Understands what a server says in another language than English: the library reads it from the sentence."""

    async def execute_query_one_async(self, query: LiteralString, **arguments: Any) -> dict[str, Any]:
        """Tell of a job that waits already by the library's own error."""
        with _in_any_language():
            row: dict[str, Any] = await super().execute_query_one_async(query, **arguments)
            return row

    async def execute_query_all_async(self, query: LiteralString, **arguments: Any) -> list[dict[str, Any]]:
        """Do the same for several jobs."""
        with _in_any_language():
            rows: list[dict[str, Any]] = await super().execute_query_all_async(query, **arguments)
            return rows


class JobQueue:
    """One worker's part in the queue. After every failure of the database it comes back as a new worker.

    The jobs that it had are then taken from the old one like those of a dead worker; the crawls go on.
    """

    def __init__(self, server: Server, tasks: Tasks, *, at_once: Callable[[], int], stalled_seconds: float) -> None:
        self._server, self._tasks = server, tasks
        self._at_once, self._stalled_seconds = at_once, stalled_seconds
        self._app = self._make_app()
        self._workers: list[Worker] = []
        self._old_ids: set[int] = set()
        self._is_stopping = asyncio.Event()
        self._pause_until = 0.0

    async def run(self) -> None:
        """Take jobs until `stop`; StorageError only where the tables are a newer Procrastinate's."""
        asyncio.get_running_loop().set_exception_handler(self._on_error)
        pause = FIRST_PAUSE_SECONDS
        while not self._is_stopping.is_set():
            begun = monotonic()
            try:
                await self._work()
            except LOST as error:
                pause = FIRST_PAUSE_SECONDS if monotonic() - begun > LAST_PAUSE_SECONDS else pause
                logger.error("%s: %s; the worker waits %d seconds", self._server.place, told(error), pause)  # noqa: TRY400 - the line says all
                await self._wait(pause)
                pause = min(2 * pause, LAST_PAUSE_SECONDS)
            else:
                await self._wait(max(FIRST_PAUSE_SECONDS, self._pause_until - monotonic()))

    def stop(self) -> None:
        """Take no more jobs, and come to an end when those that were taken have."""
        self._is_stopping.set()
        for worker in self._workers:
            worker.shutdown_graceful_timeout = None
            worker.stop()  # type: ignore[no-untyped-call] # the library's

    def pause(self, seconds: float) -> None:
        """Take no jobs for a while."""
        self._pause_until = monotonic() + seconds
        self._renew()

    async def _work(self) -> None:
        await asyncio.to_thread(prepare_tables, self._server.address, self._server.place)
        self._app = self._make_app()  # one whose connections could not be opened cannot be opened again
        async with self._app.open_async():
            await self._drop_old_worker()
            if self._is_stopping.is_set():
                return
            try:
                await self._run_workers()
            finally:
                self._old_ids |= {worker.worker_id for worker in self._workers if worker.worker_id is not None}
                self._workers = []
                if self._old_ids:
                    with suppress(*LOST, TimeoutError):
                        await asyncio.wait_for(self._drop_old_worker(), LEAVING_SECONDS)

    async def _run_workers(self) -> None:
        """Take crawls and looks until told to stop; where one of the two breaks off, both end."""
        self._workers = [self._make_worker(CRAWLS, self._at_once()), self._make_worker(LOOKS, 1)]
        tasks = [asyncio.create_task(worker.run()) for worker in self._workers]  # type: ignore[no-untyped-call]
        try:
            await asyncio.sleep(0)  # what came before they run would be no stop to them
            if not self._is_stopping.is_set():
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for worker in self._workers:
                worker.stop()  # type: ignore[no-untyped-call] # the library's
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in tasks:
            task.result()

    async def _drop_old_worker(self) -> None:
        """Say that what this process was before the database was lost is gone, once it holds all locks again."""
        if self._old_ids:
            try:
                self._tasks.hold()
            except StorageError as error:
                raise ConnectorException from error  # the server is away again
        for number in list(self._old_ids):
            await self._app.job_manager.unregister_worker(number)
            self._old_ids.discard(number)

    def _renew(self) -> None:
        """Let go of all jobs, though not of the crawls, and begin again as a new worker."""
        if not self._is_stopping.is_set():
            for worker in self._workers:
                worker.stop()  # type: ignore[no-untyped-call] # the library's

    async def _wait(self, seconds: float) -> None:
        if seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_stopping.wait(), seconds)

    def _on_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """See to a job whose end could not be written: the library leaves it under way for ever."""
        if isinstance(context.get("exception"), LOST):
            logger.debug("a job's end was not written: %s", told(context["exception"]))
            self._renew()
        else:
            loop.default_exception_handler(context)

    # what jobs there are ----------------------------------------------------------------------------------------------

    async def _crawl(self, outlet: str) -> None:
        await self._tasks.crawl(outlet)

    async def _look(self, timestamp: int) -> None:
        """Clear away what dead workers left, then give out what is due."""
        del timestamp
        manager = self._app.job_manager
        await self._clear(await manager.get_stalled_jobs(seconds_since_heartbeat=self._stalled_seconds))
        await manager.prune_stalled_workers(self._stalled_seconds)
        given = {job.lock for job in await manager.list_jobs_async(task=CRAWL) if job.lock}
        await self._give_out([_job(errand) for errand in await self._tasks.look(given)])

    async def _clear(self, stalled: Iterable[Job]) -> None:
        """Delete jobs instead of trying them again: the outlet is due as long as its run has no end."""
        for job in stalled:
            if job.lock:
                logger.warning("%s: its worker gives no sign of life; its job is given out again", job.lock)
            with suppress(ConnectorException):  # another look was faster
                await self._app.job_manager.finish_job(job, Status.FAILED, delete_job=True)

    async def _give_out(self, jobs: list[Job]) -> None:
        if not jobs:
            return
        try:
            await self._app.job_manager.batch_defer_jobs_async(jobs)
        except AlreadyEnqueued:  # by another look at the same time
            for job in jobs:
                with suppress(AlreadyEnqueued):
                    await self._app.job_manager.defer_job_async(job)

    # how Procrastinate is set up --------------------------------------------------------------------------------------

    def _make_app(self) -> App:
        session = {
            "options": f"-c search_path={SCHEMA}",
            "application_name": "newsbot worker",
            "connect_timeout": CONNECT_SECONDS,
            "keepalives_idle": 30,
        }
        app = App(
            connector=Connector(
                conninfo=self._server.address, kwargs=session, min_size=1, max_size=4, timeout=CONNECT_SECONDS
            ),
            periodic_defaults={"max_delay": 2 * LOOK_SECONDS},
        )
        app.task(name=CRAWL, queue=CRAWLS)(self._crawl)
        look = app.task(name=LOOK, queue=LOOKS, queueing_lock=f"({LOOK})")(self._look)
        app.periodic(cron=f"* * * * * */{LOOK_SECONDS}")(look)
        return app

    def _make_worker(self, queue: str, at_once: int) -> Worker:
        return Worker(
            self._app,
            queues=[queue],
            concurrency=at_once,
            shutdown_graceful_timeout=0.0,
            delete_jobs=DeleteJobCondition.ALWAYS,
            install_signal_handlers=False,
            update_heartbeat_interval=min(self._stalled_seconds / HEARTBEATS, LONGEST_HEARTBEAT_SECONDS),
            stalled_worker_timeout=self._stalled_seconds,
        )


@contextmanager
def _in_any_language() -> Iterator[None]:
    try:
        yield
    except AssertionError as error:
        raise UniqueViolation(constraint_name=QUEUEING_LOCK_CONSTRAINT, queueing_lock=None) from error


def told(error: BaseException) -> str:
    """Return what happened in one line, mostly in the server's own words."""
    cause = error.__cause__ if isinstance(error, ConnectorException) and error.__cause__ else error
    if isinstance(cause, psycopg.errors.ForeignKeyViolation):
        return "other workers took this one for dead, which had slept"
    return str(cause).strip().partition("\n")[0] or type(cause).__name__


def _job(errand: Errand) -> Job:
    name = errand.outlet
    return Job(
        queue=CRAWLS,
        task_name=CRAWL,
        lock=name,
        queueing_lock=name,
        priority=errand.priority,
        task_kwargs={"outlet": name},
    )
