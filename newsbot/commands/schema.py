"""``newsbot schema``: prints the JSON Schema of a feed's line; it reads no data."""

import argparse
import json
import sys

from scrapy.commands import ScrapyCommand

from newsbot.feeds.schema import article_schema


class Command(ScrapyCommand):
    """Prints the schema on stdout."""

    requires_crawler_process = False

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Print the JSON Schema of an article in the feed"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print it."""
        del args, opts
        sys.stdout.write(json.dumps(article_schema(), ensure_ascii=False, indent=2) + "\n")
