"""Chooses among tried rules of one field the few that serve all pages best; proposes none and reads no page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsbot.learning.trials import Trial

# A unit of cost is worth that much of a page's agreement: a rule at the end of positions (cost 25) may be right on a
# tenth more of the pages and still lose to a class (cost 2).
COST_WEIGHT = 0.004
PRECISION_WEIGHT = 0.05
ANOTHER_WEIGHT = 0.015
RULES_LIMIT = 3
BODY_SHARPNESS = 5.0
# Labels of one page in eight may be wrong without a veto, if their sources were not of one mind.
ODD_ONES = 8
RIGHT = 0.85


@dataclass(frozen=True, slots=True)
class Bound:
    """What a field asks of its rules."""

    agreement: float
    """The least mean agreement on the pages where the rules find something."""
    coverage: float = 0.3
    """The least share of the labelled pages on which they find something."""


BOUNDS = {
    "headline": Bound(0.95),
    "body": Bound(0.97),
    "date_published": Bound(0.95),
    "date_modified": Bound(0.95),
    "related": Bound(0.9),
    "views": Bound(0.95),
}
_BOUND = Bound(0.9)
_CUT_FROM_BODY = frozenset({"quotes"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """One to three trials in the order in which their rules are asked."""

    trials: tuple[Trial, ...]
    sharpness: float = 1.0
    """What a shortfall counts: the few words of a caption among those of a body are a whole fault."""

    def scores(self) -> list[float | None]:
        """Page by page the score of the first rule that finds something."""
        columns = zip(*(trial.scores for trial in self.trials), strict=True)
        return [next((score for score in column if score is not None), None) for column in columns]

    def worth(self, expected: Sequence[bool]) -> float:
        """The mean agreement over the pages that have a label, less what cost and clumsiness take from it."""
        scores = [
            1 - min(1.0, (1 - (score or 0.0)) * self.sharpness)
            for score, is_expected in zip(self.scores(), expected, strict=True)
            if is_expected
        ]
        cost = sum(trial.path.cost * COST_WEIGHT + (1 - trial.precision) * PRECISION_WEIGHT for trial in self.trials)
        length = sum(len(trial.path.text) for trial in self.trials)
        return sum(scores) / max(1, len(scores)) - cost - ANOTHER_WEIGHT * (len(self.trials) - 1) - length * 1e-5


def chosen(field: str, trials: Iterable[Trial], expected: Sequence[bool]) -> Chosen | None:
    """For *field* the best trial, with others before or behind it as long as they are worth their keep.

    Begun with several: one path that serves all pages badly must not hide two that serve one half each well.
    """
    tried = distinct(trials)
    sharpness = BODY_SHARPNESS if field == "body" else 1.0
    singles = sorted((Chosen((trial,), sharpness) for trial in tried), key=lambda one: -one.worth(expected))
    grown = [_grown(single, tried, expected) for single in singles[:_BEGINNINGS]]
    return max(grown, key=lambda one: one.worth(expected), default=None)


_BEGINNINGS = 4


def _grown(best: Chosen, tried: Sequence[Trial], expected: Sequence[bool]) -> Chosen:
    while len(best.trials) < RULES_LIMIT:
        longer = [
            Chosen(trials, best.sharpness)
            for trial in tried
            if trial not in best.trials
            for trials in ((trial, *best.trials), (*best.trials, trial))
        ]
        following = max(longer, key=lambda one: one.worth(expected), default=best)
        if following.worth(expected) <= best.worth(expected):
            break
        best = following
    return best


def distinct(trials: Iterable[Trial]) -> list[Trial]:
    """Of the trials that select the same on all pages the one with the lowest cost, and the shortest of those."""
    best: dict[object, Trial] = {}
    for trial in trials:
        other = best.get(trial.selection)
        if other is None or _order(trial) < _order(other):
            best[trial.selection] = trial
    return list(best.values())


def _order(trial: Trial) -> tuple[float, int, str]:
    return (trial.path.cost, len(trial.path.text), trial.path.text)


def is_adopted(field: str, scores: Sequence[float | None], expected: Sequence[bool], unsure: Sequence[bool]) -> bool:
    """Whether rules with these scores are good enough for *field*.

    A few pages whose label was *unsure* and that contradict are passed over: there the label is the odd one out.
    """
    if field in _CUT_FROM_BODY:
        # What they find where no label is would be missing from the text.
        expected = [is_expected or score is not None for score, is_expected in zip(scores, expected, strict=True)]
    bound = BOUNDS.get(field, _BOUND)
    # A day where the label has a time, or a time without its offset, is no contradiction.
    rounded = 1.0 if field.startswith("date_") else 0.0
    both = [
        (max(score, rounded) if score >= RIGHT else score, is_unsure)
        for score, is_expected, is_unsure in zip(scores, expected, unsure, strict=True)
        if is_expected and score is not None
    ]
    odd = sorted(score for score, is_unsure in both if is_unsure and score < RIGHT)[: len(both) // ODD_ONES]
    kept = sum(score for score, _ in both) - sum(odd)
    count = len(both) - len(odd)
    has_enough = count >= min(2, sum(expected)) and len(both) >= bound.coverage * sum(expected)
    return has_enough and count > 0 and kept / count >= bound.agreement
