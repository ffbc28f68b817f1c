"""Rules on how runs end: crashed, hung, without a disk, killed again and again, or much later than usual."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import median

from newsbot.health.case import Case, Quiet
from newsbot.health.figures import RunFigures
from newsbot.health.wording import duration_text, number_of, range_text
from newsbot.store.findings import ERROR, Finding

CRASHED, HUNG, STORAGE, UNFINISHED, RUN_TIME = "crashed", "hung", "storage_failure", "unfinished", "run_time"

WORDS = {
    CRASHED: "the run crashed: see the log",
    HUNG: "the run hung and was ended",
    STORAGE: "the disk or the database refused",
}
KILLED_OF, KILLED_MOST = 5, 1
"""One killed run of five is a restart of the machine: nothing is lost. Two are worth a look."""

FEWEST_RUNS = 5
LONG_SECONDS = 900
TIMES_LONGER, TIMES_SLOWER, TIMES_MORE = 3, 2, 5
"""A run took too long: longer than three times nearly all others, and either each page took twice as long, or there
were five times as many pages. A run after a pause may take as much longer as the pause was."""
_NEARLY_ALL = 0.9


def ending(case: Case) -> Iterator[Finding | Quiet]:
    """Say how the run ended, if it did not end by itself."""
    run = case.run
    for rule, words in WORDS.items():
        if run.reason == rule or (rule == STORAGE and run.counts.get("storage_error")):
            told = run.counts.get("storage_error") if rule == STORAGE else None
            after = f" after {duration_text(run.seconds)}" if rule != STORAGE and run.ended_at else ""
            message = f"{words}: {told}" if told else words.replace(":", f"{after}:") if ":" in words else words + after
            yield Finding(rule=rule, severity=ERROR, message=message, details={"seconds": round(run.seconds)})
        elif run.reason is not None:
            yield Quiet(rule)


def unfinished(case: Case) -> Iterator[Finding | Quiet]:
    """Count the runs before this one that have no end: somebody or something killed them."""
    killed = sum(run.reason is None for run in case.earlier[:KILLED_OF])
    if killed > KILLED_MOST:
        last = min(len(case.earlier), KILLED_OF)
        message = f"{killed} of the last {number_of(last, 'run')} were killed before their end"
        yield Finding(rule=UNFINISHED, message=message, details={"killed": killed, "runs": last})
    else:
        yield Quiet(UNFINISHED)


def run_time(case: Case) -> Iterator[Finding | Quiet]:
    """Compare how long the run took with the earlier ones."""
    usual = [run for run in case.usual_runs((RUN_TIME, "")) if run.seconds and run.is_whole]
    if not case.run.is_whole or len(usual) < FEWEST_RUNS:
        return
    times, pause = sorted(run.seconds for run in usual), _longer_pause(case)
    longest = times[int((len(times) - 1) * _NEARLY_ALL)]
    is_long = case.run.seconds > max(TIMES_LONGER * longest * pause, LONG_SECONDS)
    if is_long and (_is_slower(case.run, usual) or _has_more_pages(case.run, usual, pause)):
        pages = f"{duration_text(case.run.seconds)} for {number_of(case.run.asked, 'page')}"
        message = f"the run took {pages}, usually {range_text(times[0] / 60, longest / 60)} min"
        details = {"seconds": round(case.run.seconds), "pages": case.run.asked, "usual_high": round(longest)}
        yield Finding(rule=RUN_TIME, message=message, details=details)
    else:
        yield Quiet(RUN_TIME)


def _longer_pause(case: Case) -> float:
    """Return how many times longer than usual it is since the run before, 1 at least."""
    starts = [run.started_at for run in (case.run, *case.earlier)]
    gaps = [(later - sooner).total_seconds() for later, sooner in pairwise(starts)]
    return max(gaps[0] / max(median(gaps), 1.0), 1.0) if gaps else 1.0


def _is_slower(run: RunFigures, usual: list[RunFigures]) -> bool:
    return run.seconds / max(run.asked, 1) > TIMES_SLOWER * median(one.seconds / max(one.asked, 1) for one in usual)


def _has_more_pages(run: RunFigures, usual: list[RunFigures], pause: float) -> bool:
    pages = sorted(one.asked for one in usual)
    return run.asked > TIMES_MORE * pause * pages[int((len(pages) - 1) * _NEARLY_ALL)]


AT_ONCE: dict[str, Callable[[Case], Iterator[Finding | Quiet]]] = {"ending": ending, UNFINISHED: unfinished}
COMPARING: dict[str, Callable[[Case], Iterator[Finding | Quiet]]] = {RUN_TIME: run_time}
