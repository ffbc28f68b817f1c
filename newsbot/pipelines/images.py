"""Keeps the articles' lead pictures as files, with Scrapy's files pipeline; no article is lost for one.

A file is named after its article and its content: ``ab/ARTICLE-abcdef0123456789.jpg``; the same bytes are kept once.
Nothing is converted, so Pillow is not needed. A picture that could not be had is told as a skipped address.
"""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.pipelines.files import FilesPipeline
from twisted.python.failure import Failure

from newsbot.archive.pictures import EXTENSIONS, PICTURES, Picture, PictureIndex, image_type
from newsbot.errors import StorageError
from newsbot.frontier.failures import failure_outcome
from newsbot.frontier.recent import RecentKeys
from newsbot.frontier.requests import META_KEY, PageMeta
from newsbot.items import Article
from newsbot.signals import frontier_flushing, page_skipped

OK = 200
TIMEOUT_SECONDS = 30
TRIES_AGAIN = 1
"""An article waits for its picture: a host that is down would hold up each by a minute and no more."""


MISSING = {"url": "", "path": "", "checksum": "", "status": "failed"}
"""What takes the place of a picture that has failed in this run: Scrapy does not ask for it again."""


class _Forgetful(dict[bytes, Any]):
    """Scrapy's memory of what it downloaded, an entry for each address of the run; the index on the disk knows them."""

    def __setitem__(self, key: bytes, value: Any) -> None:
        pass


class ImagesPipeline(FilesPipeline):
    """The pictures of one crawl, in FILES_STORE; stats file_count, newsbot/image/kept, newsbot/image/failed."""

    LOG_FAILED_RESULTS = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read FILES_STORE, without which no picture is kept, and NEWSBOT_DATA_DIR."""
        if not crawler.settings["FILES_STORE"]:
            raise NotConfigured
        try:
            pipeline = super().from_crawler(crawler)
        except OSError as cause:
            raise StorageError(f"cannot write to {crawler.settings['FILES_STORE']}: {cause.strerror}") from cause
        pipeline.index = PictureIndex(Path(crawler.settings["NEWSBOT_DATA_DIR"]) / PICTURES)
        crawler.signals.connect(pipeline.index.flush, signal=frontier_flushing)
        crawler.signals.connect(pipeline.index.close, signal=signals.spider_closed)
        return pipeline

    index: PictureIndex

    def open_spider(self, spider: Any = None) -> None:  # noqa: ARG002 - Scrapy's signature
        """Begin with a memory that does not grow with the site."""
        super().open_spider()
        self.spiderinfo.downloaded = _Forgetful()
        self.failed = RecentKeys()

    def get_media_requests(self, item: Article, info: FilesPipeline.SpiderInfo) -> list[Request]:  # noqa: ARG002 - Scrapy's signature
        """The request for the lead picture, wherever it lies; robots.txt and delays are kept as ever."""
        url = item.main_image["url"] if item.main_image else None
        if not url or not url.startswith(("http:", "https:")):
            return []
        meta = {
            META_KEY: PageMeta(kind="requisite", found_on=item.url),
            "allow_offsite": True,
            "download_timeout": TIMEOUT_SECONDS,
            "max_retry_times": TRIES_AGAIN,
        }
        return [Request(url, callback=NO_CALLBACK, meta=meta)]

    def media_to_download(self, request: Request, info: FilesPipeline.SpiderInfo, *, item: Any = None) -> Any:  # noqa: ARG002 - as above
        """What is known of the address already; None has it downloaded."""
        if request.url in self.failed:
            return MISSING
        known = self.index.find(url=request.url)
        return None if known is None else _file_info(known, "uptodate")

    async def media_downloaded(
        self,
        response: Response,
        request: Request,
        info: FilesPipeline.SpiderInfo,
        *,
        item: Any = None,
    ) -> Any:
        """Write a picture; what is none is told of and left out."""
        told = (response.headers.get("Content-Type") or b"").decode("latin-1")
        kind = image_type(told, response.body) if response.body else None
        if response.status != OK or kind is None:
            return self._failed(request, f"http_{response.status}" if response.status != OK else "not_an_image")
        checksum = hashlib.sha256(response.body).hexdigest()
        known = self.index.find(checksum=checksum)
        path = known.path if known else f"{checksum[:2]}/{item.id}-{checksum[:16]}{EXTENSIONS[kind]}"
        if known is None:
            try:
                self.store.persist_file(path, BytesIO(response.body), info)
            except OSError as cause:
                raise StorageError(f"cannot write the picture {path}: {cause.strerror or cause}") from cause
        picture = Picture(request.url, path, checksum)
        # At once: the same picture may be on its way for other articles.
        self.index.add(item.id or "", picture)
        return _file_info(picture, "downloaded")

    def media_failed(self, failure: Failure, request: Request, info: FilesPipeline.SpiderInfo) -> Any:  # noqa: ARG002 - as above
        """Tell why a picture is missing; a full disk ends the run."""
        if isinstance(failure.value, StorageError):
            raise failure.value
        return self._failed(request, failure_outcome(failure).reason or "failed")

    def item_completed(self, results: list[Any], item: Article, info: FilesPipeline.SpiderInfo) -> Article:  # noqa: ARG002 - as above
        """Note what was kept; the article goes on in any case but that of a full disk."""
        for is_done, result in results:
            if not is_done:
                # A bug of ours or of Scrapy's, which has logged it, costs the picture and no more.
                self._lost(result)
            elif result and result is not MISSING:
                self.index.add(item.id or "", Picture(result["url"], result["path"], result["checksum"]))
                self.crawler.stats.inc_value("newsbot/image/kept")
        return item

    def _lost(self, failure: Failure) -> None:
        if isinstance(failure.value, StorageError):
            raise failure.value
        self.crawler.stats.inc_value("newsbot/image/failed")

    def _failed(self, request: Request, reason: str) -> Any:
        self.failed.add(request.url)
        self.crawler.stats.inc_value("newsbot/image/failed")
        found_on = request.meta[META_KEY].get("found_on")
        self.crawler.signals.send_catch_log(
            page_skipped, url=request.url, reason=f"image_{reason}", depth=None, found_on=found_on
        )


def _file_info(picture: Picture, status: str) -> dict[str, str]:
    return {"url": picture.url, "path": picture.path, "checksum": picture.checksum, "status": status}
