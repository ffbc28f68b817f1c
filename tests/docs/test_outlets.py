"""docs/outlets.md tells every outlet as its module declares it, and calls none verified that has no golden page."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

from newsbot import spiders
from newsbot.spiders.base import NewsSpider

NO_OUTLETS = {"base", "demo", "discovery", "generic", "sampling", "scripts"}
MODULES = sorted({module.name for module in iter_modules(spiders.__path__)} - NO_OUTLETS)
COLUMNS = (
    "outlet", "name", "Arabic name", "site", "country", "language", "time zone", "article addresses", "feeds", "rules",
    "state", "golden pages",
)  # fmt: skip
UNVERIFIED = "unverified"
RULES = {"none", "learnt", "by hand"}


@pytest.fixture(scope="module")
def rows(document, names):
    """The cells of each outlet's row by column."""
    rows = document("docs/outlets.md").table(*COLUMNS)
    return {names(row[0])[0]: dict(zip(COLUMNS, row, strict=True)) for row in rows}


def spider_of(name):
    module = vars(import_module(f"newsbot.spiders.{name}"))
    return next(value for value in module.values() if isinstance(value, type) and value.__module__.endswith(f".{name}"))


def golden_pages(root, name):
    return len(list((root / "tests/golden" / name).glob("*.html")))


def test_modules_and_rows_are_the_same(rows, document):
    assert sorted(rows) == MODULES
    assert len(document("docs/outlets.md").table(*COLUMNS)) == len(MODULES)
    assert document("docs/outlets.md").text.splitlines()[2].startswith(f"{len(MODULES)} outlets are declared")


@pytest.mark.parametrize("name", MODULES)
def test_a_row_says_what_the_module_declares(rows, names, name):
    row, spider = rows[name], spider_of(name)
    assert issubclass(spider, NewsSpider)
    assert row["site"] == spider.allowed_domains[0]
    assert row["time zone"] == spider.timezone
    assert ("no pattern" in row["article addresses"]) == (spider.article_pattern is None)
    assert tuple(names(row["feeds"])) == (spider.feeds or ())
    assert (row["rules"] == "none") == (not spider.rules)
    assert row["rules"] in RULES
    assert all((row["name"], row["Arabic name"], row["country"], row["language"] in {"ar", "fa"}))
    assert f"{row['name']} ({row['Arabic name']})" in import_module(spider.__module__).__doc__


@pytest.mark.parametrize("name", MODULES)
def test_a_state_agrees_with_the_golden_pages(rows, root, name):
    row, count = rows[name], golden_pages(root, name)
    counted = {0: UNVERIFIED, 1: "verified on one saved page"}.get(count, f"verified on {count} saved pages")
    assert (row["state"], row["golden pages"]) == (counted, str(count))


def test_states_are_explained(document, rows):
    told = {row[0] for row in document("docs/outlets.md").table("state", "means")}
    assert {row["state"] for row in rows.values()} <= told


def test_golden_folders_belong_to_outlets(root):
    folders = {folder.name for folder in (root / "tests/golden").glob("*") if folder.is_dir()}
    assert folders - {"__pycache__"} <= {*MODULES, "demo", "generic"}
