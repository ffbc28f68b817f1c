"""Rules on what is read: fields that are no longer given, rules that died, pages without an article, copies."""

from collections.abc import Callable, Iterator

from newsbot.health.case import Case, Quiet
from newsbot.health.chance import Comparison, Share, compared
from newsbot.health.figures import RunFigures
from newsbot.health.rulefall import FEW_ARTICLES, fallen_rule, has_fallen
from newsbot.outcome import UNREAD
from newsbot.store.findings import ERROR, WARNING, Finding

COVERAGE, DUPLICATES, DRIFT = "field_coverage", "duplicates", "layout_drift"

JUDGED_FIELDS = (
    "headline", "article_body", "date_published", "authors", "section", "description", "keywords", "main_image",
    "images", "related", "language", "kicker", "views", "date_modified",
)  # fmt: skip
"""What an outlet gives nearly always or hardly ever; quotes and subheads come as the text has them."""
VITAL = frozenset({"headline", "article_body", "date_published"})

COVERAGE_SHARE = 0.75
"""Of its usual share a field has to lose a quarter: where one of four templates changed."""
LEAST_USUAL = 0.3
"""A field that fewer articles have comes and goes with what the news are about."""
DUPLICATES_RISE = 0.25
UNREADABLE_RISE = 0.2


def field_coverage(case: Case) -> Iterator[Finding | Quiet]:
    """Judge each field by the share of articles that have it."""
    for name in JUDGED_FIELDS:
        shares = _compare(case, (COVERAGE, name), _coverage(name))
        share = next((one for one in shares if one.usual >= LEAST_USUAL and one.has_fallen(COVERAGE_SHARE)), None)
        if share is None:
            yield from [Quiet(COVERAGE, name)] if shares else []
            continue
        yield Finding(
            rule=COVERAGE,
            field=name,
            severity=ERROR if name in VITAL else WARNING,
            message=f"{name} in {_of(share.now)} articles, usually in {share.usual:.0%}",
            details=_details(share),
        )


def duplicates(case: Case) -> Iterator[Finding | Quiet]:
    """Judge how many of the new articles are copies of others."""
    shares = _compare(case, (DUPLICATES, ""), _copies)
    share = next((one for one in shares if one.has_risen(DUPLICATES_RISE)), None)
    if share is None:
        yield from [Quiet(DUPLICATES)] if shares else []
        return
    message = f"{_of(share.now)} new articles are copies, usually {share.usual:.0%}"
    yield Finding(rule=DUPLICATES, message=message, details=_details(share))


def layout_drift(case: Case) -> Iterator[Finding | Quiet]:
    """Judge whether article pages can still be read, and what the outlet's rules still give."""
    yield from _unread_pages(case)
    for name, given in case.run.rules.items():
        if has_fallen(given):
            message = fallen_rule(case.outlet, name, case.run.counts)
            yield Finding(rule=DRIFT, field=name, message=message, details=dict(given))
        elif given["articles"] >= FEW_ARTICLES and given["usual_share"] is not None:
            yield Quiet(DRIFT, name)


def _unread_pages(case: Case) -> Iterator[Finding | Quiet]:
    if case.lasts(lambda run: run.trouble in UNREAD):
        message = f"pages came and no article could be read from them ({case.run.trouble})"
        yield Finding(rule=DRIFT, severity=ERROR, message=message, details={"trouble": case.run.trouble})
        return
    shares = _compare(case, (DRIFT, ""), _unreadable)
    share = next((one for one in shares if one.has_risen(UNREADABLE_RISE)), None)
    if share is not None:
        message = f"{_of(share.now)} article pages could not be read, usually {share.usual:.0%}"
        yield Finding(rule=DRIFT, severity=ERROR, message=message, details=_details(share))
    elif case.run.is_orderly and (case.run.items or case.run.unreadable):
        yield Quiet(DRIFT)


def _compare(case: Case, key: tuple[str, str], share: Callable[[RunFigures], Share]) -> list[Comparison]:
    return compared(case.run, case.earlier, case.usual_runs(key), share)


def _coverage(name: str) -> Callable[[RunFigures], Share]:
    return lambda run: Share(int(run.fields.get(name, 0)), run.items)


def _copies(run: RunFigures) -> Share:
    return Share(run.copies, run.new + run.copies)


def _unreadable(run: RunFigures) -> Share:
    return Share(run.unreadable, run.unreadable + run.items)


def _of(share: Share) -> str:
    return f"{share.part:,} of {share.whole:,}"


def _details(share: Comparison) -> dict[str, float]:
    usual, low, high = round(share.usual, 4), round(share.low, 4), round(share.high, 4)
    return {"part": share.now.part, "whole": share.now.whole, "usual": usual, "usual_low": low, "usual_high": high}


COMPARING: dict[str, Callable[[Case], Iterator[Finding | Quiet]]] = {
    COVERAGE: field_coverage,
    DUPLICATES: duplicates,
    DRIFT: layout_drift,
}
