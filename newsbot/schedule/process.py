"""The process of ``newsbot schedule``: Scrapy's reactor, signals, and beginning anew in place; it crawls nothing."""

import asyncio
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Collection
from functools import partial
from threading import Event
from typing import Never

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from newsbot.errors import ExitCode
from newsbot.extensions.log import is_serious, quiet_process
from newsbot.extensions.metrics import begin_metrics
from newsbot.frontier.storage import open_own_store
from newsbot.health.judging import Watch
from newsbot.schedule.crawls import CrawlMaker
from newsbot.schedule.plan import Plan, PlanSource
from newsbot.schedule.runner import Schedule, Stop
from newsbot.schedule.watchdog import Watchdog

logger = logging.getLogger(__name__)

HEARD = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_told_to_stop = Event()
GRAVITY = (
    ExitCode.STORAGE_FAILURE,
    ExitCode.BAD_CONFIGURATION,
    ExitCode.UNEXPECTED,
    ExitCode.BLOCKED,
    ExitCode.QUALITY_GATE_FAILED,
    ExitCode.FINDINGS_OPENED,
)
"""Of several endings ``--once`` tells the gravest; others are complete."""


def run_schedule(source: PlanSource, plan: Plan, maker: CrawlMaker, settings: Settings, *, is_once: bool) -> int:
    """Crawl until a signal says stop, or with *is_once* what is due; returns the exit code.

    To begin anew the process replaces itself with the command line that started it: its number stays, and what it has
    to know is in the store.
    """
    check_services(settings)
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)  # until the loop hears them
    process = quiet_process(settings)
    if logging.getLogger("scrapy").level > logging.DEBUG:
        logging.getLogger("scrapy.core.engine").addFilter(is_serious)  # the schedule's own line says it all
    with open_own_store(settings) as store:
        schedule = Schedule(source, plan, store, maker, held_by=f"{socket.gethostname()}:{os.getpid()}")
        why = run_loop(process, schedule, is_once=is_once)
    if why is Stop.RECYCLE:
        begin_anew()
    code = _gravest(schedule.codes) if is_once else ExitCode.COMPLETE
    if is_once and why is Stop.TOLD:
        code = ExitCode.INTERRUPTED
    if schedule.given_up:
        leave(code)
    return code


def check_services(settings: Settings) -> None:
    """Raise ConfigurationError for an address of alerts or a port of metrics that every crawl would stumble over.

    The metrics can be asked from now on, before the first crawl.
    """
    if settings.getbool("NEWSBOT_HEALTH_ENABLED"):
        Watch.of(settings)
    begin_metrics(settings)


def run_loop(process: AsyncCrawlerProcess, schedule: Schedule, *, is_once: bool) -> Stop:
    """Run the reactor until *schedule* ends, hearing signals; returns why it did."""
    from twisted.internet import reactor  # noqa: PLC0415 - quiet_process has installed the right one

    loop = asyncio.get_event_loop()
    task = loop.create_task(schedule.run(is_once=is_once))

    def over(_: object) -> None:
        # The loop's own handlers would hear nothing after its last turn.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: _told_to_stop.set())
        reactor.stop()  # type: ignore[misc] # Twisted's module is the reactor

    task.add_done_callback(over)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop_politely, schedule, loop)
    loop.add_signal_handler(signal.SIGHUP, schedule.reload)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
    # What start-up made lives as long as the process: the collector need not go through it again and again.
    gc.freeze()
    watchdog = Watchdog(
        lambda: schedule.beat,
        lambda: schedule.hung_seconds,
        partial(leave, ExitCode.UNEXPECTED) if is_once else begin_anew,
    )
    watchdog.start()
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    watchdog.stop()
    return task.result()


def _stop_politely(schedule: Schedule, loop: asyncio.AbstractEventLoop) -> None:
    _told_to_stop.set()
    logger.info("told to stop: crawls end now; once more ends at once")
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, leave, ExitCode.INTERRUPTED)
    schedule.stop()


def _gravest(codes: Collection[ExitCode]) -> ExitCode:
    return next((code for code in GRAVITY if code in codes), ExitCode.COMPLETE)


def begin_anew() -> Never:
    """Replace this process by a new one with the same command line; locks are let go of.

    Unless it was told to stop meanwhile. A signal that comes after that waits until the new one hears it.
    """
    _flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
    if _told_to_stop.is_set():
        leave(ExitCode.COMPLETE)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - itself


def leave(code: int) -> Never:
    """End at once, crawls under way or not: what is committed is safe, and the rest is fetched again."""
    _flush()
    os._exit(code)


def _flush() -> None:
    """Write what is buffered; never waits for a lock that a thread which hangs may hold."""
    sys.stdout.flush()
    sys.stderr.flush()
