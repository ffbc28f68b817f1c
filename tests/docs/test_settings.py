"""docs/settings.md has a heading for every NEWSBOT_* setting, and says of it what the program does."""

import re

import pytest
from scrapy.settings import default_settings

from newsbot import settings
from newsbot.options import OPTIONS

PARTS = {
    "SCHEDULER",
    "ITEM_PIPELINES",
    "DOWNLOADER_MIDDLEWARES",
    "SPIDER_MIDDLEWARES",
    "EXTENSIONS",
    "ADDONS",
    "DUPEFILTER_CLASS",
    "LOG_FORMATTER",
    "SPIDER_LOADER_CLASS",
}
NAMES_OF_THE_PROJECT = {"BOT_NAME", "SPIDER_MODULES", "NEWSPIDER_MODULE", "COMMANDS_MODULE"}


def test_every_setting_has_a_heading_and_no_other_has(document):
    headings = [name for name in document("docs/settings.md").headings if name.startswith("NEWSBOT_")]
    assert sorted(headings) == sorted(OPTIONS)


@pytest.mark.parametrize("name", OPTIONS)
def test_the_default_is_the_programs(document, name):
    section = " ".join(document("docs/settings.md").section(name).split())
    default = OPTIONS[name].default
    told = "none" if default is None else f"`{str(default).lower() if isinstance(default, bool) else default}`"
    assert f"Default: {told}" in section, section


@pytest.mark.parametrize("name", OPTIONS)
def test_what_is_accepted_is_told(document, name):
    section = document("docs/settings.md").section(name).replace("\n", " ")
    assert "Accepted: " in section
    told = section.partition("Accepted: ")[2]
    for number in re.findall(r"\d+(?:\.\d+)?", OPTIONS[name].accepted):
        assert number in told


def test_every_changed_setting_of_scrapy_is_told(document, names):
    changed = {
        name
        for name, value in vars(settings).items()
        if name.isupper() and hasattr(default_settings, name) and not is_same(value, getattr(default_settings, name))
    }
    rows = document("docs/settings.md").table("setting", "here", "Scrapy's default")
    told = {names(row[0])[0] for row in rows}
    assert told - {"CONCURRENT_REQUESTS"} == changed - PARTS - NAMES_OF_THE_PROJECT


def test_the_values_here_are_the_programs(document, names):
    for setting, here, _ in document("docs/settings.md").table("setting", "here", "Scrapy's default"):
        value = getattr(settings, names(setting)[0], None)
        if isinstance(value, (bool, int, str)):
            assert names(here)[0].partition("/")[0] == str(value).partition("/")[0]


def is_same(one, other):
    return sorted(one) == sorted(other) if isinstance(one, list) and isinstance(other, list) else one == other
