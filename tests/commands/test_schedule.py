"""The command's own words: the plan as a table, mistakes in one line, nothing started by either."""

import pytest
from command_line import newsbot
from scheduled import Schedules

pytestmark = pytest.mark.crawl


def test_check_shows_the_plan_and_starts_nothing(tmp_path):
    schedules = Schedules(tmp_path)
    schedules.plan(
        {"anapress": {"interval": "30m", "priority": 2}, "aawsat": {"cron": "*/20 6-23 * * *", "enabled": False}},
        schedule={"quiet_hours": "23:00-05:00", "timezone": "Asia/Damascus"},
    )
    shown = schedules.check()
    assert shown.returncode == 0, shown.stderr
    rows = {line.split()[0]: line for line in shown.stdout.splitlines()}
    assert "every 0:30:00" in rows["anapress"]
    assert "23:00-05:00" in rows["anapress"]
    assert "at once" in rows["anapress"]
    assert "cron */20 6-23 * * * (Asia/Damascus)" in rows["aawsat"]
    assert rows["aawsat"].rstrip().endswith("off")
    assert not schedules.data.exists()


def test_outlets_on_the_command_line_need_no_plan(tmp_path):
    shown = Schedules(tmp_path).check("anapress", "aawsat")
    assert shown.returncode == 0, shown.stderr
    assert "learnt" in shown.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("plan", "words", "told"),
    [
        (None, (), "newsbot.toml is 'No such file or directory'"),
        (None, ("anapres",), "did you mean anapress?"),
        ("[outlets.anapress]\ninterval = 5", (), "newsbot.toml, line 2: outlets.anapress.interval is 5"),
        ("[outlets.x]\nspider = 'generic'", (), "outlets.x.arguments.url"),
        ("[outlets.anapress]", ("--plan", "other.toml"), "other.toml"),
        ("[outlets.anapress]", ("-s", "NEWSBOT_SCHEDULE_AT_ONCE=0"), "NEWSBOT_SCHEDULE_AT_ONCE is '0'"),
    ],
)
@pytest.mark.parametrize("way", [("--check",), ("--once",), ()])
def test_a_mistake_is_one_line_and_nothing_starts(tmp_path, plan, words, told, way):
    if plan:
        (tmp_path / "newsbot.toml").write_text(plan, encoding="utf-8")
    run = newsbot("schedule", *way, *words, cwd=tmp_path)
    assert run.returncode == 7, run.stderr
    assert run.stderr.count("\n") == 1, run.stderr
    assert told in run.stderr
    assert not (tmp_path / "data").exists()
    assert run.stdout == ""


def test_once_and_check_are_either_or(tmp_path):
    assert newsbot("schedule", "--once", "--check", cwd=tmp_path).returncode == 2
