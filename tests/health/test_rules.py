"""Each rule on a made month: nothing in the week of normal noise before a fault, and the fault where it should be told."""

from datetime import date, timedelta

import pytest
from made_histories import BEGIN, MadeOutlet

from newsbot.health.case import Limits
from newsbot.health.feasts import feast_days
from newsbot.health.rules import NAMES, judge
from newsbot.store.findings import ERROR, WARNING

DAY = timedelta(days=1)
FAULT_DAY = 28
HOUR = timedelta(hours=1)


def no_authors(dice, counts, reason, at, ended_at):
    counts["fields"]["authors"] = 0
    return reason, ended_at


def half_the_dates(dice, counts, reason, at, ended_at):
    counts["fields"]["date_published"] //= 2
    return reason, ended_at


def copies(dice, counts, reason, at, ended_at):
    articles = counts["articles"]
    both = articles["new"] + articles["duplicate"]
    articles["new"], articles["duplicate"] = both // 2, both - both // 2
    return reason, ended_at


def server_errors(dice, counts, reason, at, ended_at):
    kinds = counts["pages"]["by_kind_and_status"]
    kinds["listing"], kinds["article"] = {"200": 4, "500": 14}, {"200": kinds["article"]["200"]}
    return reason, ended_at


def refusals(dice, counts, reason, at, ended_at):
    counts["pages"]["by_kind_and_status"]["article"] = {"200": 2, "403": 15}
    return reason, ended_at


def shut_out(dice, counts, reason, at, ended_at):
    counts["pages"]["by_kind_and_status"] = {"listing": {"429": 20}}
    counts["trouble"] = "too_many_requests"
    return "blocked", ended_at


def gone(dice, counts, reason, at, ended_at):
    counts["pages"] = {"by_kind_and_status": {}, "failed": {"dns": 1}}
    counts["fields"], counts["trouble"] = {}, "dns"
    return reason, ended_at


def unreadable(dice, counts, reason, at, ended_at):
    counts["articles"]["dropped"] = {"no_body": counts["fields"].get("url", 0)}
    counts["fields"] = {name: count // 2 for name, count in counts["fields"].items()}
    return reason, ended_at


def new_layout(dice, counts, reason, at, ended_at):
    counts["trouble"], counts["fields"] = "layout_changed", {}
    return reason, ended_at


def slow(dice, counts, reason, at, ended_at):
    return reason, at + 40 * (ended_at - at)


def killed(dice, counts, reason, at, ended_at):
    return (None, None) if dice.random() < 0.6 else (reason, ended_at)


def dead_rule(dice, counts, reason, at, ended_at):
    counts["rules"] = {"authors": {"articles": 20, "rules": 1, "other": 19, "absent": 0, "usual_share": 0.98}}
    counts["sources"] = {"authors": {"rules": 1, "json-ld": 19}}
    return reason, ended_at


def faulty(dice, counts, reason, at, ended_at):
    counts["skipped"] = {"callback_KeyError": 5}
    return reason, ended_at


def crashed(dice, counts, reason, at, ended_at):
    return "crashed", ended_at


def hung(dice, counts, reason, at, ended_at):
    return "hung", ended_at


def disk(dice, counts, reason, at, ended_at):
    counts["storage_error"] = "data/newsbot.db: disk full"
    return "storage_failure", ended_at


# rule, field, severity, what the outlet is like, after how many hours at the latest, what stands in the message
FAULTS = [
    ("fewer_articles", "", WARNING, {"rate": 0.05}, 30, "new articles in "),
    ("fewer_articles", "", WARNING, {"rate": 0.05, "per_day": 400}, 16, "new article"),
    ("fewer_articles", "", WARNING, {"rate": 0.35, "per_day": 40}, 8 * 24, "in 7 days, usually"),
    ("silence", "", ERROR, {"rate": 0}, 60, "no new article for "),
    ("silence", "", ERROR, {"rate": 0, "per_day": 3, "every": 6 * HOUR, "days": 48}, 14.5 * 24, "no new article for "),
    ("field_coverage", "authors", WARNING, {"fault": no_authors}, 30, "authors in "),
    ("field_coverage", "date_published", ERROR, {"fault": half_the_dates, "per_day": 150}, 24, "date_published in "),
    ("duplicates", "", WARNING, {"fault": copies, "per_day": 150}, 24, "new articles are copies, usually "),
    ("errors", "", WARNING, {"fault": server_errors}, 1, "with an error of the site's"),
    ("errors", "program", ERROR, {"fault": faulty}, 0, "the program failed on 5 pages"),
    ("blocked", "", WARNING, {"fault": refusals}, 2, "pages were refused"),
    ("blocked", "", ERROR, {"fault": shut_out}, 0, "the site refuses us: 20 times 429"),
    ("unreachable", "", ERROR, {"fault": gone}, 1, "no page came: dns"),
    ("layout_drift", "", ERROR, {"fault": unreadable, "per_day": 150}, 24, "article pages could not be read"),
    ("layout_drift", "", ERROR, {"fault": new_layout}, 1, "(layout_changed)"),
    ("layout_drift", "authors", WARNING, {"fault": dead_rule}, 0, "rule for authors gave 1 of 20 (usually 98%)"),
    ("run_time", "", WARNING, {"fault": slow, "per_day": 200}, 5, "the run took "),
    ("crashed", "", ERROR, {"fault": crashed}, 0, "the run crashed"),
    ("hung", "", ERROR, {"fault": hung}, 0, "the run hung"),
    ("storage_failure", "", ERROR, {"fault": disk}, 0, "disk full"),
    ("unfinished", "", WARNING, {"fault": killed}, 8, "of the last 5 runs were killed"),
]


@pytest.mark.parametrize(("rule", "field", "severity", "outlet", "hours", "words"), FAULTS)
def test_a_fault_is_told_in_time_and_the_week_before_it_is_silent(rule, field, severity, outlet, hours, words):
    made = MadeOutlet(**{"days": 38, "holidays": False, "fault_at": FAULT_DAY * DAY, **outlet})
    fault_at = BEGIN + FAULT_DAY * DAY
    for run, judgement in made.findings(since_day=FAULT_DAY - 7, quiet_step=max(1, 3 * HOUR // made.every)):
        if run.started_at < fault_at:
            assert not judgement.findings, judgement.findings
        for one in judgement.findings:
            if one.key == (rule, field):
                assert one.severity == severity
                assert words in one.message
                assert run.started_at - fault_at <= hours * HOUR + made.every, one
                return
    pytest.fail(f"{rule} never spoke")


def test_every_rule_is_in_the_table():
    assert {rule for rule, *_ in FAULTS} == set(NAMES)


@pytest.mark.parametrize("seed", range(24))
def test_a_normal_month_has_no_finding(seed):
    """Nights, weekends, a holiday, breaking news, pauses of the machine, bad minutes of the site's."""
    rates, every = (1, 5, 20, 60, 200, 1000), (0.5, 1, 3, 24)
    made = MadeOutlet(
        seed=1000 + seed,
        per_day=rates[seed % len(rates)],
        every=timedelta(hours=every[seed // len(rates)]),
        weekend=(1, 0.5, 0.25)[seed % 3],
    )
    found = [
        (run.started_at - BEGIN, one.message)
        for run, judgement in made.findings(step=max(1, 6 * HOUR // made.every))
        for one in judgement.findings
    ]
    assert not found


def test_the_first_runs_are_silent_about_what_needs_a_measure():
    made = MadeOutlet(days=3, fault_at=timedelta(0), fault=no_authors, rate=0)
    assert not [one for _, judgement in made.findings() for one in judgement.findings]


def test_what_needs_no_measure_is_told_in_the_first_run():
    made = MadeOutlet(days=1, fault_at=timedelta(0), fault=shut_out)
    run, judgement = next(made.findings())
    assert run.id == 1
    assert [one.rule for one in judgement.findings] == ["blocked"]


def test_a_rule_that_is_switched_off_says_nothing_and_what_it_found_is_over():
    made = MadeOutlet(days=30, fault_at=20 * DAY, fault=shut_out)
    off = Limits(switched_off=("blocked",))
    judgement = judge(made.case(600, {("blocked", ""): BEGIN}, off))
    assert not [one for one in judgement.findings if one.rule == "blocked"]
    assert ("blocked", "") in judgement.cleared


def test_a_finding_stays_as_long_as_the_fault_does_however_long():
    """What is usual is what was usual before it opened."""
    made = MadeOutlet(days=50, holidays=False, pauses=False, fault_at=20 * DAY, fault=no_authors)
    for run, judgement in made.findings(since_day=20, until_day=46, step=6):
        if run.started_at - BEGIN > 22 * DAY and run.counts["fields"]["url"]:
            assert ("field_coverage", "authors") not in judgement.cleared


def test_a_run_that_was_cut_short_clears_nothing():
    made = MadeOutlet(days=30, holidays=False, fault_at=25 * DAY, fault=lambda *_: ("max_pages", _[4]), rate=0)
    judgement = judge(made.case(26 * 24, {("fewer_articles", ""): BEGIN + 25 * DAY}))
    assert ("fewer_articles", "") not in judgement.cleared


def test_an_outlet_whose_runs_always_end_at_a_limit_gets_well_again():
    made = MadeOutlet(days=30, holidays=False, fault_at=timedelta(0), fault=lambda *_: ("max_pages", _[4]))
    opened = BEGIN + 25 * DAY
    keys = [("blocked", ""), ("errors", ""), ("errors", "program"), ("layout_drift", ""), ("field_coverage", "authors")]
    judgement = judge(made.case(26 * 24, dict.fromkeys(keys, opened)))
    assert set(keys) <= judgement.cleared
    assert not judgement.findings


def test_the_operators_longest_silence_holds():
    made = MadeOutlet(days=40, holidays=False, pauses=False, per_day=2, every=6 * HOUR, fault_at=30 * DAY, rate=0)
    patient, strict = (
        [run for run, _ in enumerate(made.runs) if "silence" in rules_of(made, run, Limits(max_silence_days=days))]
        for days in (30, 2)
    )
    assert len(strict) > len(patient)


def rules_of(made, index, limits):
    return {one.rule for one in judge(made.case(index, limits=limits)).findings}


def test_the_feasts_are_known():
    assert feast_days(date(2026, 3, 15), date(2026, 3, 25)) == 5
    assert feast_days(date(2026, 5, 20), date(2026, 6, 5)) == 7
    assert feast_days(date(2026, 8, 1), date(2026, 11, 1)) == 0
