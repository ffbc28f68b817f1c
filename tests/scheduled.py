"""``newsbot schedule`` in a process of its own, what it prints, and what it left in its store."""

import json
import re
import signal
import subprocess
import threading
import time

from command_line import COMMAND, environment, newsbot

from newsbot.store.database import open_store

FAST = {
    "NEWSBOT_LOOPBACK_ALLOWED": True,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
}
ENDED = re.compile(r"\] INFO: (\S+): ([\w ]+?)[;,( ].*next due (\S+ \S+)Z$")


def plan_text(outlets, *, schedule=None, settings=None):
    """A plan for demo sites: *outlets* by name, each with its url and whatever else its table has."""
    parts = [("schedule", {"grace_seconds": 10, **(schedule or {})}), ("settings", {**FAST, **(settings or {})})]
    for name, values in outlets.items():
        own = dict(values)
        url = own.pop("url", None)
        given = {"spider": "demo", "arguments": {"url": url}} if url else {}
        parts.append((f"outlets.{name}", {**given, **own}))
    return "\n".join(
        f"[{name}]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in values.items()) for name, values in parts
    )


def toml(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + "}"
    return json.dumps(value)


class Schedules:
    """Processes of ``newsbot schedule`` on one plan and one data folder."""

    def __init__(self, folder, program=COMMAND, **variables):
        self.folder, self.data, self.program, self.variables = folder, folder / "data", program, variables

    def plan(self, outlets, **more):
        (self.folder / "newsbot.toml").write_text(plan_text(outlets, **more), encoding="utf-8")

    def start(self, *arguments):
        return Running(
            subprocess.Popen(
                [*self.program, "schedule", *map(str, arguments)],
                cwd=self.folder,
                env=environment(**self.variables),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        )

    def once(self, *arguments, timeout=60):
        return newsbot("schedule", "--once", *arguments, cwd=self.folder, timeout=timeout, **self.variables)

    def check(self, *arguments):
        return newsbot("schedule", "--check", *arguments, cwd=self.folder, **self.variables)

    def store(self):
        return open_store(f"sqlite:///{self.data}/newsbot.db", create=False)

    def items(self):
        feeds = sorted((self.data / "feeds").rglob("*.jsonl"))
        return [json.loads(line) for feed in feeds for line in feed.read_text(encoding="utf-8").splitlines()]


class Running:
    """One process; its stderr is read all the time."""

    def __init__(self, process):
        self.process, self.lines = process, []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))

    @property
    def text(self):
        return "\n".join(self.lines)

    def ended(self, outlet=None):
        """How each run ended, in order: (outlet, reason)."""
        found = (ENDED.search(line) for line in list(self.lines))
        return [(match[1], match[2]) for match in found if match and outlet in (None, match[1])]

    def wait_for(self, condition, seconds=30):
        limit = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, f"it ended with {self.process.returncode}:\n{self.text}"
            assert time.monotonic() < limit, f"it did not happen:\n{self.text}"
            time.sleep(0.05)

    def send(self, number):
        self.process.send_signal(number)

    def stop(self, number=signal.SIGTERM, timeout=30):
        """Tell it to stop, wait for its end and return the exit code."""
        self.send(number)
        return self.wait(timeout)

    def wait(self, timeout=30):
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"it does not end:\n{self.text}") from None
        self._reader.join(5)
        return code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._reader.join(5)
        self.process.stderr.close()
