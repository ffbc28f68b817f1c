"""The outlets that ship with newsbot: their declarations hold for addresses that public sources show."""

import ast
import inspect
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest

from newsbot import spiders
from newsbot.pages.discovery import is_article_address
from newsbot.spiders.base import NewsSpider, outlet_of

SHARED_MODULES = {"base", "discovery", "sampling", "scripts"}
NOT_OF_THE_WEB = {"demo", "generic"}
LONGEST_MODULE = 80


def library():
    """The spider class of each outlet, by the name of its module."""
    names = {module.name for module in iter_modules(spiders.__path__)} - SHARED_MODULES - NOT_OF_THE_WEB
    return {name: spider_of(name) for name in sorted(names)}


def spider_of(name):
    module = import_module(f"newsbot.spiders.{name}")
    (spider,) = (
        value
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, NewsSpider) and value.__module__ == module.__name__
    )
    return spider


def known_addresses():
    """What addresses.txt says: kind and address of each line, by outlet."""
    text = (Path(__file__).parent / "addresses.txt").read_text(encoding="utf-8")
    blocks = (block.splitlines() for block in text.split("\n\n")[1:])
    return {name: [tuple(line.split()) for line in lines] for name, *lines in blocks}


LIBRARY = library()
KNOWN = known_addresses()


def of_kind(kind):
    """(outlet, address) for each known address of *kind*."""
    return [
        pytest.param(name, url, id=f"{name}-{number}")
        for name, lines in KNOWN.items()
        for number, (of, url) in enumerate(lines)
        if of == kind
    ]


def test_every_outlet_of_the_library_has_its_addresses():
    assert list(LIBRARY) == list(KNOWN)
    assert len(LIBRARY) > 40


@pytest.mark.parametrize("name", LIBRARY)
def test_a_module_is_short_and_declares_only(name):
    spider = LIBRARY[name]
    source = inspect.getsource(import_module(spider.__module__))
    assert spider.name == name
    assert len(source.splitlines()) <= LONGEST_MODULE
    (body,) = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    assert all(isinstance(node, (ast.Assign, ast.Expr)) for node in body.body)


@pytest.mark.parametrize("name", LIBRARY)
def test_declarations_are_accepted_and_fit_together(name):
    spider = LIBRARY[name]
    outlet = outlet_of(spider)  # compiles patterns and rules
    assert ZoneInfo(spider.timezone)
    assert spider.start_urls
    declared = [*spider.start_urls, *(spider.feeds or ()), *(spider.sitemaps or ())]
    assert all(outlet.owns(url) for url in declared)
    assert not any(outlet.is_article(url) for url in declared)
    # The middleware that refuses other sites compares hosts as they are written here.
    assert not any(domain != domain.lower() or domain.startswith(("www.", ".", "http")) for domain in outlet.domains)


@pytest.mark.parametrize(("name", "url"), of_kind("article"))
def test_article_addresses_are_articles_and_not_listings(name, url):
    outlet = outlet_of(LIBRARY[name])
    for spelling in (url, percent_encoded(url)):
        assert outlet.owns(spelling)
        assert is_article_address(spelling, outlet)
        assert outlet.article_pattern is None or not outlet.is_listing(spelling)


@pytest.mark.parametrize(("name", "url"), of_kind("other"))
def test_other_addresses_are_no_articles(name, url):
    outlet = outlet_of(LIBRARY[name])
    assert outlet.article_pattern is not None
    assert not outlet.is_article(url)
    assert not outlet.is_article(percent_encoded(url))


@pytest.mark.parametrize(("name", "url"), of_kind("article"))
def test_spellings_of_an_address_are_one_article(name, url):
    outlet = outlet_of(LIBRARY[name])
    key = outlet.identity(url)
    scheme, rest = url.split("://")
    other_scheme = {"http": "https", "https": "http"}[scheme]
    spellings = [
        percent_encoded(url),
        f"{other_scheme}://{rest}",
        f"{scheme}://{rest.removeprefix('www.')}",
        f"{url}{'&' if '?' in url else '?'}utm_source=feed&fbclid=x",
        f"{url}#comments",
    ]
    assert {outlet.identity(spelling) for spelling in spellings} == {key}


@pytest.mark.parametrize("name", KNOWN)
def test_different_articles_stay_apart(name):
    outlet = outlet_of(LIBRARY[name])
    articles = [url for kind, url in KNOWN[name] if kind == "article"]
    assert len({outlet.identity(url) for url in articles}) == len(articles)


@pytest.mark.parametrize(("name", "url"), of_kind("same"))
def test_further_addresses_of_an_article_share_its_identity(name, url):
    outlet = outlet_of(LIBRARY[name])
    first = next(known for kind, known in KNOWN[name] if kind == "article")
    assert outlet.identity(url) == outlet.identity(first)


def percent_encoded(url):
    """*url* as a request sends it."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%")
