"""When a rule of an outlet has died, and in which words that is told; it counts nothing and reads no page.

What a rule gave is counted by ``extensions.rulehealth``, together with the share of articles that it usually gives its
field to.
"""

from collections.abc import Iterable, Mapping
from math import sqrt
from typing import Any

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
    return [fallen_rule(outlet, rule, figures) for rule, run in figures.get(BY_RULE, {}).items() if has_fallen(run)]


def fallen_rule(outlet: str, rule: str, figures: Figures) -> str:
    """Return the line for one of the rules in *figures*: what it gave, what gave the rest, what to do."""
    run = figures[BY_RULE][rule]
    return (
        f"rule for {rule} gave {run[BY_RULE]:,} of {run['articles']:,} (usually {run['usual_share']:.0%});"
        f" {_rest(figures.get('sources', {}).get(RULES.get(rule, rule), {}))}: newsbot drift {outlet}"
    )


def _rest(sources: Mapping[str, int]) -> str:
    """Tell in words what gave the values that the rule did not give, ``none`` last."""
    others = [(name == NONE, -count, name) for name, count in sources.items() if name != BY_RULE and count]
    told = [(_NAMES.get(name, name), -count) for _, count, name in sorted(others)]
    return (
        f"{told[0][0]} gave the rest" if len(told) == 1 else ", ".join(f"{who} gave {count:,}" for who, count in told)
    )
