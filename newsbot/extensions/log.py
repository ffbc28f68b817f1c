"""What a crawl writes to its log: one line an event, never an item's text and never a traceback for a dead site."""

import logging
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.settings import Settings
from twisted.python.failure import Failure

from newsbot.errors import NewsbotError
from newsbot.extensions.logcontext import prepare_log

CHATTY_LOGGERS = (
    "scrapy.addons",
    "scrapy.crawler",
    "scrapy.middleware",
    "scrapy.extensions.feedexport",
    "scrapy.utils.log",
)
"""At INFO these print some sixty lines of class names before the first page."""

SILENCED_LOGGERS = ("scrapy.downloadermiddlewares.redirect",)
"""Warns in every run that no Referer header is kept, which is what we want."""

DOWNLOAD_LOGGERS = ("scrapy.core.scraper", "scrapy.downloadermiddlewares.robotstxt")

OUTPUT_LOGGERS = ("scrapy.utils.signal", "scrapy.extensions.feedexport")
"""Tell of a disk that refuses the file of -o or -O."""


class QuietLogFormatter(LogFormatter):
    """Scrapy's messages, less the items in them: an item dumped for every page costs more than the page's parse."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override] # the engine accepts None
        """Say nothing unless somebody listens at DEBUG."""
        if not logging.getLogger("scrapy.core.engine").isEnabledFor(logging.DEBUG):
            return None
        return super().crawled(request, response, spider)

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override] # the scraper accepts None
        """Never dump the item: the feed has it."""
        del item, response, spider
        return None  # the value that says: no message

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Name address and reason at DEBUG: the report counts drops and lists them, so they need no warning."""
        del response, spider
        return {
            "level": logging.DEBUG,
            "msg": "Dropped %(url)s: %(reason)s",
            "args": {"url": getattr(item, "url", None), "reason": exception},
        }

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Name the page; Scrapy adds the traceback, since an error here is a fault of the program."""
        del response, spider
        return {
            "level": logging.ERROR,
            "msg": "Error processing %(url)s: %(error)s",
            "args": {"url": getattr(item, "url", None), "error": exception},
        }

    def download_error(
        self, failure: Failure, request: Request, spider: Spider, errmsg: str | None = None
    ) -> LogFormatterResult:
        """Name address and cause in one line."""
        del spider
        return {
            "level": logging.WARNING,
            "msg": "Error downloading %(url)s: %(error)s",
            "args": {"url": request.url, "error": errmsg or failure.getErrorMessage()},
        }


def without_traceback(record: logging.LogRecord) -> bool:
    """Take the traceback off a failed download or an error of ours: its one line says all; never hide the record."""
    if record.exc_info and (isinstance(record.exc_info[1], NewsbotError) or str(record.msg).startswith("Error down")):
        record.exc_info = None
        record.exc_text = None
    return True


def in_one_line(record: logging.LogRecord) -> bool:
    """Put the system's own words in place of the traceback of an output file's failure; never hide the record."""
    error = record.exc_info[1] if record.exc_info else None
    if not isinstance(error, OSError):
        return True
    if "FeedExporter" in record.getMessage():
        record.msg, record.args = "An item is missing in the output file: %s", (error,)
    elif record.name == OUTPUT_LOGGERS[1]:
        record.msg, record.args = "%s: %s", (record.getMessage(), error)
    else:
        return True
    record.exc_info = record.exc_text = None
    return True


def is_of_an_opened_spider(record: logging.LogRecord) -> bool:
    """Leave out how Scrapy stumbles when it closes what it could not open: the command tells in one line why."""
    if not record.exc_info or not isinstance(record.exc_info[1], (RuntimeError, AssertionError)):
        return True
    is_stumble = "slot not assigned" in str(record.exc_info[1]) or "CoreStats.spider_closed" in record.getMessage()
    return not is_stumble


def is_serious(record: logging.LogRecord) -> bool:
    """Tell whether *record* is an error, or a warning of a logger that only chats."""
    return record.levelno >= (logging.ERROR if record.name in SILENCED_LOGGERS else logging.WARNING)


def quiet_process(settings: Settings) -> AsyncCrawlerProcess:
    """Return Scrapy's crawler process with its log set up for LOG_LEVEL.

    A record below the level of the handler is built all the same unless its logger refuses it first: about 10 µs each,
    several for every request.
    """
    level = settings["LOG_LEVEL"]
    number = logging.getLevelNamesMapping()[level] if level in logging.getLevelNamesMapping() else int(level)
    for name in DOWNLOAD_LOGGERS:
        logging.getLogger(name).addFilter(without_traceback)
    for name in OUTPUT_LOGGERS:
        logging.getLogger(name).addFilter(in_one_line)
    for name in ("scrapy.core.engine", "scrapy.utils.signal"):
        logging.getLogger(name).addFilter(is_of_an_opened_spider)
    # Filters, since Scrapy sets the levels of all its loggers anew when it makes the process.
    for name in SILENCED_LOGGERS + (CHATTY_LOGGERS if number > logging.DEBUG else ()):
        logging.getLogger(name).addFilter(is_serious)
    prepare_log(settings)
    process = AsyncCrawlerProcess(settings)
    logging.getLogger("scrapy").setLevel(number)
    return process
