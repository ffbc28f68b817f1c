"""Makes a large store of a small one: its articles many times over, under other ids; the texts stay the same.

Every copy has its own id, hashes, addresses and bands, all of them random, so that the indexes are filled in the order
of no one, as by months of crawling.
"""

from typing import Any

import psycopg
from psycopg import sql

from newsbot.store.schema import metadata

_BAND = "('x' || substr(md5(random()::text), 1, 16))::bit(64)::bigint"
_COPIED: dict[str, dict[str, str | None]] = {
    # by table: what replaces a column in a copy; n is the copy's number, from 1 on
    "articles": {"id": "{id}", "content_hash": "md5(content_hash || n)", "text_hash": "md5(text_hash || n)"},
    "addresses": {"key": "key || '/' || n", "article_id": "{article_id}"},
    "signatures": {"article_id": "{article_id}"},
    "bands": {"band": _BAND, "article_id": "{article_id}"},
    "revisions": {"id": None, "article_id": "{article_id}"},
    "urls": {
        "id": None,
        "outlet": "outlet || '-' || n",
        "key": "key || '/' || n",
        "article_id": "{article_id}",
    },
    "runs": {"id": None},
    "batches": {"id": None, "name": "name || n"},
}
_OWN = "substr(md5({} || n), 1, 16)"


_FEW = {"runs": 40, "batches": 200}
"""So many times as many copies of what one crawl leaves one row of: an empty table's first pages must not count."""


def multiply(connection: psycopg.Connection[Any], times: int) -> None:
    """Add *times* copies of everything."""
    for table, changed in _COPIED.items():
        columns = [column.name for column in metadata.tables[table].columns if changed.get(column.name, "") is not None]
        values = [
            changed.get(name, sql.Identifier(name).as_string(connection)).format(  # type: ignore[union-attr] # no None left
                id=_OWN.format("id"), article_id=_OWN.format("article_id")
            )
            for name in columns
        ]
        connection.execute(
            sql.SQL(
                "INSERT INTO {table} ({columns}) SELECT {values} FROM {table}, generate_series(1, {times}) n"
            ).format(
                table=sql.Identifier(table),
                columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
                values=sql.SQL(", ").join(map(sql.SQL, values)),
                times=sql.Literal(times * _FEW.get(table, 1)),
            )
        )
