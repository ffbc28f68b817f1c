"""Crawls as an operator looks at them: a list of runs, and one run with all its figures; it reads pages of no site.

A run's figures are those that `newsbot.extensions.figures` counts, as its row keeps them: a killed run has what it last
said. Rows of an older newsbot lack some of them, which then count as nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsbot.store.database import Store
from newsbot.store.runs import RunRecord

Figures = Mapping[str, Any]

A_PAGE = 50
"""Runs."""
RUNNING, UNFINISHED = "running", "unfinished"
OUTCOMES = ("new", "changed", "unchanged", "duplicate", "gone")
_GOOD_STATES = frozenset({"finished", RUNNING})
_BAD_STATES = frozenset({"storage_failure", "blocked", "quality_gate_failed", "hung", "crashed", UNFINISHED})


@dataclass(frozen=True, slots=True)
class Share:
    """Something counted, and its part of a whole from 0 to 1."""

    name: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """How often a field came, and from where."""

    name: str
    articles: int
    share: float
    """Of the articles that the run gave, from 0 to 1."""
    sources: tuple[tuple[str, int], ...]
    """Source and count, the commonest first; «none» where nothing gave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One run."""

    record: RunRecord
    state: str
    """How it ended, or running or unfinished."""

    @property
    def level(self) -> str:
        """«good», «open» or «bad»: for the eye, beside the words."""
        if self.state in _BAD_STATES or self.trouble or self.counts.get("storage_error"):
            return "bad"
        return "good" if self.state in _GOOD_STATES else "open"

    @property
    def counts(self) -> Figures:
        """Its figures; empty for a run that has said nothing yet."""
        return self.record.counts

    @property
    def trouble(self) -> str | None:
        """Why the site looks dead."""
        return self.counts.get("trouble")

    @property
    def seconds(self) -> float:
        """How long it took, or has taken as far as is known."""
        return max(((self.record.ended_at or self.record.updated_at) - self.record.started_at).total_seconds(), 0.0)

    @property
    def dropped(self) -> int:
        """Articles left out for any reason but being known or a copy."""
        return sum(_numbers(_table(self.counts, "articles").get("dropped")).values())

    @property
    def pages(self) -> int:
        """Pages that were answered."""
        return _whole(_table(self.counts, "pages").get("answered"))

    @property
    def failed(self) -> int:
        """Addresses whose page could not be had or read."""
        return _whole(self.counts.get("failed"))

    @property
    def bytes(self) -> int:
        """Of the answers."""
        return _whole(_table(self.counts, "pages").get("bytes"))

    def articles(self, outcome: str) -> int:
        """How many articles were new, changed, unchanged, duplicate or gone."""
        return _whole(_table(self.counts, "articles").get(outcome))

    def a_minute(self, count: int) -> float | None:
        """*count* spread over the minutes that it took; None for a run that has just begun."""
        return 60 * count / self.seconds if self.seconds >= 1 else None


def run_state(record: RunRecord, *, is_running: bool) -> str:
    """How a run ended, or whether it goes on: one without an end that nothing carries on was killed."""
    return record.reason or (RUNNING if is_running else UNFINISHED)


def run_views(store: Store, records: list[RunRecord]) -> list[RunView]:
    """The runs with their states; of an outlet only the last run can be going on."""
    last: dict[str, int] = {}
    for record in records:
        if record.ended_at is None and record.outlet not in last:
            latest = store.runs.latest(record.outlet)
            last[record.outlet] = latest.id if latest and store.is_running(record.outlet) else 0
    return [
        RunView(record=record, state=run_state(record, is_running=last.get(record.outlet) == record.id))
        for record in records
    ]


def run_list(store: Store, *, outlet: str | None, before: int | None) -> tuple[list[RunView], int | None]:
    """A page of runs, the newest first, and where the older ones begin; None where there are none."""
    records = store.runs.all_recent(A_PAGE + 1, outlet, before)
    older = records[A_PAGE - 1].id if len(records) > A_PAGE else None
    return run_views(store, records[:A_PAGE]), older


def one_run(store: Store, run_id: int) -> RunView | None:
    """The run of that number."""
    record = next(iter(store.runs.all_recent(1, None, run_id + 1)), None)
    return run_views(store, [record])[0] if record and record.id == run_id else None


def field_figures(counts: Figures) -> list[FieldFigures]:
    """Every field that the run counted, the fullest first."""
    given, sources = _numbers(counts.get("fields")), _table(counts, "sources")
    articles = _table(counts, "articles")
    whole = max(_whole(articles.get("new")) + _whole(articles.get("changed")), *given.values(), 1)
    found = [
        FieldFigures(
            name=name,
            articles=given.get(name, 0),
            share=given.get(name, 0) / whole,
            sources=tuple(_ranked(_numbers(sources.get(name)))),
        )
        for name in dict.fromkeys([*given, *sources])
    ]
    return sorted(found, key=lambda field: (-field.articles, field.name))


def answers(counts: Figures) -> list[tuple[str, str, int]]:
    """Kind of page, status and how many, the commonest first."""
    kinds = _table(_table(counts, "pages"), "by_kind_and_status")
    rows = [(kind, status, count) for kind in kinds for status, count in _numbers(kinds[kind]).items()]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))


def shares(counts: Any) -> list[Share]:
    """A table of counts as parts of their sum, the largest first."""
    numbers = _numbers(counts)
    whole = sum(numbers.values()) or 1
    return [Share(name, count, count / whole) for name, count in _ranked(numbers)]


def _table(counts: Figures, name: str) -> Figures:
    found = counts.get(name)
    return found if isinstance(found, Mapping) else {}


def _numbers(counts: Any) -> dict[str, int]:
    if not isinstance(counts, Mapping):
        return {}
    return {str(name): count for name, count in counts.items() if isinstance(count, int)}


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))


def _whole(count: Any) -> int:
    return count if isinstance(count, int) else 0
