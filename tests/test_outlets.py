"""One outlet is loaded by its name without the others; what is no module's name is looked for among all."""

import sys
import textwrap

import pytest
from command_line import newsbot
from scrapy.settings import Settings

from newsbot.outlets import OutletLoader

SPIDER = """
import scrapy

class One(scrapy.Spider):
    name = "{name}"
"""


@pytest.fixture
def library(tmp_path, monkeypatch):
    """Return a function that makes the package of outlets with the given modules and a loader of it."""
    monkeypatch.syspath_prepend(tmp_path)

    def made(name, **modules):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").touch()
        for module, text in modules.items():
            (folder / f"{module}.py").write_text(textwrap.dedent(text), encoding="utf-8")
        return OutletLoader.from_settings(Settings({"SPIDER_MODULES": [name]}))

    return made


def test_other_outlets_are_not_imported(library):
    loader = library("some_outlets", sana=SPIDER.format(name="sana"), broken="1 / 0")
    assert loader.load("sana").name == "sana"
    assert "some_outlets.broken" not in sys.modules


def test_a_spider_whose_module_is_called_otherwise_is_found(library):
    loader = library("odd_outlets", sana=SPIDER.format(name="wafa"), wafa=SPIDER.format(name="wam"))
    assert loader.load("wafa").__module__ == "odd_outlets.sana"
    assert loader.list() == ["wafa", "wam"]


@pytest.mark.parametrize("name", ["nobody", "", "..", "sana.One", "not a name"])
def test_a_name_of_no_spider(library, name):
    loader = library(f"known_outlets_{abs(hash(name))}", sana=SPIDER.format(name="sana"))
    with pytest.raises(KeyError):
        loader.load(name)


def test_a_broken_outlet_is_told(library):
    loader = library("broken_outlets", sana="import nothing_of_this_name")
    with pytest.raises(ModuleNotFoundError, match="nothing_of_this_name"):
        loader.load("sana")


def test_a_package_that_is_missing_is_told():
    with pytest.raises(ModuleNotFoundError, match="no_outlets"):
        OutletLoader(Settings({"SPIDER_MODULES": ["no_outlets"]})).load("sana")


@pytest.mark.crawl
def test_crawl_and_list_use_it(tmp_path):
    run = newsbot("crawl", "sanaa", cwd=tmp_path)
    assert "did you mean sana?" in run.stderr
    assert "sana" in newsbot("list", cwd=tmp_path).stdout.split()
