"""``newsbot show URL|ID``: one stored article and, on request, its history with what changed; it changes nothing."""

import argparse
import json
import sys
from collections.abc import Iterator
from difflib import unified_diff
from itertools import pairwise
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newsbot.commands import ending_in_one_line
from newsbot.configuration import settle
from newsbot.errors import ConfigurationError
from newsbot.frontier.storage import store_url
from newsbot.store.database import Store, open_store
from newsbot.store.records import ArticleRecord, Revision
from newsbot.text.urls import url_key

HEAD = ("id", "outlet", "url", "date_published", "authors", "section", "duplicate_of", "story", "revision")


class Command(ScrapyCommand):
    """Prints an article for reading."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "URL|ID [--revisions] [--json]"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Show a stored article and its history"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --revisions and --json."""
        super().add_options(parser)
        parser.add_argument("--revisions", action="store_true", help="every revision, with what changed")
        parser.add_argument("--json", action="store_true", help="the lines of the feed instead of text")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the article that *args* names."""
        if len(args) != 1:
            raise UsageError("name one article by its address or id")
        with ending_in_one_line():
            settle(self.settings)
            with open_store(store_url(self.settings), create=False) as store:
                record = found(store, args[0])
                revisions = store.articles.revisions(record.id)
        shown = revisions if opts.revisions else revisions[-1:]
        lines = (revision.item for revision in shown) if opts.json else article_lines(record, shown)
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # a text stream
        sys.stdout.write("".join(f"{text}\n" for text in lines))


def found(store: Store, name: str) -> ArticleRecord:
    """Return the article with this id or address; ConfigurationError for one that the store does not hold."""
    record = store.articles.find(name) or store.articles.find_by_address([url_key(name)])
    if record is None:
        raise ConfigurationError("article", name, "an id or address that the store holds")
    return record


def article_lines(record: ArticleRecord, revisions: list[Revision]) -> Iterator[str]:
    """Return the last of *revisions* as text, before it what changed from each of them to the next."""
    items = [json.loads(revision.item) for revision in revisions]
    for (before, after), revision in zip(pairwise(items), revisions[1:], strict=True):
        changed = ", ".join(revision.changed_fields) or "nothing"
        yield f"revision {revision.revision}, {revision.stored_at.isoformat(timespec='seconds')}: {changed}"
        yield from diff_lines(before, after)
        yield ""
    item = items[-1]
    yield item["headline"] or ""
    yield from (f"  {name}: {_shown(item[name])}" for name in HEAD if item[name] is not None)
    if record.state != "live":
        yield f"  {record.state} since {record.gone_at}"
    yield from ("", item["article_body"] or "")


def diff_lines(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """Return how headline and paragraphs differ, removed ones with «-» and added ones with «+»."""
    old, new = (
        [text for text in (item["headline"], *(item["article_body"] or "").split("\n\n")) if text]
        for item in (before, after)
    )
    yield from (text for text in unified_diff(old, new, lineterm="", n=0) if not text.startswith(("---", "+++", "@@")))


def _shown(value: object) -> str:
    return "، ".join(map(str, value)) if isinstance(value, list) else str(value)
