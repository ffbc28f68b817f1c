"""Decides for which pages the browser is asked, from what it was good for before; it renders nothing.

Pages of one shape of address are made alike. After PROBES pages of a shape that gained nothing the browser is not
asked for that shape again, in later runs neither; each page that gained something buys as many more.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsbot.store.database import Store
from newsbot.text.shapes import address_shape

PROBES = 5
FORGOTTEN_AFTER = timedelta(days=21)
"""A site that changes is found again after this time without a question."""


@dataclass(slots=True)
class Record:
    """What is known of one shape; *failed* and *under_way* are this run's only."""

    gained: int = 0
    wasted: int = 0
    failed: int = 0
    under_way: int = 0

    @property
    def left(self) -> int:
        """How many more pages may be asked for."""
        return PROBES * (1 + self.gained) - self.wasted - self.failed - self.under_way


class Probing:
    """The memory of one crawl; *open_store* is called with the first question."""

    def __init__(self, open_store: Callable[[], Store], outlet: str, now: Callable[[], datetime]) -> None:
        self._open_store, self._outlet, self._now = open_store, outlet, now
        self._records: dict[tuple[str, str], Record] | None = None
        self._change = asyncio.Condition()

    async def admits(self, kind: str, url: str) -> bool:
        """Tell whether the browser is asked for a page; it waits while probes of its shape are under way.

        After True, `learn` or `fail` has to follow.
        """
        record = self._record(kind, url)
        async with self._change:
            # What is under way may gain something, and then this page is asked for as well.
            await self._change.wait_for(lambda: record.left > 0 or not record.under_way)
            if record.left <= 0:
                return False
            record.under_way += 1
            return True

    async def learn(self, kind: str, url: str, *, is_gain: bool) -> None:
        """Keep what a page brought; StorageError comes with the store's next flush, not here."""
        record = self._record(kind, url)
        record.gained += is_gain
        record.wasted += not is_gain
        shape = self._shape(kind, url)
        self._open_store().renderings.add(self._outlet, kind, shape, is_gain=is_gain, at=self._now())
        await self._end(record)

    async def fail(self, kind: str, url: str) -> None:
        """Note that the browser failed at a page, which says nothing of its shape for later runs."""
        record = self._record(kind, url)
        record.failed += not record.gained
        await self._end(record)

    async def _end(self, record: Record) -> None:
        async with self._change:
            record.under_way -= 1
            self._change.notify_all()

    def _record(self, kind: str, url: str) -> Record:
        if self._records is None:
            known = self._open_store().renderings.known(self._outlet, self._now() - FORGOTTEN_AFTER)
            self._records = {(row.kind, row.shape): Record(row.gained, row.wasted) for row in known}
        return self._records.setdefault((kind, self._shape(kind, url)), Record())

    def _shape(self, kind: str, url: str) -> str:
        return address_shape(url, is_listing=kind != "article")
