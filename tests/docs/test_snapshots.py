"""docs/snapshots.md tells every option, file and ending of a snapshot, and shows pictures that are small."""

import re
import struct
from dataclasses import fields
from pathlib import Path

import pytest
from scrapy.cmdline import ScrapyArgumentParser
from scrapy.settings import Settings

from newsbot.archive.folder import Scope, Snapshot, SnapshotFolder
from newsbot.commands import schema, snapshot
from newsbot.errors import ExitCode

LARGEST_PICTURE = 150_000


@pytest.fixture
def told(document):
    return document("docs/snapshots.md")


def option_names(command):
    command.settings = Settings()
    parser = ScrapyArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    return {name for action in parser._actions for name in action.option_strings}  # noqa: SLF001 - argparse tells no other way


def test_every_option_has_its_row_and_no_other_has(told, names):
    own = option_names(snapshot.Command()) - option_names(schema.Command())
    rows = {names(row[0])[0].split()[0] for row in told.table("option", "does")}
    assert rows - {"-s"} == own


def test_the_scope_is_what_may_not_change(told, names):
    fixed = {names(row[0])[0].split()[0].removeprefix("--") for row in told.table("option", "does") if row[2] == "no"}
    assert fixed == {field.name for field in fields(Scope)}


def test_every_file_of_the_folder_is_told(told, names):
    rows = {name for row in told.table("file", "what it is") for name in names(row[0])}
    folder = SnapshotFolder(Path("DIR"))
    paths = [value for name, value in vars(folder).items() if isinstance(value, Path) and value.parent == folder.path]
    paths.append(folder.wacz(Snapshot(outlet="x", url=None, name="NAME", started_at="")))
    assert {path.name for path in paths} == {row.rstrip("/") for row in rows}


def test_every_ending_says_whether_files_are_written(told):
    rows = {ExitCode(int(row[0])): row[2] for row in told.table("exit code", "what happened")}
    assert rows.keys() == set(ExitCode) - {ExitCode.UNEXPECTED, ExitCode.USAGE, ExitCode.FINDINGS_OPENED}
    assert {code for code, files in rows.items() if files.startswith("yes")} == snapshot.PACKED_AFTER


def test_the_reserve_is_the_commands(told):
    assert f"{snapshot.RESERVE_MB} MB here unless you" in " ".join(told.text.split())


def test_pictures_are_there_described_and_small(told, root):
    shown = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", told.prose)
    assert {Path(path).name for _, path in shown} == {path.name for path in (root / "docs/pictures").glob("snapshot-*")}
    for description, path in shown:
        assert len(description) > 20
        data = (told.path.parent / path).read_bytes()
        assert data.startswith(b"\x89PNG\r\n")
        assert len(data) < LARGEST_PICTURE
        width, height = struct.unpack(">II", data[16:24])
        assert width <= 1200
        assert height <= 1400
