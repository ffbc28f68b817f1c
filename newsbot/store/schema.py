"""The tables of the store, each with the question that it answers; every time is aware UTC."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

from newsbot.store.columns import BigId, UtcDateTime

SCHEMA_VERSION = 3
"""2: renderings. 3: findings, duties, those of `newsbot.store.indextables`; indexes of copies and stories."""

metadata = MetaData()

versions = Table(
    "newsbot_schema",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
)
"""Which newsbot made this database: one row."""

urls = Table(
    "urls",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("key", Text, nullable=False),  # the address's identity, newsbot.text.urls.url_key
    Column("url", Text, nullable=False),
    Column("kind", Text, nullable=False),  # article, listing, feed or sitemap
    Column("state", Text, nullable=False),  # queued, done, failed, gone or skipped
    Column("depth", Integer, nullable=False),
    Column("rank", BigInteger, nullable=False),  # what is fetched first: higher
    Column("dated_at", UtcDateTime),  # lastmod or publication, as a link or the page told it
    Column("found_on", Text),
    Column("headline", Text),  # the link's text
    Column("status", SmallInteger),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", Text),
    Column("failures", SmallInteger, nullable=False, server_default="0"),  # in a row
    Column("repeats", SmallInteger, nullable=False, server_default="0"),  # unchanged visits in a row
    Column("reason", Text),  # why it failed, is gone or was skipped
    Column("article_id", Text),
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("fetched_at", UtcDateTime),
    Column("due_at", UtcDateTime),  # when to fetch it (again); empty: never
    UniqueConstraint("outlet", "key", name="urls_outlet_key"),
)
"""Every address ever seen, and what became of it."""

# A partial index serves only a query that repeats its condition word for word, so both use these. The value stands in
# the SQL itself: SQLite does not match a bound parameter with the index's constant.
IS_QUEUED = urls.c.state == literal_column("'queued'")
Index("urls_queue", urls.c.outlet, urls.c.rank.desc(), urls.c.id, sqlite_where=IS_QUEUED, postgresql_where=IS_QUEUED)
IS_ASLEEP = (urls.c.state != literal_column("'queued'")) & urls.c.due_at.is_not(None)
Index("urls_due", urls.c.outlet, urls.c.due_at, sqlite_where=IS_ASLEEP, postgresql_where=IS_ASLEEP)
_has_article = urls.c.article_id.is_not(None)
Index("urls_article", urls.c.article_id, sqlite_where=_has_article, postgresql_where=_has_article)

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("outlet", Text, nullable=False),  # the one that met the article first
    Column("url", Text, nullable=False),
    Column("canonical_url", Text),
    Column("headline", Text),
    Column("section", Text),
    Column("language", Text),
    Column("date_published", UtcDateTime),
    Column("content_hash", Text),
    Column("text_hash", Text),
    Column("revision", Integer, nullable=False),
    Column("duplicate_of", Text),
    Column("story", Text),
    Column("state", Text, nullable=False),  # live or gone
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("gone_at", UtcDateTime),
)
"""Each article once, as its last revision has it."""

Index("articles_content", articles.c.content_hash)
Index("articles_text", articles.c.text_hash)
Index("articles_outlet_published", articles.c.outlet, articles.c.date_published)
Index("articles_outlet_seen", articles.c.outlet, articles.c.first_seen_at)
IS_GONE = articles.c.state == literal_column("'gone'")
Index("articles_gone", articles.c.outlet, sqlite_where=IS_GONE, postgresql_where=IS_GONE)
_is_copy = articles.c.duplicate_of.is_not(None)
Index("articles_copies", articles.c.duplicate_of, sqlite_where=_is_copy, postgresql_where=_is_copy)
_has_story = articles.c.story.is_not(None)
Index("articles_story", articles.c.story, sqlite_where=_has_story, postgresql_where=_has_story)

addresses = Table(
    "addresses",
    metadata,
    Column("key", Text, primary_key=True),
    Column("article_id", Text, ForeignKey("articles.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Which article an address, canonical address or short link belongs to."""

runs = Table(
    "runs",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),  # empty: still running, or killed
    Column("reason", Text),
    Column("counts", Text, nullable=False),  # JSON
    Column("pid", Integer, nullable=False),
    Column("host", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""Each crawl, from its start on: a killed one has no end."""

Index("runs_outlet", runs.c.outlet, runs.c.id)

batches = Table(
    "batches",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("name", Text, nullable=False),  # the feed file's name
    Column("state", Text, nullable=False),  # open or published
    Column("lines", Integer, nullable=False),
    Column("bytes", BigInteger),
    Column("sha256", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("published_at", UtcDateTime),
    UniqueConstraint("outlet", "name", name="batches_outlet_name"),
    sqlite_autoincrement=True,
)
"""Each feed file: promised (open) or there for good (published)."""

revisions = Table(
    "revisions",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("article_id", Text, ForeignKey("articles.id"), nullable=False),
    Column("outlet", Text, nullable=False),  # whose feed it goes to
    Column("revision", Integer, nullable=False),
    Column("content_hash", Text),
    Column("item", Text, nullable=False),  # the line of the feed, exactly
    Column("changed_fields", Text, nullable=False),  # JSON list
    Column("stored_at", UtcDateTime, nullable=False),
    Column("run_id", BigInteger),
    Column("batch_id", BigInteger, ForeignKey("batches.id")),  # empty: not yet published
    Column("is_publishable", Boolean, nullable=False),
    UniqueConstraint("article_id", "revision", name="revisions_article_revision"),
)
"""Every text that an article ever had."""

IS_UNPUBLISHED = revisions.c.batch_id.is_(None) & revisions.c.is_publishable
Index(
    "revisions_outbox",
    revisions.c.outlet,
    revisions.c.id,
    sqlite_where=IS_UNPUBLISHED,
    postgresql_where=IS_UNPUBLISHED,
)
_is_batched = revisions.c.batch_id.is_not(None)
Index("revisions_batch", revisions.c.batch_id, revisions.c.id, sqlite_where=_is_batched, postgresql_where=_is_batched)
Index("revisions_stored", revisions.c.stored_at)

bands = Table(
    "bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", Text, primary_key=True),
    sqlite_with_rowid=False,
)
"""Which articles share a band of their MinHash signature, hence perhaps their text."""

signatures = Table(
    "signatures",
    metadata,
    Column("article_id", Text, primary_key=True),
    Column("signature", LargeBinary, nullable=False),  # 32-bit words, little endian
)
"""The MinHash signature of each text that others are compared with."""

renderings = Table(
    "renderings",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # article or listing
    Column("shape", Text, primary_key=True),  # newsbot.text.shapes.address_shape
    Column("gained", Integer, nullable=False),
    Column("wasted", Integer, nullable=False),
    Column("learnt_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
"""What the browser was good for on pages of one shape."""

findings = Table(
    "findings",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("rule", Text, primary_key=True),
    Column("field", Text, primary_key=True, server_default=""),  # empty: the rule is not about one field
    Column("state", Text, nullable=False),  # open or closed
    Column("severity", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("details", Text, nullable=False),  # JSON
    Column("opened_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("run_id", BigInteger),  # the run that it was last seen in
    Column("notified_state", Text),  # the state that was last told to people, and to which services
    Column("notified_at", UtcDateTime),
    sqlite_with_rowid=False,
)
"""What the health rules found of an outlet: one row a rule, opened, closed and opened again."""

duties = Table(
    "duties",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("due_at", UtcDateTime),
    Column("started_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("reason", Text),  # how the last run ended
    Column("failures", Integer, nullable=False, server_default="0"),  # in a row
    Column("interval_seconds", Float),
    Column("settings", Text, nullable=False, server_default="{}"),  # JSON
    Column("run_id", BigInteger),
    Column("held_by", Text),
    sqlite_with_rowid=False,
)
"""When each scheduled outlet is due, and how its last run went."""
