"""newsbot.toml: what is read from it, and one line with file, line and key for everything that is wrong."""

from datetime import time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.settings import Settings

from newsbot.errors import ConfigurationError, ExitCode
from newsbot.schedule.due import Cron, Every, Learnt
from newsbot.schedule.plan import PlanSource

KNOWN = ("aawsat", "anapress", "demo", "generic", "wafa")

WHOLE = """
[schedule]
at_once = 3
timezone = "Asia/Damascus"
quiet_hours = "23:00-05:00"
shortest = "5m"
memory_limit_mib = 512

[settings]
DOWNLOAD_DELAY = 2

[outlets.anapress]
interval = "1h30m"
priority = 5
max_pages = 500
settings = {DOWNLOAD_DELAY = 3, NEWSBOT_RENDER = "never"}

[outlets.aawsat]
cron = "*/20  6-23 * * *"
quiet_hours = ""
enabled = false

[outlets.wafa]

[outlets.balda]
spider = "generic"
arguments = {url = "https://balda.example/"}
"""


@pytest.fixture
def process_settings():
    made = Settings()
    made.setmodule("newsbot.settings", priority="project")
    return made


@pytest.fixture
def read(tmp_path, process_settings):
    def read(text, *names):
        path = tmp_path / "newsbot.toml"
        path.write_text(text, encoding="utf-8")
        return PlanSource(path, names, process_settings, KNOWN).read()

    return read


def test_a_whole_plan(read):
    plan = read(WHOLE)
    assert (plan.limits.at_once, plan.limits.memory_limit_mib, plan.limits.grace_seconds) == (3, 512, 60)
    anapress, aawsat, wafa, balda = (plan.outlets[name] for name in ("anapress", "aawsat", "wafa", "balda"))
    assert anapress.timing == Every(timedelta(minutes=90))
    assert (anapress.priority, anapress.quiet.begin, anapress.quiet.end) == (5, time(23), time(5))
    assert anapress.settings == {"DOWNLOAD_DELAY": 3, "NEWSBOT_RENDER": "never", "NEWSBOT_MAX_PAGES": 500}
    assert isinstance(aawsat.timing, Cron)
    assert aawsat.timing.expression == "*/20 6-23 * * *"
    assert aawsat.timing.zone.key == "Asia/Damascus"
    assert (aawsat.quiet, aawsat.is_enabled) == (None, False)
    assert isinstance(wafa.timing, Learnt)
    assert wafa.timing.shortest == timedelta(minutes=5)
    assert wafa.settings == {"DOWNLOAD_DELAY": 2}
    assert (balda.spider, balda.arguments) == ("generic", {"url": "https://balda.example/"})


def test_all_outlets_or_those_that_are_named(read):
    assert list(read('[schedule]\noutlets = "all"\n[outlets.wafa]\ninterval = "1h"').outlets) == [
        "wafa",
        "aawsat",
        "anapress",
    ]
    chosen = read(WHOLE, "wafa", "anapress")
    assert list(chosen.outlets) == ["wafa", "anapress"]
    assert chosen.outlets["anapress"].priority == 5


def test_names_need_no_file(tmp_path, process_settings):
    plan = PlanSource(tmp_path / "none.toml", ("anapress",), process_settings, KNOWN).read()
    assert isinstance(plan.outlets["anapress"].timing, Learnt)


def test_the_command_line_beats_the_file(tmp_path, process_settings):
    process_settings.set("NEWSBOT_SCHEDULE_AT_ONCE", 9, priority="cmdline")
    path = tmp_path / "newsbot.toml"
    path.write_text(WHOLE, encoding="utf-8")
    assert PlanSource(path, (), process_settings, KNOWN).read().limits.at_once == 9


@pytest.mark.parametrize(
    ("text", "place", "accepted"),
    [
        ("[outlets.anapres]", "line 1: outlets.anapres is 'anapres'", "newsbot list"),
        ("[outlets.wafa]\nspider = 'wafaa'", "line 2: outlets.wafa.spider is 'wafaa'", "newsbot list"),
        ("[outlets.wafa]\nspider = 'generic'", "line 2: outlets.wafa.spider", "wafa itself"),
        ("[outlets.wafa]\ninterval = 30", "line 2: outlets.wafa.interval is 30", "text in quotation marks"),
        ("[outlets.wafa]\n\ninterval = '30'", "line 3: outlets.wafa.interval is '30'", "30m, 2h"),
        ("[outlets.wafa]\ninterval = '0s'", "line 2: outlets.wafa.interval is '0s'", "30m, 2h"),
        ("[outlets.wafa]\nintervall = '1h'", "line 2: outlets.wafa.intervall is '1h'", "interval (nearest"),
        ("[outlets.wafa]\ncron = '* * *'", "line 2: outlets.wafa.cron is '* * *'", "five fields"),
        ("[outlets.wafa]\ncron = '0 * * * * *'", "line 2: outlets.wafa.cron", "five fields"),
        ("[outlets.wafa]\ncron = '61 * * * *'", "line 2: outlets.wafa.cron", "(bad minute)"),
        ("[outlets.wafa]\ncron = '0 0 31 2 *'", "line 2: outlets.wafa.cron", "day-of-month"),
        ("[outlets.wafa]\ncron = '0 0 * * *'\ninterval = '1h'", "line 2: outlets.wafa.cron", "not both"),
        ("[outlets.wafa]\npriority = true", "line 2: outlets.wafa.priority is True", "a whole number"),
        ("[outlets.wafa]\npriority = 5000", "line 2: outlets.wafa.priority is 5000", "-1000 to 1000"),
        ("[outlets.wafa]\nenabled = 1", "line 2: outlets.wafa.enabled is 1", "true or false"),
        ("[outlets.wafa]\nmax_pages = 0", "line 2: outlets.wafa.max_pages is 0", "1 or more"),
        ("[outlets.wafa]\nquiet_hours = '25:00-05:00'", "line 2: outlets.wafa.quiet_hours", "23:00-05:00"),
        ("[outlets.wafa]\nquiet_hours = '05:00-05:00'", "line 2: outlets.wafa.quiet_hours", "23:00-05:00"),
        ("[outlets.wafa]\narguments = {url = 5}", "line 2: outlets.wafa.arguments.url is 5", "quotation marks"),
        ("[outlets.wafa]\nsettings = {NEWSBOT_DATA_DIR = 'x'}", "NEWSBOT_DATA_DIR is 'x'", "environment or -s"),
        ("[outlets.wafa]\nsettings = {DOWNLOAD_DELY = 1}", "settings.DOWNLOAD_DELY is 1", "DOWNLOAD_DELAY"),
        ("[outlets.wafa.settings]\nDOWNLOAD_DELAY = 'x'", "line 2: outlets.wafa.settings.DOWNLOAD_DELAY", "a number"),
        (
            "[settings]\nNEWSBOT_RENDER = 'x'\n[outlets.wafa]",
            "line 2: settings.NEWSBOT_RENDER",
            "auto, always or never",
        ),
        ("[schedule]\nat_once = 'x'\n[outlets.wafa]", "line 2: schedule.at_once is 'x'", "1 to 1000"),
        ("[schedule]\ntimezone = 'Asia/Damaskus'\n[outlets.wafa]", "line 2: schedule.timezone", "Asia/Damascus"),
        ("[schedule]\nshortest = '2d'\n[outlets.wafa]", "schedule.shortest is '2d'", "NEWSBOT_SCHEDULE_LONGEST"),
        ("[schedule]\noutlets = 'some'", "line 2: schedule.outlets is 'some'", '"all"'),
        ("[schedul]\nat_once = 1", "line 1: schedul is", "schedule (nearest"),
        ("[outlets]\nwafa = 5", "line 2: outlets.wafa is 5", "a table"),
        ("outlets = ['wafa']", "line 1: outlets is ['wafa']", "a table"),
        ("", "outlets is not given", "[outlets.NAME]"),
        ("[outlets.wafa]\n[outlets.wafa]", "line 2 is '[outlets.wafa]'", "once"),
        ("[outlets.wafa]\npriority = 1\npriority = 2", "line 3 is 'priority = 2'", "once"),
        ("[outlets.wafa]\ninterval = 30m", "line 2 is 'interval = 30m'", "TOML"),
        ("[outlets.wafa]\ninterval = '30m", "line 2 is", "TOML"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place(read, text, place, accepted):
    with pytest.raises(ConfigurationError) as caught:
        read(text)
    told = str(caught.value)
    assert told.startswith("newsbot.toml")
    assert place in told
    assert accepted in told
    assert "\n" not in told
    assert caught.value.exit_code == ExitCode.BAD_CONFIGURATION


def test_the_nearest_outlet_is_named(read):
    with pytest.raises(ConfigurationError) as caught:
        read("[outlets.anapres]")
    assert caught.value.__notes__ == ["did you mean anapress?"]


def test_a_file_that_cannot_be_read(tmp_path, process_settings):
    with pytest.raises(ConfigurationError, match="No such file"):
        PlanSource(tmp_path / "none.toml", (), process_settings, KNOWN).read()
    path = tmp_path / "newsbot.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="UTF-8"):
        PlanSource(path, (), process_settings, KNOWN).read()


def test_the_stamp_changes_with_the_file(tmp_path, process_settings):
    path = tmp_path / "newsbot.toml"
    source = PlanSource(path, (), process_settings, KNOWN)
    assert source.stamp() is None
    path.write_text("a", encoding="utf-8")
    first = source.stamp()
    path.write_text("ab", encoding="utf-8")
    assert None is not source.stamp() != first


@settings(deadline=None)
@given(st.text(alphabet="abcdeotuswf[]=.\"'\n 0123{}-:*/m", max_size=80))
def test_any_text_is_read_or_refused_in_one_line(tmp_path_factory, text):
    made = Settings()
    made.setmodule("newsbot.settings", priority="project")
    path = tmp_path_factory.mktemp("plan") / "newsbot.toml"
    path.write_text("[outlets.wafa]\n" + text, encoding="utf-8")
    try:
        PlanSource(path, (), made, KNOWN).read()
    except ConfigurationError as error:
        assert "\n" not in str(error)  # noqa: PT017 - not raising is right too
