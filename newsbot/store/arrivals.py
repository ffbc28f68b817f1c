"""When an outlet's articles came and when it was looked at, by the hour; it never reads an article."""

from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, cast, func, select

from newsbot.store.connections import Database
from newsbot.store.schema import articles, runs

HOUR_SECONDS = 3600


def hour_of(moment: datetime) -> int:
    """Return the number of the hour that an aware time lies in, counted from 1970 in UTC."""
    return int(moment.timestamp()) // HOUR_SECONDS


def hourly_articles(database: Database, outlet: str, since: datetime) -> dict[int, int]:
    """Return how many articles of *outlet* were first seen in each hour that had any, copies included."""
    hour = _hour(database, articles.c.first_seen_at)
    query = (
        select(hour, func.count()).where(articles.c.outlet == outlet, articles.c.first_seen_at >= since).group_by(hour)
    )
    with database.read() as connection:
        return {int(number): count for number, count in connection.execute(query).all()}


def watched_hours(database: Database, outlet: str, since: datetime) -> set[int]:
    """Return the hours in which a run of *outlet* ended that had gone through all there was."""
    is_whole = (runs.c.outlet == outlet) & (runs.c.reason == "finished") & (runs.c.ended_at >= since)
    with database.read() as connection:
        return {hour_of(moment) for moment in connection.execute(select(runs.c.ended_at).where(is_whole)).scalars()}


def first_run_at(database: Database, outlet: str) -> datetime | None:
    """Return when the outlet was crawled first."""
    with database.read() as connection:
        query = select(runs.c.started_at).where(runs.c.outlet == outlet).order_by(runs.c.id).limit(1)
        found: datetime | None = connection.execute(query).scalar()
    return found


def last_article_at(database: Database, outlet: str) -> datetime | None:
    """Return when the newest article was first seen."""
    with database.read() as connection:
        query = select(func.max(articles.c.first_seen_at)).where(articles.c.outlet == outlet)
        found: datetime | None = connection.execute(query).scalar()
    return found


def _hour(database: Database, column: ColumnElement[datetime]) -> ColumnElement[int]:
    """Return the number of a time's hour in the database's own words: a month of an agency is 20,000 articles."""
    if database.is_server:
        return cast(func.floor(func.extract("epoch", column) / HOUR_SECONDS), BigInteger)
    return cast(func.strftime("%s", func.substr(column, 1, 19)), BigInteger) // HOUR_SECONDS
