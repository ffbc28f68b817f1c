"""Judges a run by the history of its outlet: pure functions of figures, without a store, a clock or a network.

Rules that need no measure (no page came, the run crashed) speak from the first run on. Those that compare with what is
usual are silent until the outlet has had `Limits.first_runs` runs over `Limits.first_days` days.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from newsbot.health import content, endings, traffic, volume
from newsbot.health.case import Case, Quiet
from newsbot.store.findings import Finding, Key

Rule = Callable[[Case], Iterator[Finding | Quiet]]

AT_ONCE: Mapping[str, Rule] = {**endings.AT_ONCE, **traffic.AT_ONCE}
COMPARING: Mapping[str, Rule] = {**volume.RULES, **content.COMPARING, **traffic.COMPARING, **endings.COMPARING}

NAMES = (
    volume.FEWER, volume.SILENCE, content.COVERAGE, content.DUPLICATES, content.DRIFT, traffic.UNREACHABLE,
    traffic.BLOCKED, traffic.ERRORS, endings.RUN_TIME, endings.CRASHED, endings.HUNG, endings.STORAGE,
    endings.UNFINISHED,
)  # fmt: skip
"""Every rule that a finding may name."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules said of one run."""

    findings: list[Finding]
    cleared: set[Key]
    """Rules, with their fields, that found nothing wrong; those that could not be asked are in neither."""


def judge(case: Case) -> Judgement:
    """Ask every rule that may speak; a rule that is switched off has nothing to say and keeps nothing open."""
    rules = {**AT_ONCE, **COMPARING} if case.has_history else AT_ONCE
    return _judged(case, rules)


def judge_start(case: Case) -> Judgement:
    """Judge a run that has just begun: were those before it killed? Where all are, none gets to its end."""
    return _judged(case, {endings.UNFINISHED: endings.unfinished})


def _judged(case: Case, rules: Mapping[str, Rule]) -> Judgement:
    said = [one for rule in rules.values() for one in rule(case)]
    off = set(case.limits.switched_off)
    found = [one for one in said if isinstance(one, Finding) and one.rule not in off]
    cleared = {(one.rule, one.field) for one in said if isinstance(one, Quiet)}
    return Judgement(found, cleared | {key for key in case.open_since if key[0] in off})
