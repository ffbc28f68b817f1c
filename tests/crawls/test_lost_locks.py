"""A lock that is lost with its connection, on a real PostgreSQL: taken again, or the crawl gives way to who has it."""

import time
from contextlib import contextmanager
from subprocess import DEVNULL, PIPE, Popen

import pytest
from command_line import COMMAND, environment
from scheduled import Running, Schedules
from scripted_site import Answer, serving
from sqlalchemy import create_engine, text

pytestmark = [pytest.mark.crawl, pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)]

CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
TAKE = text("SELECT pg_try_advisory_lock(hashtextextended(:key, 0))")
TAKEN = "another process crawls it since the connection was lost; this crawl is ended"
LOST = "the connection that held the outlets' locks was lost"


@pytest.fixture
def server(store_url):
    """A connection to the store's database."""
    engine = create_engine(store_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def site():
    """A site that takes a while over its front page."""
    with serving({"/": [Answer("<html>", seconds=6)]}) as made:
        yield made


@contextmanager
def taken(server, outlet):
    """Cut the connection that holds the outlet's lock, and be faster than its process."""
    limit = time.monotonic() + 5
    while not server.execute(TAKE, {"key": f"newsbot outlet {outlet}"}).scalar():
        assert time.monotonic() < limit
        server.execute(CUT)
    yield
    server.execute(text("SELECT pg_advisory_unlock_all()"))


def test_a_schedule_ends_a_crawl_whose_outlet_somebody_else_has_taken(server, site, store_url, tmp_path):
    schedules = Schedules(tmp_path, NEWSBOT_STORE_URL=store_url)
    schedules.plan({"marfa": {"url": site.url, "interval": "1h"}}, settings={"ROBOTSTXT_OBEY": False})
    with schedules.start() as running:
        running.wait_for(lambda: site.asked)
        with taken(server, "marfa"):
            running.wait_for(lambda: running.ended("marfa"))
            assert running.ended() == [("marfa", "lock_lost")]
        assert running.stop() == 0
    assert running.text.count(TAKEN) == 1
    assert "Traceback" not in running.text
    assert server.execute(text("SELECT failures, reason FROM duties")).all() == [(0, "lock_lost")]


def test_a_crawl_by_hand_takes_its_lock_again_and_gives_way_to_who_has_it(server, site, store_url, tmp_path):
    given = ("LOG_LEVEL=INFO", "NEWSBOT_LOOPBACK_ALLOWED=1", "ROBOTSTXT_OBEY=False")
    with Running(
        Popen(
            [*COMMAND, "crawl", "demo", "-a", f"url={site.url}", *(word for one in given for word in ("-s", one))],
            cwd=tmp_path,
            env=environment(NEWSBOT_STORE_URL=store_url),
            stdout=DEVNULL,
            stderr=PIPE,
            text=True,
            encoding="utf-8",
        )
    ) as running:
        running.wait_for(lambda: site.asked)
        server.execute(CUT)
        running.wait_for(lambda: LOST in running.text)
        running.wait_for(lambda: not server.execute(TAKE, {"key": "newsbot outlet demo"}).scalar())
        with taken(server, "demo"):
            assert running.wait() == 9
    assert running.text.count(TAKEN) == 1
    assert "another run has taken the outlet" in running.text
    assert server.execute(text("SELECT reason FROM runs")).scalars().all() == ["lock_lost"]
