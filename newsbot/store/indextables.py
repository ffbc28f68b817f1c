"""The tables that lists, filters and search read: all made from articles and revisions, and never the only copy.

Timeline, words and tallies change in the transaction that changes an article (`newsbot.store.indexing`).
"""

from typing import Any

from sqlalchemy import Boolean, Column, Connection, Index, Integer, MetaData, Sequence, Table, Text, event, text
from sqlalchemy.dialects.postgresql import TSVECTOR

from newsbot.store.columns import BigId
from newsbot.store.schema import metadata

timeline = Table(
    "timeline",
    metadata,
    Column("number", BigId, primary_key=True, autoincrement=False),  # newsbot.store.numbers: sorts as the time does
    Column("article_id", Text, unique=True),  # empty: what this number stood for has another one now
    Column("outlet", Text, nullable=False),
    Column("is_copy", Boolean, nullable=False),
    Column("facets", Text, nullable=False),  # JSON: section, language and authors, as printed
    Column("words", TSVECTOR().with_variant(Text(), "sqlite")),  # SQLite has them in search_words
)
"""Each article once, in the order of time: what lists, filters and the search read first."""

Index("timeline_words", timeline.c.words, postgresql_using="gin").ddl_if(dialect="postgresql")

timeline_counts = Sequence("timeline_counts", metadata=metadata)
"""What numbers are made of where several programs write at once; SQLite has one writer and no sequences."""

search_words = Table(
    "search_words",
    MetaData(),  # no table like others: it is made below
    Column("rowid", BigId, primary_key=True),  # the number in the timeline
    Column("search_words", Text),  # matched with, never read: no text is kept
    Column("words", Text),
)
"""The full-text index of SQLite."""

# Only spaces separate, and nothing is altered: the words arrive in their normal form, facets in the letters that are
# named here. Without texts and sizes the index is 2.0 KB for an article of 1,500 letters.
_SEARCH_WORDS = text(
    r"CREATE VIRTUAL TABLE IF NOT EXISTS search_words"
    r" USING fts5(words, content='', columnsize=0, tokenize='ascii tokenchars ''=\:_-.'''"
    ")"
)


@event.listens_for(metadata, "after_create")
def _make_search_words(_target: MetaData, connection: Connection, **_: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(_SEARCH_WORDS)


tallies = Table(
    "tallies",
    metadata,
    Column("kind", Text, primary_key=True),  # outlet, section, author, language or day
    Column("value", Text, primary_key=True),  # folded; a day as 2026-11-22
    Column("outlet", Text, primary_key=True),
    Column("spelling", Text, primary_key=True),  # as printed
    Column("articles", Integer, nullable=False),
    Column("copies", Integer, nullable=False),  # how many of the articles are copies
    sqlite_with_rowid=False,
)
"""How many articles an outlet has of everything that lists are filtered by, and of each UTC day.

By outlet, since one run at a time writes an outlet's rows: machines that share a store never wait for each other.
"""

index_state = Table(
    "index_state",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),  # newsbot.store.building.INDEX_VERSION
    Column("last_id", Text, nullable=False),  # the articles up to this one are in the timeline
    Column("is_complete", Boolean, nullable=False),
)
"""How far timeline and tallies have been made for the articles of an older store: one row."""
