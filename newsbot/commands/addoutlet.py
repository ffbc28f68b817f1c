"""``newsbot addoutlet URL``: learns a site from a sample of its pages and writes its module; it crawls nothing else."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES, Settings
from scrapy.spiderloader import get_spider_loader

from newsbot.commands import ending_in_one_line
from newsbot.commands.crawl import crawl_outlet
from newsbot.commands.extract import manifest_pages
from newsbot.configuration import settle
from newsbot.errors import ConfigurationError, ExitCode
from newsbot.learning.checkout import Checkout, Written, own_checkout
from newsbot.learning.declaration import ESSENTIAL, LEAST_ARTICLES, Declaration, host_of, learnt
from newsbot.learning.moduletext import is_outlet_name, module_text
from newsbot.learning.tables import declaration_table, not_learnt_table, printed, rule_rows, rule_table
from newsbot.outcome import site_trouble
from newsbot.pages.reading import GENERIC, read_page
from newsbot.pages.samples import Sample
from newsbot.pages.saved import saved_page
from newsbot.spiders.base import NewsSpider
from newsbot.spiders.generic import GenericSpider
from newsbot.spiders.sampling import (
    ARTICLES,
    LISTINGS,
    SETTINGS,
    SPARE_PAGES,
    SamplingError,
    SiteSample,
    holds_article,
    sampling,
)
from newsbot.text.urls import absolute_url, site_of, url_key

if TYPE_CHECKING:
    from rich.table import Table

MOST_ARTICLES = 200
"""A larger sample is a crawl: newsbot crawl generic."""


class Command(ScrapyCommand):
    """Samples a site, learns, checks on other pages, writes, and says how far it can be trusted."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "URL [--name NAME] [--to DIR] [--pages N] [--batch MANIFEST] [--replace] [--dry-run] [--json]"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Learn a site from some of its pages and write its outlet module and golden pages"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of the syntax line."""
        super().add_options(parser)
        parser.add_argument("--name", help="the outlet's name (default: its domain's)")
        parser.add_argument("--to", type=Path, metavar="DIR", help="the checkout to write to (default: newsbot's own)")
        parser.add_argument("--pages", default=str(ARTICLES), metavar="N", help=f"articles to sample ({ARTICLES})")
        parser.add_argument("--batch", type=Path, metavar="MANIFEST", help="saved pages: JSON lines of key, file, url")
        parser.add_argument("--replace", action="store_true", help="write over the outlet of that name")
        parser.add_argument("--dry-run", action="store_true", help="print what is learnt and write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check settings and arguments before anything is fetched."""
        super().process_options(args, opts)
        if len(args) != 1:
            raise UsageError("name one address: the site's front page")
        with ending_in_one_line():
            settle(self.settings)
            opts.home = home_address(args[0])
            opts.articles = article_count(opts.pages)
            opts.name = outlet_name(opts.name, opts.home)
            opts.checkout = None if opts.dry_run else checkout(opts.to)
            if opts.checkout is not None:
                check_name(opts.name, opts.checkout, self.settings, is_replaced=opts.replace)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Sample, learn, write and tell."""
        del args
        with ending_in_one_line():
            if opts.batch:
                site = saved_sample(opts.batch, opts.home)
            else:
                site = fetched_sample(GenericSpider, self.settings, {"url": opts.home}, wanted=opts.articles)
            check_sample(site, opts.home)
            declaration = learnt(site.samples, site.home or opts.home, opts.name)
            written = opts.checkout.write(declaration) if opts.checkout is not None else None
            sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # a text stream
            if opts.json:
                told = json.dumps(declaration_row(declaration, site, written), ensure_ascii=False)
                sys.stdout.write(f"{told}\n")
            else:
                sys.stdout.write(report(declaration, site, written))
            self.exitcode = ExitCode.COMPLETE if declaration.has_essentials else ExitCode.QUALITY_GATE_FAILED


def home_address(text: str) -> str:
    """Read the address of a site; without a scheme it is https. ConfigurationError for anything else."""
    home = absolute_url("", text if "://" in text else f"https://{text}")
    if home is None or ("." not in host_of(home) and host_of(home) != "localhost"):
        raise ConfigurationError("URL", text, "the address of a site's front page, http:// or https://")
    return home


def article_count(text: str, least: int = LEAST_ARTICLES) -> int:
    """Read --pages."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_ARTICLES))
    if not is_number or not least <= int(text) <= MOST_ARTICLES:
        raise ConfigurationError("--pages", text, f"a whole number from {least} to {MOST_ARTICLES}")
    return int(text)


def outlet_name(given: str | None, home: str) -> str:
    """Return the name that was given, or the word before the public suffix: «enabbaladi» of www.enab-baladi.net."""
    name = given or site_of(home).partition(".")[0].replace("-", "")
    if not is_outlet_name(name):
        accepted = "a lower-case letter, then letters, digits and low lines, no word of Python's"
        raise ConfigurationError("--name", given, accepted if given else f"{accepted}: {host_of(home)} gives no name")
    return name


def checkout(folder: Path | None) -> Checkout:
    """Return where to write; ConfigurationError where newsbot is installed without its checkout and none is named."""
    own = Checkout(folder) if folder is not None else own_checkout()
    if own is None:
        raise ConfigurationError("--to", None, "the folder of a checkout, since this newsbot is installed without one")
    return own


def check_name(name: str, where: Checkout, settings: Settings, *, is_replaced: bool) -> None:
    """Raise ConfigurationError for a name that an outlet has already."""
    where.check_free(name, is_replaced=is_replaced)
    if not is_replaced and name in get_spider_loader(settings).list():
        raise ConfigurationError("--name", name, "another name, or --replace, since an outlet has it already")


def fetched_sample(
    outlet: type[NewsSpider],
    settings: Settings,
    arguments: Mapping[str, Any],
    *,
    wanted: int,
    known_urls: tuple[str, ...] = (),
) -> SiteSample:
    """Fetch a sample with the spider of *outlet*, in a data folder that is thrown away; it may hold few articles.

    SamplingError where the run was interrupted.
    """
    site = SiteSample(wanted)
    with tempfile.TemporaryDirectory(prefix="newsbot-sample-") as folder:
        extensions = {
            "newsbot.extensions.progress.Progress": None,
            "newsbot.spiders.sampling.SamplingProgress": 300,
        }
        own = settings.copy()
        own.setdict(dict(SETTINGS), priority="cmdline")
        if settings.getpriority("LOG_LEVEL") != SETTINGS_PRIORITIES["cmdline"]:
            # What goes wrong is told in one line at the end.
            own.set("LOG_LEVEL", "CRITICAL", priority="cmdline")
        own.set("NEWSBOT_DATA_DIR", folder, priority="cmdline")
        own.set("NEWSBOT_MAX_PAGES", wanted + LISTINGS + SPARE_PAGES, priority="cmdline")
        own.set("EXTENSIONS", {**settings.getdict("EXTENSIONS"), **extensions}, priority="cmdline")
        code = crawl_outlet(sampling(outlet), own, {**arguments, "site": site, "known_urls": known_urls})
    if code == ExitCode.INTERRUPTED:
        raise SamplingError("interrupted; nothing was written", ExitCode.INTERRUPTED)
    if code == ExitCode.UNEXPECTED:
        raise SamplingError("the sample could not be taken: -L ERROR tells why", ExitCode.UNEXPECTED)
    return site


def check_sample(site: SiteSample, home: str, least: int = LEAST_ARTICLES) -> None:
    """Raise SamplingError for a sample of fewer than *least* articles, saying what was found instead."""
    count = len(site.samples) - len(site.listings)
    if count >= least:
        return
    if not site.listings and not count:
        trouble = (site_trouble(site.stats) or "no page came").replace("_", " ")
        if trouble not in {"no articles", "layout changed"}:
            raise SamplingError(f"{home} cannot be sampled: {trouble}; see docs/operating.md", ExitCode.BLOCKED)
    found = f"{count} article pages were found, {least} are needed," if count else "no article page was found"
    raise SamplingError(
        f"{found} at {home}: {len(site.listings)} listings were read, {site.others} other pages held no headline with a"
        " text; try the address of a section, more --pages, or newsbot extract with the address of an article",
        ExitCode.QUALITY_GATE_FAILED,
    )


def saved_sample(manifest: Path, home: str) -> SiteSample:
    """Take the pages of a manifest for a sample; those with a headline and a text of their own are the articles."""
    site = SiteSample(home=home)
    for page in manifest_pages(manifest):
        sample = sample_of(page.path, page.url, home)
        article = read_page(sample.body, sample.url, outlet=GENERIC, now=sample.fetched_at)
        is_front = url_key(sample.url) == url_key(home)
        if is_front or not holds_article(article):
            site.listings.append(listing(sample))
        else:
            site.articles.append(sample)
    return site


def sample_of(path: Path, url: str, home: str) -> Sample:
    """Read one page of a manifest."""
    address = absolute_url(home, url)
    if not url or address is None:
        raise ConfigurationError(f"--batch, {path.name}", url or None, "the address that each page is from, as url")
    body, saved_at = saved_page(path)
    return Sample(address, body, None, "article", saved_at)


def listing(sample: Sample) -> Sample:
    """Return *sample* as a listing."""
    return Sample(sample.url, sample.body, sample.header_encoding, "listing", sample.fetched_at)


def report(declaration: Declaration, site: SiteSample, written: Written | None) -> str:
    """Return all that a person wants to know of what was learnt, and what to do next."""
    head = (
        f"{declaration.name}: learnt from {declaration.learnt_from} articles of {declaration.host}, checked on"
        f" {len(declaration.checked)} others\n"
    )
    parts: list[Table | str] = [
        head,
        rule_table(declaration.agreements),
        "",
        declaration_table(declaration, {"feeds": list(site.feeds), "sitemaps": list(site.sitemaps)}),
    ]
    if declaration.not_learnt:
        parts += ["", not_learnt_table(declaration.not_learnt)]
    parts += ["", *closing_lines(declaration, written)]
    return printed(*parts, is_terminal=sys.stdout.isatty())


def closing_lines(declaration: Declaration, written: Written | None) -> Iterator[str]:
    """What was written, and what to do next."""
    missing = [field for field in ESSENTIAL if field not in declaration.rules]
    if missing:
        yield f"No rule holds for {' and '.join(missing)}: read some articles with the outlet before you rely on it."
    if written is None:
        yield "Nothing was written. This is the module:\n"
        yield module_text(declaration)
        return
    yield f"written  {written.module}"
    yield from (f"golden   {path}" for path in written.golden)
    yield from (f"no golden page of one article: {shortened(why)}" for why in written.refused)
    yield ""
    yield f"next     newsbot crawl {declaration.name} -a max_pages=20"
    yield "         read some lines of the feed beside their pages; edit the module where they differ"
    yield "         add the outlet's line to docs/outlets.md"


def shortened(text: str, length: int = 160) -> str:
    """Return *text* on one line, cut to *length*."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length]}\N{HORIZONTAL ELLIPSIS}"


def declaration_row(declaration: Declaration, site: SiteSample, written: Written | None) -> dict[str, Any]:
    """Return the same for a program."""
    return {
        "outlet": declaration.name,
        "url": declaration.url,
        "learnt_from": declaration.learnt_from,
        "checked_on": len(declaration.checked),
        "rules": rule_rows(declaration.agreements),
        "article_pattern": declaration.article_pattern,
        "listing_pattern": declaration.listing_pattern,
        "timezone": declaration.clock.zone,
        "timezone_sureness": declaration.clock.sureness,
        "encoding": declaration.encoding,
        "encodings": list(declaration.encodings),
        "feeds": list(site.feeds),
        "sitemaps": list(site.sitemaps),
        "not_learnt": dict(declaration.not_learnt),
        "module": str(written.module) if written else None,
        "golden": [str(path) for path in written.golden] if written else [],
        "text": module_text(declaration),
    }
