"""One stored article with all that is known of it, as its own page shows it; it never changes anything."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from newsbot.store.articles import revision_record, revisions_of
from newsbot.store.connections import Database
from newsbot.store.listing import ListedArticle, listed_in
from newsbot.store.records import Revision, read_item
from newsbot.store.schema import articles

_MOST_COPIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article."""

    id: str
    outlet: str
    first_seen_at: datetime
    seen_at: datetime
    gone_at: datetime | None
    state: str
    """live or gone"""
    item: dict[str, Any]
    """The line of the feed that its last revision has."""
    revisions: list[Revision]
    """All of them, the first one first."""
    copies: list[ListedArticle]
    """Others with the same story, at most 50: what this is a copy of first, then copies, then the rest."""


def stored_article(database: Database, article_id: str) -> StoredArticle | None:
    """The article of that id, or None."""
    with database.read() as connection:
        row = connection.execute(select(articles).where(articles.c.id == article_id)).first()
        if row is None:
            return None
        revisions = [revision_record(found) for found in connection.execute(revisions_of, {"id": article_id})]
        copies = listed_in(connection, _copies(connection, row))
    return StoredArticle(
        id=row.id,
        outlet=row.outlet,
        first_seen_at=row.first_seen_at,
        seen_at=row.seen_at,
        gone_at=row.gone_at,
        state=row.state,
        item=read_item(revisions[-1].item) if revisions else {},
        revisions=revisions,
        copies=copies,
    )


def _copies(connection: Connection, article: Row[Any]) -> list[str]:
    kin = [articles.c.duplicate_of == article.id]
    first = article.duplicate_of or article.id
    if article.duplicate_of:
        kin += [articles.c.id == first, articles.c.duplicate_of == first]
    if article.story:
        kin += [articles.c.story == article.story, articles.c.id == article.story]
    query = (
        select(articles.c.id)
        .where(or_(*kin), articles.c.id != article.id)
        .order_by(articles.c.id != first, articles.c.duplicate_of.is_(None), articles.c.first_seen_at, articles.c.id)
        .limit(_MOST_COPIES)
    )
    return [row.id for row in connection.execute(query)]
