from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.frontier.policy import (
    DEFAULT_REVISIT,
    Ending,
    Outcome,
    Policy,
    article_wait,
    listing_wait,
    rank,
    retry_wait,
    wants_visit,
)
from newsbot.store.urls import KnownUrl, QueuedUrl

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def row(kind="article", **values):
    known = {"id": 1, "key": "k", "url": "https://k", "kind": kind, "depth": 1, "rank": 1, "dated_at": None}
    more = {"found_on": None, "headline": None, "etag": None, "last_modified": None, "body_hash": None, "failures": 0}
    last = {"repeats": 0, "article_id": None, "first_seen_at": NOW, "fetched_at": None}
    return QueuedUrl(**{**known, **more, **last, **values})


def known(**values):
    return KnownUrl(
        **{"id": 1, "key": "k", "kind": "article", "state": "done", "fetched_at": NOW, "due_at": None, **values}
    )


def test_an_article_is_visited_often_while_young_and_never_when_old():
    assert article_wait(DEFAULT_REVISIT, HOUR) == 3 * HOUR
    assert article_wait(DEFAULT_REVISIT, 2 * DAY) == 12 * HOUR
    assert article_wait(DEFAULT_REVISIT, 31 * DAY) is None
    mark = Policy().mark(row(), Outcome(ending=Ending.READ, status=200), NOW, dated_at=NOW - 5 * DAY)
    assert (mark.state, mark.due_at, mark.dated_at) == ("done", NOW + 3 * DAY, NOW - 5 * DAY)


def test_an_outlets_own_ages_go_before_ours():
    policy = Policy(((HOUR, 5 * HOUR),))
    assert policy.mark(row(), Outcome(ending=Ending.READ), NOW).due_at == NOW + 5 * HOUR
    assert policy.mark(row(first_seen_at=NOW - DAY), Outcome(ending=Ending.READ), NOW).due_at is None


def test_failures_wait_longer_each_time_and_are_given_up():
    waits = []
    failed = row()
    for failures in range(8):
        mark = Policy().mark(row(failures=failures), Outcome(ending=Ending.FAILED, reason="dns"), NOW)
        waits.append(mark.due_at and mark.due_at - NOW)
    assert waits[:4] == [HOUR / 4, HOUR, 4 * HOUR, 16 * HOUR]
    assert waits[4:7] == [2 * DAY] * 3
    assert waits[7] is None
    assert (mark.state, mark.reason, mark.failures, failed.failures) == ("failed", "dns", 8, 0)


def test_a_failure_keeps_the_validators_of_the_last_good_visit_and_a_reading_replaces_them():
    before = row(etag="e", last_modified="m", body_hash="b", article_id="a", failures=2)
    failed = Policy().mark(before, Outcome(ending=Ending.FAILED, reason="timeout"), NOW)
    assert (failed.etag, failed.last_modified, failed.body_hash, failed.article_id) == ("e", "m", "b", "a")
    same = Policy().mark(before, Outcome(ending=Ending.UNCHANGED, status=304), NOW)
    assert (same.etag, same.state, same.failures, same.repeats) == ("e", "done", 0, 1)
    read = Policy().mark(before, Outcome(ending=Ending.READ, status=200, body_hash="c"), NOW)
    assert (read.etag, read.last_modified, read.body_hash, read.failures) == (None, None, "c", 0)


def test_a_gone_page_is_asked_for_twice_more_and_then_never():
    gone = Outcome(ending=Ending.GONE, status=404, reason="http_404")
    dues = [Policy().mark(row(failures=failures), gone, NOW).due_at for failures in range(3)]
    assert dues == [NOW + DAY, NOW + 7 * DAY, None]


def test_pages_of_links_are_left_alone_longer_while_nothing_changes():
    assert [listing_wait(repeats) for repeats in (0, 1, 2, 99)] == [DAY / 2, DAY, 2 * DAY, 30 * DAY]


def test_start_pages_come_first_then_what_is_newest():
    order = [
        rank("listing", 0, None, NOW),
        rank("feed", 1, None, NOW),
        rank("article", 2, NOW, NOW),
        rank("article", 3, NOW - HOUR, NOW),
        rank("listing", 1, None, NOW),
        rank("article", 1, None, NOW),
        rank("article", 2, None, NOW),
        rank("article", 1, NOW - 9 * DAY, NOW),
    ]
    assert order == sorted(order, reverse=True)
    assert rank("article", 1, NOW + 900 * DAY, NOW) == rank("article", 1, NOW, NOW)


@pytest.mark.parametrize(
    ("values", "depth", "dated_at", "wanted"),
    [
        ({"fetched_at": NOW - HOUR}, 0, None, True),  # a start page, in a new run
        ({"fetched_at": NOW + HOUR}, 0, None, False),  # once a run
        ({"fetched_at": NOW - HOUR}, 1, None, False),
        ({"fetched_at": NOW - HOUR}, 1, NOW, True),  # a sitemap says that it changed
        ({"fetched_at": NOW - HOUR}, 1, NOW - DAY, False),
        ({"fetched_at": NOW - HOUR}, 1, NOW + HOUR, False),  # a wrong clock
        ({"fetched_at": None, "state": "queued"}, 0, None, False),  # it is in the queue already
    ],
)
def test_a_known_page_is_visited_before_its_time(values, depth, dated_at, wanted):
    assert wants_visit(known(**values), depth=depth, dated_at=dated_at, run_started_at=NOW) is wanted


@given(st.sampled_from(Ending), st.integers(0, 40), st.integers(0, 40), st.sampled_from(["article", "listing", "feed"]))
def test_no_visit_is_due_before_it_was_made(ending, failures, repeats, kind):
    mark = Policy().mark(row(kind, failures=failures, repeats=repeats), Outcome(ending=ending), NOW)
    assert mark.due_at is None or mark.due_at >= NOW + HOUR / 4
    assert mark.state in {"done", "failed", "gone", "skipped"}


@given(st.integers(1, 1000))
def test_retries_never_come_sooner_the_more_there_were(failures):
    assert retry_wait(failures) <= retry_wait(failures + 1) <= 2 * DAY
