"""A reading room on a real server over a store of made articles, and a client that asks it, for tests of any folder."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

import httpx
from made_articles import bare, values

from newsbot.browse.app import reading_room
from newsbot.browse.room import Room
from newsbot.browse.serving import listening_socket, server
from newsbot.store.database import open_store

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ZONE = timezone(timedelta(hours=3))


def at(day, hour=9):
    """A moment of November 2026 as an outlet of Damascus writes it."""
    moment = datetime(2026, 11, day, hour, tzinfo=ZONE).isoformat()
    return {"date_published": moment, "first_seen": moment, "date_downloaded": moment}


def stories():
    """A dozen articles of two outlets: a copy, a revision, one without a date, one in English."""
    return [
        values(1, headline="افتتاح معرض الكتاب في دمشق", section="ثقافة", authors=["سلمى الحلبي"], **at(22)),
        values(2, headline="الحُكُومَة تقرّ موازنة العام ٢٠٢٧", section="اقتصاد", outlet="second", **at(22, 7)),
        values(
            3,
            headline="افتتاح معرض الكتاب",
            section="ثقافة",
            duplicate_of="a001",
            story="a001",
            outlet="second",
            **at(21),
        ),
        values(
            4,
            headline="Book fair opens in Damascus",
            article_body="The fair opened on Sunday.\n\nIt lasts a week.",
            description="A fair.",
            language="en",
            section="World",
            **at(20),
        ),
        bare(5, first_seen=at(19)["first_seen"]),
        *(values(number, headline=f"نبأ محلي رقم {number}", **at(1, number % 20)) for number in range(10, 50)),
    ]


def revised():
    """The second text of the second article."""
    return values(
        2,
        headline="الحكومة تعدّل موازنة العام ٢٠٢٧",
        article_body="الفقرة الأولى تغيّرت.\n\nعنوان فرعي\n\nالفقرة الثانية.",
        outlet="second",
        section="اقتصاد",
        revision=2,
        **at(22, 7),
    )


@contextmanager
def served(url, entrance=None, **settings):
    """Serve the store; give a client that sends what a browser on this machine does."""
    with (
        open_store(url, create=False, read_only=True, read_seconds=20) as store,
        open_store(url, create=False, read_only=True) as whole,
    ):
        given = {"clock": lambda: NOW, "zone": ZONE, "reports_dir": None} | settings
        running = server(reading_room(Room(store=store, download_store=whole, **given), entrance))
        opened = listening_socket("127.0.0.1", 0)
        thread = Thread(target=running.run, args=([opened],))
        thread.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{opened.getsockname()[1]}", timeout=30) as client:
                yield client
        finally:
            running.should_exit = True
            thread.join(20)
            opened.close()
