"""An outlet as it was learnt from sampled pages: its declarations, how far they hold, and what is not learnt and why.

What the rules find is compared on pages that had no part in learning. A rule that does not hold there is left out, and
named; the field is then read as without rules, from the page's metadata and its look.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from re import Pattern
from re import compile as pattern
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from w3lib.encoding import html_body_declared_encoding

from newsbot.learning.addresses import SiteAddresses, site_addresses
from newsbot.learning.agreement import FieldAgreement, agreements
from newsbot.learning.clocks import LearntClock, learnt_clock
from newsbot.learning.induction import FIELDS, absent, learnt_rules
from newsbot.learning.labels import Labelled, labelled
from newsbot.learning.patterns import are_told_by_query, article_pattern, listing_pattern
from newsbot.pages.rules import Outlet, Rules
from newsbot.pages.samples import Sample
from newsbot.text.encodings import UTF_8, known_name, page_encoding

ESSENTIAL = ("headline", "body")
"""Without them an outlet's rules are not worth having."""
LEAST_ARTICLES = 6
"""Four to learn from, where one odd page is outvoted, and two to check on."""
ORDER = (
    "headline", "kicker", "description", "body", "subheads", "quotes", "attribution", "date_published",
    "date_modified", "authors", "section", "keywords", "main_image", "caption", "credit", "related", "views",
    "short_url",
)  # fmt: skip
"""Of rules in a module and of rows in a table: what a reader of an article meets first."""
HELD_OUT = 3
"""Every third article is kept for the check: two thirds learn."""
LEAST_AGREEMENT = 0.9
"""Of a rule on held-out pages; a rule that is wrong on one of ten pages is worse than none."""
FEW_PAGES = 3
"""With a value: on fewer, one page is no exception, and what it lacks is no proof either."""
LEAST_COVERAGE = 0.5
"""Of the held-out pages that have a value: a rule that finds it on fewer is one of another template."""
LEAST_ENCODED = 5
"""Pages of one encoding that are declared wrongly, until it is the site's habit."""


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """All that was learnt of one site."""

    name: str
    title: str | None
    """What the site calls itself."""
    url: str
    """Its front page, after redirects."""
    article_pattern: str | None
    listing_pattern: str | None
    clock: LearntClock
    encoding: str | None
    """Declared only where the site's own declaration is wrong."""
    encodings: tuple[str, ...]
    """What its pages are read in, the commonest first."""
    rules: Mapping[str, tuple[str, ...]]
    agreements: tuple[FieldAgreement, ...]
    """Of each rule, on the held-out pages."""
    not_learnt: Mapping[str, str]
    """Fields and declarations, and why they are not learnt."""
    learnt_from: int
    checked: tuple[Sample, ...]
    """The held-out pages."""

    @property
    def host(self) -> str:
        """Its domain, with which its sub-domains are the outlet's too."""
        return host_of(self.url)

    @cached_property
    def outlet(self) -> Outlet:
        """The outlet as a crawl with the written module has it."""
        return Outlet(
            name=self.name,
            domains=(self.host,),
            article_pattern=_compiled(self.article_pattern),
            listing_pattern=_compiled(self.listing_pattern),
            timezone=ZoneInfo(self.clock.zone or "UTC"),
            encoding=self.encoding,
            rules=Rules(**self.rules),
        )

    @property
    def has_essentials(self) -> bool:
        """Whether headline and body have rules that hold."""
        return all(field in self.rules for field in ESSENTIAL)


def learnt(samples: Sequence[Sample], url: str, name: str) -> Declaration:
    """Learn the outlet *name* of the site at *url* from *samples*, of which LEAST_ARTICLES or more hold articles."""
    articles = [sample for sample in samples if sample.kind == "article"]
    outlet = Outlet(name=name, domains=(host_of(url),), encoding=_wrongly_declared(samples))
    addresses = site_addresses(samples, outlet)
    patterns = {"article_pattern": article_pattern(addresses), "listing_pattern": listing_pattern(addresses)}
    # Related links are told by them: an address such as /story/3e3c7dcaf185 looks like no article's.
    outlet = replace(
        outlet,
        article_pattern=_compiled(patterns["article_pattern"]),
        listing_pattern=_compiled(patterns["listing_pattern"]),
    )
    pages = [labelled(sample, outlet) for sample in articles]
    clock = learnt_clock([page.page for page in pages], host_of(url))
    if clock.zone:
        outlet = replace(outlet, timezone=ZoneInfo(clock.zone))
        pages = [labelled(sample, outlet) for sample in articles]
    rules, rows, dropped = _checked_rules(pages, outlet)
    return Declaration(
        name=name,
        title=_title(pages),
        url=url,
        **patterns,
        clock=clock,
        encoding=outlet.encoding,
        encodings=tuple(encoding for encoding, _ in Counter(map(_encoding, samples)).most_common()),
        rules=_in_order(rules | absent(pages)),
        agreements=rows,
        not_learnt=_not_learnt(pages, rules, dropped) | _not_declared(patterns, clock, addresses),
        learnt_from=len(_learning(pages)),
        checked=tuple(page.sample for page in held_out(pages)),
    )


def _compiled(expression: str | None) -> Pattern[str] | None:
    return pattern(expression) if expression else None


def host_of(url: str) -> str:
    """Return the host of *url* as ``allowed_domains`` has it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def held_out(articles: Sequence[Labelled]) -> list[Labelled]:
    """Return the articles that a check is made on; since samples come section by section, every third one."""
    return [page for number, page in enumerate(articles, 1) if number % HELD_OUT == 0]


def _learning(articles: Sequence[Labelled]) -> list[Labelled]:
    return [page for number, page in enumerate(articles, 1) if number % HELD_OUT]


def _checked_rules(
    pages: Sequence[Labelled], outlet: Outlet
) -> tuple[dict[str, tuple[str, ...]], tuple[FieldAgreement, ...], dict[str, str]]:
    """Return the rules that hold on held-out pages, their agreements there, and why others were left out."""
    found = learnt_rules(_learning(pages), outlet)
    rules = _in_order(found)
    checked = held_out(pages)
    dropped: dict[str, str] = {}
    while True:
        rows = agreements(checked, replace(outlet, rules=Rules(**rules)))
        failing = {row.field: why for row in rows if (why := _failure(row))}
        if not failing:
            return rules, rows, dropped
        dropped |= failing
        rules = {field: rule for field, rule in rules.items() if field not in failing}
        if "quotes" in failing:
            rules.pop("attribution", None)


def _in_order(rules: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {field: tuple(rules[field]) for field in ORDER if field in rules}


def agrees(row: FieldAgreement) -> bool:
    """Tell whether a rule finds what the slow sources say; of FEW_PAGES or more one may say otherwise.

    They are no oracle: the byline that they read is now and then a caption. What is essential has no such grace.
    """
    has_grace = row.field not in ESSENTIAL and row.both >= FEW_PAGES
    return row.agreed >= min(LEAST_AGREEMENT * row.both, row.both - 1 if has_grace else row.both)


def _failure(row: FieldAgreement) -> str | None:
    """Tell why a rule does not hold; one for a field that no held-out page has is not judged."""
    if row.expected == 0:
        return None
    if row.both == 0:
        return f"its rule found nothing on {row.expected} other pages"
    if not agrees(row):
        return f"its rule agreed by {row.agreement:.0%} only on {row.both} other pages"
    if row.coverage < LEAST_COVERAGE:
        return f"its rule found it on {row.both} of {row.expected} other pages only"
    return None


def _not_learnt(
    pages: Sequence[Labelled], rules: Mapping[str, tuple[str, ...]], dropped: Mapping[str, str]
) -> dict[str, str]:
    missing: dict[str, str] = {}
    for field in FIELDS:
        if field in rules:
            continue
        having = sum(bool(page.value(field)) for page in pages)
        unfound = "no page has it" if having == 0 else f"no rule holds for the {having} of {len(pages)} pages with it"
        missing[field] = dropped.get(field, unfound)
    return missing


def _not_declared(patterns: Mapping[str, str | None], clock: LearntClock, addresses: SiteAddresses) -> dict[str, str]:
    missing: dict[str, str] = {}
    if patterns["article_pattern"] is None:
        is_query = are_told_by_query(addresses)
        missing["article_pattern"] = (
            "the query tells articles apart, and the pattern is searched in the path"
            if is_query
            else "no expression matches all articles and nothing else"
        )
    if patterns["listing_pattern"] is None:
        missing["listing_pattern"] = "listings share no word; they are found by their place"
    if clock.zone is None:
        missing["timezone"] = clock.why
    return missing


def _title(pages: Sequence[Labelled]) -> str | None:
    names = Counter(name.strip() for page in pages for name in page.page.metadata.publisher[:1] if name.strip())
    return names.most_common(1)[0][0] if names else None


def _encoding(sample: Sample) -> str:
    return page_encoding(sample.body, header=sample.header_encoding).name


def _wrongly_declared(samples: Sequence[Sample]) -> str | None:
    """Return the one encoding of all pages where these declare another; None for UTF-8, which its bytes tell."""
    telling = [sample for sample in samples if not sample.body.isascii()]
    found = {_encoding(sample) for sample in telling}
    if len(found) != 1 or UTF_8 in found:
        return None
    declared = [
        known_name(label)
        for sample in telling
        for label in (sample.header_encoding, html_body_declared_encoding(sample.body))
        if label
    ]
    wrong = sum(name not in found for name in declared)
    return next(iter(found)) if wrong >= LEAST_ENCODED else None
