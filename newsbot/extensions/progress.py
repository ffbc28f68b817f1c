"""Shows a person how a run is going and what came of it: a live line on a terminal, plain lines elsewhere, on stderr.

It reads the stats that ``extensions.figures`` lists and counts nothing. NO_COLOR is respected, and nothing but text is
written where stderr is no terminal. NEWSBOT_PROGRESS_ENABLED=false silences it.
"""

import logging
import sys
from datetime import timedelta
from time import monotonic
from typing import Any, Self

from rich.console import Console
from rich.live import Live
from rich.text import Text
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.log import get_scrapy_root_handler

from newsbot.extensions.figures import (
    address_figures,
    article_figures,
    article_line,
    failure_count,
    page_figures,
    run_figures,
)
from newsbot.extensions.pace import Pace
from newsbot.frontier.storage import crawler_store
from newsbot.health.rulefall import fallen_rules
from newsbot.outcome import LOCK_LOST, site_trouble

LIVE_SECONDS = 0.25
PLAIN_SECONDS = 5.0

ENDINGS = {
    "finished": "complete",
    "shutdown": "interrupted; the next run goes on from here",
    "blocked": "the site refuses us",
    "storage_failure": "the disk or the database failed",
    LOCK_LOST: "another run has taken the outlet",
}
LIMIT = "stopped at a limit; the next run goes on from here"


class Progress:
    """Speaks from spider_opened to spider_closed."""

    def __init__(self, crawler: Crawler, console: Console) -> None:
        self.crawler = crawler
        self.console = console
        self.live = Live(console=console, auto_refresh=False, transient=True) if console.is_terminal else None
        self.clock = create_looping_call(self.show)
        self.started = monotonic()
        self.headline: str | None = None
        self.pace: Pace | None = None
        self.queued = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSBOT_PROGRESS_ENABLED; a program that reads JSON from stderr gets nothing else there."""
        settings = crawler.settings
        if not settings.getbool("NEWSBOT_PROGRESS_ENABLED") or settings["NEWSBOT_LOG_FORMAT"] == "json":
            raise NotConfigured
        progress = cls(crawler, Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True))
        crawler.signals.connect(progress.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(progress.item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(progress.spider_closed, signal=signals.spider_closed)
        return progress

    def spider_opened(self) -> None:
        """Start the line."""
        self.started = monotonic()
        if self.crawler.settings.getbool("NEWSBOT_FRONTIER_ONCE"):
            # A snapshot has an end: what waits and what is found will all be fetched once.
            self.pace = Pace()
            self.queued = crawler_store(self.crawler).urls.waiting(self.crawler.spidercls.name)
        if self.live:
            self.live.start()
            _log_to(sys.stderr)  # the live line's, which prints above it
        self.clock.start(LIVE_SECONDS if self.live else PLAIN_SECONDS, now=False)

    def item_scraped(self, item: Any) -> None:
        """Keep the last headline."""
        self.headline = getattr(item, "headline", None)

    def show(self) -> None:
        """Bring the line up to date."""
        name, stats, seconds = self.crawler.spidercls.name, self.crawler.stats.get_stats(), monotonic() - self.started
        if self.pace is None:
            line = progress_line(name, stats, seconds)
        else:
            line = snapshot_line(name, stats, seconds, self.queued, self.pace)
        if self.live:
            self.live.update(self._live_line(line), refresh=True)
        else:
            self.console.print(line)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Take the line away and print the summary."""
        if not self.clock.running:
            return  # the spider was never opened: the command tells why
        self.clock.stop()
        if self.live:
            self.live.stop()
            _log_to(sys.stderr)
        for line in summary(spider.name, reason, self.crawler.stats.get_stats(), monotonic() - self.started):
            self.console.print(line)

    def _live_line(self, line: str) -> Text:
        text = Text(line, style="bold", no_wrap=True, overflow="ellipsis")
        return text.append(f"  {isolated(self.headline)}", style="not bold") if self.headline else text


def _log_to(stream: Any) -> None:
    """Send the log to *stream*, if it went to the terminal."""
    handler = get_scrapy_root_handler()
    if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
        handler.setStream(stream)


def isolated(text: str) -> str:
    """Return *text* so that its direction changes nothing around it."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def progress_line(outlet: str, stats: dict[str, Any], seconds: float) -> str:
    """Return how the run stands."""
    articles, pages = article_figures(stats), page_figures(stats)["answered"]
    dropped = sum(articles["dropped"].values())
    return (
        f"{outlet}: {pages:,} pages, {article_line(articles, ('new', 'changed', 'duplicate'))}, {dropped:,} dropped,"
        f" {failure_count(stats):,} failed, {pages / max(seconds, 0.1):.1f} pages/s, {timedelta(seconds=int(seconds))}"
    )


def snapshot_line(outlet: str, stats: dict[str, Any], seconds: float, queued: int, pace: Pace) -> str:
    """Return how a snapshot stands; *queued* is how many addresses waited when the run began."""
    done, found = address_figures(stats)
    found += queued
    pace.note(seconds, done)
    megabytes = stats.get("newsbot/warc/bytes", 0) / 1e6
    return (
        f"{outlet}: {done:,} of {found:,} addresses, {article_line(article_figures(stats), ('new',))},"
        f" {failure_count(stats):,} failed, {megabytes:,.1f} MB, {pace.rate:.1f} a second,"
        f" {timedelta(seconds=int(seconds))}, {pace.left(max(found - done, 0))} left"
    )


def summary(outlet: str, reason: str, stats: dict[str, Any], seconds: float) -> list[str]:
    """Return what came of the run, line by line."""
    articles, pages = article_figures(stats), page_figures(stats)["answered"]
    dropped = ", ".join(f"{count:,} {name}" for name, count in sorted(articles["dropped"].items())) or "none"
    trouble = (site_trouble(stats) or "").replace("_", " ")
    ending = ENDINGS.get(reason, LIMIT if reason.startswith(("closespider", "max_", "memusage")) else reason)
    speed = f"{pages / max(seconds, 0.1):.1f} a second; {failure_count(stats):,} failed"
    lines = [
        f"{outlet}: {ending}, but the site looks dead: {trouble}" if trouble else f"{outlet}: {ending}",
        f"  articles  {article_line(articles)}",
        f"  dropped   {dropped}",
        f"  pages     {pages:,} in {timedelta(seconds=round(seconds))}, {speed}",
    ]
    lines += [f"  rules     {line}" for line in fallen_rules(outlet, run_figures(stats))]
    findings = stats.get("newsbot/health/findings", [])
    lines += [f"  health    {finding['message']}" for finding in findings if finding["state"] != "closed"]
    feed = stats.get("newsbot/feed/path")
    lines.append(f"  feed      {feed} ({stats['newsbot/feed/lines']:,} lines)" if feed else "  feed      nothing new")
    if report := stats.get("newsbot/run/report"):
        lines.append(f"  report    {report}")
    return lines
