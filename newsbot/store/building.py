"""Makes the index of articles that an older newsbot stored, a few hundred at a time; a kill loses one such step.

New articles are indexed as they are stored. Only what was there before needs this: once after an upgrade.
"""

import logging
from weakref import WeakSet

from sqlalchemy import Connection, delete, func, insert, inspect, select, text, update

from newsbot.store.connections import Database
from newsbot.store.failure import IndexMissingError
from newsbot.store.indexing import index_articles
from newsbot.store.indextables import index_state, tallies, timeline
from newsbot.store.schema import articles

INDEX_VERSION = 1
"""To be raised with every change of what `newsbot.store.documents` makes of an article: the index is then made anew."""

_ARTICLES_AT_ONCE = 200
_TOLD_FROM = 5000
_TOLD_EVERY = 50_000

_logger = logging.getLogger(__name__)
_complete: "WeakSet[Database]" = WeakSet()
_STATE = select(index_state)


def has_index(database: Database) -> bool:
    """Tell whether every stored article is in the index, as this version makes it; False for an older store too."""
    if database in _complete:
        return True
    with database.read() as connection:
        if not inspect(connection).has_table(index_state.name):
            return False
        state = connection.execute(_STATE).first()
    is_complete = state is not None and state.version == INDEX_VERSION and state.is_complete
    if is_complete:
        _complete.add(database)
    return is_complete


def needs_index(database: Database) -> None:
    """Raise IndexMissingError where the index is not complete."""
    if not has_index(database):
        raise IndexMissingError(database.place)


def build_index(database: Database) -> None:
    """Index what is stored and not indexed yet, a millisecond an article; programs that do it at once share it."""
    if has_index(database):
        return
    with database.write() as connection:
        _keep_writers_out(connection)
        last_id = _begun(connection)
        waiting = connection.execute(select(func.count()).where(articles.c.id > last_id)).scalar_one()
    if waiting >= _TOLD_FROM:
        _logger.info("Making the index of %s stored articles for lists and search, once", f"{waiting:,}")
    done = 0
    while step := _build_some(database):
        done += step
        if done // _TOLD_EVERY > (done - step) // _TOLD_EVERY:
            _logger.info("%s of %s stored articles are indexed", f"{done:,}", f"{waiting:,}")


def start_index(connection: Connection) -> None:
    """Note for new tables how far the index is: complete where there is no article yet."""
    if connection.execute(_STATE).first() is None:
        is_empty = connection.execute(select(articles.c.id).limit(1)).first() is None
        row = {"version": INDEX_VERSION, "last_id": "", "is_complete": is_empty}
        connection.execute(insert(index_state), row)


def _begun(connection: Connection) -> str:
    """Return the article behind which to go on; what another version made is thrown away first."""
    state = connection.execute(_STATE).one()
    if state.version == INDEX_VERSION:
        return str(state.last_id)
    connection.execute(delete(timeline))
    connection.execute(delete(tallies))
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search_words (search_words) VALUES ('delete-all')"))
    connection.execute(update(index_state).values(version=INDEX_VERSION, last_id="", is_complete=False))
    return ""


def _build_some(database: Database) -> int:
    """Index the next few articles in one transaction; return how many there were."""
    with database.write() as connection:
        _keep_writers_out(connection)
        state = connection.execute(_STATE).one()
        if state.is_complete:
            return 0
        query = select(articles.c.id).where(articles.c.id > state.last_id).order_by(articles.c.id)
        ids = connection.execute(query.limit(_ARTICLES_AT_ONCE)).scalars().all()
        known = connection.execute(select(timeline.c.article_id).where(timeline.c.article_id.in_(ids))).scalars()
        index_articles(connection, set(ids).difference(known))
        values = {"last_id": ids[-1]} if ids else {"is_complete": True}
        connection.execute(update(index_state).values(values))
    return len(ids)


def _keep_writers_out(connection: Connection) -> None:
    """Let nobody change an article until the end of the transaction: what is indexed is what is stored.

    SQLite has one writer at a time anyway. A run of PostgreSQL that writes waits for a fifth of a second.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE articles IN SHARE ROW EXCLUSIVE MODE"))
