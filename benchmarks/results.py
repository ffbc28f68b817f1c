"""The table of ``benchmarks/results.md``: lines and notes by row, each row replaceable alone; it measures nothing."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from measuring import ROOT, commit, load, machine, versions

PATH = ROOT / "benchmarks" / "results.md"

_HEAD = """\
# What newsbot costs, beside its peers

Written by `make bench`; each row names the day, the commit and the load it was measured under, and can be measured
alone: `python benchmarks/run.py ROW`. What each row does, and what it does not show, stands in `benchmarks/ROW.py`.

"""
_COLUMNS = "| row | figure | newsbot | beside it | ratio | target |\n|---|---|---|---|---|---|\n"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; what does not apply stays empty."""

    figure: str
    newsbot: str
    beside: str = ""
    ratio: str = ""
    target: str = ""


@dataclass(slots=True)
class Row:
    """What one row found."""

    name: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    """Tables of the row's own, for what does not fit newsbot beside one other: each a heading and Markdown lines."""

    def table(self) -> str:
        """Return the row's lines."""
        cells = ((self.name, line.figure, line.newsbot, line.beside, line.ratio, line.target) for line in self.lines)
        return "".join(f"| {' | '.join(line)} |\n" for line in cells)

    def told(self) -> str:
        """Return what stands under the table for this row."""
        now = datetime.now(UTC)
        installed = versions("scrapy", "lxml", "SQLAlchemy", "rensa", "trafilatura")
        measured = f"{now:%Y-%m-%d}, commit {commit()}, load {load()}; {installed}; {machine()}."
        notes = "\n".join(f"- {note}" for note in self.notes)
        return "\n\n".join(part for part in (f"## {self.name}", measured, notes, *self.tables) if part)


def shown(row: Row) -> str:
    """Return a row as the terminal shows it."""
    notes = "\n".join(f"- {note}" for note in row.notes)
    return "\n\n".join(part for part in (f"{_COLUMNS}{row.table()}".rstrip(), notes, *row.tables) if part)


def write(rows: list[Row], order: list[str], path: Path = PATH) -> None:
    """Put *rows* into the file in their *order*; other rows stay as they were measured."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    tables = {name: "".join(re.findall(rf"^\| {name} \|.*\n", before, re.MULTILINE)) for name in order}
    told = {name: _section(name, before) for name in order}
    tables |= {row.name: row.table() for row in rows}
    told |= {row.name: row.told() for row in rows}
    sections = "\n\n".join(told[name] for name in order if told[name])
    path.write_text(_HEAD + _COLUMNS + "".join(tables[name] for name in order) + f"\n{sections}\n", encoding="utf-8")


def _section(name: str, text: str) -> str:
    found = re.search(rf"^## {name}\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[0].rstrip() if found else ""
