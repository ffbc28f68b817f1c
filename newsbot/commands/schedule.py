"""``newsbot schedule``: crawls every outlet of newsbot.toml when it is due, for months; it decides nothing itself."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from rich.console import Console
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newsbot.commands import ending_in_one_line
from newsbot.commands.crawl import check_folders
from newsbot.configuration import settle
from newsbot.frontier.storage import store_url
from newsbot.schedule.crawls import planned
from newsbot.schedule.plan import Plan
from newsbot.schedule.process import run_schedule
from newsbot.schedule.wording import plan_table
from newsbot.store.database import open_store


class Command(ScrapyCommand):
    """Reads the plan, and starts nothing unless all of it is right."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[OUTLET ...] [--plan FILE] [--once | --check]"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Crawl outlets whenever they are due, as newsbot.toml says"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --plan, --once and --check."""
        super().add_options(parser)
        parser.add_argument("--plan", metavar="FILE", help="another plan than NEWSBOT_SCHEDULE_PLAN")
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--once", action="store_true", help="crawl what is due now, then end")
        ways.add_argument("--check", action="store_true", help="show the plan and when each outlet is due, then end")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the settings."""
        with ending_in_one_line():
            super().process_options(args, opts)
            settle(self.settings)
        if opts.plan == "":
            raise UsageError("--plan needs the name of a file")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the plan and follow it."""
        with ending_in_one_line():
            path = Path(opts.plan or self.settings["NEWSBOT_SCHEDULE_PLAN"])
            source, plan, maker = planned(self.settings, path, args)
            if opts.check:
                self.show(plan)
                return
            check_folders(self.settings)
            self.exitcode = run_schedule(source, plan, maker, self.settings, is_once=opts.once)

    def show(self, plan: Plan) -> None:
        """Print the plan; a store that is not there yet is not made."""
        console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 240)
        console.print(plan_table(plan, self.known_due_times()))

    def known_due_times(self) -> dict[str, datetime | None]:
        """Return what the store knows."""
        if (
            not self.settings["NEWSBOT_STORE_URL"]
            and not Path(store_url(self.settings).removeprefix("sqlite:///")).exists()
        ):
            return {}
        with open_store(store_url(self.settings), create=False) as store:
            return {name: duty.due_at for name, duty in store.duties.all().items()}
