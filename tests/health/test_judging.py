"""A run that hung or crashed is judged from outside, with the history that the store has, and people are told."""

import json
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from made_histories import made_counts
from receivers import Webhook, running

from newsbot.errors import ConfigurationError
from newsbot.health.alerts import Alerts
from newsbot.health.case import Limits
from newsbot.health.figures import RunFigures
from newsbot.health.judging import Watch, judge_begin, judge_end, judge_run, outlet_case
from newsbot.options import defaults
from newsbot.store.arrivals import hour_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def started(store):
    """Starts a run of marfa; with a reason it ends after two minutes."""

    def start(at, reason=None, **counts):
        run = store.runs.start("marfa", at=at, pid=1, host="h")
        if reason:
            store.runs.end(run, reason, counts, at + timedelta(minutes=2))
        return run

    return start


def test_a_hung_run_is_ended_judged_and_told_and_the_next_good_ones_end_it(store, started):
    pytest.importorskip("apprise", reason="apprise is not installed")
    hook = Webhook()
    with running(hook.server):
        watch = Watch(alerts=Alerts.from_urls([hook.url]))
        run = started(NOW)
        verdict = judge_run(store, "marfa", run, watch, reason="hung", at=NOW + HOUR)
        assert [one.message for one in verdict.opened] == ["the run hung and was ended after 1 h"]
        assert [one["title"] for one in hook.posted] == ["newsbot: marfa: 1 finding"]
        ended = store.runs.latest("marfa")
        assert (ended.reason, ended.ended_at) == ("hung", NOW + HOUR)
        assert judge_run(store, "marfa", run, watch, reason="hung", at=NOW + 2 * HOUR).changes == []
        for number in (3, 4):
            good = RunFigures(run + number, NOW + number * HOUR, NOW + number * HOUR, "finished")
            verdict = judge_end(store, "marfa", good, Limits(), NOW + number * HOUR)
        assert [one.rule for one in verdict.closed] == ["hung"]
        assert len(hook.posted) == 1


def test_a_crash_before_the_run_had_a_number(store):
    verdict = judge_run(store, "marfa", None, Watch(), reason="crashed", at=NOW)
    assert [(one.rule, one.run_id) for one in verdict.opened] == [("crashed", None)]
    assert store.runs.latest("marfa") is None


def test_runs_that_were_killed_are_counted_at_the_start(store, started):
    started(NOW - 3 * HOUR, "finished")
    started(NOW - 2 * HOUR)
    assert judge_begin(store, "marfa", RunFigures(started(NOW - HOUR), NOW - HOUR), Limits(), NOW).findings == []
    verdict = judge_begin(store, "marfa", RunFigures(started(NOW), NOW), Limits(), NOW)
    assert [one.message for one in verdict.opened] == ["2 of the last 3 runs were killed before their end"]


def test_the_history_is_the_outlets_own_and_without_the_run_itself(store, started):
    counts = made_counts(Random(1), 5)  # noqa: S311 - made noise
    runs = [started(NOW - number * HOUR, "finished", **counts) for number in range(30, 0, -1)]
    other = store.runs.start("other", at=NOW, pid=1, host="h")
    run = started(NOW, "finished", **json.loads(json.dumps(counts)))
    case = outlet_case(store, "marfa", RunFigures(run, NOW, NOW, "finished", counts), Limits(), NOW)
    assert [one.id for one in case.earlier] == runs[::-1]
    assert other not in {one.id for one in case.earlier}
    assert case.arrivals.first_run_at == NOW - 30 * HOUR
    assert hour_of(NOW) in case.arrivals.watched
    assert not case.has_history, "thirty runs, and not yet three days"


def test_the_settings_are_read():
    watch = Watch.of(defaults())
    assert watch.limits == Limits()
    assert watch.alerts.keys == []
    with pytest.raises(ConfigurationError, match="NEWSBOT_HEALTH_RULES_OFF is 'silense'; accepted: some of fewer_art"):
        Watch.of(defaults() | {"NEWSBOT_HEALTH_RULES_OFF": ("silense",)})
