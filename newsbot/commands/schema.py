"""``newsbot schema``: the JSON Schema of a feed's line, with its version; it makes no schema itself."""

import argparse
import json
import sys

from scrapy.commands import ScrapyCommand

from newsbot.feeds.schema import article_schema, object_schema, value_schema
from newsbot.feeds.versions import SCHEMA_VERSION

__all__ = ["Command", "article_schema", "object_schema", "value_schema"]


class Command(ScrapyCommand):
    """Prints the schema on stdout."""

    requires_crawler_process = False

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Print the JSON Schema of an article in the feed"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print it."""
        del args, opts
        schema = {"$schema": "", "version": SCHEMA_VERSION} | article_schema()
        sys.stdout.write(json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
