"""What leaves the store with time, and what never does."""

from datetime import UTC, datetime, timedelta

import pytest

from newsbot.health.arrivals import HISTORY_DAYS
from newsbot.options import LEAST_RETENTION_DAYS
from newsbot.store.findings import Finding
from newsbot.store.retention import Retention

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SILENCE, ERRORS = (Finding(rule=rule, message=rule) for rule in ("silence", "errors"))


@pytest.fixture
def retention(store):
    return Retention(store.database)


def add_runs(store, outlet, *days, ended=True):
    """Runs that began so many days ago; returns their numbers."""
    numbers = []
    for ago in days:
        number = store.runs.start(outlet, at=NOW - ago * DAY, pid=1, host="h")
        if ended:
            store.runs.end(number, "finished", {}, NOW - ago * DAY)
        numbers.append(number)
    return numbers


def left(store, outlet):
    return sorted(run.id for run in store.runs.recent(outlet, 1000))


def test_old_runs_go_a_few_at_a_time_and_only_the_outlets_own(store, retention):
    old, others = add_runs(store, "marfa", *range(100, 95, -1)), add_runs(store, "sabah", 100, 99)
    new = add_runs(store, "marfa", 80, 2, 1)
    asked = {"before": NOW - 90 * DAY, "spare": 2, "most": 3}
    assert retention.drop_runs("marfa", **asked) == 3
    assert left(store, "marfa") == old[3:] + new, "the oldest first"
    assert retention.drop_runs("marfa", **asked) == 2
    assert retention.drop_runs("marfa", **asked) == 0
    assert left(store, "marfa") == new
    assert left(store, "sabah") == others


def test_the_last_runs_and_those_without_an_end_stay_however_old(store, retention):
    (killed,) = add_runs(store, "marfa", 200, ended=False)
    runs = add_runs(store, "marfa", *range(150, 100, -10))
    assert retention.drop_runs("marfa", before=NOW - 90 * DAY, spare=3, most=100) == 2
    assert left(store, "marfa") == [killed, *runs[2:]]
    assert retention.drop_runs("empty", before=NOW, spare=3, most=100) == 0


def test_a_run_that_an_open_finding_names_stays(store, retention):
    first, second, _ = add_runs(store, "marfa", 120, 110, 1)
    store.findings.record("marfa", [SILENCE], cleared=[], run_id=first, at=NOW - 120 * DAY)
    store.findings.record("marfa", [ERRORS], cleared=[], run_id=second, at=NOW - 110 * DAY)
    store.findings.record("marfa", [], cleared=[ERRORS.key], run_id=second, at=NOW - 109 * DAY)
    assert retention.drop_runs("marfa", before=NOW - 90 * DAY, spare=1, most=100) == 1
    assert retention.known_runs("marfa", [first, second, 999]) == {first}


def test_findings_go_when_they_have_been_closed_for_long_and_everybody_knows(store, retention):
    findings = store.findings
    findings.record("marfa", [SILENCE, ERRORS], cleared=[], run_id=1, at=NOW - 200 * DAY)
    (errors,) = [one for one in findings.untold("marfa", ["mail"]) if one.key == ERRORS.key]
    findings.mark_notified(errors, ["mail"], NOW, services=["mail"])
    assert retention.drop_findings("marfa", before=NOW) == 0
    findings.record("marfa", [], cleared=[SILENCE.key, ERRORS.key], run_id=2, at=NOW - 100 * DAY)
    assert retention.drop_findings("marfa", before=NOW - 150 * DAY) == 0
    assert retention.drop_findings("marfa", before=NOW - 90 * DAY) == 1
    (errors,) = findings.of_outlet("marfa")
    findings.mark_notified(errors, ["mail"], NOW, services=["mail"])
    assert retention.drop_findings("marfa", before=NOW - 90 * DAY) == 1
    assert findings.of_outlet("marfa") == []


def test_what_health_looks_at_lies_within_the_fewest_days_that_are_accepted():
    assert LEAST_RETENTION_DAYS >= HISTORY_DAYS
