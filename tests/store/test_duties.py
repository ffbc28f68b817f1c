"""The rows of scheduled outlets, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

from made_articles import FIRST, bare, keep, values

from newsbot.store.database import open_store
from newsbot.store.duties import Duty

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROW = Duty("anapress", NOW, None, None, None, 0, None, {"timing": "every 1:00:00"}, None, None)


def test_rows_come_back_as_they_were_saved(store):
    other = replace(
        ROW,
        outlet="wafa",
        started_at=NOW,
        ended_at=NOW + timedelta(minutes=1),
        reason="finished",
        failures=2,
        interval_seconds=3600.5,
        run_id=7,
        held_by="host:1",
    )
    store.duties.save(ROW, other)
    assert store.duties.all() == {"anapress": ROW, "wafa": other}
    store.duties.save(replace(other, failures=0))
    assert store.duties.get("wafa") == replace(other, failures=0)
    assert store.duties.get("nowhere") is None


def test_a_run_begins_only_when_it_is_due(store):
    store.duties.save(replace(ROW, due_at=NOW + timedelta(seconds=1), ended_at=NOW, reason="finished"))
    assert not store.duties.begin("anapress", NOW, "host:1")
    assert store.duties.begin("anapress", NOW + timedelta(seconds=1), "host:1")
    row = store.duties.get("anapress")
    assert (row.is_open, row.reason, row.held_by) == (True, None, "host:1")
    assert not store.duties.begin("nowhere", NOW, "host:1")


def test_a_row_is_open_from_a_runs_start_to_its_end():
    assert not ROW.is_open
    assert replace(ROW, started_at=NOW).is_open
    assert not replace(ROW, started_at=NOW, ended_at=NOW).is_open


def test_publications_are_the_newest_first_and_none_of_another_outlet(store):
    keep(store, *(values(number) for number in range(5)), values(9, outlet="wafa"))
    at = [FIRST + timedelta(hours=7 * number) for number in range(5)]
    assert store.duties.publications("demo", FIRST - timedelta(days=1)) == at[::-1]
    assert store.duties.publications("demo", at[2]) == [at[4], at[3]]
    assert store.duties.publications("demo", FIRST - timedelta(days=1), most=2) == [at[4], at[3]]
    assert store.duties.known_since("demo") == FIRST
    assert store.duties.known_since("nowhere") is None
    assert store.duties.publications("nowhere", FIRST) == []


def test_what_has_no_date_counts_as_seen_but_not_what_the_first_hour_brought(store):
    at = [FIRST + timedelta(minutes=minutes) for minutes in (0, 30, 90, 200)]
    keep(store, *(bare(number, first_seen=moment.isoformat()) for number, moment in enumerate(at)))
    assert store.duties.publications("bare", FIRST - timedelta(days=1)) == [at[3], at[2]]


def test_two_processes_that_make_the_same_rows_at_once_both_succeed(store_url):
    def save(number: int) -> None:
        with open_store(store_url) as own:
            meeting.wait(20)
            rows = [replace(ROW, outlet=f"outlet{place}", held_by=f"host:{number}") for place in range(20)]
            own.duties.save(*(rows if number else rows[::-1]))

    meeting = Barrier(2)
    open_store(store_url).close()
    with ThreadPoolExecutor(2) as both:
        list(both.map(save, range(2)))
    with open_store(store_url) as store:
        assert len({row.held_by for row in store.duties.all().values()}) == 1
        assert len(store.duties.all()) == 20
