"""Crawls of the demo outlet by the real command, all on one data folder, and what they left there."""

import json
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing

from command_line import COMMAND, environment

from newsbot.demo.archive import Archive
from newsbot.demo.places import Kind, change_of
from newsbot.store.database import open_store

FAST = ("DOWNLOAD_DELAY=0", "CONCURRENT_REQUESTS_PER_DOMAIN=8", "NEWSBOT_LOOPBACK_ALLOWED=1")
HEADLINE_ONLY = 3
"""The way of near-copying that changes no word of the text: for newsbot an equal text."""

LONG_AGO = "2020-01-01T00:00:00.000000+00:00"


class DemoCrawls:
    """Runs of ``newsbot crawl demo`` in *folder*, against the ``DemoServer`` *site*."""

    def __init__(self, site, folder):
        self.site, self.folder, self.data = site, folder, folder / "data"

    def start(self, *arguments, program=COMMAND, **variables):
        """Begin a crawl."""
        settings = [word for setting in FAST for word in ("-s", setting)]
        return subprocess.Popen(
            [*program, "crawl", "demo", "-a", f"url={self.site.url}", *settings, *map(str, arguments)],
            cwd=self.folder,
            env=environment(**variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *arguments, code=0, **variables):
        """Crawl to the end; returns what was written to stderr."""
        process = self.start(*arguments, **variables)
        _, messages = process.communicate(timeout=300)
        assert process.returncode == code, messages
        assert "Traceback" not in messages, messages
        return messages

    def feeds(self):
        """The published files, the oldest first."""
        return sorted((self.data / "feeds").rglob("*.jsonl"))

    def items(self):
        """Every line of every published file; one that is no JSON fails the test."""
        return [json.loads(line) for feed in self.feeds() for line in feed.read_text(encoding="utf-8").splitlines()]

    def report(self, run):
        return json.loads((self.data / f"reports/demo/{run}.json").read_text(encoding="utf-8"))

    def skipped(self, run):
        text = (self.data / f"reports/demo/{run}.skipped.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def store(self):
        return open_store(f"sqlite:///{self.data}/newsbot.db", create=False)

    def rows(self, statement, *values):
        """Execute SQL behind newsbot's back."""
        with closing(sqlite3.connect(self.data / "newsbot.db")) as connection, connection:
            return connection.execute(statement, values).fetchall()

    def age(self, kind="article"):
        """Let the time of every page's next visit come."""
        self.rows("UPDATE urls SET due_at = ? WHERE kind = ? AND due_at IS NOT NULL", LONG_AGO, kind)


def number_of(item):
    """The number of the article that a feed's line holds."""
    return int(item["canonical_url"].rsplit("/", 1)[1])


def published_numbers(items):
    """How often each article is among *items*."""
    return Counter(map(number_of, items))


def texts(archive: Archive, numbers):
    """The articles whose texts *numbers* hold: of an original and its copies the crawl may meet any one first."""
    return {number - 1 if has_equal_text(archive, number) else number for number in numbers}


def has_equal_text(archive: Archive, number):
    """Tell whether an article repeats the text of the one before it, word for word."""
    kind = archive.kind_of(number)
    return kind is Kind.COPY or (kind is Kind.NEAR_COPY and change_of(number) == HEADLINE_ONLY)


def wanted_texts(archive: Archive):
    """What the feeds are to hold, as `texts`: everything but what says noindex."""
    return texts(archive, (number for number in archive.numbers() if archive.kind_of(number) is not Kind.NOINDEX))
