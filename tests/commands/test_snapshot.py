"""What a person may get wrong, each told in one line before anything is fetched."""

import json

import pytest
from command_line import newsbot

from newsbot.commands.snapshot import archive_name, seconds
from newsbot.errors import ConfigurationError

pytest.importorskip("wacz")
SITE = "http://127.0.0.1:9/"


def snapshot(folder, *arguments, to="copy", site=SITE):
    return newsbot(
        "snapshot", site, *(["--to", to] if to else []), *arguments, cwd=folder, NEWSBOT_LOOPBACK_ALLOWED="true"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--limit-time", "soon"], "--limit-time is 'soon'; accepted: a time such as 90s, 30m, 2h or 1d"),
        (["--limit-time", "0"], "--limit-time is '0'"),
        (["--limit-pages", "0"], "--limit-pages is '0'; accepted: a whole number, 1 or more"),
        (["--limit-pages", "many"], "--limit-pages is 'many'"),
        (["--since", "yesterday"], "--since is 'yesterday'; accepted: a date, such as 2026-11-01"),
        (["--since", "2026-13-40"], "--since is '2026-13-40'"),
        (["--render", "perhaps"], "--render is 'perhaps'; accepted: auto, always or never"),
        (["--sections", "http://[::1"], "--sections is 'http://[::1'"),
        (["-a", "max_pages"], "-a is 'max_pages'; accepted: NAME=VALUE"),
        (["-a", "max_pages=x"], "-a max_pages is 'x'"),
        (["-s", "NEWSBOT_DISK_RESERVE_MB=some"], "NEWSBOT_DISK_RESERVE_MB is 'some'"),
    ],
)
def test_a_wrong_value_is_named_and_no_folder_is_made(tmp_path, arguments, said):
    run = snapshot(tmp_path, *arguments)
    assert run.returncode == 7
    assert said in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("site", ["no-such-outlet", "https://", "http://exa mple/"])
def test_a_wrong_site_is_named(tmp_path, site):
    run = snapshot(tmp_path, site=site)
    assert run.returncode == 7
    assert site in run.stderr
    assert not (tmp_path / "copy").exists()


def test_without_a_folder_nothing_is_done(tmp_path):
    run = snapshot(tmp_path, to=None)
    assert run.returncode == 2
    assert "--to DIR" in run.stderr


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "thesis.doc").write_text("years of work")
    run = snapshot(tmp_path)
    assert run.returncode == 7
    assert "an empty folder, a new one, or that of a snapshot" in run.stderr
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["thesis.doc"]


def test_a_file_in_place_of_the_folder(tmp_path):
    (tmp_path / "copy").write_text("a file")
    run = snapshot(tmp_path)
    assert (run.returncode, len(run.stderr.splitlines())) == (7, 1)
    assert "accepted: a folder" in run.stderr


@pytest.mark.parametrize("to", ["copy/below", "/proc/nowhere/copy", "/sys/copy"])
def test_a_folder_that_cannot_be_made(tmp_path, to):
    (tmp_path / "copy").write_text("a file")
    run = snapshot(tmp_path, to=to)
    assert run.returncode == 8
    assert "cannot write to" in run.stderr
    assert len(run.stderr.splitlines()) == 1


def begun(folder, **told):
    """The folder of a snapshot that another site's run has begun."""
    state = folder / "copy" / "state"
    state.mkdir(parents=True)
    (state / "newsbot.db").touch()
    (state / "snapshot.json").write_text(
        json.dumps({"outlet": "generic", "url": SITE, "name": "x", "started_at": "2026-11-22T08:30:00+00:00"} | told)
    )


def test_another_sites_snapshot_is_not_mixed_up(tmp_path):
    begun(tmp_path, url="http://other.example/", name="other.example")
    run = snapshot(tmp_path)
    assert run.returncode == 7
    assert "it is a snapshot of other.example" in run.stderr


def test_another_scope_is_named_with_its_option(tmp_path):
    begun(tmp_path, scope={"since": "2026-01-01"})
    run = snapshot(tmp_path, "--since", "2026-02-02")
    assert run.returncode == 7
    assert "--since is '2026-02-02'; accepted: '2026-01-01', as this snapshot was begun" in run.stderr


def test_a_damaged_snapshot_json_is_named(tmp_path):
    begun(tmp_path)
    (tmp_path / "copy" / "state" / "snapshot.json").write_text('{"outlet": "gen')
    run = snapshot(tmp_path)
    assert run.returncode == 7
    assert "snapshot.json is whole" in run.stderr


@pytest.mark.parametrize(
    ("text", "amount"),
    [("90", 90), ("90s", 90), ("30m", 1800), ("2h", 7200), ("1D", 86_400), (" 5 m ", 300), ("١٠m", 600)],
)
def test_times_are_read(text, amount):
    assert seconds("--limit-time", text) == amount


@pytest.mark.parametrize("text", ["", "m", "-5", "1.5h", "2w", "5 m 3"])
def test_what_is_no_time(text):
    with pytest.raises(ConfigurationError):
        seconds("--limit-time", text)


def test_the_archive_is_named_after_outlet_or_host():
    assert archive_name("enab", None) == "enab"
    assert archive_name("generic", "https://www.news.example:8080/ar/") == "news.example"
    assert archive_name("generic", "http://[::1]/") == "__1"
