"""What the browser was good for is kept by outlet and shape, on both databases, and in stores made before."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import inspect, update

from newsbot.store.database import open_store
from newsbot.store.schema import SCHEMA_VERSION, renderings, versions

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_counts_add_up_across_flushes(store):
    for is_gain in (True, False, False):
        store.renderings.add("demo", "article", "example.org/#", is_gain=is_gain, at=NOW)
    store.flush()
    store.renderings.add("demo", "article", "example.org/#", is_gain=False, at=NOW)
    store.renderings.add("demo", "listing", "example.org/#", is_gain=True, at=NOW)
    store.flush()
    known = {(row.kind, row.shape): (row.gained, row.wasted) for row in store.renderings.known("demo", NOW)}
    assert known == {("article", "example.org/#"): (1, 3), ("listing", "example.org/#"): (1, 0)}


def test_what_is_old_is_forgotten_for_good(store):
    store.renderings.add("demo", "article", "old", is_gain=False, at=NOW - timedelta(days=30))
    store.renderings.add("demo", "article", "new", is_gain=False, at=NOW)
    store.flush()
    assert [row.shape for row in store.renderings.known("demo", NOW - timedelta(days=21))] == ["new"]
    assert [row.shape for row in store.renderings.known("demo", NOW - timedelta(days=99))] == ["new"]


def test_a_store_of_the_first_version_gets_the_table(store_url):
    with open_store(store_url) as store, store.database.write() as connection:
        renderings.drop(connection)
        connection.execute(update(versions).values(version=1))
    for _ in range(2):
        with open_store(store_url) as store:
            store.renderings.add("demo", "article", "shape", is_gain=True, at=NOW)
            store.flush()
    with open_store(store_url) as store, store.database.read() as connection:
        assert inspect(connection).has_table("renderings")
        assert connection.execute(versions.select()).all() == [(SCHEMA_VERSION,)]
        assert [row.gained for row in store.renderings.known("demo", NOW)] == [2]
