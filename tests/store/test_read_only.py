"""Opened to read: nothing is written, many threads ask at once, and what takes too long is ended."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from made_articles import keep, values
from sqlalchemy import text

from newsbot.errors import StorageError
from newsbot.store.database import open_store
from newsbot.store.failure import SlowQueryError
from newsbot.store.listing import listing
from newsbot.store.reading import stored_article
from newsbot.store.slices import Slice
from newsbot.text.search import read_query

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def filled_url(store_url):
    with open_store(store_url) as store:
        keep(store, *(values(number) for number in range(20)))
    return store_url


def test_nothing_can_be_written(filled_url):
    with open_store(filled_url, read_only=True) as store:
        assert len(listing(store.database, Slice()).articles) == 20
        with pytest.raises(StorageError, match=r"read-?only"), store.database.write() as connection:
            connection.execute(text("DELETE FROM articles"))
        with pytest.raises(StorageError, match=r"read-?only"), store.database.read() as connection:
            connection.execute(text("DELETE FROM revisions"))
        assert len(listing(store.database, Slice()).articles) == 20


def test_a_store_that_is_not_there_is_not_made(store_url, tmp_path):
    with pytest.raises(StorageError, match="there is no store here yet"):
        open_store(store_url, read_only=True)
    assert not list(tmp_path.iterdir())


def test_a_name_that_an_address_would_read_otherwise(tmp_path):
    path = tmp_path / "أخبار 100%?mode=rw&x#y.db"
    with open_store(f"sqlite:///{path}".replace("%", "%25").replace("?", "%3F")) as store:
        place = store.place
        keep(store, values(1))
    with open_store(f"sqlite:///{path}".replace("%", "%25").replace("?", "%3F"), read_only=True) as store:
        assert store.place == place
        assert len(listing(store.database, Slice()).articles) == 1


def test_a_crawl_writes_meanwhile(filled_url):
    with open_store(filled_url, read_only=True) as reader, open_store(filled_url) as writer:
        for number in range(20, 25):
            keep(writer, values(number))
            assert len(listing(reader.database, Slice(), limit=100).articles) == number + 1
    with open_store(filled_url, read_only=True) as store:
        assert len(listing(store.database, Slice(), limit=100).articles) == 25


def test_a_file_nobody_has_open_and_a_folder_that_may_not_be_written(tmp_path):
    url = f"sqlite:///{tmp_path}/x/newsbot.db"
    with open_store(url) as store:
        keep(store, values(1))
    assert not (tmp_path / "x" / "newsbot.db-wal").exists()
    with open_store(url, read_only=True) as store:
        assert len(listing(store.database, Slice()).articles) == 1


def test_what_a_killed_crawl_left_in_its_journal_is_read(tmp_path):
    url = f"sqlite:///{tmp_path}/newsbot.db"
    other = tmp_path / "copy"
    other.mkdir()
    with open_store(url) as store:
        keep(store, values(1))
        for path in tmp_path.glob("newsbot.db*"):
            if not path.name.endswith("-shm"):
                (other / path.name).write_bytes(path.read_bytes())
    with open_store(f"sqlite:///{other}/newsbot.db", read_only=True) as store:
        assert len(listing(store.database, Slice()).articles) == 1


def test_threads_read_side_by_side(filled_url):
    query = read_query("معرض")
    barrier = threading.Barrier(12)

    def ask(number):
        barrier.wait(timeout=30)
        for _ in range(10):
            assert len(listing(store.database, Slice(query=query)).articles) == 20
            assert stored_article(store.database, f"a{number:03}").id == f"a{number:03}"
        return True

    with open_store(filled_url, read_only=True, read_seconds=30) as store, ThreadPoolExecutor(12) as pool:
        assert all(pool.map(ask, range(12)))


def test_a_question_that_takes_too_long_is_ended_and_the_next_is_answered(filled_url):
    with open_store(filled_url, read_only=True, read_seconds=0.2) as store:

        def ask():
            with pytest.raises(SlowQueryError, match="took too long") as raised, store.database.read() as connection:
                connection.execute(text(ENDLESS)).all()
            assert raised.value.__cause__ is not None
            return len(listing(store.database, Slice()).articles)

        assert ask() == 20
        with ThreadPoolExecutor(3) as pool:
            assert list(pool.map(lambda _: ask(), range(3))) == [20] * 3


def test_a_writer_has_no_limit(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/newsbot.db") as store, store.database.read() as connection:
        assert connection.execute(text(ENDLESS.replace("FROM n)", "FROM n WHERE i < 300000)"))).scalar() == 300000
