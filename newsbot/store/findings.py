"""What is wrong with each outlet, from when to when, and who has been told; it judges nothing and tells nobody.

A finding is one row for an outlet, a rule and a field. It opens when it is first recorded and closes when its rule was
quiet in two runs, or in one QUIET_AFTER or longer after it was last seen: a rule that comes and goes is one finding.
"""

import dataclasses
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from newsbot.store.connections import Database
from newsbot.store.schema import findings

OPEN, CLOSED = "open", "closed"
ERROR, WARNING = "error", "warning"
QUIET_AFTER = timedelta(hours=6)
_MILDER = "-"
"""Follows a service in ``notified_state`` that has heard of a warning, not of an error."""

Key = tuple[str, str]
"""A rule and a field; the field is empty where the rule is not about one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule found in one run."""

    rule: str
    field: str = ""
    severity: str = WARNING
    message: str
    """One English line with the figures, without the outlet's name."""
    details: dict[str, Any] = dataclasses.field(default_factory=dict)
    """The figures themselves, for whoever words them anew."""

    @property
    def key(self) -> Key:
        """What it is told from the outlet's other findings by."""
        return self.rule, self.field


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord(Finding):
    """A finding as the store keeps it."""

    outlet: str
    state: str
    """open or closed"""
    opened_at: datetime
    seen_at: datetime
    """When a run last had it."""
    closed_at: datetime | None
    """Of an open finding: when it was quiet for the first time since; one more quiet run closes it."""
    run_id: int | None
    """The run that it was last seen in."""
    told: frozenset[str]
    """The services whose last word of it was that it is open."""
    told_as_warning: frozenset[str]
    """Those of them that have not heard of it as an error."""
    notified_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Tell whether it still holds."""
        return self.state == OPEN

    def is_news_to(self, service: str) -> bool:
        """Tell whether *service* does not know how it stands; that an error has become milder is no news."""
        if not self.is_open:
            return service in self.told
        return service not in (self.told - self.told_as_warning if self.severity == ERROR else self.told)


@dataclass(frozen=True, slots=True)
class Change:
    """A finding that a run opened or closed."""

    finding: FindingRecord

    @property
    def is_opened(self) -> bool:
        """Tell an opened one from a closed one."""
        return self.finding.is_open


class Findings:
    """The table of findings. Every change of it is committed at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open_findings(self, outlet: str | None = None) -> list[FindingRecord]:
        """Return what is open, of *outlet* or of all, by outlet, the longest open first."""
        return self._found(findings.c.state == OPEN, outlet)

    def of_outlet(self, outlet: str) -> list[FindingRecord]:
        """Return every finding that *outlet* ever had, as it was last seen, the longest open first."""
        return self._found(findings.c.outlet == outlet)

    def closed_since(self, moment: datetime, outlet: str | None = None) -> list[FindingRecord]:
        """Return what was closed at or after *moment* and is not open again."""
        return self._found(and_(findings.c.state == CLOSED, findings.c.closed_at >= moment), outlet)

    def record(
        self, outlet: str, found: Sequence[Finding], *, cleared: Collection[Key], run_id: int | None, at: datetime
    ) -> list[Change]:
        """Keep what a run *found*, and close what its rules *cleared*; return what was opened or closed by it.

        What is neither found nor cleared could not be judged in this run and stays as it is.
        """
        if not found and not any(one.key in cleared for one in self.open_findings(outlet)):
            return []  # nearly always: no writer need wait for us
        changes = []
        with self._database.write() as connection:
            known = {row.key: row for row in _records(connection, findings.c.outlet == outlet)}
            for one in found:
                changes += self._see(connection, outlet, one, known.get(one.key), run_id=run_id, at=at)
            for key in sorted(cleared):
                if key in known and known[key].is_open:
                    changes += self._clear(connection, known[key], at)
        return changes

    def untold(self, outlet: str, services: Collection[str]) -> list[FindingRecord]:
        """Return the findings of which some of *services* does not know how they stand, the oldest first."""
        rows = self._found(or_(findings.c.state == OPEN, findings.c.notified_state.like("open%")), outlet)
        return [row for row in rows if any(map(row.is_news_to, services))]

    def mark_notified(
        self, finding: FindingRecord, told: Collection[str], at: datetime, *, services: Collection[str]
    ) -> None:
        """Note which services were just *told* how *finding* stands; those that are not among *services* are gone."""
        before = finding.told & frozenset(services)
        after = before.union(told) if finding.is_open else before.difference(told)
        milder = finding.told_as_warning.difference(told if finding.severity == ERROR else ())
        if finding.severity != ERROR:
            milder |= after - before
        state = " ".join([OPEN, *(one + _MILDER * (one in milder) for one in sorted(after))]) if after else CLOSED
        with self._database.write() as connection:
            connection.execute(update(findings).where(_is(finding)), {"notified_state": state, "notified_at": at})

    def forget(self, outlet: str) -> None:
        """Delete all findings of an outlet that is no longer crawled."""
        with self._database.write() as connection:
            connection.execute(delete(findings).where(findings.c.outlet == outlet))

    def _see(  # the row's own columns
        self,
        connection: Connection,
        outlet: str,
        one: Finding,
        before: FindingRecord | None,
        *,
        run_id: int | None,
        at: datetime,
    ) -> list[Change]:
        values = {
            "state": OPEN,
            "severity": one.severity,
            "message": one.message,
            "details": json.dumps(one.details, ensure_ascii=False),
            "seen_at": at,
            "closed_at": None,
            "run_id": run_id,
        }
        is_of_it = (findings.c.outlet == outlet) & (findings.c.rule == one.rule) & (findings.c.field == one.field)
        if before is None:
            key = {"outlet": outlet, "rule": one.rule, "field": one.field, "opened_at": at}
            connection.execute(insert(findings), key | values)
        else:
            since = {} if before.is_open else {"opened_at": at}
            connection.execute(update(findings).where(is_of_it), values | since)
            if before.is_open:
                return []
        return [Change(row) for row in _records(connection, is_of_it)]

    def _clear(self, connection: Connection, before: FindingRecord, at: datetime) -> list[Change]:
        is_over = before.closed_at is not None or at - before.seen_at >= QUIET_AFTER
        values = {"state": CLOSED if is_over else OPEN, "closed_at": before.closed_at or at}
        connection.execute(update(findings).where(_is(before)), values)
        return [Change(row) for row in _records(connection, _is(before))] if is_over else []

    def _found(self, condition: ColumnElement[bool], outlet: str | None = None) -> list[FindingRecord]:
        if outlet is not None:
            condition = and_(condition, findings.c.outlet == outlet)
        with self._database.read() as connection:
            return _records(connection, condition)


def _is(record: FindingRecord) -> ColumnElement[bool]:
    return and_(findings.c.outlet == record.outlet, findings.c.rule == record.rule, findings.c.field == record.field)


def _records(connection: Connection, condition: ColumnElement[bool]) -> list[FindingRecord]:
    order = (findings.c.outlet, findings.c.opened_at, findings.c.rule, findings.c.field)
    rows = connection.execute(select(findings).where(condition).order_by(*order)).mappings().all()
    return [_record(dict(row)) for row in rows]


def _record(row: dict[str, Any]) -> FindingRecord:
    state, *told = (row.pop("notified_state") or CLOSED).split()
    told = told if state == OPEN else []
    services = {
        "told": frozenset(one.removesuffix(_MILDER) for one in told),
        "told_as_warning": frozenset(one.removesuffix(_MILDER) for one in told if one.endswith(_MILDER)),
    }
    return FindingRecord(**{**row, "details": json.loads(row["details"]), **services})
