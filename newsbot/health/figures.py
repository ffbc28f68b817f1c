"""What the rules look at of one run: its ending and its counts; it judges nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any, Self

from newsbot.store.runs import RunRecord

FINISHED = "finished"
LIMITS = ("max_pages", "closespider_")
REFUSALS = frozenset({"401", "403", "429", "451"})
UNREADABLE = ("no_headline", "no_body", "garbled")
"""Drops of pages that the frontier took for articles and no article could be read from."""
OF_THE_PROGRAM = ("pipeline_error", "callback_")


@dataclass(frozen=True)
class RunFigures:
    """One run; *reason* is None for one that never ended, ``hung`` and ``crashed`` are the schedule's words."""

    id: int
    started_at: datetime
    ended_at: datetime | None = None
    reason: str | None = None
    counts: Mapping[str, Any] = field(default_factory=dict)
    """As ``extensions.figures.run_figures`` makes them; a missing count is 0."""

    @classmethod
    def of(cls, run: RunRecord) -> Self:
        """Return the figures of a run that the store knows."""
        return cls(run.id, run.started_at, run.ended_at, run.reason, run.counts)

    @property
    def is_whole(self) -> bool:
        """Tell whether the run went through all there was."""
        return self.reason == FINISHED and self.trouble is None

    @property
    def is_orderly(self) -> bool:
        """Tell whether it was whole or ended at a limit that a person set: what it did read is as good as any."""
        return self.trouble is None and str(self.reason).startswith((FINISHED, *LIMITS))

    @property
    def seconds(self) -> float:
        """How long it took; 0 without an end."""
        return (self.ended_at - self.started_at).total_seconds() if self.ended_at else 0.0

    @property
    def trouble(self) -> str | None:
        """Why the site looks dead, `newsbot.outcome.site_trouble`."""
        return self.counts.get("trouble")

    @cached_property
    def new(self) -> int:
        """Articles that the outlet had not had."""
        return self._article("new")

    @cached_property
    def copies(self) -> int:
        """New articles with the text of another."""
        return self._article("duplicate")

    @cached_property
    def items(self) -> int:
        """Articles that were read and kept: those whose fields are counted. Every one has an address."""
        return int(self.fields.get("url", 0))

    @cached_property
    def fields(self) -> Mapping[str, int]:
        """How many of `items` had each field."""
        found: Mapping[str, int] = self.counts.get("fields", {})
        return found

    @property
    def rules(self) -> Mapping[str, Mapping[str, Any]]:
        """What each rule of the outlet gave, as ``extensions.rulehealth`` counts it."""
        found: Mapping[str, Mapping[str, Any]] = self.counts.get("rules", {})
        return found

    @cached_property
    def unreadable(self) -> int:
        """Pages that looked like articles by their address and had none."""
        dropped = self.counts.get("articles", {}).get("dropped", {})
        return sum(int(dropped.get(name, 0)) for name in UNREADABLE)

    @cached_property
    def statuses(self) -> Mapping[str, int]:
        """Answers by HTTP status, whatever was asked for."""
        found: dict[str, int] = {}
        for answers in self._pages.get("by_kind_and_status", {}).values():
            for status, count in answers.items():
                found[status] = found.get(status, 0) + count
        return found

    @cached_property
    def network_failures(self) -> int:
        """Downloads without an answer."""
        return sum(self._pages.get("failed", {}).values())

    @cached_property
    def asked(self) -> int:
        """Pages that were asked for."""
        return sum(self.statuses.values()) + self.network_failures

    @cached_property
    def refusals(self) -> int:
        """Answers that say: not you, or not so fast."""
        return sum(count for status, count in self.statuses.items() if status in REFUSALS)

    @cached_property
    def http_errors(self) -> int:
        """Answers from 400 on that are no refusals."""
        bad = HTTPStatus.BAD_REQUEST
        return sum(count for status, count in self.statuses.items() if int(status) >= bad) - self.refusals

    @cached_property
    def faults(self) -> int:
        """Pages on which the program itself failed."""
        skipped = self.counts.get("skipped", {})
        return sum(count for reason, count in skipped.items() if reason.startswith(OF_THE_PROGRAM))

    @property
    def _pages(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.counts.get("pages", {})
        return found

    def _article(self, outcome: str) -> int:
        return int(self.counts.get("articles", {}).get(outcome, 0))


def orderly_runs(runs: Collection[RunFigures]) -> list[RunFigures]:
    """Return those of *runs* that nothing went wrong in: what is usual is told from these."""
    return [run for run in runs if run.is_orderly]
