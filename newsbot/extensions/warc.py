"""Keeps every answered request in WARC files, on the disk before the page counts as done; it changes no request."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newsbot import __version__
from newsbot.archive.exchange import Exchange
from newsbot.errors import StorageError
from newsbot.extensions.failing import end_with
from newsbot.frontier.storage import crawler_store
from newsbot.signals import exchange_recorded, frontier_flushing, page_rendered

if TYPE_CHECKING:
    from newsbot.archive.segments import Segments

FORMAT = "WARC file version 1.1"
STANDARD = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


class WarcRecording:
    """The archive of one crawl, in NEWSBOT_WARC_DIR; stats newsbot/warc/records and newsbot/warc/bytes."""

    def __init__(self, crawler: Crawler, folder: Path, name: str) -> None:
        self._crawler, self._folder, self._name = crawler, folder, name
        self._segments: Segments | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSBOT_WARC_DIR; without it nothing is recorded."""
        folder = crawler.settings["NEWSBOT_WARC_DIR"]
        if not folder:
            raise NotConfigured
        recording = cls(crawler, Path(folder), crawler.settings["NEWSBOT_WARC_NAME"] or crawler.spidercls.name)
        for heard, signal in (
            (recording.spider_opened, signals.spider_opened),
            (recording.exchange_recorded, exchange_recorded),
            (recording.page_rendered, page_rendered),
            (recording.frontier_flushing, frontier_flushing),
            (recording.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(heard, signal=signal)
        return recording

    def spider_opened(self, spider: Spider) -> None:
        """Open the files; pages whose records a kill or a damaged disk took are fetched again."""
        from newsbot.archive.segments import Segments  # noqa: PLC0415 - needs newsbot[archive], which a crawl does not

        settings = self._crawler.settings
        info = {
            "software": f"newsbot/{__version__}",
            "format": FORMAT,
            "conformsTo": STANDARD,
            "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
            "http-header-user-agent": settings["USER_AGENT"],
            "operator": settings["NEWSBOT_CONTACT"] or "",
            "isPartOf": self._name,
        }
        try:
            self._segments = Segments(self._folder, self._name, info)
            self._fetch_lost(self._segments, spider.name)
        except StorageError as error:
            end_with(self._crawler, error)

    def _fetch_lost(self, segments: "Segments", outlet: str) -> None:
        lost = segments.lost
        if not lost:
            return
        urls = crawler_store(self._crawler).urls
        if urls.requeue(outlet, lost) < len(lost):
            # Some are no page's own address but where a redirect led: which one is not known.
            urls.requeue(outlet, segments.redirecting())
        segments.forget_lost()
        self._crawler.stats.set_value("newsbot/warc/lost", len(lost))

    def exchange_recorded(self, exchange: Exchange, request: Request) -> None:  # noqa: ARG002 - sent for others
        """Write one exchange."""
        self._write("write", exchange)

    def page_rendered(self, url: str, body: bytes, content_type: str, at: datetime) -> None:
        """Write a page as the browser made it."""
        self._write("write_resource", url, body, content_type, at)

    def frontier_flushing(self) -> None:
        """Bring the files to the disk: pages are about to count as done."""
        self._write("flush")

    def spider_closed(self) -> None:
        """Close the files."""
        self._write("close")
        self._segments = None

    def _write(self, verb: str, *told: Any) -> None:
        if self._segments is None:
            return
        try:
            getattr(self._segments, verb)(*told)
        except StorageError as error:
            self._segments = None
            end_with(self._crawler, error)
            return
        if verb.startswith("write"):
            self._crawler.stats.inc_value("newsbot/warc/records")
            self._crawler.stats.set_value("newsbot/warc/bytes", self._segments.written)
