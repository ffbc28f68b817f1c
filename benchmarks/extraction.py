"""Reading pages of many sites without rules: quality and CPU of ``newsbot extract --batch`` beside other extractors.

The pages and their gold texts are not part of the repository: the row is skipped with a note where they are absent. The
scorer is theirs too. Every extractor gets the same pages and addresses, in a process of its own, with its defaults; CPU
is the whole process on all pages less the same process on none, so that neither start nor imports count. Few pages are
repeated in the manifest until there are a hundred; the score is made of the first of each.

Peers run where they are installed: in the Python that runs this, or in the one that BENCH_PEERS_PYTHON names.

Quality here says how well a page of an unknown site is read; an outlet with rules reads better and costs less (row
``crawl``). A score over five Arabic pages tells of gross errors only; the other set is English.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from measuring import ROOT, SHARED, run
from results import Line, Row

SETS = ("arabic", "aeb")
PEERS = ("trafilatura", "newspaper4k", "readability-lxml", "news-please")
TARGET = 0.97
_LEAST_PAGES = 100
_PEER_PYTHON = os.environ.get("BENCH_PEERS_PYTHON", sys.executable)

_NOWHERE = "http://127.0.0.1:9"
_OFFLINE = {"http_proxy": _NOWHERE, "https_proxy": _NOWHERE}
"""Some extractors fetch pictures or icons of the page that they are given: here the page is all there is."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one extractor made of one set; a score is None where the gold has nothing to compare."""

    milliseconds: float
    scores: dict[str, float]
    failures: list[str]

    def told(self) -> str:
        """Return the scores in one line, and how many pages ended in an error: those count as empty."""
        scores = ", ".join(f"{name} {value:.3f}" for name, value in self.scores.items())
        return f"{scores}; {len(self.failures)} failed with {self.failures[0]}" if self.failures else scores


def measure(*, is_quick: bool) -> Row:
    """Read both sets with everything that is installed."""
    row = Row("extraction")
    for name in SETS:
        folder = SHARED / "bench" / name
        if not (folder / "gold.jsonl").exists():
            row.notes.append(f"{name}: skipped, its pages are not on this machine.")
            continue
        _measure_set(row, name, folder, least=0 if is_quick else _LEAST_PAGES)
    return row


def _measure_set(row: Row, name: str, folder: Path, least: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        manifest = _manifest(folder, Path(scratch), least)
        newsbot: list[str | Path] = [Path(sys.executable).with_name("newsbot"), "extract", "--batch"]
        ours = _found(newsbot, manifest, folder)
        row.notes.append(f"{name}, newsbot: {ours.told()}.")
        for peer in PEERS:
            told = _peer(peer, manifest, folder)
            if told is None:
                row.notes.append(f"{name}, {peer}: not installed.")
                continue
            row.notes.append(f"{name}, {peer}: {told.told()}.")
            row.lines.append(
                Line(
                    f"{name}: CPU per page",
                    f"{ours.milliseconds:.1f} ms",
                    f"{peer} {told.milliseconds:.1f} ms",
                    f"{ours.milliseconds / told.milliseconds:.2f}",
                )
            )
            row.lines.append(_quality(name, ours, peer, told))


def _quality(name: str, ours: Found, peer: str, theirs: Found) -> Line:
    return Line(
        f"{name}: {' / '.join(ours.scores)}",
        " / ".join(f"{value:.3f}" for value in ours.scores.values()),
        f"{peer} " + " / ".join(f"{theirs.scores.get(score, 0.0):.3f}" for score in ours.scores),
        target=f"token_f1 >= {TARGET}" if name == "arabic" else "",
    )


def _manifest(folder: Path, scratch: Path, least: int) -> Path:
    """Write a manifest with absolute paths that repeats the set's pages until there are *least*."""
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [{**row, "file": str(folder / row["file"])} for row in rows]
    times = -(-least // len(rows)) or 1
    again = [{**row, "key": f"{row['key']}#{turn}"} for turn in range(1, times) for row in rows]
    path = scratch / "manifest.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows + again), encoding="utf-8")
    (scratch / "nothing.jsonl").write_text("", encoding="utf-8")
    return path


def _peer(name: str, manifest: Path, folder: Path) -> Found | None:
    command: list[str | Path] = [_PEER_PYTHON, ROOT / "benchmarks" / "extraction_peer.py", name]
    if subprocess.run([*command, "--is-installed"], check=False, capture_output=True).returncode:
        return None
    return _found(command, manifest, folder)


def _found(command: list[str | Path], manifest: Path, folder: Path) -> Found:
    scratch = manifest.parent
    start = run([*command, manifest.with_name("nothing.jsonl")], cwd=scratch, environment=_OFFLINE).cpu_seconds
    cost = run([*command, manifest], cwd=scratch, environment=_OFFLINE).cpu_seconds
    pages = len(manifest.read_text(encoding="utf-8").splitlines())
    failures = re.findall(r"^failed: (.+)", (scratch / "stderr").read_text(encoding="utf-8"), re.MULTILINE)
    return Found(1000 * (cost - start) / pages, _scores(folder / "gold.jsonl", scratch / "stdout"), failures)


def _scores(gold: Path, predictions: Path) -> dict[str, float]:
    command: list[str | Path] = [sys.executable, SHARED / "bench" / "score.py", gold, predictions]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.findall(r"^(body F1|token_f1|headline|date) ([\d.]+)", told, re.MULTILINE)
    return {name: float(value) for name, value in found}
