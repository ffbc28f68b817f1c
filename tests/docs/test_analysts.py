"""The recipes of docs/analysts.md are run in their order, on a small made store."""

import shlex
import subprocess
import sys

import pytest
from command_line import environment, newsbot
from made_articles import bare, keep, values

from newsbot.feeds.formats import FORMATS
from newsbot.store.database import open_store


def is_for_spark(recipe):
    return "pyspark" in recipe


def test_every_recipe_runs(document, tmp_path):
    run_recipes(document("docs/analysts.md"), tmp_path, lambda recipe: not is_for_spark(recipe))


def test_the_recipe_for_spark_runs(document, tmp_path):
    pytest.importorskip("pyspark", reason="pyspark, which no lock has, is not installed")
    run_recipes(document("docs/analysts.md"), tmp_path, is_for_spark)


def run_recipes(told, tmp_path, is_meant):
    for name in ("pandas", "pyarrow", "duckdb"):
        pytest.importorskip(name, reason=f"{name} is not installed")
    with open_store(f"sqlite:///{tmp_path}/data/newsbot.db") as store:
        keep(store, *(values(number) for number in range(1, 30)), bare(40))
        keep(store, values(50, date_published=None, first_seen=now()))
    for line in "".join(told.code("sh")).splitlines():
        words = shlex.split(line)
        if "s3://" not in line:  # tests/feeds/test_s3.py
            done = newsbot(*words[1:], cwd=tmp_path)
            assert done.returncode == 0, done.stderr
    for recipe in filter(is_meant, told.code("python")):
        done = subprocess.run(
            [sys.executable, "-c", recipe], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()


def test_every_format_is_told(document, names):
    told = {name for row in document("docs/analysts.md").table("format", "ending", "for") for name in names(row[0])}
    assert told == set(FORMATS)


def now():
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat()
