"""What the browser was good for, by outlet and shape of address; never decides whether it is asked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from newsbot.store.batch import Write, WriteBatch
from newsbot.store.columns import indexable, storable
from newsbot.store.connections import Database
from newsbot.store.schema import renderings


@dataclass(frozen=True, slots=True)
class RenderingRecord:
    """How often the browser was asked for pages of one shape, and brought or did not bring what their source lacks."""

    kind: str
    """article or listing"""
    shape: str
    """``newsbot.text.shapes.address_shape``"""
    gained: int
    wasted: int


class Renderings:
    """The table of them. What is added is written by the store's next flush."""

    def __init__(self, database: Database, batch: WriteBatch) -> None:
        self._database, self._batch = database, batch

    def known(self, outlet: str, since: datetime) -> list[RenderingRecord]:
        """Return what is committed of *outlet*; what was last added to before *since* is forgotten for good."""
        is_own = renderings.c.outlet == outlet
        with self._database.read() as connection:
            rows = connection.execute(select(renderings).where(is_own)).all()
        if any(row.learnt_at < since for row in rows):
            with self._database.write() as connection:
                connection.execute(delete(renderings).where(is_own, renderings.c.learnt_at < since))
        return [RenderingRecord(row.kind, row.shape, row.gained, row.wasted) for row in rows if row.learnt_at >= since]

    def add(self, outlet: str, kind: str, shape: str, *, is_gain: bool, at: datetime) -> None:
        """Count one page that the browser was asked for."""
        row = {
            "outlet": outlet,
            "kind": kind,
            "shape": indexable(storable(shape) or ""),
            "gained": int(is_gain),
            "wasted": int(not is_gain),
            "learnt_at": at,
        }
        self._batch.add(Write.LEARN_RENDERING, row)
