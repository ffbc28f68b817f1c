"""What the templates of this part say exists, and nothing is worded that nobody says."""

import re
from importlib.resources import files

import pytest

from newsbot.browse import wording_runs
from newsbot.browse.speech import catalogue

TEMPLATES = ("charts", "run", "runs", "operations", "revisions")
BY_PREFIX = ("run_state_", "run_trouble_", "run_kind_", "field_", "chart_level_", "op_severity_")


def source(name):
    return (files("newsbot.browse") / "templates" / f"{name}.html.j2").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_text_that_a_template_uses_exists(name):
    used = set(re.findall(r'\bt\(["\']([\w-]+)["\']\s*[,)]', source(name)))
    assert used
    assert used <= set(catalogue())


def test_no_text_is_left_over():
    folder = files("newsbot.browse")
    told = "".join(source(name) for name in TEMPLATES)
    told += "".join(
        entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".py") and not entry.name.startswith("wording")
    )
    left = {
        key for key in wording_runs.WORDS if not key.startswith(BY_PREFIX) and not re.search(rf'["\']{key}["\']', told)
    }
    assert left - {f"run_{outcome}" for outcome in ("new", "changed", "unchanged", "duplicate", "gone")} == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_writes_style_or_script(name):
    assert not re.search(r"<script|\sstyle=|\son\w+=|\| *safe", source(name))
