"""``newsbot drift OUTLET``: whether an outlet's rules still find what its pages show; it changes neither."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from scrapy.utils.conf import arglist_to_dict
from sqlalchemy import select

from newsbot.commands import ending_in_one_line
from newsbot.commands.addoutlet import article_count, check_sample, fetched_sample, saved_sample
from newsbot.configuration import outlet_class, settle
from newsbot.errors import ConfigurationError, ExitCode
from newsbot.frontier.storage import store_url
from newsbot.learning.agreement import FieldAgreement, agreements
from newsbot.learning.labels import labelled
from newsbot.learning.tables import Verdict, printed, rule_rows, rule_table, verdict
from newsbot.pages.rules import Outlet
from newsbot.pages.samples import Sample
from newsbot.spiders.base import NewsSpider, outlet_of
from newsbot.store.database import open_store
from newsbot.store.schema import articles

PAGES = 12
"""Articles compared by default: a rule that fails on every fourth page is seen nearly always, in some 20 requests."""
LEAST_PAGES = 3
"""One page without a byline proves nothing."""


class Command(ScrapyCommand):
    """Samples an outlet's latest articles and compares its rules with what the slow sources say of them."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "OUTLET [-a url=URL] [--pages N] [--batch MANIFEST] [--json]"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Tell whether an outlet's rules still find what its pages show"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of the syntax line."""
        super().add_options(parser)
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="as for newsbot crawl"
        )
        parser.add_argument("--pages", default=str(PAGES), metavar="N", help=f"articles to compare (default: {PAGES})")
        parser.add_argument("--batch", type=Path, metavar="MANIFEST", help="saved pages: JSON lines of key, file, url")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check settings and arguments before anything is fetched."""
        super().process_options(args, opts)
        if len(args) != 1:
            raise UsageError("one outlet is looked at at a time; name it" if args else "name the outlet")
        try:
            opts.spargs = arglist_to_dict(opts.spargs)
        except ValueError:
            raise UsageError("-a takes NAME=VALUE") from None
        with ending_in_one_line():
            settle(self.settings)
            opts.articles = article_count(opts.pages, least=LEAST_PAGES)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Fetch, compare and tell."""
        with ending_in_one_line():
            spider = outlet_class(args[0], self.settings)
            if not issubclass(spider, NewsSpider):
                raise ConfigurationError("outlet", args[0], "an outlet of newsbot's: a NewsSpider")
            outlet = outlet_of(spider)
            found = self.samples(spider, opts) if outlet.rules else []
            pages = [labelled(sample, outlet) for sample in found]
            rows = agreements(pages, outlet) if outlet.rules else ()
            sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # a text stream
            told = json.dumps(row(outlet, found, rows), ensure_ascii=False) + "\n" if opts.json else ""
            sys.stdout.write(told or report(outlet, found, rows))
            self.exitcode = ExitCode.QUALITY_GATE_FAILED if drifting(rows) else ExitCode.COMPLETE

    def samples(self, spider: type[NewsSpider], opts: argparse.Namespace) -> list[Sample]:
        """Return article pages: saved ones, or the latest that the start pages or else the store lead to."""
        if opts.batch:
            home = next(iter(getattr(spider, "start_urls", ())), "")
            site = saved_sample(opts.batch, home)
        else:
            known = stored_urls(self.settings, spider.name, opts.articles)
            site = fetched_sample(spider, self.settings, opts.spargs, wanted=opts.articles, known_urls=known)
            home = site.home or opts.spargs.get("url") or next(iter(getattr(spider, "start_urls", ())), spider.name)
        check_sample(site, home, least=LEAST_PAGES)
        return [sample for sample in site.samples if sample.kind == "article"]


def stored_urls(settings: Settings, outlet: str, count: int) -> tuple[str, ...]:
    """Return the newest addresses of *outlet* in the store, none where there is no store yet."""
    if not settings["NEWSBOT_STORE_URL"] and not Path(settings["NEWSBOT_DATA_DIR"], "newsbot.db").exists():
        return ()
    newest = select(articles.c.url).where(articles.c.outlet == outlet, articles.c.state == "live")
    newest = newest.order_by(articles.c.first_seen_at.desc()).limit(count)
    with open_store(store_url(settings), create=False) as store, store.database.read() as connection:
        return tuple(connection.execute(newest).scalars())


def drifting(rows: Sequence[FieldAgreement]) -> list[str]:
    """Return the fields whose rules do not hold any more."""
    return [one.field for one in rows if verdict(one) in {Verdict.DRIFTS, Verdict.DEAD}]


def report(outlet: Outlet, samples: Sequence[Sample], rows: Sequence[FieldAgreement]) -> str:
    """Return the table, what it means and what to do."""
    if not outlet.rules:
        return f"{outlet.name} has no rules: its pages are read by their metadata and look, and nothing can drift.\n"
    fields = drifting(rows)
    head = f"{outlet.name}: rules compared with what {len(samples)} pages show\n"
    return printed(
        head, rule_table(rows, with_verdict=True), "", *advice(outlet, samples, fields), is_terminal=sys.stdout.isatty()
    )


def advice(outlet: Outlet, samples: Sequence[Sample], fields: Sequence[str]) -> list[str]:
    """Return what to do about drifting *fields*, line by line."""
    if not fields:
        return ["The rules hold."]
    return [
        f"No longer as the pages show it: {', '.join(fields)}.",
        f"  newsbot extract --outlet {outlet.name} {samples[0].url}",
        "      shows what is found on one of the pages; sources tells where a rule was passed over",
        f"  newsbot addoutlet {home_of(samples[0].url)} --name {outlet.name} --dry-run",
        "      shows the rules that are learnt now; take over those that changed, or write all anew with --replace",
    ]


def home_of(url: str) -> str:
    """Return the front page of the site of *url*."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"


def row(outlet: Outlet, samples: Sequence[Sample], rows: Sequence[FieldAgreement]) -> dict[str, Any]:
    """Return the same for a program."""
    fields = drifting(rows)
    return {
        "outlet": outlet.name,
        "pages": len(samples),
        "holds": not fields,
        "drifting": fields,
        "rules": rule_rows(rows),
    }
