"""Which crawl a line of the log belongs to, and the log as JSON lines; it decides nothing about what is logged.

Several crawls may share a process. A record belongs to the crawl of its spider, where Scrapy names one, and otherwise
to the crawl whose tasks it was made in: `LogContext` marks them when the crawl begins, and everything that they start
inherits the mark.
"""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

_crawler: ContextVar[Crawler | None] = ContextVar("newsbot_crawler", default=None)
LINE_BREAKS = {number: f"\\u{number:04x}" for number in (0x85, 0x2028, 0x2029)}
"""What JSON leaves as it is, and some readers take for the end of a line."""


class LogContext:
    """Marks a crawl's tasks as its own."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Begin; called in the crawl's own task, before it has started another."""
        _crawler.set(crawler)
        return cls()


class JsonFormatter(logging.Formatter):
    """One JSON object a line: ts (UTC), level, logger, message, outlet, run, and exception where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; Arabic stays readable, and a line break in a message is no new line."""
        outlet, run = crawl_of(record)
        line: dict[str, Any] = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "outlet": outlet,
            "run": run,
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = record.stack_info
        return json.dumps(line, ensure_ascii=False, default=str).translate(LINE_BREAKS)


def crawl_of(record: logging.LogRecord) -> tuple[str | None, int | None]:
    """Return the outlet and the number of the run that *record* belongs to; the number is None before it is given."""
    spider = getattr(record, "spider", None)
    crawler = getattr(spider, "crawler", None) or _crawler.get()
    if crawler is None:
        return None, None
    return crawler.spidercls.name, crawler.stats.get_value("newsbot/run/id") if crawler.stats else None


def name_owners() -> None:
    """Give every record the attributes ``outlet`` and ``run``, for LOG_FORMAT; empty where it belongs to no crawl."""
    made_before = logging.getLogRecordFactory()
    if getattr(made_before, "names_owners", False):
        return

    def made(*arguments: Any, **named: Any) -> logging.LogRecord:
        record = made_before(*arguments, **named)
        # The spider, if any, is put into the record only after it is made: `JsonFormatter` looks there, too.
        outlet, run = crawl_of(record)
        record.outlet, record.run = outlet or "", run or ""
        return record

    made.names_owners = True  # type: ignore[attr-defined] # a mark of ours
    logging.setLogRecordFactory(made)


def prepare_log(settings: BaseSettings) -> None:
    """Read NEWSBOT_LOG_FORMAT before Scrapy sets up its log; a second call does nothing more.

    Scrapy makes its handler anew for every crawl, always with LOG_FORMAT. For JSON it is told to make none, and the one
    that takes its place obeys LOG_ENABLED, LOG_LEVEL, LOG_FILE, LOG_FILE_APPEND and LOG_ENCODING as Scrapy's does.
    """
    name_owners()
    if settings.get("NEWSBOT_LOG_FORMAT") != "json":
        return
    settings.set("LOG_INSTALL_ROOT_HANDLER", value=False, priority="cmdline")
    if settings.getbool("LOG_ENABLED") and not any(
        isinstance(one.formatter, JsonFormatter) for one in logging.root.handlers
    ):
        handler = _handler(settings)
        handler.setFormatter(JsonFormatter())
        handler.setLevel(settings["LOG_LEVEL"])
        logging.root.setLevel(logging.NOTSET)
        logging.root.addHandler(handler)


class StderrHandler(logging.StreamHandler[Any]):
    """Writes to what stderr is at that moment: a live progress line takes its place for a while."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)  # without a stream of its own

    @property
    def stream(self) -> Any:
        """Return stderr."""
        return sys.stderr


def _handler(settings: BaseSettings) -> logging.Handler:
    path = settings.get("LOG_FILE")
    if not path:
        return StderrHandler()
    mode = "a" if settings.getbool("LOG_FILE_APPEND") else "w"
    return logging.FileHandler(path, mode=mode, encoding=settings.get("LOG_ENCODING"))
