"""What a second run costs: on an unchanged site, when every article is due, and when pages change but no article does.

Four runs of ``newsbot crawl`` into one store, on one demo site:

- ``first``: everything is new;
- ``again``: at once, so that every article is inside its revisit age. Only discovery asks: the front page, and what it
  leads to that is always read;
- ``all due``: the store is told that every article's time has come, the old ones' too that a policy would leave alone;
- ``touched``: all due again, after every page got other views and related links, hence other validators and bytes.

Requests are what the site counted, robots.txt included. Nothing may be published after the first run. It does not show
a site without validators: the demo site sends them with every article.
"""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawl import Crawled, demo_site, newsbot_crawl
from results import Line, Row
from sqlalchemy import update

from newsbot.demo.server import DemoServer
from newsbot.store.database import open_store
from newsbot.store.schema import urls

SHARE = 0.03


def measure(*, is_quick: bool) -> Row:
    """Run the four and return the row."""
    articles = 300 if is_quick else 2000
    row = Row("recrawl")
    with tempfile.TemporaryDirectory() as scratch, demo_site(articles) as server:
        folder = Path(scratch)
        first = newsbot_crawl(server, folder)
        row.notes.append(
            f"{articles} articles; first run: {first.requests} requests, {first.lines} lines published, "
            f"{first.cost.cpu_seconds:.1f} s CPU."
        )
        _tell(row, "again", first, newsbot_crawl(server, folder), server, f"<= {SHARE:.0%}")
        _make_due(folder)
        _tell(row, "all due", first, newsbot_crawl(server, folder), server)
        _make_due(folder)
        server.control("touch", count=articles)
        _tell(row, "touched", first, newsbot_crawl(server, folder), server)
    return row


def _tell(row: Row, name: str, first: Crawled, now: Crawled, server: DemoServer, target: str = "") -> None:
    stats = server.control("stats")
    share, cpu = now.requests / first.requests, now.cost.cpu_seconds / first.cost.cpu_seconds
    row.lines += [
        Line(f"requests, {name}", f"{now.requests}", f"first run {first.requests}", f"{share:.3f}", target),
        Line(f"published, {name}", f"{now.lines}", f"first run {first.lines}", target="0"),
    ]
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(stats["kinds"].items()))
    row.notes.append(
        f"{name}: {kinds}; {stats['not_modified']} answered 304, {now.article_pages} article pages sent whole; "
        f"{now.cost.cpu_seconds:.1f} s CPU ({cpu:.2f} of the first run's)."
    )


def _make_due(folder: Path) -> None:
    """Tell the store that every article's time has come."""
    is_asleep = (urls.c.kind == "article") & (urls.c.state == "done")
    with (
        open_store(f"sqlite:///{folder}/data/newsbot.db") as store,
        store.database.write() as connection,
    ):
        connection.execute(update(urls).where(is_asleep).values(due_at=datetime.now(UTC) - timedelta(minutes=1)))
