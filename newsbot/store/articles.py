"""Articles, their revisions and what they are recognised by; never judges whether two texts are the same."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Row, Select, bindparam, literal_column, select

from newsbot.store.batch import Write, WriteBatch
from newsbot.store.columns import indexable, storable
from newsbot.store.connections import Database
from newsbot.store.pending import PendingArticles
from newsbot.store.records import ArticleRecord, NearCandidate, Revision
from newsbot.store.schema import addresses, articles, bands, revisions, signatures
from newsbot.store.words import packed, signed, unpacked

_BAND_ROWS_READ = 400
"""A band that thousands of pages share (one empty template) costs no more than this many rows."""

_ARTICLE_FIELDS = tuple(field.name for field in fields(ArticleRecord))
_REVISION_FIELDS = tuple(field.name for field in fields(Revision))
_TEXTS = ("url", "canonical_url", "headline", "section", "language")

# Built once: making a statement anew costs more than running it (0.06 of 0.11 ms), and these run for every article.
_article: Select[Any] = select(*(articles.c[name] for name in _ARTICLE_FIELDS))
_BY_ID = _article.where(articles.c.id == bindparam("id"))
_BY_TEXT = (
    _article.where(articles.c.text_hash == bindparam("text_hash"))
    .order_by(articles.c.duplicate_of.is_not(None), articles.c.first_seen_at, articles.c.id)
    .limit(literal_column("1"))
)
_OWNERS = select(addresses.c.key, addresses.c.article_id)
_SHARING = select(bands.c.article_id).limit(literal_column(str(_BAND_ROWS_READ)))
_SIGNATURES = select(signatures)
_revision: Select[Any] = select(*(revisions.c[name] for name in _REVISION_FIELDS))
revisions_of = _revision.where(revisions.c.article_id == bindparam("id")).order_by(revisions.c.revision)
"""The texts of the article *id*, the first one first: rows for `revision_record`."""
_LAST_ITEM = (
    select(revisions.c.item)
    .where(revisions.c.article_id == bindparam("id"))
    .order_by(revisions.c.revision.desc())
    .limit(literal_column("1"))
)


@lru_cache(maxsize=128)
def _among(query: Select[Any], column: Column[Any], count: int) -> Select[Any]:
    """*query*, kept to the rows whose *column* is one of *count* values.

    One parameter for all of them would be written out anew for each look-up: 0.07 of 0.2 ms for thirty bands.
    """
    return query.where(column.in_([bindparam(f"value_{n}") for n in range(count)]))


class Articles:
    """The tables of articles. Reads see what is buffered; writes are buffered until the store's flush."""

    def __init__(self, database: Database, batch: WriteBatch) -> None:
        self._database, self._batch = database, batch
        self._pending = PendingArticles()

    def find(self, article_id: str) -> ArticleRecord | None:
        """Return the article of that id."""
        return self._pending.records.get(article_id) or self._stored(_BY_ID, id=article_id)

    def find_by_address(self, keys: Sequence[str]) -> ArticleRecord | None:
        """Return the article that one of *keys* belongs to; the earlier key wins.

        Addresses are not an outlet's own: an article that two outlets link to is one article.
        """
        wanted = [indexable(key) for key in dict.fromkeys(keys)]
        for key in wanted:
            if article_id := self._pending.addresses.get(key):
                return self.find(article_id)
        owners = {row.key: row.article_id for row in self._rows_among(_OWNERS, addresses.c.key, wanted)}
        return next((self.find(owners[key]) for key in wanted if key in owners), None)

    def find_by_text(self, text_hash: str) -> ArticleRecord | None:
        """Return the first article that has this text, before any that is marked as its copy."""
        found = self._stored(_BY_TEXT, text_hash=text_hash)
        if found is None or found.id in self._pending.records:  # its text may just have changed
            return self._pending.find_by_text(text_hash)
        return found

    def near_candidates(self, bands_of_text: Sequence[int], limit: int = 16) -> list[NearCandidate]:
        """Return articles that share bands, the most shared first; the cost does not grow with the store."""
        if not bands_of_text:
            return []
        wanted = [signed(band) for band in bands_of_text]
        shared = Counter(row.article_id for row in self._rows_among(_SHARING, bands.c.band, wanted))
        shared.update(article_id for band in wanted for article_id in self._pending.bands.get(band, ()))
        best = shared.most_common(limit)
        texts = self._signatures([article_id for article_id, _ in best])
        return [
            NearCandidate(article_id, texts[article_id], count) for article_id, count in best if article_id in texts
        ]

    def current_item(self, article_id: str) -> dict[str, Any] | None:
        """Return the item of the article's last revision, as it was published."""
        if (line := self._pending.items.get(article_id)) is None:
            rows = self._rows(_LAST_ITEM, id=article_id)
            line = rows[0].item if rows else None
        return None if line is None else dict(json.loads(line))

    def revisions(self, article_id: str) -> list[Revision]:
        """Return the article's committed texts, the first one first."""
        return [revision_record(row) for row in self._rows(revisions_of, id=article_id)]

    def add(
        self,
        record: ArticleRecord,
        revision: Revision,
        *,
        keys: Iterable[str],
        signature: Sequence[int] | None = None,
        bands: Iterable[int] = (),
    ) -> None:
        """Store a new article under its addresses.

        Give no *bands* for a copy: others are then compared with the first of their kind only, and look-ups stay short.
        """
        row = _article_row(record)
        self._batch.add(Write.ADD_ARTICLE, row)
        self._pending.add(record, row)
        self._add_revision(revision)
        self._add_addresses(record.id, keys)
        if signature is not None:
            self._batch.add(Write.ADD_SIGNATURE, {"article_id": record.id, "signature": packed(signature)})
            self._pending.signatures[record.id] = tuple(signature)
        numbers = list(map(signed, bands))
        self._batch.add_bands(numbers, record.id)
        for band in numbers:
            self._pending.bands.setdefault(band, []).append(record.id)

    def revise(self, record: ArticleRecord, revision: Revision, *, keys: Iterable[str] = ()) -> None:
        """Store the article's next text; *record* is the known one with what changed replaced."""
        row = _article_row(record)
        if not self._pending.change(record, row):
            self._batch.add(Write.REVISE_ARTICLE, {**row, "of": record.id})
        self._add_revision(revision)
        self._add_addresses(record.id, keys)

    def replace(self, record: ArticleRecord, revision: Revision, *, keys: Iterable[str] = ()) -> None:
        """Store a better reading of the article's current text, from its own page after a print view of it.

        What is published stays as it is: then only the record changes.
        """
        row = _article_row(record)
        if not self._pending.change(record, row):
            self._batch.add(Write.REVISE_ARTICLE, {**row, "of": record.id})
        better = {"item": revision.item, "content_hash": revision.content_hash}
        self._batch.add(Write.REPLACE_REVISION, {"of": record.id, "number": revision.revision, **better})
        self._pending.items[record.id] = revision.item
        self._add_addresses(record.id, keys)

    def touch(self, article_id: str, seen_at: datetime, *, keys: Iterable[str] = ()) -> None:
        """Note that the article was met again, unchanged; one that was gone is live again."""
        self._batch.add(Write.TOUCH_ARTICLE, {"of": article_id, "seen_at": seen_at, "state": "live", "gone_at": None})
        self._add_addresses(article_id, keys)

    def mark_gone(self, article_id: str, at: datetime) -> None:
        """Note that an address of the article answers no more; it is gone when no other address still does."""
        self._batch.add(Write.LOSE_ARTICLE, {"of": article_id, "state": "gone", "gone_at": at})

    def forget_pending(self) -> None:
        """Stop answering from the buffer, once it is committed."""
        self._pending.clear()

    def _add_revision(self, revision: Revision) -> None:
        row = {name: getattr(revision, name) for name in _REVISION_FIELDS if name != "batch_id"}
        row["changed_fields"] = json.dumps(revision.changed_fields)
        self._batch.add(Write.ADD_REVISION, row)
        self._pending.items[revision.article_id] = revision.item

    def _add_addresses(self, article_id: str, keys: Iterable[str]) -> None:
        for key in map(indexable, keys):
            if key not in self._pending.addresses:
                self._batch.add(Write.ADD_ADDRESS, {"key": key, "article_id": article_id})
                self._pending.addresses[key] = article_id

    def _signatures(self, article_ids: list[str]) -> dict[str, tuple[int, ...]]:
        stored = [article_id for article_id in article_ids if article_id not in self._pending.signatures]
        rows = self._rows_among(_SIGNATURES, signatures.c.article_id, stored)
        found = {row.article_id: unpacked(row.signature) for row in rows}
        return found | self._pending.signatures

    def _stored(self, query: Select[Any], **values: Any) -> ArticleRecord | None:
        rows = self._rows(query, **values)
        return ArticleRecord(**dict(zip(_ARTICLE_FIELDS, rows[0], strict=True))) if rows else None

    def _rows_among(self, query: Select[Any], column: Column[Any], values: Sequence[Any]) -> Sequence[Row[Any]]:
        if not values:
            return ()
        return self._rows(_among(query, column, len(values)), **{f"value_{n}": value for n, value in enumerate(values)})

    def _rows(self, query: Select[Any], **values: Any) -> Sequence[Row[Any]]:
        with self._database.read() as connection:
            return connection.execute(query, values).all()


def _article_row(record: ArticleRecord) -> dict[str, Any]:
    row = {name: getattr(record, name) for name in _ARTICLE_FIELDS}
    row.update((name, storable(row[name])) for name in _TEXTS)
    return row


def revision_record(row: Row[Any]) -> Revision:
    """The revision that a row of the table holds, its columns in the record's order."""
    values = dict(zip(_REVISION_FIELDS, row, strict=True))
    values["changed_fields"] = tuple(json.loads(values["changed_fields"]))
    return Revision(**values)
