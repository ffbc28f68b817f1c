"""``newsbot crawl OUTLET``: one incremental crawl, with an exit code that says how it ended; it never parses a page."""

import argparse
import gc
import logging
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from scrapy import Spider
from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newsbot import options
from newsbot.commands import ending_in_one_line
from newsbot.configuration import bound_downloads, outlet_class, settle
from newsbot.errors import ConfigurationError, ExitCode, NewsbotError, StorageError
from newsbot.extensions.log import quiet_process
from newsbot.frontier.storage import store_url
from newsbot.outcome import STORAGE_ERROR, exit_code
from newsbot.store.database import open_store

if TYPE_CHECKING:
    import asyncio

logger = logging.getLogger(__name__)

LIMITS = {"max_pages": "NEWSBOT_MAX_PAGES", "depth": "DEPTH_LIMIT"}
"""Spider arguments that are whole numbers from 1, and the setting that each one is short for."""

YOUNG_OBJECTS = 3000
"""How many new objects the collector waits for, where Python's own 700 are less than a page makes.

Of a crawl's CPU 7 % went into collecting, with 3000 it is 4.7 %, for 10 MiB more memory; 10,000 take 40 MiB and spare
nothing more.
"""


class Command(crawl.Command):
    """Scrapy's crawl, with one clear line and an exit code for everything that a person can cause."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False  # made by run(), when nothing can be wrong with the arguments any more

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[options] OUTLET [-a max_pages=N] [-a depth=N]"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Crawl an outlet: new and changed articles go to the store, then to the feed"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check settings and spider arguments before anything starts."""
        with ending_in_one_line():
            super().process_options(args, opts)
            settle(self.settings)
            check_arguments(opts.spargs)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl the outlet that *args* names."""
        if len(args) != 1:
            raise UsageError("one outlet is crawled at a time; name it" if args else "name the outlet")
        with ending_in_one_line():
            outlet = outlet_class(args[0], self.settings)
            self.exitcode = crawl_outlet(outlet, self.settings, opts.spargs)


def crawl_outlet(outlet: type[Spider], settings: Settings, arguments: dict[str, Any]) -> int:
    """Run one crawl in this process and return its exit code; raises the NewsbotError that kept it from starting."""
    check_folders(settings)
    check_store(settings, outlet.name)
    for name in LIMITS.keys() & arguments.keys():
        settings.set(LIMITS[name], int(arguments[name]), priority="cmdline")
    process = quiet_process(settings)
    crawler = process.create_crawler(outlet)
    settle(crawler.settings)
    bound_downloads(crawler.settings)
    task = process.crawl(crawler, **arguments)
    # What start-up made lives as long as the process: to leave it to the collector cost a tenth of a crawl's CPU.
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    process.start()
    return ended(task, crawler)


def ended(task: "asyncio.Task[None]", crawler: Crawler) -> int:
    """Return the exit code of a crawl whose reactor has stopped; raises the NewsbotError that ended it early."""
    if not task.done() or task.cancelled():
        return ExitCode.INTERRUPTED
    error = task.exception()
    if isinstance(error, NewsbotError):
        raise error
    if error is not None:
        logger.error("The crawl could not start", exc_info=error)
        return ExitCode.UNEXPECTED
    stats = crawler.stats.get_stats()
    if stats.get(STORAGE_ERROR):
        raise StorageError(stats[STORAGE_ERROR])
    if any(name.startswith("feedexport/failed_count/") for name in stats):
        raise StorageError("the output file of -o or -O is not whole: see above; the feed in NEWSBOT_DATA_DIR is")
    return exit_code(stats)


def check_arguments(arguments: dict[str, str]) -> None:
    """Raise ConfigurationError for a limit that is no whole number, or whose name is all but right."""
    for name, value in arguments.items():
        if name in LIMITS:
            if not (value.isascii() and value.isdecimal() and int(value)):
                raise ConfigurationError(f"-a {name}", value, "a whole number, 1 or more")
        elif meant := options.nearest(name, LIMITS, cutoff=0.8):
            raise ConfigurationError(f"-a {name}", value, f"{meant} (nearest known name)")


def check_folders(settings: Settings) -> None:
    """Raise StorageError unless the data folder and those of -o and -O can be written to; makes what is missing."""
    check_folder("NEWSBOT_DATA_DIR", Path(settings["NEWSBOT_DATA_DIR"]))
    for uri in settings.getdict("FEEDS"):
        parts = urlsplit(str(uri))
        if parts.scheme in {"", "file"}:
            path = Path(url2pathname(parts.path) if parts.scheme else str(uri))
            check_folder("the output file", path.parent)
            if path.is_dir():
                raise StorageError(f"the output file {path} is a folder")


def check_store(settings: Settings, outlet: str) -> None:
    """Raise StorageError or OutletBusyError for a store that cannot be used now; makes none.

    Scrapy would close what it has not opened and log that with tracebacks.
    """
    if settings["NEWSBOT_STORE_URL"] or Path(settings["NEWSBOT_DATA_DIR"], "newsbot.db").exists():
        with open_store(store_url(settings)) as store, store.outlet_lock(outlet):
            pass
    else:
        check_folder("NEWSBOT_DATA_DIR", Path(settings["NEWSBOT_DATA_DIR"], "locks"))


def check_folder(what: str, folder: Path) -> None:
    """Raise StorageError unless a file can be made in *folder*, which is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as cause:
        raise StorageError(f"{what}: cannot write to {folder}: {cause.strerror or cause}") from cause
