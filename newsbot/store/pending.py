"""What is buffered of articles, so that reads see it before it is committed; at most a second's worth."""

from dataclasses import dataclass, field
from typing import Any

from newsbot.store.records import ArticleRecord


@dataclass(slots=True)
class PendingArticles:
    """The buffered articles, by everything that they are looked up by."""

    records: dict[str, ArticleRecord] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    bands: dict[int, list[str]] = field(default_factory=dict)
    signatures: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, record: ArticleRecord, row: dict[str, Any]) -> None:
        """Remember a new article and the *row* that waits to be written for it."""
        self.records[record.id] = record
        self._rows[record.id] = row
        self._remember_text(record)

    def change(self, record: ArticleRecord, row: dict[str, Any]) -> bool:
        """Remember the article as it is now; tell whether a row that still waits took the change."""
        self.records[record.id] = record
        self._remember_text(record)
        waiting = self._rows.get(record.id)
        if waiting is None:
            return False
        waiting.update(row)
        return True

    def find_by_text(self, text_hash: str) -> ArticleRecord | None:
        """Return the first buffered article that has this text now."""
        record = self.records.get(self.texts.get(text_hash, ""))
        return record if record is not None and record.text_hash == text_hash else None

    def _remember_text(self, record: ArticleRecord) -> None:
        if record.text_hash is not None:
            self.texts.setdefault(record.text_hash, record.id)

    def clear(self) -> None:
        """Forget all of it, once it is committed."""
        for known in (self.records, self.addresses, self.texts, self.items, self.bands, self.signatures, self._rows):
            known.clear()
