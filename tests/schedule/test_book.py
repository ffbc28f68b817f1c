"""The plan beside its rows: order, claims by several processes, killed runs, refused writes; on both databases."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from newsbot.errors import ExitCode, StorageError
from newsbot.schedule.book import KILLED, PRIORITY_STEP, DutyBook, Ending
from newsbot.schedule.due import Every, Learnt
from newsbot.schedule.plan import Limits, OutletPlan, Plan
from newsbot.schedule.quiet import read_quiet_hours
from newsbot.store.database import open_store
from newsbot.store.schema import duties

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LIMITS = Limits(4, HOUR, HOUR, 10, 0, 0)
GOOD, BAD = Ending("finished", ExitCode.COMPLETE, 1), Ending("crashed", ExitCode.UNEXPECTED, 1)


def plan(*names, timing=None, **more):
    outlets = {name: OutletPlan(name=name, spider=name, timing=timing or Every(HOUR), **more) for name in names}
    return Plan(outlets, LIMITS)


def book(store, *names, now=NOW, **more):
    return DutyBook(store, plan(*names, **more), "host:1", now)


def run(book, name, now=NOW, ending=GOOD, length=MINUTE):
    outlet = book._plan[name]  # noqa: SLF001
    lock = book.claim(outlet, now)
    assert lock
    with lock:
        return book.end(outlet, ending, now + length)


def names(outlets):
    return [outlet.name for outlet in outlets]


def test_a_new_outlet_is_due_at_once_and_then_an_interval_later(store):
    duty_book = book(store, "marfa", "sabah")
    assert names(duty_book.due(NOW)) == ["marfa", "sabah"]
    row = run(duty_book, "marfa")
    assert names(duty_book.due(NOW + MINUTE)) == ["sabah"]
    assert 30 * MINUTE <= row.due_at - NOW <= 90 * MINUTE
    assert store.duties.get("marfa") == row
    assert names(duty_book.due(row.due_at)) == ["sabah", "marfa"]


def test_priority_goes_first_and_what_has_waited_long_goes_before_it(store):
    outlets = plan("long", "new", "urgent").outlets | plan("urgent", priority=3).outlets
    store.duties.save(*(replace(row, due_at=row.due_at) for row in store.duties.all().values()))
    duty_book = DutyBook(store, Plan(outlets, LIMITS), "host:1", NOW)
    with store.database.write() as connection:
        for name, ago in (("long", 4), ("new", 0), ("urgent", 0)):
            connection.execute(update(duties).where(duties.c.outlet == name).values(due_at=NOW - ago * PRIORITY_STEP))
    duty_book.refresh(NOW)
    assert names(duty_book.due(NOW)) == ["long", "urgent", "new"]


def test_what_another_process_has_just_run_is_not_run_again(store):
    one, other = book(store, "marfa"), DutyBook(store.beside(), plan("marfa"), "host:2", NOW)
    run(one, "marfa")
    assert names(other.due(NOW + MINUTE)) == ["marfa"], "it has not looked since"
    assert other.claim(other._plan["marfa"], NOW + MINUTE) is None  # noqa: SLF001
    assert other.due(NOW + MINUTE) == []


def test_an_outlet_that_is_being_run_is_tried_again_soon(store):
    duty_book = book(store, "marfa")
    with store.outlet_lock("marfa"):
        assert duty_book.claim(duty_book._plan["marfa"], NOW) is None  # noqa: SLF001
    assert duty_book.due(NOW) == []
    assert names(duty_book.due(NOW + MINUTE)) == ["marfa"]


def test_a_killed_run_is_done_again_at_once_and_after_that_more_and_more_rarely(store):
    waits = []
    for _ in range(4):
        duty_book = book(store, "marfa")
        begun = duty_book.due_at("marfa")
        duty_book.claim(duty_book._plan["marfa"], begun).release()  # noqa: SLF001 - as a kill does
        after = DutyBook(store, plan("marfa"), "host:2", begun + MINUTE)
        row = store.duties.get("marfa")
        assert (row.reason, row.is_open) == (KILLED, False)
        waits.append(after.due_at("marfa") - begun - MINUTE)
    assert waits[0] == timedelta()
    assert waits[1] >= MINUTE
    assert store.duties.get("marfa").failures == 4


def test_a_run_of_another_process_that_goes_on_is_left_alone(store):
    one = book(store, "marfa")
    with one.claim(one._plan["marfa"], NOW):  # noqa: SLF001
        other = DutyBook(store.beside(), plan("marfa"), "host:2", NOW + MINUTE)
        assert store.duties.get("marfa").is_open
    del other


def test_failures_back_off_and_a_good_run_forgets_them(store):
    duty_book, waits = book(store, "marfa", timing=Every(10 * MINUTE)), []
    for _ in range(8):
        at = duty_book.due_at("marfa")
        waits.append(run(duty_book, "marfa", at, BAD).due_at - at)
    assert waits[-1] > HOUR > waits[0]
    assert store.duties.get("marfa").failures == 8
    assert run(duty_book, "marfa", duty_book.due_at("marfa")).failures == 0


def test_a_run_that_was_cut_short_goes_on_at_once(store):
    row = run(book(store, "marfa"), "marfa", ending=Ending("shutdown", ExitCode.INTERRUPTED, 1))
    assert (row.due_at, row.failures) == (NOW + MINUTE, 0)


def test_another_timing_gives_another_due_time_and_the_same_one_keeps_it(store):
    row = run(book(store, "marfa"), "marfa")
    assert book(store, "marfa", now=NOW + 2 * MINUTE).due_at("marfa") == row.due_at
    sooner = book(store, "marfa", now=NOW + 2 * MINUTE, timing=Every(5 * MINUTE))
    assert NOW + 2 * MINUTE <= sooner.due_at("marfa") <= NOW + 8 * MINUTE


def test_missed_times_are_made_up_once(store):
    run(book(store, "marfa"), "marfa")
    week_later = NOW + timedelta(days=7)
    duty_book = book(store, "marfa", now=week_later)
    assert names(duty_book.due(week_later)) == ["marfa"]
    run(duty_book, "marfa", week_later)
    assert duty_book.due(week_later + 10 * MINUTE) == []


def test_a_clock_that_was_set_back_is_put_right_once(store):
    run(book(store, "marfa"), "marfa")
    earlier = NOW - timedelta(days=2)
    duty_book = book(store, "marfa", now=earlier)
    due_at = duty_book.due_at("marfa")
    assert earlier <= due_at <= earlier + 90 * MINUTE
    duty_book.refresh(earlier + MINUTE)
    assert duty_book.due_at("marfa") == due_at


def test_nothing_is_due_in_quiet_hours_overdue_or_not(store):
    quiet = read_quiet_hours("11:00-14:00", ZoneInfo("UTC"))
    duty_book = book(store, "marfa", now=NOW - 2 * HOUR, quiet=quiet)
    assert names(duty_book.due(NOW - 2 * HOUR)) == ["marfa"]
    assert duty_book.due(NOW) == []
    assert names(duty_book.due(NOW + 2 * HOUR)) == ["marfa"]


def test_an_outlet_that_is_switched_off_is_never_due(store):
    assert book(store, "marfa", is_enabled=False).due(NOW + 100 * HOUR) == []


def test_a_learnt_outlet_has_its_interval_told(store):
    row = run(book(store, "marfa", timing=Learnt(HOUR / 2, HOUR / 6, 24 * HOUR, ZoneInfo("UTC"))), "marfa")
    assert row.interval_seconds == pytest.approx((row.due_at - NOW).total_seconds())
    assert HOUR / 6 <= row.due_at - NOW <= 24 * HOUR


def test_what_the_store_refuses_is_written_later(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/newsbot.db", patience_seconds=0.1) as store:
        duty_book = book(store, "marfa")
        outlet = duty_book._plan["marfa"]  # noqa: SLF001
        lock = duty_book.claim(outlet, NOW)
        with closing(sqlite3.connect(tmp_path / "newsbot.db", isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            row = duty_book.end(outlet, GOOD, NOW + MINUTE)
            assert not duty_book.save()
            with pytest.raises(StorageError):
                store.duties.save(row)
        lock.release()
        assert duty_book.save()
        assert store.duties.get("marfa") == row


def test_what_the_store_broke_off_is_due_again_soon_and_does_not_count_as_finished(store):
    day = timedelta(days=1)
    row = run(book(store, "marfa", timing=Every(day)), "marfa", ending=Ending("finished", ExitCode.STORAGE_FAILURE, 1))
    assert (row.reason, row.failures) == ("storage_failure", 1)
    assert MINUTE < row.due_at - NOW <= HOUR
    assert store.duties.get("marfa") == row


def test_what_the_store_broke_off_waits_no_longer_than_its_interval(store):
    second = timedelta(seconds=1)
    row = run(
        book(store, "marfa", timing=Every(second)), "marfa", ending=Ending("storage_failure", ExitCode.STORAGE_FAILURE)
    )
    assert row.due_at == row.ended_at + second
