"""How good the extractors' answers are, as figures and as a table; it runs the scorer of the gold set, no extractor."""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measuring import SHARED, mebibytes, median
from results import Line

SCORES = {
    "body F1": "body F1",
    "token_f1": "token F1",
    "with": "`with`",
    "without": "`without`",
    "headline": "headline",
    "date": "date",
    "authors": "authors",
}
"""The scorer's names, and how tables show them: `with` and `without` are the gold's strings to keep and to keep out."""
_TARGETS = {
    "arabic": {"token_f1": ">= 0.99", **dict.fromkeys(("with", "without", "headline", "date", "authors"), "1.0")},
    "aeb": {"body F1": ">= 0.970"},
}


@dataclass(frozen=True, slots=True)
class Found:
    """What one extractor made of one set; a score is missing where the gold has nothing to compare."""

    milliseconds: float
    """CPU for one page."""
    peak_bytes: int
    scores: Mapping[str, float]
    failures: tuple[str, ...]
    """The error of each page that ended in one: those pages count as empty."""
    version: str

    @classmethod
    def middle(cls, tries: Sequence["Found"]) -> "Found":
        """Return the first of several tries with the median of their costs; the answers are the same in all."""
        first = tries[0]
        cost = median(each.milliseconds for each in tries)
        peak = int(median(each.peak_bytes for each in tries))
        return cls(cost, peak, first.scores, first.failures, first.version)


def scores(gold: Path, predictions: Path) -> dict[str, float]:
    """Return the scorer's figures and the share of pages whose authors are right, all of them and no others.

    Authors are left out where the gold says nothing of them, or the extractor never does.
    """
    command: list[str | Path] = [sys.executable, SHARED / "bench" / "score.py", gold, predictions]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.findall(r"^(body F1|token_f1|with|without|headline|date) ([\d.]+)", told, re.MULTILINE)
    figures = {name: float(value) for name, value in found}
    wanted, answers = _rows(gold), _rows(predictions)
    judged = [
        _folded(answers.get(key, {}).get("authors")) == _folded(row["authors"])
        for key, row in wanted.items()
        if "authors" in row
    ]
    is_offered = any(answer.get("authors") is not None for answer in answers.values())
    return figures | {"authors": sum(judged) / len(judged)} if judged and is_offered else figures


def table(title: str, found: Mapping[str, Sequence[Found]]) -> str:
    """Return the table of one set, one extractor a line; the spread of the CPU stands beside its median."""
    columns = [name for name in SCORES if any(name in tries[0].scores for tries in found.values())]
    lines = [
        f"### {title}\n",
        _cells("extractor", *(SCORES[name] for name in columns), "CPU per page", "peak memory"),
        "|" + "---|" * (len(columns) + 3),
    ]
    for name, tries in found.items():
        middle = Found.middle(tries)
        figures = [f"{middle.scores[column]:.3f}" if column in middle.scores else "-" for column in columns]
        costs = [each.milliseconds for each in tries]
        cost = f"{middle.milliseconds:.1f} ms ({min(costs):.1f} to {max(costs):.1f})"
        lines.append(_cells(_named(name, middle), *figures, cost, mebibytes(middle.peak_bytes)))
    return "\n".join(lines)


def best_peer(found: Mapping[str, Sequence[Found]], peers: Iterable[str]) -> dict[str, tuple[float, str]]:
    """Return for each score the best that a peer reached, and which."""
    best: dict[str, tuple[float, str]] = {}
    for peer in peers:
        for name, value in found[peer][0].scores.items() if peer in found else ():
            best[name] = max(best.get(name, (0.0, "")), (value, peer))
    return best


def quality_lines(set_name: str, ours: Found, best: Mapping[str, tuple[float, str]]) -> list[Line]:
    """Return a line for each score with newsbot's, without rules, beside the best of its peers."""
    lines = []
    for name, shown in SCORES.items():
        if name in ours.scores:
            value, peer = best.get(name, (0.0, ""))
            beside = f"{peer} {value:.3f}" if peer else ""
            target = _TARGETS.get(set_name, {}).get(name, "")
            lines.append(Line(f"{set_name}: {shown}", f"{ours.scores[name]:.3f}", beside, "", target))
    return lines


def _named(name: str, found: Found) -> str:
    told = f"{name} {found.version}".strip() if not name.startswith("newsbot") else name
    if not found.failures:
        return told
    return f"{told} ({len(found.failures)} failed: {', '.join(sorted(set(found.failures)))})"


def _cells(*texts: str) -> str:
    return f"| {' | '.join(texts)} |"


def _rows(path: Path) -> dict[str, dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {row["key"]: row for row in map(json.loads, lines)}


def _folded(authors: Sequence[str] | None) -> set[str]:
    return {" ".join(unicodedata.normalize("NFKC", author).casefold().split()) for author in authors or ()}
