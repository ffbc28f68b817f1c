"""Publishes the feed of an outlet when its run ends, and what an earlier kill left half-way when it starts.

It decides nothing: ``newsbot.feeds.publishing`` makes the file. Settings: NEWSBOT_FEED_FORMAT and
NEWSBOT_FEED_DESTINATION. Stats: newsbot/feed/path, /lines, /bytes.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from newsbot.errors import StorageError
from newsbot.extensions.failing import end_with
from newsbot.feeds.formats import Format, check_packages, known_format
from newsbot.feeds.places import REMOTE
from newsbot.feeds.publishing import PublishedFeed, Publisher
from newsbot.frontier.storage import crawler_store
from newsbot.outcome import STORAGE_ERROR

FORMAT, DESTINATION = "NEWSBOT_FEED_FORMAT", "NEWSBOT_FEED_DESTINATION"


class FeedPublishing:
    """Works while the scheduler holds the outlet's lock: from spider_opened to spider_closed."""

    def __init__(self, crawler: Crawler, destination: Path | str, form: Format) -> None:
        self.crawler = crawler
        self.destination, self.form = destination, form
        self.has_lock = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings; ConfigurationError for a format whose packages are missing."""
        settings = crawler.settings
        destination = settings.get(DESTINATION) or Path(settings["NEWSBOT_DATA_DIR"]) / "feeds"
        if str(destination).startswith(REMOTE):
            check_packages(("fsspec", "s3fs"), DESTINATION, destination)
        extension = cls(crawler, destination, known_format(settings.get(FORMAT) or "jsonl", FORMAT))
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Finish an interrupted batch under its own name."""
        self.has_lock = True
        try:
            for feed in self._publisher().recover(spider.name, datetime.now(UTC)):
                self._count(feed)
        except StorageError as error:
            end_with(self.crawler, error)

    def spider_closed(self, spider: Spider) -> None:
        """Publish what this run stored; the scheduler has committed it by now.

        After a storage failure nothing is tried: the next run publishes what is committed. Scrapy closes a spider that
        it could not open too, and then the outlet may be another run's.
        """
        if not self.has_lock or self.crawler.stats.get_value(STORAGE_ERROR):
            return
        try:
            feed = self._publisher().publish(spider.name, datetime.now(UTC))
        except StorageError as error:
            end_with(self.crawler, error)
        else:
            self._count(feed)

    def _publisher(self) -> Publisher:
        return Publisher(crawler_store(self.crawler), self.destination, self.form)

    def _count(self, feed: PublishedFeed | None) -> None:
        if feed is not None:
            self.crawler.stats.set_value("newsbot/feed/path", str(feed.path))
            self.crawler.stats.inc_value("newsbot/feed/lines", feed.lines)
            self.crawler.stats.inc_value("newsbot/feed/bytes", feed.bytes)
