"""deploy/: the units are sound, the container file names what exists, the plan can be read."""

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from newsbot.schedule.plan import PlanSource

ROOT = Path(__file__).parents[2]
UNITS = sorted([*(ROOT / "deploy").glob("*.service"), *(ROOT / "deploy").glob("*.timer")])


def unit(name):
    found = RawConfigParser(strict=False)
    found.optionxform = str
    found.read_string((ROOT / "deploy" / name).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_finds_nothing_wrong(path, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    for one in UNITS:
        text = one.read_text(encoding="utf-8")
        (tmp_path / one.name).write_text(re.sub(r"/opt/newsbot/\S+", "/bin/true", text), encoding="utf-8")
    run = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / path.name],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in run.stderr.splitlines() if path.stem in line]
    assert told == []


@pytest.mark.parametrize("path", [path for path in UNITS if path.suffix == ".service"], ids=lambda path: path.name)
def test_a_service_may_do_little(path):
    service = unit(path.name)["Service"]
    assert service["User"] == "newsbot"
    assert service["NoNewPrivileges"] == service["PrivateTmp"] == service["ProtectHome"] == "true"
    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"] == service["WorkingDirectory"] == "/var/lib/newsbot"
    assert service["CapabilityBoundingSet"] == ""


def test_the_schedule_may_end_politely_and_can_be_told_to_read_its_plan_again():
    service = unit("newsbot-schedule.service")["Service"]
    settings = Settings()
    settings.setmodule("newsbot.settings")
    assert int(service["TimeoutStopSec"]) > settings.getint("NEWSBOT_SCHEDULE_GRACE_SECONDS") + 15
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert service["Restart"] == "always"
    assert service["RestartPreventExitStatus"].split() == ["2", "7"]


def test_the_container_file_names_what_exists():
    text = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    copied = [name for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE) for name in line.split()[:-1]]
    assert copied
    assert all((ROOT / name).exists() for name in copied), copied
    assert "--require-hashes" in text
    assert re.search(r"^USER newsbot$", text, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK ", text, re.MULTILINE)
    assert "--hash=sha256:" in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_plan_to_begin_with_can_be_read():
    settings = Settings()
    settings.setmodule("newsbot.settings", priority="project")
    plan = PlanSource(ROOT / "deploy/newsbot.toml", (), settings, get_spider_loader(settings).list()).read()
    assert list(plan.outlets) == ["anapress", "enabbaladi", "aawsat"]
