"""Counts how often each of many words comes, exactly and in bounded memory; it knows none of their meanings."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from types import TracebackType
from typing import Self

HELD_AT_ONCE = 20_000
"""So many words are counted in memory (some 3 MB); beyond that they go to a temporary file."""
LONGEST = 200
"""Characters of a word that count: what is longer is no name, and need not be kept whole."""


class Tally:
    """A counter whose words may be as many as a site has authors.

    Its file is SQLite's own temporary one: it has no name, and is gone when the tally is closed or the process killed.
    """

    def __init__(self, held_at_once: int = HELD_AT_ONCE) -> None:
        self._held_at_once = held_at_once
        self._held: Counter[str] = Counter()
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("CREATE TABLE words (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID")

    def add(self, words: Iterable[str]) -> None:
        """Count each of *words* once more."""
        # A lone surrogate, which JSON can carry, is no text to a database.
        self._held.update(word[:LONGEST].encode("utf-8", "replace").decode() for word in words)
        if len(self._held) > self._held_at_once:
            self._write()

    def top(self, count: int) -> list[tuple[str, int]]:
        """The *count* most frequent words, equal ones by the alphabet."""
        self._write()
        return self._file.execute("SELECT * FROM words ORDER BY count DESC, word LIMIT ?", (count,)).fetchall()

    @property
    def size(self) -> int:
        """How many different words there are."""
        self._write()
        return int(self._file.execute("SELECT count(*) FROM words").fetchone()[0])

    def close(self) -> None:
        """Forget everything."""
        self._held.clear()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self) -> None:
        add = "INSERT INTO words VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET count = count + excluded.count"
        self._file.execute("BEGIN")
        self._file.executemany(add, self._held.items())
        self._file.execute("COMMIT")
        self._held.clear()
