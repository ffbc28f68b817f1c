"""What holds for all documents: links lead somewhere, commands exist, nothing of one machine stands in them."""

import re
import shlex
from urllib.parse import unquote

import pytest
from scrapy.cmdline import ScrapyArgumentParser
from scrapy.settings import Settings

from newsbot.commands import OWN, command_homes, load_command
from newsbot.options import OPTIONS

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")


def test_every_relative_link_resolves(documents):
    for document in documents:
        for link in document.links:
            if "://" in link:
                continue
            path, _, anchor = link.partition("#")
            target = (document.path.parent / unquote(path)).resolve() if path else document.path
            assert target.exists(), f"{document.path.name}: {link}"
            if anchor:
                assert anchor in type(document)(target).anchors, f"{document.path.name}: {link}"


def test_every_path_of_the_project_that_is_named_exists(documents, root):
    for document in documents:
        for path in re.findall(r"`((?:newsbot|tests|docs|benchmarks)/[\w/.-]*)`", document.prose):
            is_example = path in {"newsbot/spiders/marfa.py", "newsbot/VERSION"}
            assert is_example or (root / path).exists(), f"{document.path.name}: {path}"


def test_every_command_that_is_shown_can_be_run(documents, root):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    shown = set()
    for document in documents:
        for line in "".join(document.code("sh")).splitlines():
            words = shlex.split(line.partition(">")[0])
            program = words[0].removeprefix(".venv/bin/")
            if program == "make":
                assert f"\n{words[1]}: " in makefile, line
            elif program == "newsbot":
                shown.add(words[1])
                assert_accepted(words[1], words[2:], line)
            elif program == "export":
                assert words[1].partition("=")[0] in OPTIONS, line
            else:
                assert program in {"python", "sqlite3"}, line
    assert shown


@pytest.mark.parametrize("command", [name for name, home in command_homes().items() if home == OWN])
def test_every_command_is_told(documents, command):
    assert any(f"newsbot {command}" in document.text for document in documents)


def test_nothing_invisible_and_no_emoji(documents):
    for document in documents:
        assert not INVISIBLE.search(document.text), document.path.name
        assert not EMOJI.search(document.text), document.path.name


def test_decisions_are_listed_with_their_titles(document, root):
    index = document("docs/decisions/README.md")
    notes = sorted((root / "docs/decisions").glob("[0-9]*.md"))
    listed = {re.search(r"\]\((.+?)\)", row[0])[1]: row[1] for row in index.rows}
    assert list(listed) == [note.name for note in notes]
    for note in notes:
        title = note.read_text(encoding="utf-8").partition("\n")[0]
        assert title == f"# {note.name[:3]} {listed[note.name]}"


def assert_accepted(name, arguments, line):
    command = load_command(name, command_homes()[name])
    command.settings = Settings()
    parser = ScrapyArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    chosen, rest = parser.parse_known_args(arguments)
    assert not [word for word in rest if word.startswith("-")], line
    for given in chosen.set:
        setting = given.partition("=")[0]
        assert setting in OPTIONS or not setting.startswith("NEWSBOT_"), line
