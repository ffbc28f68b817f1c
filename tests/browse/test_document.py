"""docs/reading-room.md tells every address, parameter and option, and its picture is there."""

import re
from pathlib import Path

import pytest
from scrapy.cmdline import ScrapyArgumentParser
from scrapy.settings import Settings

from newsbot.browse.app import routes
from newsbot.browse.asking import LONGEST, MOST, PARAMETERS
from newsbot.browse.room import DOWNLOADS_AT_ONCE
from newsbot.commands.serve import Command
from newsbot.feeds.formats import FORMATS

ROOT = Path(__file__).parents[2]
TOLD = (ROOT / "docs/reading-room.md").read_text(encoding="utf-8")
UNTOLD = {"/favicon.svg", "/favicon.ico", "/robots.txt", "/opensearch.xml"}


def shape(path):
    return re.sub(r"\{[^}]*\}|\b[A-Z]{2,}\b|\b\d+\b", "*", path)


def test_every_page_is_told():
    named = {shape(path) for path in re.findall(r"`(/[^`?]*)", TOLD)} | {"/feed.*"}
    made = {
        shape(route.path) for route in routes() if route.path not in UNTOLD and not route.path.startswith("/static/")
    }
    assert made <= named


@pytest.mark.parametrize("name", [*PARAMETERS, "before", "after"])
def test_every_parameter_is_told(name):
    assert f"`{name}`" in TOLD


def test_every_option_is_told():
    parser, command = ScrapyArgumentParser(conflict_handler="resolve"), Command()
    command.settings = Settings()
    command.add_options(parser)
    ours = parser.format_help().partition("The reading room:")[2].partition("Global Options")[0]
    options = set(re.findall(r"^ +(--[a-z-]+)", ours, re.MULTILINE))
    assert "--public" in options
    assert [name for name in options if f"`{name}" not in TOLD] == []


def test_limits_and_formats_are_the_codes():
    assert f"up to {LONGEST} characters" in TOLD
    assert f"up to {MOST} values" in TOLD
    assert DOWNLOADS_AT_ONCE == 4
    assert "Four downloads run at once" in TOLD
    assert ", ".join(FORMATS) in " ".join(TOLD.split())


def test_the_pictures_are_there():
    shown = re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", TOLD)
    assert shown
    assert all((ROOT / "docs" / path).read_bytes().startswith(b"\x89PNG") for path in shown)
