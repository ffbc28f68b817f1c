"""The index of an older store: made once, in steps that a kill may interrupt, by whoever opens it to write."""

import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from made_articles import FIRST, keep, values
from sqlalchemy import delete, select, text, update

from newsbot.errors import StorageError
from newsbot.store.building import INDEX_VERSION, build_index, has_index
from newsbot.store.database import open_store
from newsbot.store.days import outlet_days, outlet_totals
from newsbot.store.facets import Facets, facets
from newsbot.store.failure import IndexMissingError
from newsbot.store.indextables import index_state, tallies, timeline
from newsbot.store.listing import Count, count, listing
from newsbot.store.overview import outlet_overviews
from newsbot.store.schema import metadata, versions
from newsbot.store.slices import Slice, revision_numbers
from newsbot.text.search import read_query

WORD = read_query("افتتاح")
OPENER = "import sys; from newsbot.store.database import open_store; open_store(sys.argv[1]).close()"


def make_old(store):
    """Take from a store what its version 2 did not have."""
    with store.database.write() as connection:
        for table in ("timeline", "tallies", "index_state", "findings", "duties"):
            connection.execute(text(f"DROP TABLE {table}"))
        for index in ("articles_copies", "articles_story"):
            connection.execute(text(f"DROP INDEX {index}"))
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TABLE search_words"))
        connection.execute(update(versions).values(version=2))


@pytest.fixture
def old_url(store_url):
    with open_store(store_url) as store:
        keep(store, *(values(number, outlet=f"o{number % 3}") for number in range(30)))
        keep(store, values(7, revision=2, headline="جديد", outlet="o1"))
        make_old(store)
    return store_url


def everything(database):
    found = [
        facets(database, Slice()),
        count(database, Slice()),
        listing(database, Slice(query=WORD), limit=50).articles,
    ]
    with database.read() as connection:
        tallied = [tuple(row) for row in connection.execute(select(tallies).order_by(*tallies.primary_key))]
    return found, tallied


def test_an_older_store_gets_its_index_when_it_is_opened_to_write(old_url):
    with open_store(old_url) as store:
        assert has_index(store.database)
        assert len(listing(store.database, Slice(query=WORD)).articles) == 29
        assert [article.id for article in listing(store.database, Slice(query=read_query("جديد"))).articles] == ["a007"]
        inspected = {index.name for table in metadata.tables.values() for index in table.indexes}
        assert {"articles_copies", "articles_story"} <= inspected
        as_new = everything(store.database)
        keep(store, values(99, outlet="o1"))
    with open_store(old_url) as store:
        assert count(store.database, Slice(outlet="o1")).articles == 11
    assert as_new[0][0].outlets == [("o0", 10), ("o1", 10), ("o2", 10)]


def test_reading_an_older_store_needs_no_index(old_url):
    for store in (open_store(old_url, read_only=True), open_store(old_url, create=False)):
        with store:
            database = store.database
            assert not has_index(database)
            first = listing(database, Slice(outlet=("o0", "o1")), limit=8)
            second = listing(database, Slice(outlet=("o0", "o1")), limit=8, before=first.older)
            last = listing(database, Slice(outlet=("o0", "o1")), limit=8, before=second.older)
            assert [article.id for page in (first, second, last) for article in page.articles] == [
                f"a{number:03}" for number in range(29, -1, -1) if number % 3 < 2
            ]
            assert (first.newer, last.older) == (None, None)
            assert listing(database, Slice(outlet=("o0", "o1")), limit=8, after=last.newer) == second
            assert listing(database, Slice(), before=1 << 55).articles == listing(database, Slice()).articles
            assert count(database, Slice(since=FIRST, sections=("ثقافة",))) == Count(30, is_exact=True)
            assert facets(database, Slice()) == Facets([], [], [], [], is_exact=False)
            for ask, *given in (
                (listing, Slice(query=WORD)),
                (count, Slice(authors=("س",))),
                (outlet_days, FIRST, FIRST),
                (outlet_totals, FIRST),
                (revision_numbers, Slice(query=WORD)),
            ):
                with pytest.raises(IndexMissingError, match="the next newsbot crawl makes it"):
                    ask(database, *given)


def test_outlets_are_told_alike_without_the_index_and_with_it(old_url):
    with open_store(old_url, read_only=True) as store:
        before = outlet_overviews(store)
    with open_store(old_url) as store:
        assert has_index(store.database)
        assert outlet_overviews(store) == before
    assert sum(outlet.articles for outlet in before) == 30


def test_a_reader_of_an_older_store_sees_when_its_index_is_there(old_url):
    with open_store(old_url, read_only=True) as reader:
        assert not has_index(reader.database)
        open_store(old_url).close()
        assert len(listing(reader.database, Slice(query=WORD)).articles) == 29


def test_the_index_is_made_anew_for_another_version(store_url):
    with open_store(store_url) as store:
        keep(store, *(values(number) for number in range(20)))
        before = everything(store.database)
        with store.database.write() as connection:
            connection.execute(update(index_state).values(version=INDEX_VERSION - 1))
            connection.execute(update(tallies).values(articles=77))
    with open_store(store_url) as store:
        assert everything(store.database) == before


def test_what_is_stored_while_the_index_is_made_counts_once(old_url):
    with open_store(old_url, create=False) as store:
        keep(store, values(3, revision=2, outlet="o0", headline="افتتاح آخر"), values(200, outlet="o2"))
        assert not has_index(store.database)
        build_index(store.database)
        assert count(store.database, Slice()) == Count(31, is_exact=True)
        assert count(store.database, Slice(query=WORD)) == Count(30, is_exact=True)
        assert sum(day.articles for day in outlet_days(store.database, FIRST, FIRST + timedelta(days=365))) == 31


def test_two_programs_share_the_work(old_url):
    programs = [subprocess.Popen([sys.executable, "-c", OPENER, old_url]) for _ in range(2)]
    assert [program.wait(timeout=60) for program in programs] == [0, 0]
    with open_store(old_url, read_only=True) as store:
        assert count(store.database, Slice(query=WORD)) == Count(29, is_exact=True)
        assert count(store.database, Slice()) == Count(30, is_exact=True)


def test_a_killed_build_goes_on_where_it_was(store_url):
    with open_store(store_url) as store:
        keep(store, *(values(number) for number in range(1500)))
        whole = everything(store.database)
        make_old(store)
    program = subprocess.Popen([sys.executable, "-c", OPENER, store_url])
    deadline = time.monotonic() + 60
    with open_store(store_url, read_only=True) as reader:
        while time.monotonic() < deadline and program.poll() is None:
            try:
                with reader.database.read() as connection:
                    state = connection.execute(select(index_state)).first()
            except StorageError:
                state = None  # the table is not there yet
            if state is not None and state.last_id:
                break
    program.send_signal(signal.SIGKILL)
    program.wait()
    with open_store(store_url, create=False) as store, store.database.read() as connection:
        done = len(connection.execute(select(timeline.c.number)).all())
        assert done
    with open_store(store_url) as store:
        assert everything(store.database) == whole


def test_a_build_that_has_lost_its_state_is_no_index(store_url):
    with open_store(store_url) as store, store.database.write() as connection:
        connection.execute(delete(index_state))
    with open_store(store_url, read_only=True) as store:
        assert not has_index(store.database)
