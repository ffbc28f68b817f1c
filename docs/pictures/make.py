"""Makes the pictures of the reading room anew: ``.venv/bin/python docs/pictures/make.py`` from the checkout.

It crawls the demo site into a folder that is thrown away, serves that store in this process with a clock that stands
still, and looks at it in Chromium. What it does not make: the two pictures of a snapshot, which show one of 1,000
pages, eight minutes of crawl, and a replay by pywb. Letters are those of the machine: install Noto Naskh Arabic first.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import update

from newsbot.browse.app import reading_room
from newsbot.browse.room import Room
from newsbot.browse.serving import listening_socket, server
from newsbot.feeds.jsonl import line
from newsbot.middlewares.chromium import found_browser
from newsbot.store.database import Store, open_store
from newsbot.store.listing import listing
from newsbot.store.reading import stored_article
from newsbot.store.records import Revision
from newsbot.store.schema import revisions
from newsbot.store.slices import Slice
from newsbot.text.search import read_query

FOLDER = Path(__file__).resolve().parent
NOW = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
ZONE = timezone(timedelta(hours=3))
_ARTICLES = 300
_CRAWL = "from newsbot.commands import main; main()"
_WORD = "حلب"
_REVISED, _OLD, _NEW = "افتتاح سوق", "محلًا", "متجرًا"
_ADDED = " وأضاف المجلس أن التسجيل يستمر أسبوعين."


@dataclass(frozen=True)
class Picture:
    """One file."""

    name: str
    address: str
    width: int
    height: int
    is_dark: bool = False


def main() -> int:
    """Make all of them."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = {**os.environ, "NEWSBOT_DATA_DIR": scratch}
        demo = [sys.executable, "-c", _CRAWL, "demo", "--articles", str(_ARTICLES)]
        subprocess.run(demo, cwd=scratch, env=environment, check=True, stdout=subprocess.DEVNULL)
        url = f"sqlite:///{scratch}/newsbot.db"
        with open_store(url) as store:
            revised = _revise(store)
        search = f"/?q={quote(_WORD)}"
        pictures = [
            Picture("reading-room", search, 1180, 900),
            Picture("reading-room-phone", search, 390, 844, is_dark=True),
            Picture("reading-room-revisions", f"/articles/{revised}/revisions/1..2", 1180, 760),
        ]
        with _served(url, Path(scratch) / "reports") as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found_browser(None), args=["--no-sandbox"])
            for picture in pictures:
                _take(browser, address, picture)
            browser.close()
    return 0


def _revise(store: Store) -> str:
    """Give one article a second text, and return its id."""
    found = listing(store.database, Slice(query=read_query(f'"{_REVISED}"'))).articles
    chosen = next(article for article in found if _OLD in (article.headline or ""))
    stored, record = stored_article(store.database, chosen.id), store.articles.find(chosen.id)
    if stored is None or record is None:
        raise RuntimeError(f"{chosen.id} is gone")
    first, second, *rest = stored.item["article_body"].split("\n\n")
    item = stored.item | {
        "headline": stored.item["headline"].replace(_OLD, _NEW),
        "article_body": "\n\n".join([first, second + _ADDED, *rest]),
        "revision": record.revision + 1,
    }
    text = Revision(
        article_id=record.id,
        outlet=record.outlet,
        revision=record.revision + 1,
        content_hash=None,
        item=line(item),
        stored_at=NOW,
    )
    store.articles.revise(replace(record, headline=item["headline"], revision=record.revision + 1), text)
    store.flush()
    with store.database.write() as connection:  # the crawl's clock did not stand still
        is_first = (revisions.c.article_id == record.id) & (revisions.c.revision == 1)
        connection.execute(update(revisions).where(is_first).values(stored_at=NOW - timedelta(minutes=14)))
    return record.id


@contextmanager
def _served(url: str, reports: Path) -> Iterator[str]:
    with open_store(url, create=False, read_only=True, read_seconds=20) as store:
        room = Room(store=store, clock=lambda: NOW, zone=ZONE, reports_dir=reports)
        running, opened = server(reading_room(room, None)), listening_socket("127.0.0.1", 0)
        thread = Thread(target=running.run, args=([opened],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{opened.getsockname()[1]}"
        finally:
            running.should_exit = True
            thread.join()
            opened.close()


def _take(browser: Browser, address: str, picture: Picture) -> None:
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.is_dark else "light",
        locale="ar",
    )
    page.goto(address + picture.address)
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    page.close()


if __name__ == "__main__":
    sys.exit(main())
