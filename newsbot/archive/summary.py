"""What a snapshot holds, in figures: made from its store, its WARC index and its files; it writes nothing."""

import heapq
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from newsbot import __version__
from newsbot.archive.folder import Snapshot, SnapshotFolder
from newsbot.archive.segments import Segments
from newsbot.archive.tally import Tally
from newsbot.feeds.datapackage import FileDigest, file_digest
from newsbot.store.database import Store
from newsbot.store.slices import Slice, item_lines

NEWEST = 30
"""So many of the newest articles are named."""
MOST = 15
"""So many sections, authors and languages are named; of the others the number is told."""
EXAMPLES = 3
"""So many addresses are named for each reason to leave one out."""


@dataclass(slots=True, kw_only=True)
class Headline:
    """One article as the report lists it."""

    headline: str
    url: str
    published: str | None
    section: str | None


@dataclass(slots=True, kw_only=True)
class Ranking:
    """The most frequent of many names; «» stands for articles that have none."""

    named: list[tuple[str, int]] = field(default_factory=list)
    size: int = 0
    """How many different ones there are in all."""


@dataclass(slots=True, kw_only=True)
class Recorded:
    """The WARC records of one kind in the web archive."""

    count: int = 0
    bytes: int = 0
    """Compressed, the requests that belong to them included."""


@dataclass(slots=True, kw_only=True)
class SnapshotSummary:
    """The figures of report.html."""

    snapshot: Snapshot
    packed_at: datetime
    wacz: str
    """The name of the web archive's file."""
    newsbot_version: str = __version__
    home: str | None = None
    """The address that the site was entered by; None where the store knows none yet."""
    articles: int = 0
    duplicates: int = 0
    """Of these: whose text is that of another one, or nearly."""
    without_date: int = 0
    first_published: str | None = None
    last_published: str | None = None
    months: Counter[str] = field(default_factory=Counter)
    """Articles by month, «2026-11», in the outlet's own time."""
    sections: Ranking = field(default_factory=Ranking)
    authors: Ranking = field(default_factory=Ranking)
    languages: Ranking = field(default_factory=Ranking)
    words: int = 0
    newest: list[Headline] = field(default_factory=list)
    """The newest first, those without a date last."""
    addresses: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Addresses by kind (article, listing, requisite...) and state (done, queued, failed, gone, skipped)."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Why addresses were left out, as skipped.jsonl tells."""
    examples: dict[str, list[str]] = field(default_factory=dict)
    """Some of the addresses, by reason."""
    records: dict[str, Recorded] = field(default_factory=dict)
    """WARC records by kind: response, revisit, resource."""
    lost: int = 0
    """Addresses whose records were found damaged, and which were not fetched again yet."""
    pictures: int = 0
    """Articles whose picture was kept as a file."""
    digests: dict[str, FileDigest] = field(default_factory=dict)
    """Of the files beside the report, by name."""

    @property
    def waiting(self) -> int:
        """How many addresses were found and not yet fetched."""
        return self._in_state("queued")

    @property
    def failed(self) -> int:
        """How many addresses could not be fetched, and may be the next time."""
        return self._in_state("failed")

    @property
    def fetched(self) -> int:
        """How many addresses were fetched."""
        return self._in_state("done")

    @property
    def archive_bytes(self) -> int:
        """The size of the web archive."""
        digest = self.digests.get(self.wacz)
        return digest.bytes if digest else 0

    def _in_state(self, wanted: str) -> int:
        return sum(number for (_, state), number in self.addresses.items() if state == wanted)


def snapshot_summary(
    snapshot: Snapshot, folder: SnapshotFolder, segments: Segments, store: Store, now: datetime
) -> SnapshotSummary:
    """Count, when the files are written; memory does not grow with the site."""
    wacz = folder.wacz(snapshot)
    summary = SnapshotSummary(snapshot=snapshot, packed_at=now, wacz=wacz.name, home=snapshot.url)
    count_articles(summary, map(json.loads, item_lines(store.database, Slice(outlet=snapshot.outlet))))
    _count_addresses(summary, store)
    _count_left_out(summary, _values(folder.skipped))
    _count_records(summary, segments)
    summary.pictures = sum(1 for _ in _values(folder.image_list)) if folder.image_list.exists() else 0
    files = (wacz, folder.articles, folder.skipped, folder.image_list)
    summary.digests = {path.name: file_digest(path) for path in files if path.exists()}
    return summary


def count_articles(summary: SnapshotSummary, articles: Iterable[dict[str, Any]]) -> None:
    """Add what is told of *articles*, the items of the feed."""
    dated = _Span()
    with Tally() as sections, Tally() as authors, Tally() as languages:
        for article in articles:
            published = article["date_published"]
            summary.articles += 1
            summary.duplicates += article["duplicate_of"] is not None
            summary.words += len((article["article_body"] or "").split())
            sections.add([article["section"] or ""])
            authors.add(article["authors"] or ())
            languages.add([article["language"] or ""])
            if published:
                summary.months[published[:7]] += 1
            else:
                summary.without_date += 1
            dated.add(published, article)
        summary.sections, summary.authors, summary.languages = map(_ranking, (sections, authors, languages))
    summary.first_published, summary.last_published, summary.newest = dated.first, dated.last, dated.newest


class _Span:
    """The first and last dates and the newest articles, by the moment and not by its text: offsets differ."""

    def __init__(self) -> None:
        self._first: tuple[float, str] | None = None
        self._heap: list[tuple[float, int, Headline]] = []
        self._number = count(0, -1)  # of two articles of one moment the first stays

    @property
    def first(self) -> str | None:
        return self._first[1] if self._first else None

    @property
    def last(self) -> str | None:
        newest = self.newest
        return newest[0].published if newest else None

    @property
    def newest(self) -> list[Headline]:
        return [told for _, _, told in sorted(self._heap, key=lambda entry: entry[:2], reverse=True)]

    def add(self, published: str | None, article: dict[str, Any]) -> None:
        moment = datetime.fromisoformat(published).timestamp() if published else float("-inf")
        if published and (self._first is None or moment < self._first[0]):
            self._first = moment, published
        if len(self._heap) >= NEWEST and moment <= self._heap[0][0]:
            return
        told = Headline(
            headline=article["headline"] or "", url=article["url"], published=published, section=article["section"]
        )
        heapq.heappush(self._heap, (moment, next(self._number), told))
        if len(self._heap) > NEWEST:
            heapq.heappop(self._heap)


def _ranking(tally: Tally) -> Ranking:
    return Ranking(named=tally.top(MOST), size=tally.size)


def _count_addresses(summary: SnapshotSummary, store: Store) -> None:
    for row in store.urls.every(summary.snapshot.outlet):
        summary.addresses[row.kind, row.state] += 1
        if summary.home is None and row.depth == 0 and row.kind == "listing":
            summary.home = row.url


def _count_left_out(summary: SnapshotSummary, lines: Iterable[dict[str, Any]]) -> None:
    for told in lines:
        summary.reasons[told["reason"]] += 1
        examples = summary.examples.setdefault(told["reason"], [])
        if len(examples) < EXAMPLES:
            examples.append(told["url"])


def _count_records(summary: SnapshotSummary, segments: Segments) -> None:
    """Count what is in the web archive: what was written twice is left out of it."""
    for path in segments.paths:
        for kept in segments.superseded(path.name):
            recorded = summary.records.setdefault(kept.kind, Recorded())
            recorded.count -= 1
            recorded.bytes -= kept.length
    for kept in segments.records():
        recorded = summary.records.setdefault(kept.kind, Recorded())
        recorded.count += 1
        recorded.bytes += kept.length
    summary.records = {kind: recorded for kind, recorded in summary.records.items() if recorded.count > 0}
    summary.lost = len(segments.lost)


def _values(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
