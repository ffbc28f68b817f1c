"""The process of ``newsbot worker``: the schedule's, with a store that many share; it crawls nothing itself."""

import logging
import os
import socket
from asyncio import CancelledError

from scrapy.settings import Settings

from newsbot.errors import ExitCode
from newsbot.extensions.log import is_serious, quiet_process
from newsbot.frontier.storage import open_own_store
from newsbot.schedule.crawls import CrawlMaker
from newsbot.schedule.jobs import LOST
from newsbot.schedule.plan import Plan, PlanSource
from newsbot.schedule.process import begin_anew, leave, run_loop
from newsbot.schedule.runner import Stop
from newsbot.schedule.worker import SharedSchedule

logger = logging.getLogger(__name__)

LIBRARIES = ("procrastinate", "psycopg")
TELLING_LOGGERS = ("procrastinate.utils", "procrastinate.worker", "procrastinate.worker.worker")
"""Tell of a lost database with tracebacks; one line of ours says it."""
DESTINATION, STALLED_SECONDS = "NEWSBOT_FEED_DESTINATION", "NEWSBOT_WORKER_STALLED_SECONDS"


def run_worker(source: PlanSource, plan: Plan, maker: CrawlMaker, settings: Settings) -> int:
    """Crawl what the queue gives until a signal says stop; returns the exit code.

    StorageError while the database cannot be reached at the start; later on it is waited for.
    """
    process = quiet_process(settings)
    quiet_libraries()
    with open_own_store(settings) as store:
        if not settings[DESTINATION]:
            logger.warning(
                "%s is not set: feeds go to the machine that crawls; name a shared folder or s3://", DESTINATION
            )
        schedule = SharedSchedule(
            source,
            plan,
            store,
            maker,
            held_by=f"{socket.gethostname()}:{os.getpid()}",
            stalled_seconds=settings.getfloat(STALLED_SECONDS),
        )
        why = run_loop(process, schedule, is_once=False)
    if why is Stop.RECYCLE:
        begin_anew()
    if schedule.given_up:
        leave(ExitCode.COMPLETE)
    return ExitCode.COMPLETE


def quiet_libraries() -> None:
    """Keep the log to what a person can act on, unless LOG_LEVEL is DEBUG."""
    if logging.getLogger("scrapy").level <= logging.DEBUG:
        return
    logging.getLogger("scrapy.core.engine").addFilter(is_serious)  # the line at a run's end says it all
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.ERROR)
    for name in TELLING_LOGGERS:
        logging.getLogger(name).addFilter(is_no_loss)


def is_no_loss(record: logging.LogRecord) -> bool:
    """Tell whether *record* is of something else than a lost database, or a job that was let go of because of it."""
    return not (record.exc_info and isinstance(record.exc_info[1], (*LOST, CancelledError)))
