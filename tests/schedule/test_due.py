"""When outlets are due: learnt waits, grids, cron over changes of the clock, back-off, quiet hours."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.schedule.due import (
    FIRST_RETRY,
    LAST_RETRY,
    Cron,
    Every,
    History,
    Learnt,
    first_due,
    next_cron,
    next_due,
    phase,
    retry_wait,
)
from newsbot.schedule.quiet import read_quiet_hours
from newsbot.schedule.rhythm import learnt_rhythm

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAMASCUS, BERLIN = ZoneInfo("Asia/Damascus"), ZoneInfo("Europe/Berlin")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LEARNT = Learnt(30 * MINUTE, 10 * MINUTE, DAY, DAMASCUS)

names = st.text(min_size=1, max_size=20)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
timings = st.one_of(
    st.timedeltas(timedelta(seconds=1), 60 * DAY).map(Every),
    st.sampled_from(["*/20 6-23 * * *", "0 0 * * *", "30 2 * * *", "15 3 1 * *", "5 * * * 5"]).flatmap(
        lambda text: st.sampled_from([BERLIN, DAMASCUS]).map(lambda zone: Cron(text, zone))
    ),
    st.just(LEARNT),
)
quiets = st.one_of(
    st.none(),
    st.builds(
        lambda begin, length, zone: read_quiet_hours(
            f"{begin // 60:02}:{begin % 60:02}-{(begin + length) % 1440 // 60:02}:{(begin + length) % 60:02}", zone
        ),
        st.integers(0, 1439),
        st.integers(1, 1380),
        st.sampled_from([BERLIN, DAMASCUS, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")]),
    ),
)


def publications(per_day, days=28, seed=1, now=NOW):
    chance = Random(seed)  # noqa: S311 - made news, no secrets
    return [now - timedelta(days=days * chance.random()) for _ in range(round(per_day * days))]


def learnt_wait(moments, zone=DAMASCUS, since=None):
    rhythm = learnt_rhythm(moments, NOW, zone, since or NOW - 40 * DAY)
    return rhythm.wait(NOW, LEARNT.pace, LEARNT.longest)


# learnt -----------------------------------------------------------------------------------------------------------


def test_two_articles_an_hour_are_visited_at_the_pace():
    steady = [NOW - n * timedelta(minutes=30) for n in range(28 * 48)]
    assert learnt_wait(steady) == pytest.approx(30 * MINUTE, abs=2 * MINUTE)


def test_four_times_the_news_halve_the_wait():
    def steady(minutes):
        return [NOW - n * timedelta(minutes=minutes, seconds=7) for n in range(28 * 1440 // minutes)]

    assert learnt_wait(steady(100)) / learnt_wait(steady(25)) == pytest.approx(2, rel=0.1)


def test_an_outlet_that_falls_silent_is_asked_less_and_less():
    last = NOW - 28 * DAY
    waits = []
    for day in range(0, 28, 4):
        now = last + day * DAY + HOUR
        rhythm = learnt_rhythm(publications(48, now=last), now, DAMASCUS, last - 60 * DAY)
        waits.append(rhythm.wait(now, LEARNT.pace, LEARNT.longest))
    assert all(one < other for one, other in pairwise(waits))
    assert waits[0] < HOUR < 2.5 * HOUR < waits[-1]


def test_a_night_without_news_is_waited_through_and_the_morning_is_not_missed():
    by_day = [moment for moment in publications(96) if 7 <= moment.astimezone(DAMASCUS).hour < 23]
    rhythm = learnt_rhythm(by_day, NOW, DAMASCUS, NOW - 40 * DAY)
    late = datetime(2026, 11, 22, 23, 30, tzinfo=DAMASCUS)
    noon = datetime(2026, 11, 22, 12, 0, tzinfo=DAMASCUS)
    assert 2 * HOUR < rhythm.wait(late, LEARNT.pace, DAY) < 8.5 * HOUR
    assert rhythm.wait(noon, LEARNT.pace, DAY) < 30 * MINUTE


def test_a_quiet_friday_is_learnt():
    week = [moment for moment in publications(60) if moment.astimezone(DAMASCUS).weekday() != 4]
    rhythm = learnt_rhythm(week, NOW, DAMASCUS, NOW - 40 * DAY)
    friday, saturday = datetime(2026, 11, 20, 12, tzinfo=DAMASCUS), datetime(2026, 11, 21, 12, tzinfo=DAMASCUS)
    assert rhythm.wait(friday, LEARNT.pace, DAY) > 1.3 * rhythm.wait(saturday, LEARNT.pace, DAY)


def test_dates_without_a_time_tell_nothing_of_hours():
    midnights = [datetime(2026, 11, day, tzinfo=DAMASCUS) for day in range(1, 22) for _ in range(10)]
    assert set(learnt_rhythm(midnights, NOW, DAMASCUS).hours) == {1.0}


def test_an_outlet_without_articles_is_asked_every_hour_at_first_and_twice_a_day_later():
    assert learnt_wait([], since=NOW) == pytest.approx(HOUR, abs=5 * MINUTE)
    assert 12 * HOUR < learnt_wait([]) < DAY


@settings(deadline=None)
@given(st.floats(0, 500), st.integers(0, 9), st.integers(2, 5))
def test_more_of_the_same_news_never_means_a_longer_wait(per_day, seed, times):
    news = publications(per_day / 7, days=14, seed=seed)
    assert learnt_wait(news * times) <= learnt_wait(news) + timedelta(seconds=1)


@settings(deadline=None)
@given(st.lists(st.timedeltas(-2 * DAY, 60 * DAY), max_size=60), names)
def test_a_learnt_wait_is_within_its_bounds(ages, outlet):
    history = History([NOW - age for age in ages], NOW - 30 * DAY)
    wait = next_due(outlet, LEARNT, NOW, NOW, history) - NOW
    assert LEARNT.shortest <= wait <= LEARNT.longest


# what holds for every timing --------------------------------------------------------------------------------------


@settings(deadline=None)
@given(names, timings, moments, st.timedeltas(timedelta(0), 3 * DAY), st.integers(0, 40), quiets)
def test_a_due_time_is_never_in_the_past_and_never_in_quiet_hours(outlet, timing, started_at, length, failures, quiet):
    now = started_at + length
    due_at = next_due(outlet, timing, started_at, now, History(failures=failures), quiet)
    assert due_at >= now
    assert due_at > started_at
    assert due_at.utcoffset() == timedelta(0)
    assert quiet is None or not quiet.holds(due_at)
    assert not failures or due_at >= now + retry_wait(timing, failures)


@settings(deadline=None)
@given(names, timings, moments, st.timedeltas(timedelta(0), 3 * DAY), st.integers(0, 9))
def test_a_clock_that_was_set_back_puts_nothing_off(outlet, timing, now, ahead, failures):
    history = History(failures=failures)
    assert next_due(outlet, timing, now + ahead, now, history) == next_due(outlet, timing, now, now, history)


@settings(deadline=None)
@given(names, timings, moments, st.timedeltas(timedelta(0), DAY), st.timedeltas(timedelta(0), DAY))
def test_a_later_run_is_not_due_earlier(outlet, timing, started_at, length, later):
    if not isinstance(timing, Learnt):  # the rate at a later hour may be higher
        due_at = next_due(outlet, timing, started_at, started_at + length, History())
        assert next_due(outlet, timing, started_at + later, started_at + length + later, History()) >= due_at


# intervals --------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(names, st.timedeltas(timedelta(seconds=1), 30 * DAY), moments)
def test_an_interval_is_kept_between_starts_without_drift(outlet, interval, started_at):
    first = next_due(outlet, Every(interval), started_at, started_at, History())
    assert interval / 2 <= first - started_at <= interval * 1.5 + timedelta(microseconds=2)
    second = next_due(outlet, Every(interval), first, first, History())
    late = next_due(outlet, Every(interval), first + interval / 3, first + interval / 3, History())
    assert abs(second - first - interval) <= timedelta(microseconds=2)
    assert second == late, "a run that begins a little late does not move the next"


def test_many_missed_times_are_made_up_by_one_run():
    week_ago = NOW - 7 * DAY
    due_at = next_due("anapress", Every(HOUR), week_ago, week_ago, History())
    assert due_at < NOW, "overdue: it runs at once"
    assert next_due("anapress", Every(HOUR), NOW, NOW, History()) > NOW + 30 * MINUTE


def test_300_outlets_do_not_begin_at_once():
    due = [next_due(f"outlet{n}", Every(HOUR), NOW, NOW, History()) for n in range(300)]
    minutes = [int((moment - NOW) / MINUTE) for moment in due]
    assert max(minutes.count(minute) for minute in set(minutes)) < 15
    assert 0.4 < sum(phase(f"outlet{n}") for n in range(300)) / 300 < 0.6


# cron -------------------------------------------------------------------------------------------------------------


def runs(expression, zone, since, until):
    found, moment = [], since
    while (moment := next_cron(Cron(expression, zone), moment)) < until:
        found.append(moment)
    return found


def test_an_hour_that_is_left_out_is_made_up_once():
    found = runs("30 2 * * *", BERLIN, datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 30, 12, tzinfo=UTC))
    assert found == [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 3, 30, 0, 30, tzinfo=UTC)]


@pytest.mark.parametrize("minute", range(0, 60, 5))
def test_an_hour_that_comes_twice_counts_once_wherever_one_asks(minute):
    day = datetime(2026, 10, 25, tzinfo=UTC)
    found = runs("30 2 * * *", BERLIN, day - 12 * HOUR, day + 12 * HOUR)
    assert found == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]
    second = datetime(2026, 10, 25, 1, minute, tzinfo=UTC)  # the second time that it is between two and three
    assert next_cron(Cron("30 2 * * *", BERLIN), second) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
    assert next_cron(Cron("0 3 * * *", BERLIN), second) == datetime(2026, 10, 25, 2, tzinfo=UTC)


def test_an_hourly_expression_goes_by_the_time_that_passes():
    for day in (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)):
        found = runs("0 * * * *", BERLIN, day - HOUR, day + 6 * HOUR)
        assert {other - one for one, other in pairwise(found)} == {HOUR}


@settings(deadline=None)
@given(moments, st.sampled_from(["*/20 6-23 * * *", "30 2 * * *", "0 1-4 * * *", "*/7 * * * *"]))
def test_a_cron_time_is_always_later(moment, expression):
    for zone in (BERLIN, DAMASCUS, ZoneInfo("Australia/Lord_Howe"), UTC_ZONE):
        assert next_cron(Cron(expression, zone), moment) > moment


UTC_ZONE = ZoneInfo("UTC")


def test_a_new_outlet_is_due_at_once_but_not_out_of_its_cron_hours():
    assert first_due(Every(DAY), NOW) == first_due(LEARNT, NOW) == NOW
    assert first_due(Cron("0 6 * * *", UTC_ZONE), NOW) == datetime(2026, 11, 23, 6, tzinfo=UTC)
    quiet = read_quiet_hours("11:00-14:00", UTC_ZONE)
    assert first_due(Every(DAY), NOW, quiet) == datetime(2026, 11, 22, 14, tzinfo=UTC)


# failures and quiet hours -----------------------------------------------------------------------------------------


def test_failures_back_off_to_a_bound():
    waits = [retry_wait(Every(HOUR), n) for n in range(1, 50)]
    assert waits[:4] == [FIRST_RETRY, 2 * FIRST_RETRY, 4 * FIRST_RETRY, 8 * FIRST_RETRY]
    assert all(one <= other for one, other in pairwise(waits))
    assert waits[-1] == LAST_RETRY


def test_a_failed_cron_run_comes_again_at_one_of_its_times():
    cron = Cron("*/20 * * * *", UTC_ZONE)
    due_at = next_due("anapress", cron, NOW, NOW + 5 * MINUTE, History(failures=6))
    assert due_at == datetime(2026, 11, 22, 12, 40, tzinfo=UTC)


@settings(deadline=None)
@given(moments, quiets.filter(bool))
def test_quiet_hours_end(moment, quiet):
    end = quiet.after(moment)
    assert end >= moment
    assert not quiet.holds(end)
    assert (end == moment) == (not quiet.holds(moment))
    assert end - moment <= 26 * HOUR


def test_outlets_do_not_all_begin_when_quiet_hours_end():
    quiet = read_quiet_hours("10:00-18:00", UTC_ZONE)
    due = {next_due(f"outlet{n}", Every(HOUR), NOW, NOW, History(), quiet) for n in range(50)}
    end = datetime(2026, 11, 22, 18, tzinfo=UTC)
    assert min(due) >= end
    assert max(due) <= end + 15 * MINUTE
    assert len(due) == 50
