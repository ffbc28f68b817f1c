"""Rules on how the site answers: it cannot be reached, it refuses us, or too much of it fails."""

from collections.abc import Callable, Iterator

from newsbot.health.case import Case, Quiet
from newsbot.health.chance import Share, compared
from newsbot.health.figures import REFUSALS as REFUSING
from newsbot.health.figures import RunFigures
from newsbot.outcome import UNREAD
from newsbot.store.findings import ERROR, Finding

UNREACHABLE, BLOCKED, ERRORS = "unreachable", "blocked", "errors"

REFUSALS = frozenset({"forbidden", "too_many_requests"})
"""Troubles that say: not you, or not so fast."""
RISE, FEWEST = 0.1, 10
"""By so much a share of the pages has to rise, and to so many pages."""
MOST = 0.6
"""A smaller share has to come again in the next run: a bad minute of the site's is nobody's business."""
FEWEST_FAULTS = 3


def unreachable(case: Case) -> Iterator[Finding | Quiet]:
    """Judge whether any page came; a run without, and soon after it one with pages, was a passing trouble."""
    if case.lasts(_is_unreachable):
        trouble = str(case.run.trouble)
        message = f"no page came: {trouble.replace('_', ' ')}"
        yield Finding(rule=UNREACHABLE, severity=ERROR, message=message, details={"trouble": trouble})
    elif case.run.statuses and not _is_unreachable(case.run):
        yield Quiet(UNREACHABLE)


def blocked(case: Case) -> Iterator[Finding | Quiet]:
    """Judge whether the site refuses us, altogether or more than it usually does."""
    run = case.run
    if run.reason == "blocked" or case.lasts(lambda one: one.trouble in REFUSALS):
        answers = ", ".join(f"{count:,} times {status}" for status, count in sorted(_refusals(run).items()))
        message = f"the site refuses us: {answers or run.trouble or 'no answer'}"
        yield Finding(rule=BLOCKED, severity=ERROR, message=message, details={"statuses": _refusals(run)})
    elif case.has_history and _has_risen(case, BLOCKED, _refused):
        message = f"{run.refusals:,} of {run.asked:,} pages were refused"
        yield Finding(rule=BLOCKED, message=message, details={"statuses": _refusals(run), "asked": run.asked})
    elif run.is_orderly:
        yield Quiet(BLOCKED)


def errors(case: Case) -> Iterator[Finding | Quiet]:
    """Judge how many pages fail: the site's errors, broken connections; and on its own, faults of the program."""
    run = case.run
    if _has_risen(case, ERRORS, _failed):
        kinds = {"http": run.http_errors, "network": run.network_failures}
        told = f"{run.http_errors:,} with an error of the site's, {run.network_failures:,} without an answer"
        message = f"{sum(kinds.values()):,} of {run.asked:,} pages failed: {told}"
        yield Finding(rule=ERRORS, message=message, details={**kinds, "asked": run.asked})
    elif run.is_orderly:
        yield Quiet(ERRORS)
    yield from _faults(case)


def _faults(case: Case) -> Iterator[Finding | Quiet]:
    run, usual = case.run, [earlier.faults for earlier in case.usual_runs((ERRORS, "program"))]
    if run.faults >= FEWEST_FAULTS and run.faults > 2 * max(usual, default=0):
        message = f"the program failed on {run.faults:,} pages: see the log, and report it"
        details = {"pages": run.faults, "usual_high": max(usual, default=0)}
        yield Finding(rule=ERRORS, field="program", severity=ERROR, message=message, details=details)
    elif run.is_orderly:
        yield Quiet(ERRORS, "program")


def _has_risen(case: Case, rule: str, share: Callable[[RunFigures], Share]) -> bool:
    """Tell whether the share is above the usual, with enough of it in this run, and not only for a moment."""
    compare = compared(case.run, case.earlier, case.usual_runs((rule, "")), share)
    risen = next((one for one in compare if one.has_risen(RISE)), None)
    if risen is None or share(case.run).part < FEWEST:
        return False
    before = next((share(run).value for run in case.earlier), 1.0)
    now = share(case.run).value
    return now >= MOST or before >= max(risen.usual + RISE, now / 2)


def _is_unreachable(run: RunFigures) -> bool:
    return run.trouble is not None and run.trouble not in UNREAD | REFUSALS


def _refusals(run: RunFigures) -> dict[str, int]:
    return {status: count for status, count in run.statuses.items() if status in REFUSING}


def _refused(run: RunFigures) -> Share:
    return Share(run.refusals, run.asked)


def _failed(run: RunFigures) -> Share:
    return Share(run.http_errors + run.network_failures, run.asked)


AT_ONCE: dict[str, Callable[[Case], Iterator[Finding | Quiet]]] = {UNREACHABLE: unreachable, BLOCKED: blocked}
COMPARING: dict[str, Callable[[Case], Iterator[Finding | Quiet]]] = {ERRORS: errors}
