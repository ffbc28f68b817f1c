"""What is left out of the log, and what is not."""

import logging
import sys
from types import SimpleNamespace

from scrapy.exceptions import DropItem
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from newsbot.errors import StorageError
from newsbot.extensions.log import QuietLogFormatter, is_serious, without_traceback
from newsbot.items import Article

ARTICLE = Article(url="http://example.org/a/1", article_body="نص طويل")


def record(message, error=None, name="scrapy.core.scraper", level=logging.ERROR):
    try:
        raise error or ValueError("x")
    except (ValueError, StorageError):
        return logging.LogRecord(name, level, __file__, 1, message, None, sys.exc_info())


def text(result):
    return result["msg"] % result["args"]


def test_items_are_never_dumped():
    made = QuietLogFormatter()
    assert made.scraped(ARTICLE, None, SimpleNamespace()) is None
    dropped = made.dropped(ARTICLE, DropItem("no text"), None, SimpleNamespace())
    assert (dropped["level"], text(dropped)) == (logging.DEBUG, "Dropped http://example.org/a/1: no text")
    failed = made.item_error(ARTICLE, ValueError("bad"), None, SimpleNamespace())
    assert (failed["level"], text(failed)) == (logging.ERROR, "Error processing http://example.org/a/1: bad")


def test_pages_are_logged_for_those_who_ask_for_debug():
    made, response = QuietLogFormatter(), Response("http://example.org/")
    engine = logging.getLogger("scrapy.core.engine")
    before = engine.level
    try:
        engine.setLevel(logging.INFO)
        assert made.crawled(Request("http://example.org/"), response, SimpleNamespace()) is None
        engine.setLevel(logging.DEBUG)
        assert made.crawled(Request("http://example.org/"), response, SimpleNamespace())["level"] == logging.DEBUG
    finally:
        engine.setLevel(before)


def test_a_failed_download_is_one_line():
    result = QuietLogFormatter().download_error(Failure(ValueError("gone")), Request("http://example.org/"), None)
    assert text(result) == "Error downloading http://example.org/: gone"
    failed = record(result["msg"])
    assert without_traceback(failed)
    assert failed.exc_info is None


def test_a_fault_of_the_program_keeps_its_traceback_and_one_of_the_disk_does_not():
    fault = record("Spider error processing")
    assert without_traceback(fault)
    assert fault.exc_info is not None
    disk = record("Error processing", StorageError("disk full"))
    assert without_traceback(disk)
    assert disk.exc_info is None


def test_chatter_is_heard_from_a_warning_on():
    assert not is_serious(record("", name="scrapy.middleware", level=logging.INFO))
    assert is_serious(record("", name="scrapy.middleware", level=logging.WARNING))
    assert not is_serious(record("", name="scrapy.downloadermiddlewares.redirect", level=logging.WARNING))
