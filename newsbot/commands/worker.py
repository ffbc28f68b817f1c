"""``newsbot worker``: shares what is due with other workers on the same PostgreSQL; it decides nothing itself."""

import argparse
from importlib.util import find_spec
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newsbot.commands import ending_in_one_line
from newsbot.commands.crawl import check_folders
from newsbot.configuration import settle
from newsbot.errors import ConfigurationError
from newsbot.schedule.crawls import planned

NEEDED = ("procrastinate", "psycopg", "psycopg_pool")
"""Packages of newsbot[workers]."""
STORE_URL = "NEWSBOT_STORE_URL"


class Command(ScrapyCommand):
    """Reads the plan, and starts nothing unless all of it is right."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[OUTLET ...] [--plan FILE]"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Crawl outlets whenever they are due, shared with the workers of other machines"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --plan."""
        super().add_options(parser)
        parser.add_argument("--plan", metavar="FILE", help="another plan than NEWSBOT_SCHEDULE_PLAN")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the settings."""
        with ending_in_one_line():
            super().process_options(args, opts)
            settle(self.settings)
        if opts.plan == "":
            raise UsageError("--plan needs the name of a file")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the plan and take part."""
        with ending_in_one_line():
            check_shared(self.settings)
            path = Path(opts.plan or self.settings["NEWSBOT_SCHEDULE_PLAN"])
            source, plan, maker = planned(self.settings, path, args)
            check_folders(self.settings)
            from newsbot.schedule.working import run_worker  # noqa: PLC0415 - needs newsbot[workers]

            self.exitcode = run_worker(source, plan, maker, self.settings)


def check_shared(settings: Settings) -> None:
    """Raise ConfigurationError unless there is a store that several machines can share, and the packages to do so."""
    url = settings[STORE_URL]
    if not str(url or "").startswith("postgresql"):
        raise ConfigurationError(
            STORE_URL, url, "postgresql://USER@HOST/NAME, which workers share; on one machine: newsbot schedule"
        )
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise ConfigurationError("worker", f"without {', '.join(missing)}", "newsbot[workers], to be installed first")
