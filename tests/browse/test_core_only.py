"""The operator's table needs no extra: a crawl's machine has the core alone."""

import subprocess
import sys

from command_line import environment

BLOCKED = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"warcio", "wacz", "psycopg", "pyarrow", "fsspec", "apprise", "prometheus_client", "procrastinate", "playwright"}:
            raise ImportError(name)
sys.meta_path.insert(0, Missing())
import newsbot.commands.status
"""


def test_status_needs_no_extra():
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED], env=environment(), capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
