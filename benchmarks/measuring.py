"""What a child process cost, and on which machine; it judges nothing.

CPU is user plus system time of the whole process, interpreter start included, as the kernel counted it (``wait4``).
Unlike wall time it hardly depends on what else the machine does, though a busy machine still makes it a few per cent
higher: caches are shared. Peak memory is the largest resident set. Linux hands the parent's peak down to a child, so
this process must stay smaller than what it measures; rows that fill a large store do so in a child of their own.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
"""Data that is not part of the repository; rows that need it are skipped with a note where it is absent."""
MEBIBYTE = 1 << 20
_KIBIBYTE = 1 << 10


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took from its start to its end."""

    cpu_seconds: float
    wall_seconds: float
    peak_bytes: int


def run(
    command: Sequence[str | Path], *, cwd: Path, environment: Mapping[str, str] | None = None, expected: int = 0
) -> Cost:
    """Run *command* to its end and return its cost; what it prints goes to ``stdout`` and ``stderr`` in *cwd*.

    An exit code other than *expected* is a ``RuntimeError`` with the last lines that it wrote.
    """
    with (cwd / "stdout").open("wb") as out, (cwd / "stderr").open("wb") as err:
        begun = time.perf_counter()
        child = subprocess.Popen(
            [str(word) for word in command], cwd=cwd, env={**os.environ, **(environment or {})}, stdout=out, stderr=err
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait for it again
        wall = time.perf_counter() - begun
    if child.returncode != expected:
        told = (cwd / "stderr").read_text(errors="replace").splitlines()[-8:]
        raise RuntimeError(f"{command[0]} ended with {child.returncode}: " + " / ".join(told))
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * _KIBIBYTE)


def in_turn(tries: int, *things: Callable[[], Result]) -> list[list[Result]]:
    """Call each of *things* in turn, *tries* times (A B A B ...), so that a busy minute strikes all of them alike."""
    found: list[list[Result]] = [[] for _ in things]
    for _ in range(tries):
        for results, thing in zip(found, things, strict=True):
            results.append(thing())
    return found


def median(values: Iterable[float]) -> float:
    """Return the middle value."""
    return statistics.median(values)


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Return the lowest and highest value, for a note beside their median."""
    return f"{min(values):.{digits}f} to {max(values):.{digits}f}"


def mebibytes(size: float) -> str:
    """Return a size in bytes as a table shows it."""
    return f"{size / MEBIBYTE:.0f} MiB"


def own_peak_bytes() -> int:
    """Return the peak resident set of this process, without what a parent handed down."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * _KIBIBYTE
    raise RuntimeError("this system does not tell a process's peak memory")


def machine() -> str:
    """Return processor, cores, memory and system in one line."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}"


def versions(*names: str) -> str:
    """Return the installed versions of the named distributions, and of Python."""
    told = [f"{name} {metadata.version(name)}" for name in names if _is_installed(name)]
    return ", ".join([f"Python {platform.python_version()}", *told])


def commit() -> str:
    """Return which state of the code was measured."""
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--dirty"],  # noqa: S607 - whichever git the person uses
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "not a checkout"
    return found.stdout.strip()


def load() -> str:
    """Return how many processes wanted the processor in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def answer(name: str, *arguments: object) -> Any:
    """Run another module of this folder in a process of its own and return the JSON that it prints."""
    with tempfile.TemporaryDirectory() as scratch:
        run([*script(name), *map(str, arguments)], cwd=Path(scratch))
        return json.loads((Path(scratch) / "stdout").read_text(encoding="utf-8"))


def script(name: str) -> list[str]:
    """Return the command that runs another module of this folder in a process of its own."""
    return [sys.executable, str(ROOT / "benchmarks" / name)]


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True
