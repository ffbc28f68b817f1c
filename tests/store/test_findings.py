"""Findings open once, stay open while they are seen, close when they were quiet, and are told to each service once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsbot.store.findings import QUIET_AFTER, Finding

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SILENCE = Finding(
    rule="silence", severity="error", message="no new article for 3 d", details={"silent_seconds": 259200}
)
FEWER = Finding(rule="fewer_articles", message="3 new articles in 24 hours, usually 18 to 40", details={"articles": 3})
AUTHORS = Finding(rule="field_coverage", field="authors", message="authors in 0 of 40 articles", details={})


@pytest.fixture
def record(store):
    """Records one run of marfa: what it found, the keys that it cleared, and the hour of it."""

    def recorded(*found, cleared=(), hour=0, outlet="marfa"):
        at = NOW + hour * HOUR
        return store.findings.record(outlet, found, cleared=cleared, run_id=hour + 1, at=at)

    return recorded


def test_a_finding_opens_once_and_is_seen_again(store, record):
    (change,) = record(SILENCE)
    assert change.is_opened
    assert (change.finding.outlet, change.finding.message, change.finding.details) == (
        "marfa",
        SILENCE.message,
        SILENCE.details,
    )
    later = Finding(rule="silence", severity="error", message="no new article for 4 d", details={})
    assert record(later, hour=24) == []
    (kept,) = store.findings.open_findings("marfa")
    assert (kept.opened_at, kept.seen_at, kept.run_id) == (NOW, NOW + 24 * HOUR, 25)
    assert kept.message == later.message


def test_it_closes_when_it_was_quiet_in_two_runs(store, record):
    record(SILENCE)
    assert record(cleared=[SILENCE.key], hour=1) == []
    (kept,) = store.findings.open_findings()
    assert kept.closed_at == NOW + HOUR
    (change,) = record(cleared=[SILENCE.key], hour=2)
    assert not change.is_opened
    assert change.finding.closed_at == NOW + HOUR, "since when it is quiet"
    assert store.findings.open_findings() == []
    assert [one.key for one in store.findings.closed_since(NOW)] == [SILENCE.key]


def test_a_rule_that_comes_and_goes_stays_one_finding(store, record):
    record(SILENCE)
    for hour in (1, 3, 5):
        assert record(cleared=[SILENCE.key], hour=hour) == []
        assert record(SILENCE, hour=hour + 1) == []
    (kept,) = store.findings.open_findings()
    assert (kept.opened_at, kept.closed_at) == (NOW, None)


def test_of_an_outlet_that_is_seldom_crawled_one_quiet_run_is_enough(record):
    record(SILENCE)
    hours = QUIET_AFTER // HOUR
    assert [change.is_opened for change in record(cleared=[SILENCE.key], hour=hours)] == [False]


def test_what_could_not_be_judged_stays_open(store, record):
    record(SILENCE, AUTHORS)
    for hour in (1, 2, 3):
        record(cleared=[SILENCE.key, ("field_coverage", "section")], hour=hour)
    assert [one.key for one in store.findings.open_findings()] == [AUTHORS.key]


def test_it_opens_again(store, record):
    record(SILENCE)
    record(cleared=[SILENCE.key], hour=10)
    (change,) = record(SILENCE, hour=20)
    assert change.is_opened
    assert (change.finding.opened_at, change.finding.closed_at) == (NOW + 20 * HOUR, None)
    assert len(store.findings.of_outlet("marfa")) == 1


def test_outlets_and_fields_are_told_apart(store, record):
    record(SILENCE, FEWER, AUTHORS)
    record(SILENCE, outlet="aleppo_today")
    assert len(store.findings.open_findings()) == 4
    assert [one.key for one in store.findings.open_findings("aleppo_today")] == [SILENCE.key]
    store.findings.forget("marfa")
    assert [one.outlet for one in store.findings.open_findings()] == ["aleppo_today"]


def test_each_service_is_told_of_each_change_once(store, record):
    findings = store.findings
    record(SILENCE)
    (one,) = findings.untold("marfa", ["mail", "chat"])
    findings.mark_notified(one, {"mail"}, NOW, services=["mail", "chat"])  # the chat could not be reached
    assert findings.untold("marfa", ["mail"]) == []
    (one,) = findings.untold("marfa", ["mail", "chat"])
    assert one.told == {"mail"}
    findings.mark_notified(one, {"chat"}, NOW, services=["mail", "chat"])
    assert findings.untold("marfa", ["mail", "chat"]) == []
    record(SILENCE, hour=1)
    assert findings.untold("marfa", ["mail", "chat"]) == []
    record(cleared=[SILENCE.key], hour=20)
    (one,) = findings.untold("marfa", ["mail", "chat"])
    assert not one.is_open
    findings.mark_notified(one, {"mail"}, NOW, services=["mail", "chat"])
    (one,) = findings.untold("marfa", ["mail", "chat"])
    findings.mark_notified(one, {"chat"}, NOW, services=["mail", "chat"])
    assert findings.untold("marfa", ["mail", "chat"]) == []


def test_nobody_is_told_of_what_was_over_before_anybody_knew(store, record):
    record(SILENCE)
    record(cleared=[SILENCE.key], hour=10)
    assert store.findings.untold("marfa", ["mail"]) == []


def test_a_new_service_is_told_of_what_is_open(store, record):
    record(SILENCE)
    (one,) = store.findings.untold("marfa", ["mail"])
    store.findings.mark_notified(one, {"mail"}, NOW, services=["mail"])
    assert [one.key for one in store.findings.untold("marfa", ["mail", "new"])] == [SILENCE.key]


def test_a_warning_that_becomes_an_error_is_told_again_to_each_service(store, record):
    findings, services = store.findings, ["mail", "chat"]
    grave = replace(FEWER, severity="error", message="no article in 24 hours")
    record(FEWER)
    (one,) = findings.untold("marfa", services)
    findings.mark_notified(one, services, NOW, services=services)
    record(grave, hour=1)
    (one,) = findings.untold("marfa", services)
    assert (one.severity, one.told, one.told_as_warning) == ("error", {"mail", "chat"}, {"mail", "chat"})
    findings.mark_notified(one, {"mail"}, NOW, services=services)
    (one,) = findings.untold("marfa", services)
    assert [name for name in services if one.is_news_to(name)] == ["chat"]
    for hour, seen in ((2, FEWER), (3, grave)):  # it comes and goes
        record(seen, hour=hour)
        assert findings.untold("marfa", ["mail"]) == []
    record(cleared=[FEWER.key], hour=20)
    (one,) = findings.untold("marfa", services)
    assert all(map(one.is_news_to, services)), "the chat had been told of a warning"
    findings.mark_notified(one, services, NOW, services=services)
    assert findings.untold("marfa", services) == []
