"""What was learnt of an outlet, and whether it still holds, as tables for a person and as JSON; it judges by bounds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from newsbot.learning.agreement import FieldAgreement
from newsbot.learning.declaration import ESSENTIAL, FEW_PAGES, LEAST_COVERAGE, Declaration, agrees

WIDTH = 240
"""Columns where nobody looks, such as a pipe: a row is one line however long."""


class Verdict(StrEnum):
    """How a rule stands against the slow sources."""

    HOLDS = "holds"
    DRIFTS = "drifts"
    DEAD = "dead"
    NOT_USED = "not used"


def verdict(row: FieldAgreement) -> Verdict:
    """Judge a rule: dead where it finds nothing any more, not used where (nearly) no page has the value.

    It drifts when what it finds does not agree, or when it finds less than LEAST_COVERAGE of what is there.
    """
    if row.expected == 0 or (row.both == 0 and row.expected < FEW_PAGES and row.field not in ESSENTIAL):
        return Verdict.NOT_USED
    if row.both == 0:
        return Verdict.DEAD
    holds = agrees(row) and row.coverage >= LEAST_COVERAGE
    return Verdict.HOLDS if holds else Verdict.DRIFTS


def printed(*tables: Table | str, is_terminal: bool) -> str:
    """Return *tables* as text, for a terminal as wide as it is; Arabic keeps to its own cell."""
    console = Console(markup=False, highlight=False, emoji=False, width=None if is_terminal else WIDTH)
    with console.capture() as capture:
        for table in tables:
            console.print(table, soft_wrap=isinstance(table, str))
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def rule_table(rows: Iterable[FieldAgreement], *, with_verdict: bool = False) -> Table:
    """Return the rules, how far they agree and how many of the values they find."""
    table = _table("field", "rule")
    table.add_column("agreement", justify="right")
    table.add_column("coverage", justify="right")
    if with_verdict:
        table.add_column("verdict")
    for row in rows:
        for place, rule in enumerate(row.rule):
            figures = (*_figures(row), *([verdict(row).value] if with_verdict else []))
            table.add_row("" if place else row.field, isolated(rule), *(("",) * len(figures) if place else figures))
    return table


def declaration_table(declaration: Declaration, found: Mapping[str, Sequence[str]]) -> Table:
    """Return what an outlet declares beside its rules, and what was *found* that needs no declaration."""
    table = _table("declaration", "value", "why")
    for name, value, why in _declarations(declaration):
        table.add_row(name, isolated(value or "-"), isolated(why))
    for name, values in found.items():
        table.add_row(name, isolated(", ".join(values) or "none"), "read without a declaration" if values else "")
    return table


def not_learnt_table(reasons: Mapping[str, str]) -> Table:
    """Return what is not learnt, and why."""
    table = _table("not learnt", "why")
    for name, why in reasons.items():
        table.add_row(name, isolated(why))
    return table


def isolated(text: str) -> str:
    """Return *text* so that Arabic in it cannot change the order of a table's columns; plain ASCII as it is."""
    return text if text.isascii() else f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def rule_rows(rows: Iterable[FieldAgreement]) -> list[dict[str, Any]]:
    """Return the rows of `rule_table`, ready for JSON."""
    return [
        {
            "field": row.field,
            "rule": list(row.rule),
            "pages": row.pages,
            "expected": row.expected,
            "found": row.found,
            "agreement": round(row.agreement, 4) if row.both else None,
            "coverage": round(row.coverage, 4) if row.expected else None,
            "verdict": verdict(row).value,
        }
        for row in rows
    ]


def _table(*headers: str) -> Table:
    """Return an empty table; what is wider than its column is folded, since a cut rule or address is of no use."""
    return Table(*(Column(header, overflow="fold") for header in headers), box=None, pad_edge=False)


def _figures(row: FieldAgreement) -> tuple[str, str]:
    agreement = f"{row.agreement:.3f}" if row.both else "-"
    return agreement, f"{row.both} of {row.expected}" if row.expected else "-"


def _declarations(declaration: Declaration) -> Iterator[tuple[str, str | None, str]]:
    missing = declaration.not_learnt
    told = "matches the articles that were seen, and nothing else"
    yield "article_pattern", declaration.article_pattern, missing.get("article_pattern", told)
    told = "matches the listings that were seen, and no article"
    yield "listing_pattern", declaration.listing_pattern, missing.get("listing_pattern", told)
    yield "timezone", declaration.clock.zone, f"{declaration.clock.sureness}: {declaration.clock.why}"
    read_in = ", ".join(declaration.encodings)
    yield "encoding", declaration.encoding, f"pages are read in {read_in} without a declaration"
