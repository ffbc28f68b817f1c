"""Leaving a host alone and coming back, in numbers."""

import pytest

from newsbot.middlewares.backoff import STEADY_ANSWERS, Backoff, retry_after_seconds

NOON = 1_767_268_800.0  # 2026-01-01 12:00 UTC


def test_each_refusal_doubles_the_delay_up_to_the_cap():
    backoff, now, delays = Backoff(base=1.0, cap=10.0), 100.0, []
    for _ in range(6):
        now += backoff.refused(now) + 1
        delays.append(backoff.delay)
    assert delays == [2.0, 4.0, 8.0, 10.0, 10.0, 10.0]


def test_requests_sent_before_the_pause_say_nothing_new():
    backoff = Backoff(base=1.0, cap=60.0)
    assert backoff.refused(100.0) == 2.0
    assert backoff.refused(100.5) is None
    assert backoff.level == 1


def test_retry_after_is_waited_for_but_not_beyond_the_cap():
    assert Backoff(base=1.0, cap=60.0).refused(0.0, retry_after=30.0) == 30.0
    assert Backoff(base=1.0, cap=60.0).refused(0.0, retry_after=3600.0) == 60.0


def test_a_later_retry_after_lengthens_a_pause_under_way():
    backoff = Backoff(base=1.0, cap=60.0)
    backoff.refused(0.0)
    assert backoff.refused(1.0, retry_after=40.0) == 40.0
    assert (backoff.level, backoff.paused_until) == (1, 41.0)


def test_good_answers_bring_it_down_step_by_step_to_where_it_was():
    backoff, now = Backoff(base=0.0, cap=60.0), 0.0
    for _ in range(2):
        now += backoff.refused(now) + 1
    assert backoff.delay == 4.0
    lowered = [backoff.answered() for _ in range(2 * STEADY_ANSWERS)]
    assert lowered.count(True) == 2
    assert backoff.delay == 0.0
    assert not backoff.answered()


def test_a_refusal_starts_the_count_of_good_answers_anew():
    backoff = Backoff(base=1.0, cap=60.0)
    backoff.refused(0.0)
    for _ in range(STEADY_ANSWERS - 1):
        backoff.answered()
    backoff.refused(50.0)
    assert not backoff.answered()


def test_a_site_that_asks_for_more_than_the_cap_keeps_its_delay():
    backoff = Backoff(base=120.0, cap=60.0)
    backoff.refused(0.0)
    assert backoff.delay == 120.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("Thu, 01 Jan 2026 12:01:30 GMT", 90.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", None),
        ("Thu, 01 Jan 2026 12:00:30", 30.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after(header, seconds):
    assert retry_after_seconds(header, NOON) == seconds
