"""Ends a run whose disk is wrong, with the one line that says so; it repairs nothing."""

import logging

from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro

from newsbot.errors import StorageError
from newsbot.outcome import STORAGE_ERROR

logger = logging.getLogger(__name__)


def end_with(crawler: Crawler, error: StorageError) -> None:
    """Note *error* for the exit code and close the spider, unless it is closing already.

    Closing is scheduled: to await it inside a signal handler would wait for that handler itself.
    """
    if not crawler.stats.get_value(STORAGE_ERROR):
        crawler.stats.set_value(STORAGE_ERROR, str(error))
        logger.error("%s", error)
    if crawler.engine.running and crawler.engine.spider is not None:
        deferred_from_coro(crawler.engine.close_spider_async(reason="storage_failure"))
