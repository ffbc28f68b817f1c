"""What workers share, on a real PostgreSQL: locks that outlive a connection, the queue's tables, what is given out."""

import asyncio
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from procrastinate import PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager
from psycopg import sql
from sqlalchemy import create_engine, make_url, text

from newsbot.errors import ExitCode, StorageError
from newsbot.outcome import FINISHED
from newsbot.schedule import jobs
from newsbot.schedule.book import Ending
from newsbot.schedule.due import Every
from newsbot.schedule.jobs import Connector, JobQueue, Server, Tasks
from newsbot.schedule.jobtables import SCHEMA, migrations, prepare_tables
from newsbot.schedule.plan import Limits, OutletPlan, Plan
from newsbot.schedule.work import Errand, ErrandBook, WorkBook
from newsbot.store.database import open_store

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
KILL_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND (pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory') OR application_name = 'newsbot worker')"
)


@pytest.fixture
def url(postgresql_url):
    """The address of an empty database."""
    name = f"newsbot_{uuid.uuid4().hex}"
    engine = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield postgresql_url.set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def store(url):
    with open_store(url, patience_seconds=2) as opened:
        yield opened


@pytest.fixture
def address(url):
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def plan(*names, priority=0):
    limits = Limits(4, HOUR, HOUR, 10, 0, 0)
    outlets = {name: OutletPlan(name=name, spider=name, timing=Every(HOUR), priority=priority) for name in names}
    return Plan(outlets, limits)


def cut_connections(store):
    engine = create_engine(store.database.engine.url)
    with engine.connect() as connection:
        connection.execute(KILL_OTHERS)
    engine.dispose()


# tables -----------------------------------------------------------------------------------------------------------


def test_tables_are_made_once_by_many_and_apart_from_the_stores(store, address):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: prepare_tables(address, "here"), range(8)))
    with store.database.read() as connection:
        found = connection.execute(
            text("SELECT schemaname, count(*) FROM pg_tables WHERE tablename LIKE 'procrastinate%' GROUP BY 1")
        ).all()
    assert found == [(SCHEMA, 4)]


def test_tables_of_an_older_version_are_brought_up_to_date(address):
    files = migrations()
    old = sorted(name for name in files if name < "03.01")
    with psycopg.connect(address) as connection:
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
        connection.execute(f"SET search_path TO {SCHEMA}")
        connection.execute("CREATE TABLE newsbot_migrations (name text PRIMARY KEY)")
        for name in old:
            with connection.transaction():
                connection.execute(files[name].read_text())
            connection.commit()
        for name in old:
            connection.execute("INSERT INTO newsbot_migrations VALUES (%s)", [name])
    prepare_tables(address, "here")
    assert queue_of(address, ["a", "b"]) == ["a", "b"]


def test_tables_of_a_newer_version_are_refused(address):
    prepare_tables(address, "here")
    with psycopg.connect(address) as connection:
        connection.execute(f"SET search_path TO {SCHEMA}")
        connection.execute("INSERT INTO newsbot_migrations VALUES ('99.00.00_01_pre_unheard_of.sql')")
    with pytest.raises(StorageError, match=r"here: a newer Procrastinate made the workers' tables \(99\.00\.00_01"):
        prepare_tables(address, "here")


def test_the_whole_schema_stands_for_all_migrations_there_are(address):
    assert "CREATE TABLE procrastinate_jobs" in SchemaManager.get_schema()
    prepare_tables(address, "here")
    with psycopg.connect(address) as connection:
        connection.execute(f"SET search_path TO {SCHEMA}")
        noted = {name for (name,) in connection.execute("SELECT name FROM newsbot_migrations")}
    assert noted == migrations().keys()


# the queue --------------------------------------------------------------------------------------------------------


def queue_of(address, names, *, at_once=4, crawl=None, rows=None):
    """Give out *names* and return them in the order in which one worker was given them."""
    done, wanted = [], dict.fromkeys(names)

    async def one(outlet):
        done.append(outlet)
        wanted.pop(outlet, None)
        await (crawl(outlet) if crawl else asyncio.sleep(0))
        if not wanted:
            queue.stop()

    async def look(given):
        return [Errand(name, -number) for number, name in enumerate(wanted) if name not in given]

    async def main():
        async with asyncio.timeout(60):
            await queue.run()

    queue = JobQueue(
        Server(address, "here"), Tasks(one, look, lambda: None), at_once=lambda: at_once, stalled_seconds=5
    )
    asyncio.run(main())
    if rows is not None:
        with psycopg.connect(address) as connection:
            for table in ("jobs", "events", "workers", "periodic_defers"):
                query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(SCHEMA, f"procrastinate_{table}"))
                (rows[table],) = connection.execute(query).fetchone()
    return done


def test_a_thousand_jobs_leave_no_rows_behind(address):
    rows = {}
    names = [f"outlet{number}" for number in range(1000)]
    assert queue_of(address, names, at_once=1, rows=rows) == names, "the most urgent first"
    assert rows["jobs"] <= 1, "a look may have been given out at the end"
    assert rows["events"] <= 2
    assert rows["workers"] == 0
    assert rows["periodic_defers"] <= 1


def test_what_is_due_is_looked_up_while_every_slot_is_taken(address, monkeypatch):
    monkeypatch.setattr(jobs, "LOOK_SECONDS", 1)
    looks = []

    async def crawl(_outlet):
        await ends.wait()

    async def look(given):
        looks.append(set(given))
        if len([one for one in looks if one]) == 2:
            ends.set()
            queue.stop()
        return [Errand(name, 0) for name in ("a", "b") if name not in given]

    async def main():
        async with asyncio.timeout(60):
            await queue.run()

    ends = asyncio.Event()
    tasks = Tasks(crawl, look, lambda: None)
    queue = JobQueue(Server(address, "here"), tasks, at_once=lambda: 1, stalled_seconds=5)
    asyncio.run(main())
    assert looks[0] == set()
    assert looks[-1] == {"a", "b"}, "one of them under way for ever, one waiting"


def test_a_dead_workers_job_is_cleared_away_and_given_out_again(address, monkeypatch):
    prepare_tables(address, "here")
    with psycopg.connect(address) as connection:
        connection.execute(f"SET search_path TO {SCHEMA}")
        connection.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '6 seconds')")
        for name in ("marfa", "sabah"):
            connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status, worker_id)"
                " SELECT 'newsbot', 'crawl', %(name)s, %(name)s, '{}', 'doing', max(id) FROM procrastinate_workers",
                {"name": name},
            )
        connection.execute("UPDATE procrastinate_jobs SET worker_id = NULL WHERE lock = 'sabah'")
    rows = {}
    assert sorted(queue_of(address, ["marfa", "sabah"], rows=rows)) == ["marfa", "sabah"]
    assert rows["workers"] == 0


def test_a_lost_connection_ends_no_crawl_and_loses_no_job(store, address):
    crawled = []

    async def crawl(outlet):
        await asyncio.sleep(0.2)
        if outlet == "outlet2":
            cut_connections(store)
        await asyncio.sleep(0.2)
        crawled.append(outlet)

    names = [f"outlet{number}" for number in range(8)]
    given = queue_of(address, names, at_once=2, crawl=crawl)
    assert set(given) == set(names)


def test_a_job_that_waits_already_is_known_whatever_language_the_server_speaks(address, monkeypatch):
    async def speak_german(self, query, **arguments):
        raise AssertionError("Schlüssel »(queueing_lock)=(marfa)« existiert bereits.")

    async def main():
        connector = Connector(conninfo=address)
        monkeypatch.setattr(PsycopgConnector, "execute_query_all_async", speak_german)
        job = Job(queue="q", task_name="t", lock="marfa", queueing_lock="marfa")
        with pytest.raises(AlreadyEnqueued):
            await JobManager(connector).defer_job_async(job)

    asyncio.run(main())


# what is given out, and what was given ----------------------------------------------------------------------------


def errands(book, *names, given=(), now=NOW, **more):
    return book.look(plan(*names, **more), given, now)


def test_what_is_due_is_given_out_in_the_schedules_order(store):
    book = ErrandBook(store, plan("a", "b", "c"), "here:1", NOW)
    assert [errand.outlet for errand in errands(book, "a", "b", "c", given={"b"})] == ["a", "c"]
    with store.outlet_lock("a"):
        assert [errand.outlet for errand in errands(book, "a", "b", "c")] == ["b", "c"]
    (plain,) = errands(book, "a")
    (urgent,) = errands(book, "a", priority=3)
    assert urgent.priority == plain.priority + 30, "ten minutes each"
    assert -(2**31) <= urgent.priority < 0
    assert errands(book, "a", now=NOW - MINUTE) == []


def test_a_run_without_an_end_is_a_killed_one_only_when_nobody_has_its_job(store):
    book = ErrandBook(store, plan("a"), "here:1", NOW)
    errands(book, "a")
    assert store.duties.begin("a", NOW, "there:2")
    later = NOW + MINUTE
    assert errands(book, "a", given={"a"}, now=later) == []
    assert store.duties.get("a").is_open
    with store.outlet_lock("a"):
        assert errands(book, "a", now=later) == []
    assert store.duties.get("a").is_open
    assert [errand.outlet for errand in errands(book, "a", now=later)] == ["a"]
    duty = store.duties.get("a")
    assert (duty.reason, duty.failures, duty.is_open) == ("killed", 1, False)


def test_a_worker_takes_on_what_is_due_and_tells_how_it_ended(store):
    ErrandBook(store, plan("a", "b", "c"), "here:1", NOW)
    ending = Ending(FINISHED, ExitCode.COMPLETE, 7)

    async def work():
        book = WorkBook(store, plan("a", "b", "c"), "here:1", NOW)
        first, again = book.give("a", NOW), book.give("a", NOW)
        second, unknown, early = book.give("b", NOW), book.give("x", NOW), book.give("c", NOW - MINUTE)
        assert [one.done() for one in (first, again, second, unknown, early)] == [False, True, False, True, True]
        assert [outlet.name for outlet in book.due(NOW)] == ["a", "b"]
        outlet = book.due(NOW)[0]
        with book.claim(outlet, NOW):
            assert [one.name for one in book.due(NOW)] == ["b"]
            book.give_back()
            assert await second is None
            assert not first.done()
            book.end(outlet, ending, NOW + MINUTE)
        assert await first == ending
        assert book.give("a", NOW + MINUTE).result() is None, "it is not due any more"

    asyncio.run(work())
    duty = store.duties.get("a")
    assert (duty.reason, duty.run_id, duty.held_by, duty.is_open) == (FINISHED, 7, "here:1", False)


def test_a_late_note_does_not_undo_what_somebody_else_has_begun(store, monkeypatch):
    ErrandBook(store, plan("a"), "here:1", NOW)

    def refuse(*rows):
        raise StorageError("gone")

    async def work():
        book = WorkBook(store, plan("a"), "here:1", NOW)
        book.give("a", NOW)
        outlet = book.due(NOW)[0]
        with book.claim(outlet, NOW), monkeypatch.context() as broken:
            broken.setattr(store.duties, "save", refuse)
            book.end(outlet, Ending("storage_failure", ExitCode.STORAGE_FAILURE), NOW + MINUTE)
            assert not book.save()
        assert store.duties.begin("a", NOW + MINUTE, "there:2")
        assert book.save()

    asyncio.run(work())
    duty = store.duties.get("a")
    assert (duty.held_by, duty.is_open) == ("there:2", True)


def test_what_the_store_broke_off_is_due_again_soon_and_does_not_count_as_finished(store):
    ErrandBook(store, plan("a"), "here:1", NOW)

    async def work():
        book = WorkBook(store, plan("a"), "here:1", NOW)
        book.give("a", NOW)
        outlet = book.due(NOW)[0]
        with book.claim(outlet, NOW):
            book.end(outlet, Ending(FINISHED, ExitCode.STORAGE_FAILURE, 7), NOW + MINUTE)

    asyncio.run(work())
    duty = store.duties.get("a")
    assert (duty.reason, duty.failures, duty.due_at) == ("storage_failure", 1, NOW + 2 * MINUTE)
