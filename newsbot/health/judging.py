"""Brings store, rules and alerts together for one run; it holds no rule and knows nothing of crawling."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from newsbot.errors import ConfigurationError
from newsbot.health.alerts import Alerts, Delivery
from newsbot.health.arrivals import HISTORY_DAYS, Arrivals
from newsbot.health.case import Case, Limits
from newsbot.health.figures import RunFigures
from newsbot.health.rules import NAMES, Judgement, judge, judge_start
from newsbot.store.arrivals import first_run_at, hour_of, hourly_articles, last_article_at, watched_hours
from newsbot.store.database import Store
from newsbot.store.findings import Change, Finding, FindingRecord, Key

EARLIER_RUNS = 300
"""How far back is looked for what is usual: at a run an hour, twelve days."""
RULES_OFF = "NEWSBOT_HEALTH_RULES_OFF"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Watch:
    """What an operator wants of it: the limits of the rules, and who is told."""

    limits: Limits = field(default_factory=Limits)
    alerts: Alerts = field(default_factory=Alerts)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Read the settings; ConfigurationError for an address that apprise does not know, or a rule that is none."""
        off = tuple(values["NEWSBOT_HEALTH_RULES_OFF"] or ())
        for name in off:
            if name not in NAMES:
                raise ConfigurationError(RULES_OFF, name, f"some of {', '.join(NAMES)}")
        limits = Limits(
            max_silence_days=float(values["NEWSBOT_MAX_SILENCE_DAYS"]),
            first_runs=int(values["NEWSBOT_HEALTH_FIRST_RUNS"]),
            first_days=float(values["NEWSBOT_HEALTH_FIRST_DAYS"]),
            switched_off=off,
        )
        timeout = float(values["NEWSBOT_ALERT_TIMEOUT_SECONDS"])
        return cls(limits, Alerts.from_urls(tuple(values["NEWSBOT_ALERT_URLS"] or ()), timeout))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a run's judgement changed."""

    findings: list[Finding]
    """What the rules found in the run."""
    changes: list[Change]

    @property
    def opened(self) -> list[FindingRecord]:
        """Findings that were not open before."""
        return [change.finding for change in self.changes if change.is_opened]

    @property
    def closed(self) -> list[FindingRecord]:
        """Findings that are over."""
        return [change.finding for change in self.changes if not change.is_opened]


def judge_end(store: Store, outlet: str, run: RunFigures, limits: Limits, at: datetime) -> Verdict:
    """Judge a run that has come to its end, however, and keep what was found."""
    case = outlet_case(store, outlet, run, limits, at)
    return _kept(store, case, judge(case))


def judge_begin(store: Store, outlet: str, run: RunFigures, limits: Limits, at: datetime) -> Verdict:
    """Judge what a run can tell at its start: whether those before it were killed."""
    earlier = [RunFigures.of(one) for one in store.runs.recent(outlet, 6) if one.id != run.id]
    open_since = {one.key: one.opened_at for one in store.findings.open_findings(outlet)}
    case = Case(
        outlet=outlet, run=run, earlier=earlier, arrivals=Arrivals(), now=at, limits=limits, open_since=open_since
    )
    return _kept(store, case, judge_start(case))


def judge_run(store: Store, outlet: str, run_id: int | None, watch: Watch, *, reason: str, at: datetime) -> Verdict:
    """End and judge a run that could not do so itself: one that hung or crashed, as *reason* says; tell what changed.

    *run_id* is None for one that has no row in the store. It waits for the services that are told: call it in a thread
    where others wait for the caller, with a store that no other thread uses meanwhile.
    """
    known = next((one for one in store.runs.recent(outlet, EARLIER_RUNS) if one.id == run_id), None)
    if known and known.ended_at is None:
        store.runs.end(known.id, reason, known.counts, at)
    run = RunFigures.of(known) if known else RunFigures(run_id or 0, at)
    run = replace(run, reason=reason, ended_at=run.ended_at or at)
    verdict = judge_end(store, outlet, run, watch.limits, at)
    tell(store, outlet, watch.alerts, f"the log; run {run_id}" if run_id else "the log", at)
    return verdict


def outlet_case(store: Store, outlet: str, run: RunFigures, limits: Limits, at: datetime) -> Case:
    """Read the outlet's history from the store."""
    database, since = store.database, at - timedelta(days=HISTORY_DAYS)
    watched = watched_hours(database, outlet, since)
    if run.is_whole:
        watched.add(hour_of(at))
    arrivals = Arrivals(
        articles=hourly_articles(database, outlet, since),
        watched=watched,
        first_run_at=first_run_at(database, outlet),
        last_article_at=last_article_at(database, outlet),
    )
    recent = store.runs.recent(outlet, EARLIER_RUNS + 1)
    return Case(
        outlet=outlet,
        run=run,
        earlier=[RunFigures.of(one) for one in recent if one.id < run.id or not run.id],
        arrivals=arrivals,
        now=at,
        limits=limits,
        open_since={one.key: one.opened_at for one in store.findings.open_findings(outlet)},
    )


def tell(store: Store, outlet: str, alerts: Alerts, place: str, at: datetime) -> None:
    """Tell the services what they do not know of *outlet*, and wait for them."""
    untold = store.findings.untold(outlet, alerts.keys)
    note_deliveries(store, alerts, alerts.send(outlet, untold, place, at), at)


def note_deliveries(store: Store, alerts: Alerts, deliveries: Sequence[Delivery], at: datetime) -> None:
    """Keep who was told, and log who could not be: they are told with the outlet's next run."""
    told: dict[Key, set[str]] = defaultdict(set)
    of_key = {one.key: one for delivery in deliveries for one in delivery.findings}
    for delivery in deliveries:
        if not delivery.is_delivered:
            trouble = f": {delivery.trouble}" if delivery.trouble else ""
            logger.warning("An alert did not arrive at %s%s; it is sent again later", delivery.service.name, trouble)
            continue
        for one in delivery.findings:
            told[one.key].add(delivery.service.key)
    for key, services in told.items():
        store.findings.mark_notified(of_key[key], services, at, services=alerts.keys)


def _kept(store: Store, case: Case, judgement: Judgement) -> Verdict:
    changes = store.findings.record(
        case.outlet, judgement.findings, cleared=judgement.cleared, run_id=case.run.id or None, at=case.now
    )
    return Verdict(judgement.findings, changes)
