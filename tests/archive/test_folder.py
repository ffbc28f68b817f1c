"""Whose folder it is, and what it refuses."""

import json
from datetime import UTC, datetime

import pytest

from newsbot.archive.folder import Scope, SnapshotFolder
from newsbot.errors import ConfigurationError, OutletBusyError, StorageError

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return SnapshotFolder(tmp_path / "copy")


def claim(folder, outlet="demo", url=None, **scope):
    return folder.claimed(outlet, url, outlet, NOW, Scope(**scope))


def begun(folder, **scope):
    """A snapshot that has begun to fetch."""
    made = claim(folder, **scope)
    (folder.state / "newsbot.db").touch()
    return made


def test_a_new_folder_becomes_a_snapshot(folder):
    made = claim(folder, requisites=True, sections=("/a", "/b"))
    assert folder.snapshot() == made
    assert made.scope == Scope(requisites=True, sections=("/a", "/b"))
    assert made.started_at == "2026-11-22T08:30:00+00:00"
    assert (made.packed_at, made.is_complete) == (None, False)


def test_it_is_gone_on_with_in_the_scope_that_it_was_begun_with(folder):
    made = begun(folder, requisites=True, since="2026-01-01")
    assert claim(folder) == claim(folder, requisites=True) == claim(folder, since="2026-01-01") == made


@pytest.mark.parametrize("scope", [{"images": True}, {"since": "2026-02-01"}, {"sections": ("/a",)}])
def test_another_scope_is_refused(folder, scope):
    begun(folder, since="2026-01-01")
    with pytest.raises(ConfigurationError, match=f"--{next(iter(scope))} is .*as this snapshot was begun"):
        claim(folder, **scope)


def test_what_ended_before_it_fetched_anything_binds_nobody(folder):
    claim(folder, sections=("/wrong",))
    assert claim(folder, outlet="other", images=True).outlet == "other"


def test_a_kill_before_the_first_word_is_written_strands_nobody(folder):
    folder.warc.mkdir(parents=True)
    (folder.state / "snapshot.json.part").write_text("{")
    assert claim(folder).outlet == "demo"


@pytest.mark.parametrize("what", [("outlet", "other", None), ("url", "demo", "http://a.example/")])
def test_another_sites_snapshot_is_refused(folder, what):
    begun(folder)
    with pytest.raises(ConfigurationError, match="another folder: it is a snapshot of demo"):
        claim(folder, what[1], what[2])


@pytest.mark.parametrize("inside", ["notes.txt", "state/mine.txt", ".hidden", "photos/a.jpg"])
def test_a_folder_with_other_things_is_refused_and_left_alone(folder, inside):
    path = folder.path / inside
    path.parent.mkdir(parents=True)
    path.touch()
    with pytest.raises(ConfigurationError, match="an empty folder, a new one, or that of a snapshot"):
        claim(folder)
    assert [each for each in folder.path.rglob("*") if each.is_file()] == [path]


def test_a_file_is_no_folder(folder):
    folder.path.touch()
    with pytest.raises(ConfigurationError, match="accepted: a folder"):
        claim(folder)


def test_a_path_below_a_file_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot write to"):
        claim(SnapshotFolder(tmp_path / "file" / "copy"))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"outlet": "demo"}', '{"scope": 1}', '"demo"', "\0"])
def test_a_damaged_snapshot_json_is_named(folder, text):
    begun(folder)
    (folder.state / "snapshot.json").write_text(text)
    with pytest.raises(ConfigurationError, match=r"snapshot\.json is whole"):
        claim(folder)


def test_one_run_at_a_time(folder):
    claim(folder)
    with folder.held(), pytest.raises(OutletBusyError, match="another process is writing"), folder.held():
        pass
    with folder.held():
        pass


def test_what_was_packed_is_told(folder):
    made = folder.packed(begun(folder), NOW, is_complete=True, failed=2, version="7/7")
    assert folder.snapshot() == made
    assert (made.packed_at, made.is_complete, made.failed) == ("2026-11-22T08:30:00+00:00", True, 2)
    assert not folder.is_packed(made, "7/7"), "the files are missing"
    for path in (folder.articles, folder.skipped, folder.report, folder.datapackage, folder.wacz(made)):
        path.touch()
    assert folder.is_packed(made, "7/7")
    assert not folder.is_packed(made, "8/8")
    assert json.loads((folder.state / "snapshot.json").read_text())["version"] == "7/7"
