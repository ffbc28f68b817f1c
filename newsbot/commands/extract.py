"""``newsbot extract``: pages in, articles as JSON lines out; the store is neither read nor written.

Files are read as they are, ``.gz`` ones unpacked. Addresses are fetched politely, robots.txt and delays included. The
outlet whose site an address belongs to lends its rules. What cannot be read costs one line on stderr, the rest goes
on, and the exit code is 1 at the end.
"""

import argparse
import json
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.http import Response, TextResponse
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader
from twisted.python.failure import Failure

from newsbot.commands import ending_in_one_line
from newsbot.configuration import settle
from newsbot.errors import ConfigurationError, ExitCode, StorageError
from newsbot.extensions.log import quiet_process
from newsbot.feeds.jsonl import line
from newsbot.items import Article
from newsbot.pages.reading import GENERIC, read_page
from newsbot.pages.rules import Outlet
from newsbot.pages.saved import saved_page
from newsbot.spiders.base import NewsSpider, outlet_of

WITHOUT_STORE = {
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",
    "SPIDER_MIDDLEWARES": {},
    "ITEM_PIPELINES": {},
    "EXTENSIONS": {},
    "ADDONS": {},
    "LOG_LEVEL": "WARNING",
}
"""Scrapy's settings for fetching a few pages and keeping nothing."""


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page: its *key* in a manifest, None outside one, the file and the address it is from."""

    key: str | None
    path: Path
    url: str


class Command(ScrapyCommand):
    """Reads pages that are named on the command line or in a manifest."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "FILE|URL... [--url URL] | --batch MANIFEST"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Print the articles of saved pages or addresses as JSON lines; the store stays untouched"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --url, --batch and --outlet."""
        super().add_options(parser)
        parser.add_argument("--url", default="", help="the address that the one FILE is from")
        parser.add_argument("--batch", type=Path, metavar="MANIFEST", help="JSON lines with key, file (.gz too), url")
        parser.add_argument("--outlet", help="read with this outlet's rules (default: the one whose site it is)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check settings and arguments."""
        # A command's default_settings would give way to the project's.
        self.settings.setdict(WITHOUT_STORE, priority="spider")
        super().process_options(args, opts)
        with ending_in_one_line():
            settle(self.settings)
        if bool(args) == bool(opts.batch):
            raise UsageError("name files or addresses, or a manifest with --batch")
        if opts.url and len(args) != 1:
            raise UsageError("--url belongs to one FILE")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print what every page gives, in the order that they are named: files first, then addresses."""
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # a text stream
        with ending_in_one_line():
            extraction = Extraction(self.settings, opts.outlet)
            if opts.batch:
                for page in manifest_pages(opts.batch):
                    extraction.read_file(page)
            for path in [Path(word) for word in args if not is_address(word)]:
                extraction.read_file(Page(None, path, opts.url))
            extraction.fetch([word for word in args if is_address(word)])
        self.exitcode = ExitCode.UNEXPECTED if extraction.failures else ExitCode.COMPLETE


class Extraction:
    """Reads pages and prints them, and counts the failures."""

    def __init__(self, settings: Settings, outlet: str | None) -> None:
        self.settings = settings
        loader = get_spider_loader(settings)
        spiders = [loader.load(name) for name in loader.list()]
        self.outlets = [outlet_of(spider) for spider in spiders if issubclass(spider, NewsSpider)]
        self.outlet = self._named(outlet) if outlet else None
        self.failures = 0

    def read_file(self, page: Page) -> None:
        """Print the article of a file; the time of its last change stands for that of its download."""
        try:
            body, saved_at = saved_page(page.path)
        except StorageError as error:
            self.failed(str(error))
            return
        article = read_page(body, page.url, outlet=self.outlet_of(page.url), now=saved_at)
        self.print(article, page.key)

    def fetch(self, urls: list[str]) -> None:
        """Print the articles of addresses."""
        if not urls:
            return
        process = quiet_process(self.settings)
        process.crawl(PageSpider, extraction=self, urls=urls)
        process.start()

    def outlet_of(self, url: str) -> Outlet:
        """Return the outlet that was asked for, or whose site *url* is on, or one without rules.

        A host may have editions in other languages beside an outlet's, at addresses of another form.
        """
        host = urlsplit(url).hostname or ""
        homes = (outlet for outlet in self.outlets for domain in outlet.domains if f".{host}".endswith(f".{domain}"))
        own = (outlet for outlet in homes if outlet.rules or not outlet.article_pattern or outlet.is_article(url))
        return self.outlet or next(own, GENERIC)

    def print(self, article: Article, key: str | None) -> None:
        """Write one line; *key* comes first."""
        text = line(article)
        sys.stdout.write(text if key is None else f'{{"key": {json.dumps(key, ensure_ascii=False)}, {text[1:]}')
        sys.stdout.write("\n")

    def fail(self, what: str, why: str) -> None:
        """Report one page that could not be had."""
        self.failed(f"{what}: {' '.join(why.split())}")

    def failed(self, line: str) -> None:
        """Count a page that could not be had, and say so."""
        self.failures += 1
        sys.stderr.write(f"newsbot: {line}\n")

    def _named(self, name: str) -> Outlet:
        for outlet in self.outlets:
            if outlet.name == name:
                return outlet
        raise ConfigurationError("--outlet", name, ", ".join(str(outlet.name) for outlet in self.outlets))


class PageSpider(Spider):
    """Fetches addresses and hands them to the extraction; follows nothing."""

    name = "extract"

    def __init__(self, extraction: Extraction, urls: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.extraction, self.urls = extraction, urls

    async def start(self) -> AsyncIterator[Request]:
        """Ask for each address."""
        for url in self.urls:
            yield Request(url, callback=self.read, errback=self.fail, dont_filter=True)

    def read(self, response: Response) -> None:
        """Print the page's article."""
        if not isinstance(response, TextResponse):
            self.extraction.fail(response.url, "this is no text")
            return
        outlet = self.extraction.outlet_of(response.url)
        now = datetime.now(UTC)
        article = read_page(response.body, response.url, header_encoding=response.encoding, outlet=outlet, now=now)
        self.extraction.print(article, None)

    def fail(self, failure: Failure) -> None:
        """Report an address that gave no page."""
        self.extraction.fail(failure.request.url, failure.getErrorMessage())  # type: ignore[attr-defined] # Scrapy's


def is_address(word: str) -> bool:
    """Tell whether *word* is fetched and not opened."""
    return urlsplit(word).scheme in {"http", "https"}


def manifest_pages(path: Path) -> Iterator[Page]:
    """Read a manifest's lines; raises ConfigurationError naming the line that is wrong."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, text in enumerate(file, 1):
                if text.strip():
                    yield manifest_page(path, number, text)
    except (OSError, UnicodeDecodeError) as cause:
        raise ConfigurationError("--batch", str(path), f"a readable file of JSON lines ({cause})") from cause


def manifest_page(path: Path, number: int, text: str) -> Page:
    """Read one line of a manifest."""
    try:
        row = json.loads(text)
        return Page(str(row["key"]), path.parent / row["file"], str(row.get("url") or ""))
    except (ValueError, TypeError, KeyError) as cause:
        accepted = "a JSON object with key, file and url"
        raise ConfigurationError(f"--batch {path}, line {number}", text.strip()[:80], accepted) from cause
