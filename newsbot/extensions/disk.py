"""Ends a run in time when the disk fills up, while there is still room to end it well; it frees nothing."""

import shutil
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from newsbot.errors import StorageError
from newsbot.extensions.failing import end_with

LOOK_EVERY_SECONDS = 5.0


class DiskReserve:
    """Looks at the disk of NEWSBOT_DATA_DIR."""

    def __init__(self, crawler: Crawler, folder: Path, reserve_mb: int) -> None:
        self.crawler, self.folder, self.reserve_mb = crawler, folder, reserve_mb
        self.clock = create_looping_call(self.look)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSBOT_DISK_RESERVE_MB; 0 switches it off."""
        reserve_mb = crawler.settings.getint("NEWSBOT_DISK_RESERVE_MB")
        if not reserve_mb:
            raise NotConfigured
        reserve = cls(crawler, Path(crawler.settings["NEWSBOT_DATA_DIR"]), reserve_mb)
        crawler.signals.connect(reserve.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(reserve.spider_closed, signal=signals.spider_closed)
        return reserve

    def spider_opened(self) -> None:
        """Look now and then."""
        self.clock.start(LOOK_EVERY_SECONDS, now=True)

    def spider_closed(self) -> None:
        """Look no more."""
        if self.clock.running:
            self.clock.stop()

    def look(self) -> None:
        """End the run when less is free than is held in reserve."""
        try:
            check_room(self.folder, self.reserve_mb)
        except StorageError as error:
            self.clock.stop()
            end_with(self.crawler, error)


def check_room(folder: Path, reserve_mb: int) -> None:
    """Raise StorageError where the disk of *folder* has less left than *reserve_mb*, in units of 2**20 bytes."""
    try:
        free = shutil.disk_usage(folder).free // 2**20
    except OSError as cause:
        raise StorageError(f"cannot look at the disk of {folder}: {cause.strerror or cause}") from cause
    if free < reserve_mb:
        raise StorageError(f"only {free:,} MB are free for {folder}; NEWSBOT_DISK_RESERVE_MB keeps {reserve_mb:,}")
