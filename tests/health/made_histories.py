"""Made outlets: weeks of runs with the noise that real ones have, and a fault from some moment on."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from math import cos, pi
from random import Random

from newsbot.health.arrivals import HISTORY_DAYS, Arrivals
from newsbot.health.case import Case, Limits
from newsbot.health.figures import RunFigures
from newsbot.health.rules import judge
from newsbot.store.arrivals import hour_of

BEGIN = datetime(2026, 8, 3, 0, 7, tzinfo=UTC)  # a Monday, without a feast until it ends
SHARES = {
    "url": 1, "headline": 1, "article_body": 0.99, "date_published": 0.99, "authors": 0.7, "section": 0.95,
    "description": 0.9, "keywords": 0.6, "main_image": 0.93, "related": 0.85, "language": 1,
}  # fmt: skip
WEEKEND = (4, 5)


@dataclass
class MadeOutlet:
    """What an outlet publishes and what its runs count; *fault* changes the counts of a run from *fault_at* on."""

    seed: int = 1
    per_day: float = 60
    every: timedelta = timedelta(hours=1)
    days: int = 36
    weekend: float = 0.5
    fault_at: timedelta | None = None
    fault: object = None
    rate: float = 1.0
    """What is left of the articles from *fault_at* on."""
    holidays: bool = True
    pauses: bool = True
    news: Counter = field(default_factory=Counter)

    @cached_property
    def runs(self):
        """All runs, the oldest first."""
        random, runs = Random(self.seed), []  # noqa: S311 - made noise, the same every time
        dice = Random(self.seed + 1)  # noqa: S311 - as above
        special = special_days(random, self.days) if self.holidays else {}
        at, seen = BEGIN, BEGIN
        while at < BEGIN + timedelta(days=self.days):
            new = self._published(random, seen, at, special) if runs else 400
            broken = self.fault_at is not None and at >= BEGIN + self.fault_at
            if broken:
                new = poisson(dice, new * self.rate) if self.rate else 0
            counts = made_counts(dice, new, first=not runs)
            ended_at = at + timedelta(seconds=max(5.0, 1.1 * pages(counts) * dice.lognormvariate(0, 0.2)))
            reason = "finished"
            if broken and self.fault:
                reason, ended_at = self.fault(dice, counts, reason, at, ended_at)
            run = RunFigures(len(runs) + 1, at, ended_at, reason, counts)
            self.news[hour_of(at)] += counts["articles"]["new"] + counts["articles"]["duplicate"]
            runs.append(run)
            seen, at = at, at + self.every
            if self.pauses and dice.random() < 0.0005:
                at += timedelta(hours=dice.uniform(6, 30))  # the machine was off
        return runs

    def _published(self, random, since, until, special):
        """How many articles came between two runs, hour by hour."""
        total, moment = 0, since
        while moment < until:
            step = min(timedelta(hours=1), until - moment)
            night = 1 - 0.9 * cos(2 * pi * (moment.hour - 3) / 24)
            share = self.weekend if moment.weekday() in WEEKEND else 1
            share *= special.get((moment - BEGIN).days, 1)
            burst = random.gammavariate(4, 1 / 4)  # news come in bursts: more than Poisson's variance
            mean = self.per_day * night * share * burst * step.total_seconds() / 86400
            total, moment = total + poisson(random, mean), moment + step
        return total

    def case(self, index, open_since=None, limits=None):
        """The run at *index* as the rules are given it."""
        runs = self.runs
        run = runs[index]
        now = run.ended_at or run.started_at
        first = hour_of(now - timedelta(days=HISTORY_DAYS))
        last = hour_of(now)
        articles = {hour: count for hour, count in self.news.items() if first <= hour <= hour_of(run.started_at)}
        watched = {hour_of(one.ended_at) for one in runs[:index] if one.reason == "finished"} | {last}
        with_articles = [hour for hour, count in articles.items() if count]
        newest = datetime.fromtimestamp(max(with_articles) * 3600, UTC) if with_articles else None
        return Case(
            outlet="marfa",
            run=run,
            earlier=list(reversed(runs[max(index - 300, 0) : index])),
            arrivals=Arrivals(articles, watched, BEGIN, newest),
            now=now,
            limits=limits or Limits(),
            open_since=open_since or {},
        )

    def findings(self, since_day=0, until_day=None, step=1, quiet_step=1):
        """Each run that is judged with what was found in it: every one, or fewer, and *quiet_step* before the fault."""
        open_since = {}
        until = BEGIN + timedelta(days=until_day if until_day is not None else self.days + 1)
        for index, run in enumerate(self.runs):
            is_broken = self.fault_at is not None and run.started_at >= BEGIN + self.fault_at
            if (
                index % (step if is_broken else max(step, quiet_step))
                or not BEGIN + timedelta(days=since_day) <= run.started_at < until
            ):
                continue
            judgement = judge(self.case(index, open_since))
            for one in judgement.findings:
                open_since.setdefault(one.key, run.started_at)
            for key in judgement.cleared:
                open_since.pop(key, None)
            yield run, judgement


def poisson(random, mean):
    """A count with that mean."""
    if mean > 50:
        return max(0, round(random.gauss(mean, mean**0.5)))
    total, left = 0, random.expovariate(1)
    while left < mean:
        total, left = total + 1, left + random.expovariate(1)
    return total


def special_days(random, days):
    """A holiday of three days at four tenths, and breaking news three times the usual on some days."""
    start = random.randrange(min(5, days), days + 5)
    special = {start + number: 0.4 for number in range(3)}
    return special | {random.randrange(days): 3.0 for _ in range(2)}


def made_counts(random, new, *, first=False):
    """A run's counts: shares differ from run to run more than chance alone makes them."""
    copies = sum(random.random() < 0.08 for _ in range(new))
    changed = poisson(random, 0.05 * new)
    items = new + changed
    fields = {}
    for name, share in SHARES.items():
        own = min(1.0, max(0.0, share + (random.gauss(0, 0.03) if 0.05 < share < 1 else 0)))
        fields[name] = sum(random.random() < own for _ in range(items))
    unreadable = sum(random.random() < 0.02 for _ in range(items))
    listings = 12 + random.randrange(8)
    lost = sum(random.random() < 0.01 for _ in range(listings + items))
    failures = {"timeout": lost} if lost else {}
    if not first and random.random() < 0.01:
        failures["timeout"] = lost + 12  # a bad minute of the site's
    articles = {"new": new - copies, "changed": changed, "unchanged": 5, "duplicate": copies}
    kinds = {"listing": {"200": listings}, "article": {"200": items + unreadable}}
    return {
        "articles": articles | {"dropped": {"no_body": unreadable} if unreadable else {}},
        "pages": {"by_kind_and_status": kinds, "failed": failures},
        "fields": fields,
        "skipped": {},
        "rules": {},
        "trouble": None,
    }


def pages(counts):
    return sum(sum(statuses.values()) for statuses in counts["pages"]["by_kind_and_status"].values())
