"""``newsbot demo``: a whole crawl of the demo site on this machine, from its front page to a published feed."""

import argparse
import json
import socket
import sys
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newsbot.commands import ending_in_one_line
from newsbot.commands.crawl import crawl_outlet
from newsbot.configuration import outlet_class, settle
from newsbot.demo.places import LEAST_ARTICLES
from newsbot.demo.server import HOST, DemoServer
from newsbot.errors import ConfigurationError

ARTICLES = 200
SHOWN = 3
PORT = 8475
"""Asked for first: at the same address a second demo is an incremental crawl of the same site."""

FAST_ON_LOOPBACK = {
    "NEWSBOT_LOOPBACK_ALLOWED": True,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "LOG_LEVEL": "WARNING",
    "NEWSBOT_FEED_FORMAT": "jsonl",
    "NEWSBOT_FEED_DESTINATION": None,
}
"""The demo site is this machine's own, so nobody has to be spared; the feed is what the demo can show."""

READ_ON = "To read, search and download it in a browser: newsbot serve"


class Command(ScrapyCommand):
    """Serves the demo site, crawls it with the outlet ``demo`` and shows what came of it."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[--articles N]"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Crawl a small news site on this machine and show the feed"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --articles."""
        super().add_options(parser)
        parser.add_argument("--articles", default=str(ARTICLES), metavar="N", help=f"how many (default: {ARTICLES})")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the arguments; settings given with -s beat the demo's."""
        # A command's default_settings would give way to the project's.
        self.settings.setdict(FAST_ON_LOOPBACK, priority="spider")
        super().process_options(args, opts)
        if args:
            raise UsageError("the demo takes no arguments")
        with ending_in_one_line():
            settle(self.settings)
            if not (opts.articles.isascii() and opts.articles.isdecimal() and int(opts.articles) >= LEAST_ARTICLES):
                raise ConfigurationError("--articles", opts.articles, f"a whole number, {LEAST_ARTICLES} or more")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve, crawl and show."""
        del args
        with ending_in_one_line():
            outlet = outlet_class("demo", self.settings)
            with DemoServer("--articles", opts.articles, "--port", str(free_port())) as site:
                sys.stderr.write(f"The demo site is at {site.url}\n")
                self.exitcode = crawl_outlet(outlet, self.settings, {"url": site.url})
            feed = newest_feed(Path(self.settings["NEWSBOT_DATA_DIR"]) / "feeds" / "demo")
            sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # a text stream
            sys.stdout.write("".join(f"{text}\n" for text in (*feed_lines(feed), "", READ_ON)))


def free_port() -> int:
    """Return the demo's own port, or 0, which takes any, when another program has it."""
    with socket.socket() as probe:
        # As the server does: connections of a demo that has just ended do not hold the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError:
            return 0
    return PORT


def newest_feed(folder: Path) -> Path | None:
    """Return the last file that was published in *folder*: its name is the time."""
    return max(folder.glob("*.jsonl"), default=None)


def feed_lines(feed: Path | None) -> list[str]:
    """Return the path of a feed and its first articles, for a person."""
    if feed is None:
        return ["No feed was published."]
    with feed.open(encoding="utf-8") as file:
        items = [json.loads(text) for _, text in zip(range(SHOWN), file, strict=False)]
    return [f"The feed: {feed}", *(text for item in items for text in ("", *article_lines(item)))]


def article_lines(item: dict[str, Any]) -> list[str]:
    """Return an article's headline, facts and first words."""
    facts = (item["date_published"], item["section"], "، ".join(item["authors"] or ()), item["url"])
    lead = (item["article_body"] or "").split("\n\n")[0]
    return [f"  {item['headline']}", f"  {' · '.join(str(fact) for fact in facts if fact)}", f"  {lead}"]
