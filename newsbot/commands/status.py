"""``newsbot status``: how each outlet stands, read from the store; it starts nothing and judges nothing."""

import argparse
import json
import sys
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from newsbot.commands import ending_in_one_line
from newsbot.configuration import settle
from newsbot.extensions.figures import article_line
from newsbot.extensions.rulehealth import EARLIER_RUNS, fallen_rules, last_telling
from newsbot.frontier.storage import store_url
from newsbot.store.database import open_store
from newsbot.store.overview import OutletOverview, outlet_overviews
from newsbot.store.runs import Runs

COLUMNS = ("outlet", "last run", "ended", "articles of the run", "queue", "articles", "silent for", "next due")


class Command(ScrapyCommand):
    """Prints a table, or JSON for programs."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[--json]"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Show each outlet's last run, queue, silence and next visit"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --json."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print every outlet that the store knows."""
        del args
        now = datetime.now(UTC)
        with ending_in_one_line():
            settle(self.settings)
            with open_store(store_url(self.settings), create=False) as store:
                rows = [status_row(outlet, now, store.runs) for outlet in outlet_overviews(store)]
        if opts.json:
            sys.stdout.write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        else:
            # Where nobody looks, such as a mail from cron, a row is one line however long.
            console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 240)
            console.print(status_table(rows))
            for row in rows:
                for line in row["fallen_rules"]:
                    console.print(f"{row['outlet']}: {line}", soft_wrap=True)


def status_row(overview: OutletOverview, now: datetime, runs: Runs) -> dict[str, Any]:
    """Return one outlet's state, ready for JSON; a run without an end that nothing carries on is "unfinished"."""
    run = overview.last_run
    telling = last_telling(earlier.counts for earlier in runs.recent(overview.outlet, EARLIER_RUNS))
    return {
        "outlet": overview.outlet,
        "last_run": run.id if run else None,
        "started_at": _text(run.started_at) if run else None,
        "ended_at": _text(run.ended_at) if run else None,
        "state": run_state(overview),
        "counts": run.counts if run else {},
        "fallen_rules": fallen_rules(overview.outlet, telling),
        "queue": dict(overview.queue),
        "articles": overview.articles,
        "gone": overview.gone,
        "unpublished": overview.unpublished,
        "last_article_at": _text(overview.last_article_at),
        "silent_seconds": int((now - overview.last_article_at).total_seconds()) if overview.last_article_at else None,
        "next_due_at": _text(overview.next_due_at),
    }


def run_state(overview: OutletOverview) -> str:
    """Return how the last run ended, or "running", "unfinished", "never run"."""
    if overview.is_running:
        return "running"
    if overview.last_run is None:
        return "never run"
    return overview.last_run.reason or "unfinished"


def status_table(rows: list[dict[str, Any]]) -> Table:
    """Return the table for people."""
    table = Table(*COLUMNS, box=None, pad_edge=False)
    for row in rows:
        queue = ", ".join(f"{count:,} {state}" for state, count in sorted(row["queue"].items()))
        silence = f"{row['silent_seconds'] / 3600:.1f} h" if row["silent_seconds"] is not None else "-"
        articles = article_line(row["counts"].get("articles", {}))
        cells = (row["outlet"], row["started_at"] or "-", row["state"], articles, queue, f"{row['articles']:,}")
        table.add_row(*cells, silence, row["next_due_at"] or "-")
    return table


def _text(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None
