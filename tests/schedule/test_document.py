"""docs/scheduling.md tells every key of the plan, and waits that are the program's."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsbot.options import OPTIONS
from newsbot.schedule.plan import OUTLET_KEYS, PREFIX
from newsbot.schedule.rhythm import Rhythm, learnt_rhythm

TEXT = (Path(__file__).parents[2] / "docs/scheduling.md").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def rows(text):
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]


def test_every_key_is_told_and_no_other():
    table = TEXT.partition("| table | key | means |")[2].partition("\n\n")[0]
    told = {name for row in rows(table) for name in re.findall("`([a-z_]+)`", row[1])}
    settings = {name.removeprefix(PREFIX).lower() for name in OPTIONS if name.startswith(PREFIX)} - {"plan"}
    assert told == settings | OUTLET_KEYS | {"outlets"}


def minutes(text):
    found = re.match(r"(?:(\d+) h)? ?(?:(\d+) min)?", text)
    return 60 * int(found[1] or 0) + int(found[2] or 0)


@pytest.mark.parametrize(
    ("articles", "wait"), rows(TEXT.partition("| articles a day | wait |")[2].partition("\n\n")[0])[1:]
)
def test_the_waits_are_the_programs(articles, wait):
    per_day = int(articles.replace(",", "")) if articles[0].isdigit() else 0
    flat = {"hours": (1.0,) * 24, "days": (1.0,) * 7, "zone": ZoneInfo("UTC")}
    rhythm = Rhythm(per_day / 24, **flat) if per_day else learnt_rhythm([], NOW, flat["zone"], NOW - 40 * DAY)
    told = max(10, rhythm.wait(NOW, 30 * MINUTE, DAY) / MINUTE)
    assert told == pytest.approx(minutes(wait), rel=0.03)
