"""Whether an outlet's rules still give what they usually give, judged from counts of sources; it reads no page.

A rule that died is seldom missed at once: another source gives the field, often less well, until that one fails too.
What is counted is therefore where each value came from, and each rule is compared with itself in earlier runs.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from newsbot.health.rulefall import BY_RULE, FEW_ARTICLES, FIELDS, NONE, RULES, Figures, has_fallen
from newsbot.items import Article
from newsbot.outcome import totals
from newsbot.pages.rules import Rules

ENOUGH_ARTICLES = 300
"""So many of the latest articles tell a rule's usual share: what it gave long ago, before it was mended, does not."""
EARLIER_RUNS = 100
"""How far back these are looked for: an hourly outlet's last four days."""


def article_sources(article: Article) -> Iterator[tuple[str, str]]:
    """Yield each of FIELDS with the source that gave it, ``none`` where nothing did."""
    sources = article.sources or {}
    for name in FIELDS:
        yield name, sources.get(name, NONE)


def first_counts(rules: Rules) -> dict[tuple[str, str], int]:
    """Return 0 by field and ``rules`` for each rule that is declared: one that never gives anything is counted too."""
    return {(field, BY_RULE): 0 for rule, field in RULES.items() if rule in rules}


def source_figures(stats: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Return for each field how many articles each source gave it to, ``none`` among the sources."""
    figures: dict[str, dict[str, int]] = {}
    for name, count in totals(stats, "newsbot/source/").items():
        field, _, source = name.partition("/")
        figures.setdefault(field, {})[source] = count
    return figures


def rule_figures(stats: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return for each rule that the outlet declares: ``articles`` read, and of these how many it gave its field to.

    ``rules`` counts these, ``other`` those whose field another source gave, ``absent`` those without one.
    ``usual_share`` is the share of ``rules`` in earlier runs, from 0 to 1; None where too few articles tell it.
    """
    sources = source_figures(stats)
    return {
        rule: _counted(sources[field], stats.get(f"newsbot/rule/{rule}/usual_share"))
        for rule, field in RULES.items()
        if BY_RULE in sources.get(field, {})  # see first_counts
    }


def _counted(sources: Mapping[str, int], usual_share: float | None) -> dict[str, Any]:
    articles, given, absent = sum(sources.values()), sources[BY_RULE], sources.get(NONE, 0)
    other = articles - given - absent
    return {"articles": articles, "rules": given, "other": other, "absent": absent, "usual_share": usual_share}


def usual_shares(rules: Rules, earlier: Sequence[Figures]) -> dict[str, float]:
    """Return the share of articles that each rule gave its field to in *earlier* runs' figures, the newest first.

    A rule that no run of FEW_ARTICLES tells of has none. A run in which it had fallen already is no measure for it, so
    a fall is told in every run until the rule is mended, or until none but such runs are left.
    """
    found: dict[str, float] = {}
    for rule in RULES:
        runs = [run[BY_RULE][rule] for run in earlier if rule in run.get(BY_RULE, {})] if rule in rules else []
        share = _usual_share(runs)
        if share is not None:
            found[rule] = share
    return found


def _usual_share(runs: Sequence[Figures]) -> float | None:
    telling = [run for run in runs if run["articles"] >= FEW_ARTICLES]
    articles = given = 0
    for run in [run for run in telling if not has_fallen(run)] or telling:
        if articles < ENOUGH_ARTICLES:
            articles, given = articles + run["articles"], given + run[BY_RULE]
    return round(given / articles, 4) if articles else None
