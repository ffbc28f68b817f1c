"""Rules learnt from a few pages of eight sites unlike each other read the pages that were not used for learning.

What is read is compared with what is true of the page, not with the labels that the rules were learnt from.
"""

import re
from dataclasses import dataclass
from functools import cache
from statistics import mean

import pytest
from templates import SITES
from templates.samples import article_samples, listing_samples
from templates.scoring import fields_of, scores

from newsbot.learning.addresses import site_addresses
from newsbot.learning.agreement import agreements
from newsbot.learning.induction import learnt_rules
from newsbot.learning.labels import labelled
from newsbot.learning.patterns import article_pattern
from newsbot.pages.reading import read_page
from newsbot.pages.rules import Outlet, Rules

NEEDED = ("headline", "body", "date_published", "related")
READ = {"headline": "headline", "body": "article_body", "date_published": "date_published", "related": "related"}
LEARNING = slice(0, 24, 2)
"""Twelve articles, every other one of the newest, as a front page leads to them."""
ENOUGH = 0.98


@dataclass(frozen=True)
class Learnt:
    """A site, the outlet that was learnt from it, and its pages that the learning never saw."""

    site: object
    outlet: Outlet
    held_out: list
    articles: dict

    def figures(self, field):
        truth = self.site.truth()
        return [scores(fields_of(self.articles[s.url]), truth[s.url])[READ[field]] for s in self.held_out]

    def expected(self, field):
        """The held-out articles that have a value for *field*."""
        truth = self.site.truth()
        return [sample for sample in self.held_out if truth[sample.url][READ[field]]]


@cache
def learnt(name):
    site = SITES[name]()
    urls = site.article_urls()
    chosen = urls[LEARNING]
    samples = article_samples(site, chosen)
    outlet = Outlet(name=name, domains=("127.0.0.1",), timezone=site.zone)
    found = article_pattern(site_addresses([*samples, *listing_samples(site)], outlet))
    settled = {"name": name, "domains": ("127.0.0.1",), "timezone": site.zone}
    settled["article_pattern"] = re.compile(found) if found else None
    outlet = Outlet(**settled)
    rules = learnt_rules([labelled(sample, outlet) for sample in samples], outlet)
    outlet = Outlet(**settled, rules=Rules(**rules))
    held_out = article_samples(site, [url for url in urls if url not in chosen])
    articles = {
        sample.url: read_page(
            sample.body, sample.url, header_encoding=sample.header_encoding, outlet=outlet, now=sample.fetched_at
        )
        for sample in held_out
    }
    return Learnt(site, outlet, held_out, articles)


@pytest.fixture(params=SITES)
def site(request):
    return learnt(request.param)


@pytest.mark.parametrize("field", NEEDED)
def test_a_rule_is_found(site, field):
    assert field in site.outlet.rules


@pytest.mark.parametrize("field", NEEDED)
def test_pages_that_were_not_learnt_from_are_read_right(site, field):
    assert mean(site.figures(field)) >= ENOUGH


@pytest.mark.parametrize("field", NEEDED)
def test_it_is_the_rules_that_find_the_values(site, field):
    expected = site.expected(field)
    sources = [site.articles[sample.url].sources.get(READ[field]) for sample in expected]
    assert sources.count("rules") / len(expected) >= ENOUGH, sources


def test_the_learner_says_so_itself(site):
    """The agreement that addoutlet prints, on the same pages."""
    rows = {
        row.field: row for row in agreements([labelled(sample, site.outlet) for sample in site.held_out], site.outlet)
    }
    assert {field for field in NEEDED if rows[field].agreement < ENOUGH} == set()


@pytest.mark.parametrize("name", SITES)
def test_a_new_layout_kills_rules_and_is_noticed(name):
    """Renamed classes and a moved date: the rows of the agreement show which rule finds nothing, or less, any more."""
    site = learnt(name)
    mangled = SITES[name](is_mangled=True)
    urls = [sample.url for sample in site.held_out][:8]
    pages = [labelled(sample, site.outlet) for sample in article_samples(mangled, urls)]
    rows = agreements(pages, site.outlet)
    dead = {row.field for row in rows if row.expected and (row.coverage < 0.5 or row.agreement < 0.5)}
    assert dead, rows
