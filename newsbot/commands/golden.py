"""``newsbot golden``: makes golden pages for an outlet written by hand, and renews what is expected of those there are.

A golden page is a page of the outlet with its text replaced: tests read it, and no text of others is kept. Pages are
read and fetched as `newsbot extract` does it; nothing is written but the pages and what is to be read from them.
"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.http import Response, TextResponse
from scrapy.settings import Settings
from w3lib.encoding import http_content_type_encoding

from newsbot.commands import ending_in_one_line, one_line
from newsbot.commands.extract import WITHOUT_STORE, Extraction, Page, PageSpider, is_address
from newsbot.configuration import settle
from newsbot.errors import ConfigurationError, ExitCode, NewsbotError, StorageError
from newsbot.extensions.log import quiet_process
from newsbot.golden.expected import Expected
from newsbot.golden.pages import write_golden
from newsbot.pages.reading import GENERIC
from newsbot.pages.rules import Outlet
from newsbot.pages.samples import Sample
from newsbot.pages.saved import saved_page
from newsbot.text.urls import article_id, url_key

FOLDER = Path("tests/golden")


class Command(ScrapyCommand):
    """Writes golden pages, or renews their expected values."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "FILE|URL... --outlet NAME [--url URL] [--to DIR] | --renew [FOLDER|PAGE...]"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Make golden pages, their text replaced, to test an outlet with"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --outlet, --generic, --url, --to and --renew."""
        super().add_options(parser)
        parser.add_argument(
            "--outlet", help="the outlet whose rules read the pages (default: the one whose site it is)"
        )
        parser.add_argument("--generic", action="store_true", help="read without any outlet's rules")
        parser.add_argument("--url", default="", help="the address that the one FILE is from")
        parser.add_argument(
            "--to", type=Path, default=FOLDER, metavar="DIR", help=f"where outlets' folders stand ({FOLDER})"
        )
        parser.add_argument("--renew", action="store_true", help=f"read the golden pages below FOLDER ({FOLDER}) anew")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check settings and arguments."""
        self.settings.setdict(WITHOUT_STORE, priority="spider")
        super().process_options(args, opts)
        with ending_in_one_line():
            settle(self.settings)
        if not opts.renew and not args:
            raise UsageError("name the files or addresses of articles, or --renew")
        if opts.url and len(args) != 1:
            raise UsageError("--url belongs to one FILE")
        if opts.generic and opts.outlet:
            raise UsageError("--generic reads without an outlet")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write or renew, a line a page; what fails costs one line, and the rest goes on."""
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # a text stream
        with ending_in_one_line():
            making = GoldenMaking(self.settings, opts.outlet, opts.to)
            if opts.generic:
                making.outlet = GENERIC
            if opts.renew:
                making.renew([Path(word) for word in args] or [opts.to])
            else:
                for path in [Path(word) for word in args if not is_address(word)]:
                    making.read_file(Page(None, path, opts.url))
                making.fetch([word for word in args if is_address(word)])
        self.exitcode = ExitCode.UNEXPECTED if making.failures else ExitCode.COMPLETE


class GoldenMaking(Extraction):
    """Makes golden pages of the pages that an extraction would print, and counts the failures."""

    def __init__(self, settings: Settings, outlet: str | None, folder: Path) -> None:
        super().__init__(settings, outlet)
        self.folder = folder

    def read_file(self, page: Page) -> None:
        """Make the golden page of a file; the time of its last change stands for that of its download."""
        try:
            body, saved_at = saved_page(page.path)
        except StorageError as error:
            self.failed(str(error))
            return
        self.make(Sample(page.url, body, None, "article", saved_at.replace(microsecond=0)), str(page.path))

    def fetch(self, urls: list[str]) -> None:
        """Make the golden pages of addresses."""
        if not urls:
            return
        process = quiet_process(self.settings)
        process.crawl(GoldenSpider, extraction=self, urls=urls)
        process.start()

    def make(self, sample: Sample, what: str) -> None:
        """Write one page and say so; *what* names the sample in messages."""
        outlet = self.outlet_of(sample.url)
        try:
            path = write_golden(self.folder / outlet.name, page_name(sample, what), sample, outlet)
            article = Expected.of(path).article
        except NewsbotError as error:
            self.fail(what, one_line(error))
            return
        by_rules = sum(source == "rules" for source in article["sources"].values())
        size = f"{path.stat().st_size:,} of {len(sample.body):,} bytes"
        sys.stdout.write(f"{path}: {size}, {len(article['sources'])} fields, {by_rules} by rules\n")

    def renew(self, named: list[Path]) -> None:
        """Read golden pages again and write what they give now; a page's folder names its outlet."""
        pages = [page for path in named for page in ([path] if path.is_file() else sorted(path.rglob("*.html")))]
        if not pages:
            raise ConfigurationError("--renew", ", ".join(map(str, named)), "golden pages or folders with some")
        for page in pages:
            try:
                self.renew_page(page)
            except NewsbotError as error:
                self.fail(str(page), one_line(error))

    def renew_page(self, page: Path) -> None:
        """Renew the expected values of one page and tell which fields changed."""
        expected = Expected.of(page)
        given = expected.read(page, self.outlet_in(page))
        changed = [name for name in {**expected.article, **given} if expected.article.get(name) != given.get(name)]
        if changed:
            Expected(expected.url, expected.fetched_at, expected.header_encoding, given).write(page)
        sys.stdout.write(f"{page}: {', '.join(changed) or 'as before'}\n")

    def outlet_in(self, page: Path) -> Outlet:
        """The outlet whose golden folder *page* stands in."""
        name = page.resolve().parent.name
        return self.outlet or (GENERIC if name == GENERIC.name else self._named(name))


class GoldenSpider(PageSpider):
    """Fetches addresses and hands them over as samples; follows nothing."""

    name = "golden"
    extraction: GoldenMaking

    def read(self, response: Response) -> None:
        """Make the golden page of a response."""
        if not isinstance(response, TextResponse):
            self.extraction.fail(response.url, "this is no text")
            return
        header = http_content_type_encoding((response.headers.get("Content-Type") or b"").decode("latin-1"))
        now = datetime.now(UTC).replace(microsecond=0)
        self.extraction.make(Sample(response.url, response.body, header, "article", now), response.url)


def page_name(sample: Sample, what: str) -> str:
    """The name of a golden page: the longest figure in its address or file, for words would tell what it is about."""
    path = urlsplit(sample.url).path or Path(what).name
    figures = "".join(character if character.isdecimal() and character.isascii() else " " for character in path).split()
    return max(figures, key=len, default="") or article_id(url_key(sample.url or what))[:8]
