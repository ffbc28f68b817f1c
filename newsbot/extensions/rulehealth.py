"""Whether an outlet's rules still give what they usually give, judged from counts of sources; it reads no page.

A rule that died is seldom missed at once: another source gives the field, often less well, until that one fails too.
What is counted is therefore where each value came from, and each rule is compared with itself in earlier runs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from typing import Any

from newsbot.items import Article
from newsbot.outcome import totals
from newsbot.pages.rules import Rules

Figures = Mapping[str, Any]

BY_RULE = "rules"
NONE = "none"
"""Stands for a source where an article has no value."""

FIELDS = (
    "headline", "kicker", "description", "article_body", "subheads", "quotes", "date_published", "date_modified",
    "authors", "section", "keywords", "main_image", "images", "related", "views", "canonical_url", "short_url",
)  # fmt: skip
"""The item's fields that a page gives, by one source or another."""
_WITHOUT_RULE = frozenset({"article_body", "images", "canonical_url"})
RULES = {name: name for name in FIELDS if name not in _WITHOUT_RULE} | {"body": "article_body"}
"""The field that each rule fills; ``caption``, ``credit`` and ``attribution`` fill a part of one: not counted."""

FEW_ARTICLES = 10
"""A run with fewer says nothing of a rule, and nothing is measured by it."""
ENOUGH_ARTICLES = 300
"""So many of the latest articles tell a rule's usual share: what it gave long ago, before it was mended, does not."""
EARLIER_RUNS = 100
"""How far back these are looked for: an hourly outlet's last four days."""

# A fall is told when the rule gave less than four fifths of what it usually gives, and by more than chance explains:
# three standard deviations. Even a rule that never failed may miss one page in twenty, such as an odd gallery.
_CLEAR_SHARE = 0.8
_DEVIATIONS = 3
_LEAST_SPREAD = 0.05

_NAMES = {
    "json-ld": "JSON-LD",
    "opengraph": "OpenGraph",
    "text": "the visible text",
    "generic": "trafilatura",
    NONE: "nothing",
}


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


def has_fallen(run: Figures) -> bool:
    """Tell whether a rule, with these figures of a run, gave clearly less than it usually does."""
    articles, usual = run["articles"], run["usual_share"]
    if usual is None or articles < FEW_ARTICLES:
        return False
    expected = usual * articles
    chance = min(usual, 1 - _LEAST_SPREAD)
    spread = sqrt(articles * chance * (1 - chance))
    return bool(run[BY_RULE] < _CLEAR_SHARE * expected and expected - run[BY_RULE] > _DEVIATIONS * spread)


def last_telling(runs: Iterable[Figures]) -> Figures:
    """Return the figures of the first of *runs* that read FEW_ARTICLES of an outlet with rules; empty without one.

    An outlet that is crawled every hour often has fewer: these say nothing, and take nothing back.
    """
    told = (run for run in runs if any(rule["articles"] >= FEW_ARTICLES for rule in run.get(BY_RULE, {}).values()))
    return next(told, {})


def fallen_rules(outlet: str, figures: Figures) -> list[str]:
    """Return a line for each rule that has fallen in a run with these *figures* (``rules`` and ``sources``)."""
    return [
        f"rule for {rule} gave {run[BY_RULE]:,} of {run['articles']:,} (usually {run['usual_share']:.0%});"
        f" {_rest(figures.get('sources', {}).get(RULES.get(rule, rule), {}))}: newsbot drift {outlet}"
        for rule, run in figures.get(BY_RULE, {}).items()
        if has_fallen(run)
    ]


def _rest(sources: Mapping[str, int]) -> str:
    """Tell in words what gave the values that the rule did not give, ``none`` last."""
    others = [(name == NONE, -count, name) for name, count in sources.items() if name != BY_RULE and count]
    told = [(_NAMES.get(name, name), -count) for _, count, name in sorted(others)]
    return (
        f"{told[0][0]} gave the rest" if len(told) == 1 else ", ".join(f"{who} gave {count:,}" for who, count in told)
    )
