"""Reading article pages: quality, CPU and memory of newsbot, without and with learnt rules, beside other extractors.

The pages and their gold texts are not part of the repository: the row is skipped with a note where they are absent. The
scorer of all but authors is theirs too. Every extractor gets the same bytes and addresses, in a process of its own, on
one core, with the defaults that its documentation shows; it reads all pages once to warm up, then on the clock, and the
processes take turns (``page_rounds.py``). CPU is what reading took, start and imports left out; memory is the peak of
the whole process. ``newsbot extract --batch`` stands beside them as a person runs it: there CPU is the whole command's
on all pages less the same command's on none, and outlets of the library have their rules.

Peers run where they are installed: in .venv/peers, or in the Python that BENCH_PEERS_PYTHON names.

A score over five Arabic pages tells of gross errors only; the other set is English. What rules that were learnt from
the page itself do for quality is no measure of rules (``extraction_newsbot.py``); their cost is.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from extraction_peer import PEERS
from extraction_scores import Found, best_peer, quality_lines, scores, table
from measuring import ROOT, SHARED, in_turn, run, script
from results import Line, Row

SETS = ("arabic", "aeb")
WITHOUT, WITH, COMMAND = "newsbot without rules", "newsbot with learnt rules", "newsbot extract --batch"
_LEAST_PAGES = 100
_TURNS = 3
_PEER_PYTHON = os.environ.get(
    "BENCH_PEERS_PYTHON", str(Path(sys.executable).parent.parent / "peers" / "bin" / "python")
)

_NOWHERE = "http://127.0.0.1:9"
_OFFLINE = {"http_proxy": _NOWHERE, "https_proxy": _NOWHERE}
"""Some extractors fetch pictures, icons or models: here the page is all there is."""

Reading = Callable[[], Found]


def measure(*, is_quick: bool) -> Row:
    """Read both sets with everything that is installed."""
    row = Row("extraction")
    for name in SETS:
        folder = SHARED / "bench" / name
        if not (folder / "gold.jsonl").exists():
            row.notes.append(f"{name}: skipped, its pages are not on this machine.")
            continue
        with tempfile.TemporaryDirectory() as scratch:
            _measure_set(row, folder, Path(scratch), turns=1 if is_quick else _TURNS)
    return row


def _measure_set(row: Row, folder: Path, scratch: Path, turns: int) -> None:
    pages = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    manifest = _manifest(folder, pages, scratch / "manifest.jsonl", times=1)
    rounds = 1 if turns == 1 else -(-_LEAST_PAGES // len(pages))
    readings: dict[str, Reading] = _newsbot_readings(manifest, folder, rounds)
    for peer in PEERS:
        command = [_PEER_PYTHON, str(ROOT / "benchmarks" / "extraction_peer.py"), peer]
        if _is_installed(command):
            readings[peer] = partial(_read, [*command, str(manifest), str(rounds)], folder, scratch)
        else:
            row.notes.append(f"{folder.name}, {peer}: skipped, not installed; `make bench` installs it.")
    found = dict(zip(readings, in_turn(turns, *readings.values()), strict=True))
    row.tables.append(table(f"{folder.name}: {len(pages)} pages", found))
    row.lines += _cost_lines(folder.name, {name: Found.middle(tries) for name, tries in found.items()})
    row.lines += quality_lines(folder.name, found[WITHOUT][0], best_peer(found, PEERS))


def _newsbot_readings(manifest: Path, folder: Path, rounds: int) -> dict[str, Reading]:
    scratch, rules = manifest.parent, manifest.parent / "rules.json"
    run([*script("extraction_newsbot.py"), "learn", manifest, "0", rules], cwd=scratch, environment=_OFFLINE)
    ours = [*script("extraction_newsbot.py")]
    return {
        WITHOUT: partial(_read, [*ours, "without-rules", str(manifest), str(rounds), str(rules)], folder, scratch),
        WITH: partial(_read, [*ours, "with-rules", str(manifest), str(rounds), str(rules)], folder, scratch),
        COMMAND: partial(_extract, folder, scratch, times=rounds),
    }


def _cost_lines(name: str, found: dict[str, Found]) -> list[Line]:
    """Newsbot's CPU beside trafilatura's, which is the fastest of those that read dates and authors too."""
    peer = found.get("trafilatura")
    beside = f"trafilatura {peer.milliseconds:.1f} ms" if peer else ""
    targets = {WITHOUT: "<= 25 ms", WITH: "<= 6 ms"} if name == "aeb" else {WITHOUT: "", WITH: ""}
    return [
        Line(
            f"{name}: CPU per page, {way.removeprefix('newsbot ')}",
            f"{found[way].milliseconds:.1f} ms",
            beside,
            f"{found[way].milliseconds / peer.milliseconds:.2f}" if peer else "",
            target,
        )
        for way, target in targets.items()
    ]


def _manifest(folder: Path, pages: list[dict[str, str]], path: Path, times: int) -> Path:
    """Write a manifest with absolute paths that names all pages *times* times, under other keys from the second on."""
    rows = [
        {**page, "key": f"{page['key']}#{turn}" if turn else page["key"], "file": str(folder / page["file"])}
        for turn in range(times)
        for page in pages
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def _is_installed(command: list[str]) -> bool:
    try:
        return subprocess.run([*command, "--is-installed"], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _read(command: list[str], folder: Path, scratch: Path) -> Found:
    """Run one extractor through all its rounds."""
    cost = run(command, cwd=scratch, environment=_OFFLINE)
    messages = (scratch / "stderr").read_text(encoding="utf-8")
    told = json.loads(messages.splitlines()[-1])
    failures = re.findall(r"^failed: (.+)", messages, re.MULTILINE)
    quality = scores(folder / "gold.jsonl", scratch / "stdout")
    milliseconds = 1000 * told["cpu_seconds"] / told["pages"]
    return Found(milliseconds, cost.peak_bytes, quality, tuple(failures), told["version"])


def _extract(folder: Path, scratch: Path, times: int) -> Found:
    """Run the command on the set, and on an empty manifest."""
    pages = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    command = [str(Path(sys.executable).with_name("newsbot")), "extract", "--batch"]
    start = run([*command, _manifest(folder, [], scratch / "none.jsonl", 1)], cwd=scratch, environment=_OFFLINE)
    cost = run([*command, _manifest(folder, pages, scratch / "all.jsonl", times)], cwd=scratch, environment=_OFFLINE)
    milliseconds = 1000 * (cost.cpu_seconds - start.cpu_seconds) / (times * len(pages))
    return Found(milliseconds, cost.peak_bytes, scores(folder / "gold.jsonl", scratch / "stdout"), (), "")
