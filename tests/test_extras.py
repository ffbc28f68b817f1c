"""What belongs to an extra is imported where it is used: a crawl runs with the runtime packages alone."""

import pytest
from command_line import newsbot

from newsbot.demo.server import DemoServer

EXTRAS = (
    "apprise", "botocore", "fsspec", "playwright", "procrastinate", "prometheus_client", "psycopg", "psycopg_pool",
    "pyarrow", "pywb", "s3fs", "scrapy_playwright", "wacz", "warcio",
)  # fmt: skip
WITHOUT = f"""
import importlib.util
import sys

find_spec = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: (
    None if name.partition(".")[0] in {EXTRAS!r} else find_spec(name, package)
)

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {EXTRAS!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing())
"""

pytestmark = pytest.mark.crawl


@pytest.fixture
def bare(tmp_path):
    """The variables of a process that finds no package of any extra."""
    (tmp_path / "sitecustomize.py").write_text(WITHOUT, encoding="utf-8")
    return {"PYTHONPATH": str(tmp_path), "NEWSBOT_LOOPBACK_ALLOWED": "true"}


def test_a_crawl_needs_no_extra(bare, tmp_path):
    with DemoServer("--articles", "12") as site:
        run = newsbot("crawl", "demo", "-a", f"url={site.url}", "-s", "DOWNLOAD_DELAY=0", cwd=tmp_path, **bare)
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    assert list((tmp_path / "data/feeds/demo").glob("*.jsonl"))
    for name in ("all.jsonl", "all.csv", "all.atom", "all.sqlite"):
        export = newsbot("export", "--to", name, cwd=tmp_path, **bare)
        assert export.returncode == 0, export.stderr
    export = newsbot("export", "--to", "all.parquet", cwd=tmp_path, **bare)
    assert export.returncode == 7
    assert "newsbot[export]" in export.stderr


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "schema",
        "status",
        "addoutlet",
        "drift",
        "golden",
        "extract",
        "show",
        "export",
        "serve",
        "schedule",
        "worker",
    ],
)
def test_other_commands_say_what_they_are_for(bare, tmp_path, command):
    run = newsbot(command, "-h", cwd=tmp_path, **bare)
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr


def test_a_snapshot_says_what_to_install(bare, tmp_path):
    run = newsbot("snapshot", "demo", "--to", "copy", cwd=tmp_path, **bare)
    assert run.returncode == 7
    assert "newsbot[archive]" in run.stderr
    assert run.stderr.count("\n") == 1
    assert not (tmp_path / "copy").exists()
