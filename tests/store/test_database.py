import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from newsbot.errors import ConfigurationError, OutletBusyError, StorageError
from newsbot.store.columns import UtcDateTime
from newsbot.store.database import open_store
from newsbot.store.schema import versions
from newsbot.store.urls import Link

NOW = datetime(2026, 3, 20, tzinfo=UTC)

HOLDER = """
import sys, time
from newsbot.store.database import open_store
lock = open_store(sys.argv[1]).outlet_lock("demo")
print("held", flush=True)
time.sleep(60)
"""


def link(key, **values):
    known = {
        "outlet": "demo",
        "key": key,
        "url": f"https://{key}",
        "kind": "article",
        "depth": 1,
        "rank": 1,
        "dated_at": None,
        "found_on": None,
        "headline": None,
        "first_seen_at": NOW,
    }
    return Link(**{**known, **values})


def test_a_store_is_made_with_its_folder_and_opens_again(store_url):
    with open_store(store_url) as store:
        store.urls.add(link("a"))
        store.flush()
    with open_store(store_url) as store:
        assert [row.key for row in store.urls.queued("demo", 10)] == ["a"]


def test_a_store_of_a_newer_newsbot_is_refused(store_url):
    with open_store(store_url) as store, store.database.write() as connection:
        connection.execute(update(versions).values(version=99))
    with pytest.raises(StorageError, match=r"a newer newsbot wrote it \(schema 99, this one knows \d+\)"):
        open_store(store_url)


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "nosuch+driver://x/y"]
)
def test_an_address_of_another_kind_is_bad_configuration(url):
    with pytest.raises(ConfigurationError, match="NEWSBOT_STORE_URL"):
        open_store(url)


def test_no_message_shows_the_password():
    with pytest.raises(StorageError) as raised:
        open_store("postgresql://newsbot:secret@127.0.0.1:1/none", patience_seconds=2)
    assert "127.0.0.1" in str(raised.value)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)
    assert raised.value.__cause__ is not None


def test_a_store_that_must_be_there_is_not_made(tmp_path):
    with pytest.raises(StorageError, match="there is no store here yet"):
        open_store(f"sqlite:///{tmp_path}/x/newsbot.db", create=False)
    assert not (tmp_path / "x").exists()


def test_a_file_that_is_no_database_is_one_line(tmp_path):
    path = tmp_path / "newsbot.db"
    path.write_bytes(b"This is a text about something else.\n" * 100)
    with pytest.raises(StorageError, match=r"newsbot\.db: file is not a database$") as raised:
        open_store(f"sqlite:///{path}")
    assert isinstance(raised.value.__cause__.orig, sqlite3.DatabaseError)


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"file"):
        open_store(f"sqlite:///{tmp_path}/file/newsbot.db")


def test_a_failed_flush_keeps_everything_for_the_next(tmp_path):
    path = tmp_path / "newsbot.db"
    with open_store(f"sqlite:///{path}", patience_seconds=0.1) as store:
        store.urls.add(link("a"))
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match=r"newsbot\.db: database is locked: another program"):
            store.flush()
        assert store.pending == 1
        assert store.urls.queued("demo", 10) == []
        other.execute("ROLLBACK")
        other.close()
        assert store.flush().new_urls == 1
        assert store.pending == 0
        assert len(store.urls.queued("demo", 10)) == 1


def test_a_look_at_the_store_waits_for_no_writer(tmp_path):
    url = f"sqlite:///{tmp_path}/newsbot.db"
    open_store(url).close()
    other = sqlite3.connect(tmp_path / "newsbot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_store(url, patience_seconds=0.1) as store:
        assert store.urls.queued("demo", 1) == []
    other.execute("ROLLBACK")
    other.close()


def test_a_full_disk_undoes_the_whole_flush(tmp_path):
    path = tmp_path / "newsbot.db"
    with open_store(f"sqlite:///{path}") as store:
        with store.database.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        # Every connection of the engine gets SQLite's own limit: the same error as a full disk, at the same place.
        store.database.engine.dispose()
        from sqlalchemy import event

        event.listen(
            store.database.engine, "connect", lambda dbapi, _: dbapi.execute(f"PRAGMA max_page_count={pages + 4}")
        )
        for number in range(2000):
            store.urls.add(link(f"key-{number}", headline="عنوان طويل " * 30))
        with pytest.raises(StorageError, match="database or disk is full: make room"):
            store.flush()
        assert store.pending == 2000
        assert store.urls.queued("demo", 10) == []


def test_the_second_run_of_an_outlet_is_refused_and_another_outlet_is_not(store_url):
    with open_store(store_url) as first, open_store(store_url) as second:
        lock = first.outlet_lock("demo")
        with pytest.raises(OutletBusyError, match="outlet 'demo' is being crawled by"):
            second.outlet_lock("demo")
        second.outlet_lock("../عنب بلدي").release()
        assert second.is_running("demo")
        assert not second.is_running("other")
        lock.release()
        lock.release()
        assert not second.is_running("demo")
        second.outlet_lock("demo").release()


def test_a_killed_run_frees_its_outlet(store_url):
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, store_url], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "held\n"
        with open_store(store_url) as store:
            with pytest.raises(OutletBusyError):
                store.outlet_lock("demo")
            os.kill(holder.pid, signal.SIGKILL)
            holder.wait()
            deadline = time.monotonic() + 5
            while store.is_running("demo") and time.monotonic() < deadline:
                time.sleep(0.05)
            store.outlet_lock("demo").release()
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()


def test_lock_files_may_lie_elsewhere(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/newsbot.db", lock_dir=tmp_path / "elsewhere") as store:
        store.outlet_lock("demo").release()
    assert (tmp_path / "elsewhere" / "demo.lock").read_text() == str(os.getpid())
    assert Path(store.place) == tmp_path / "newsbot.db"


def test_times_sort_as_texts_in_sqlite():
    kind = UtcDateTime()
    dialect = __import__("sqlalchemy.dialects.sqlite", fromlist=["dialect"]).dialect()
    whole = kind.process_bind_param(datetime(2026, 1, 1, tzinfo=UTC), dialect)
    later = kind.process_bind_param(datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC), dialect)
    assert whole < later


def test_who_reads_everything_once_keeps_little_of_it(store):
    store.database.read_through()
    if not store.database.is_server:
        with store.database.read() as connection:
            assert connection.exec_driver_sql("PRAGMA cache_size").scalar() == -2000
