"""Procrastinate's tables in the store's database: in a schema of their own, made and brought up to date; no job.

Each file of Procrastinate's migrations that is in the database is noted, so a new version's are known by their absence.
"""

from collections.abc import Collection
from pathlib import Path

import psycopg
from procrastinate.schema import SchemaManager
from psycopg import sql

from newsbot.errors import StorageError

SCHEMA = "newsbot_jobs"
"""Apart from the store's own tables, and from those of another program that uses Procrastinate on this server."""

CONNECT_SECONDS = 10

_PREPARED = (
    "SELECT pg_advisory_xact_lock(hashtextextended('newsbot jobs', 0))",
    f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}",
    f"SET LOCAL search_path TO {SCHEMA}",
    "CREATE TABLE IF NOT EXISTS newsbot_migrations (name text PRIMARY KEY)",
)


def prepare_tables(address: str, place: str) -> None:
    """Make what is missing, one worker at a time; StorageError where the tables are a newer Procrastinate's.

    *address* is one of libpq, *place* names the database in messages. Raises psycopg.Error while the server does not
    answer.
    """
    known = migrations()
    with psycopg.connect(address, connect_timeout=CONNECT_SECONDS) as connection:
        applied = _applied(connection)
        if applied is not None and applied >= known.keys():
            _refuse_newer(applied - known.keys(), place)
            return
        for statement in _PREPARED:
            connection.execute(sql.SQL(statement))
        applied = {name for (name,) in connection.execute("SELECT name FROM newsbot_migrations")}
        if applied:
            _refuse_newer(applied - known.keys(), place)
            scripts = [known[name].read_text(encoding="utf-8") for name in sorted(known.keys() - applied)]
        else:
            scripts = [SchemaManager.get_schema()]
        for script in scripts:
            connection.execute(sql.SQL(script))
        _note(connection, known.keys() - applied)


def migrations() -> dict[str, Path]:
    """Return the files of the Procrastinate that is installed, by name; their names sort in the order of use."""
    return {path.name: path for path in Path(SchemaManager.get_migrations_path()).glob("*.sql")}


def _applied(connection: psycopg.Connection[tuple[str]]) -> set[str] | None:
    found = connection.execute("SELECT to_regclass(%s)", [f"{SCHEMA}.newsbot_migrations"]).fetchone()
    if not found or found[0] is None:
        return None
    return {name for (name,) in connection.execute(sql.SQL(f"SELECT name FROM {SCHEMA}.newsbot_migrations"))}  # noqa: S608 - our own name


def _note(connection: psycopg.Connection[tuple[str]], names: Collection[str]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO newsbot_migrations VALUES (%s)", [(name,) for name in names])


def _refuse_newer(unknown: Collection[str], place: str) -> None:
    if unknown:
        raise StorageError(
            f"{place}: a newer Procrastinate made the workers' tables ({max(unknown)}); upgrade newsbot[workers] here"
        )
