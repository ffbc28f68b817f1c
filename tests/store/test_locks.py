"""Locks of outlets that outlive a lost connection, on a real PostgreSQL, and looks that disturb nobody, on both kinds."""

import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, text

from newsbot.errors import OutletBusyError, StorageError
from newsbot.store.database import open_store

on_a_server = pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
HOLDERS = (
    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def answers(store, question):
    engine = create_engine(store.database.engine.url)
    with engine.connect() as connection:
        found = connection.execute(text(question)).scalars().all()
    engine.dispose()
    return found


def cut(store):
    assert answers(store, HOLDERS.replace("pid", "pg_terminate_backend(pid)", 1))


@pytest.fixture
def other(store_url):
    with open_store(store_url, patience_seconds=2) as opened:
        yield opened


@contextmanager
def looking(store, outlet):
    """Four threads that ask all the time whether a run has *outlet*."""
    is_over, seen = threading.Event(), []

    def look():
        while not is_over.is_set():
            seen.append(store.is_running(outlet))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def test_a_look_keeps_no_run_out_and_is_taken_for_none(store, other):
    with looking(other, "demo"):
        for _ in range(300):
            store.outlet_lock("demo").release()
    store.outlet_lock("demo").release()
    with looking(other, "demo") as seen:
        while len(seen) < 500:
            pass
    assert not any(seen)


@on_a_server
def test_one_connection_holds_many_locks_and_each_keeps_others_out(store, other):
    held = [store.outlet_lock(name) for name in ("marfa", "صباح", "o'dd")]
    assert len(set(answers(store, HOLDERS))) == 1
    for name in ("marfa", "صباح", "o'dd"):
        with pytest.raises(OutletBusyError, match="this process"):
            store.outlet_lock(name)
        with pytest.raises(OutletBusyError, match="another process"):
            other.outlet_lock(name)
    assert other.running(["marfa", "صباح", "o'dd", "free"]) == {"marfa", "صباح", "o'dd"}
    held[0].release()
    assert not store.is_running("marfa")
    other.outlet_lock("marfa").release()
    held[0].release()


@on_a_server
def test_locks_are_taken_again_after_their_connection_was_lost(store):
    one, two = store.outlet_lock("marfa"), store.outlet_lock("sabah")
    cut(store)
    assert store.keep_locks() == set()
    assert store.running(["marfa", "sabah"]) == {"marfa", "sabah"}
    one.release()
    assert store.running(["marfa", "sabah"]) == {"sabah"}
    two.release()


@on_a_server
def test_a_lock_that_somebody_took_meanwhile_is_told(store, other):
    lock = store.outlet_lock("marfa")
    cut(store)
    with other.outlet_lock("marfa"):
        assert store.keep_locks() == {"marfa"}
    lock.release()
    assert not store.is_running("marfa")


@on_a_server
def test_a_lock_is_let_go_of_though_its_connection_was_lost(store):
    lock = store.outlet_lock("marfa")
    cut(store)
    lock.release()
    store.outlet_lock("marfa").release()


@on_a_server
def test_a_store_that_closes_lets_go_of_locks_and_connections(store_url, store):
    with open_store(store_url) as closing:
        closing.outlet_lock("marfa")
        closing.outlet_lock("sabah")
        before = answers(store, SESSIONS)[0]
    assert not store.running(["marfa", "sabah"])
    assert answers(store, SESSIONS)[0] < before


@on_a_server
def test_two_threads_share_the_locks(store):
    beside = store.beside()
    with store.outlet_lock("marfa"):
        refused = []

        def want():
            try:
                beside.outlet_lock("marfa").release()
            except OutletBusyError as error:
                refused.append(error)
            assert beside.running(["marfa", "sabah"]) == {"marfa"}

        threads = [threading.Thread(target=want) for _ in range(4)]
        for _ in range(20):
            assert store.keep_locks() == set()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 4


def test_a_lock_file_that_cannot_be_read_is_told(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/newsbot.db") as store:
        store.outlet_lock("demo").release()
        path = tmp_path / "locks" / "demo.lock"
        path.unlink()
        path.symlink_to(path)
        with pytest.raises(StorageError, match=r"demo\.lock"):
            store.is_running("demo")
