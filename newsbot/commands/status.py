"""``newsbot status``: how each outlet stands, read from the store; it starts nothing and judges nothing."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newsbot.browse.operations import OutletStanding, standings
from newsbot.browse.terminal import finding_lines, standing_table, watch
from newsbot.commands import ending_in_one_line
from newsbot.configuration import settle
from newsbot.errors import ConfigurationError
from newsbot.extensions.rulehealth import EARLIER_RUNS
from newsbot.frontier.storage import store_url
from newsbot.health.rulefall import fallen_rules, last_telling
from newsbot.options import number
from newsbot.store.database import Store, open_store
from newsbot.store.findings import FindingRecord
from newsbot.store.overview import unpublished

WATCH_SECONDS = 5.0
_SHORTEST, _LONGEST = 0.5, 3600.0


class Command(ScrapyCommand):
    """Prints a table, or JSON for programs, or keeps a table up to date."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[--json | --watch [SECONDS]]"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Show each outlet's last run, queue, silence, findings and next run"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --json and --watch."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")
        parser.add_argument(
            "--watch",
            nargs="?",
            const=WATCH_SECONDS,
            metavar="SECONDS",
            help=f"keep the table on the screen until Ctrl-C, looking every SECONDS (default {WATCH_SECONDS:g})",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print every outlet that the store or the schedule knows."""
        if args:
            raise UsageError(f"no argument {args[0]!r}")
        if opts.json and opts.watch is not None:
            raise UsageError("--json prints once; it does not go with --watch")
        with ending_in_one_line():
            settle(self.settings)
            seconds = _seconds(opts.watch) if opts.watch is not None else None
            with open_store(store_url(self.settings), create=False) as store:
                if opts.json:
                    _print_json(store)
                elif seconds is not None and sys.stdout.isatty():
                    _watch(store, seconds)
                else:
                    _print_table(store)
        if opts.watch is not None and not sys.stdout.isatty():
            sys.stderr.write("newsbot: standard output is no terminal, so --watch has shown the outlets once\n")


def status_row(standing: OutletStanding, fallen: list[str], waiting: int) -> dict[str, Any]:
    """Return one outlet's state, ready for JSON; a run without an end that nothing carries on is "unfinished".

    *fallen* are the lines about rules that died, *waiting* is how many revisions are in no feed file yet.
    ``next_due_at`` is the schedule's time, where ``is_scheduled``.
    """
    overview, run, duty = standing.overview, standing.run, standing.duty
    rate = standing.pages_a_minute, standing.articles_a_minute
    return {
        "outlet": standing.outlet,
        "last_run": run.record.id if run else None,
        "started_at": _text(run.record.started_at) if run else None,
        "ended_at": _text(run.record.ended_at) if run else None,
        "state": standing.state.replace("_", " ") if run is None else standing.state,
        "counts": run.counts if run else {},
        "fallen_rules": fallen,
        "findings": [_finding(finding) for finding in standing.findings],
        "queue": dict(overview.queue),
        "articles": overview.articles,
        "gone": overview.gone,
        "unpublished": waiting,
        "last_article_at": _text(overview.last_article_at),
        "silent_seconds": int(standing.silent_seconds) if standing.silent_seconds is not None else None,
        "is_scheduled": duty is not None,
        "next_due_at": _text(standing.due_at),
        "failures_in_a_row": duty.failures if duty else None,
        "pages_a_minute": _rounded(rate[0]),
        "articles_a_minute": _rounded(rate[1]),
        "articles_a_day": dict(zip(map(str, standing.days.days), standing.days.articles, strict=True)),
    }


def _print_json(store: Store) -> None:
    fallen, waiting = _fallen(store), unpublished(store)
    rows = [
        status_row(standing, fallen(standing), waiting.get(standing.outlet, 0))
        for standing in standings(store, datetime.now(UTC))
    ]
    sys.stdout.write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _print_table(store: Store) -> None:
    # Where nobody looks, such as a mail from cron, a row is one line however long.
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 260)
    outlets, fallen = standings(store, datetime.now(UTC)), _fallen(store)
    console.print(standing_table(outlets))
    lines = [f"{outlet.outlet}: {line}" for outlet in outlets for line in fallen(outlet)]
    for line in [*finding_lines(outlets), *lines]:
        console.print(line, soft_wrap=True)


def _watch(store: Store, seconds: float) -> None:
    def clock() -> datetime:
        return datetime.now(UTC)

    try:
        watch(Console(highlight=False, markup=False), lambda: standings(store, clock()), clock, seconds)
    except KeyboardInterrupt:
        return  # the way to end it


def _fallen(store: Store) -> Callable[[OutletStanding], list[str]]:
    """Return what tells an outlet's dead rules: those of its last run that says anything of rules."""

    def lines(standing: OutletStanding) -> list[str]:
        earlier = store.runs.recent(standing.outlet, EARLIER_RUNS)
        return fallen_rules(standing.outlet, last_telling(run.counts for run in earlier))

    return lines


def _finding(finding: FindingRecord) -> Mapping[str, Any]:
    return {
        "rule": finding.rule,
        "field": finding.field or None,
        "severity": finding.severity,
        "message": finding.message,
        "details": finding.details,
        "opened_at": _text(finding.opened_at),
        "seen_at": _text(finding.seen_at),
        "run": finding.run_id,
    }


def _seconds(text: object) -> float:
    try:
        return number(text, low=_SHORTEST, high=_LONGEST, kind=float)
    except ValueError as cause:
        accepted = f"a number of seconds from {_SHORTEST:g} to {_LONGEST:g}"
        raise ConfigurationError("--watch", text, accepted) from cause


def _rounded(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 1)


def _text(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None
