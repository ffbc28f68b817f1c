"""Eight made-up sites unlike each other, read without a rule: what newsbot finds is what is true of the page.

``FLOORS`` names what is known to fall short, as the share of right values over a site's articles; everything else
is right on every page, or for the body and the related block in 99 of 100 words and links.
"""

from functools import cache
from statistics import mean

import pytest
from templates import SITES
from templates.scoring import FIELDS, fields_of, scores

from newsbot.pages.reading import read_page
from newsbot.pages.rules import Outlet

FLOORS = {("shell", "main_image"): 0.11}  # the caption of a JSON-LD ImageObject is not read


@cache
def figures(name):
    site = SITES[name]()
    outlet, rows = Outlet(timezone=site.zone), []
    for url, truth in site.truth().items():
        answer = site.answer(url)
        article = read_page(answer.body, url, header_encoding=answer.charset, outlet=outlet, now=site.now)
        rows.append(scores(fields_of(article), truth))
    return rows


def floor(name, field):
    usual = 0.99 if field in {"article_body", "related"} else 1.0
    return FLOORS.get((name, field), usual)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", SITES)
def test_a_page_is_read_without_rules(name, field):
    assert round(mean(row[field] for row in figures(name)), 3) >= floor(name, field)


@pytest.mark.parametrize("name", SITES)
def test_a_wrong_date_is_worse_than_none(name):
    """The day of the download, which several of the sites print at the top, is never an article's."""
    site = SITES[name]()
    outlet = Outlet(timezone=site.zone)
    for url, truth in list(site.truth().items())[1:]:
        answer = site.answer(url)
        found = read_page(answer.body, url, header_encoding=answer.charset, outlet=outlet, now=site.now).date_published
        assert found is None or found[:10] == truth["date_published"].date().isoformat(), url


@pytest.mark.parametrize("name", SITES)
def test_the_encoding_is_told_from_the_bytes(name):
    site = SITES[name]()
    for url in (*site.article_urls()[:4], *site.listing_urls()[:2]):
        answer = site.answer(url)
        article = read_page(answer.body, url, header_encoding=answer.charset, now=site.now)
        assert article.encoding == site.encoding
