"""Parquet, typed and nested; it reads stored lines with Arrow's own parser and makes no Python object of a value.

Times are instants in UTC, to the microsecond: the offset that a page printed stays in ``*_raw`` alone. Everything else
has the item's own shape; ``sources`` is a map.
"""

import json
import os
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any, Protocol, get_args, get_origin, get_type_hints, is_typeddict
from urllib.parse import quote

# Arrow's own allocator, which it chooses when it is loaded, keeps what it has had: 15 MB more, and no faster.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

import pyarrow as pa
from pyarrow import json as arrow_json
from pyarrow import parquet

from newsbot.feeds.flat import bare_hint
from newsbot.feeds.jsonl import FIELDS
from newsbot.feeds.streams import DigestStream
from newsbot.feeds.writing import ArticleWriter, Plan, Sink
from newsbot.items import Article

COMPRESSION = "zstd"
TIMES = frozenset({"date_published", "date_modified", "date_downloaded", "first_seen"})
PARTITION = "outlet"
"""The column that is in the folders' names, hence not in the files."""
UNDATED = "__HIVE_DEFAULT_PARTITION__"
_DAY_OF = ("date_published", "first_seen")
_MAP = pa.map_(pa.string(), pa.string())
_PAIRS = pa.schema([("pairs", pa.list_(pa.struct([("key", pa.string()), ("value", pa.string())])))])
_SOURCES = pa.struct([(name, pa.string()) for name in FIELDS])

# Row groups of about 16 MB, 3,000 long articles. Each leaves 80 KB behind until the file's end, its part of the footer:
# with groups of 4 MB, half a million articles need 40 MB more. Few lines are parsed at once, since text takes several
# times the room of its columns while that is done.
_GROUP_ROWS = 20_000
_GROUP_CHARACTERS = 8_000_000
_PARSED_CHARACTERS = 250_000
_REPEATED = ("outlet", "section", "language", "encoding", "parser_version")
"""Columns of few values, which a dictionary shortens; building one for texts costs 15 MB and is thrown away."""
_COUNTED = ("id", "outlet", "date_published", "first_seen", "section", "language", "views", "revision")
"""Columns with the least and greatest value of each row group, by which readers skip; of texts they are of no use."""


class ParquetWriter(ArticleWriter):
    """One file."""

    def __init__(self, stream: Sink, plan: Plan) -> None:
        self._schema = arrow_schema(plan.fields)
        self._file = _parquet_file(stream, self._schema)
        self._waiting = _Waiting(self._schema)

    def write(self, lines: Sequence[str]) -> None:
        """Add articles."""
        if self._waiting.add(lines):
            self._flush()

    def finish(self) -> None:
        """Write the rest and the footer, without which nobody can read the file."""
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        table = self._waiting.take()
        if table is not None:
            self._file.write_table(table)
            del table
            _give_back()


class Folder(Protocol):
    """Where the files of a partitioned export go."""

    def open(self, name: str) -> DigestStream:
        """Begin the file of that relative name."""

    def close(self, stream: DigestStream) -> None:
        """End it."""


class PartitionedWriter(ArticleWriter):
    """``outlet=NAME/day=DATE/part-N.parquet``, the way Hive, Spark, DuckDB and pandas find partitions.

    Articles must come sorted by outlet and day: one file is open at a time. The day is that of publication in UTC, else
    that on which the article was first seen.
    """

    def __init__(self, folder: Folder, plan: Plan) -> None:
        self._folder = folder
        self._schema = arrow_schema(tuple(name for name in plan.fields if name != PARTITION))
        self._read_schema = arrow_schema(tuple(dict.fromkeys((*plan.fields, PARTITION, *_DAY_OF))))
        self._waiting = _Waiting(self._read_schema)
        self._parts: dict[str, int] = {}
        self._partition: str | None = None
        self._stream: DigestStream | None = None
        self._file: parquet.ParquetWriter | None = None

    def write(self, lines: Sequence[str]) -> None:
        """Add articles."""
        if self._waiting.add(lines):
            self._flush()

    def finish(self) -> None:
        """Write the rest and end the last file."""
        self._flush()
        self._end()

    def _flush(self) -> None:
        table = self._waiting.take()
        if table is not None:
            for partition, start, count in _runs(table):
                self._begin(partition).write_table(table.slice(start, count).select(self._schema.names))
            _give_back()

    def _begin(self, partition: str) -> parquet.ParquetWriter:
        if self._file is None or partition != self._partition:
            self._end()
            number = self._parts[partition] = self._parts.get(partition, -1) + 1
            self._partition = partition
            self._stream = self._folder.open(f"{partition}/part-{number}.parquet")
            self._file = _parquet_file(self._stream, self._schema)
        return self._file

    def _end(self) -> None:
        if self._file is not None and self._stream is not None:
            self._file.close()
            self._folder.close(self._stream)
        self._file = self._stream = None


class _Waiting:
    """Articles that wait until they fill a row group, parsed a few at a time: text takes twice the room of columns."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._lines: list[str] = []
        self._tables: list[pa.Table] = []
        self._unparsed = self._characters = 0

    def add(self, lines: Sequence[str]) -> bool:
        """Keep *lines*; tell whether there are enough of them now."""
        self._lines += lines
        self._unparsed += sum(map(len, lines))
        if self._unparsed >= _PARSED_CHARACTERS:
            self._parse()
        return self._characters >= _GROUP_CHARACTERS or sum(map(len, self._tables)) >= _GROUP_ROWS

    def take(self) -> pa.Table | None:
        """Hand out what waits; None for nothing."""
        self._parse()
        tables, self._tables, self._characters = self._tables, [], 0
        return pa.concat_tables(tables) if tables else None

    def _parse(self) -> None:
        if self._lines:
            self._tables.append(article_table(self._lines, self._schema))
        self._characters += self._unparsed
        self._lines, self._unparsed = [], 0


def _give_back() -> None:
    """Return to the system what a row group took: kept, its holes make 10 MB of a hundred thousand articles."""
    pa.default_memory_pool().release_unused()


def _parquet_file(stream: Sink | None, schema: pa.Schema) -> parquet.ParquetWriter:
    counted = [name for name in _COUNTED if name in schema.names]
    repeated = [name for name in _REPEATED if name in schema.names]
    return parquet.ParquetWriter(
        stream, schema, compression=COMPRESSION, write_statistics=counted, use_dictionary=repeated
    )


def arrow_schema(fields: Sequence[str]) -> pa.Schema:
    """The Arrow types of these fields, made from the Article class."""
    hints = get_type_hints(Article)
    return pa.schema([pa.field(name, _arrow_type(name, bare_hint(hints[name]))) for name in fields])


def article_table(lines: Sequence[str], schema: pa.Schema) -> pa.Table:
    """The lines as columns; a key that *schema* has not is left out."""
    table = _parsed(lines, pa.schema([_readable(field) for field in schema]))
    for position, field in enumerate(schema):
        if pa.types.is_map(field.type):
            table = table.set_column(position, field, _as_map(table.column(position).combine_chunks()))
    return table


def _readable(field: pa.Field) -> pa.Field:
    """What Arrow's parser, which knows no map, can read of a field."""
    return field.with_type(_SOURCES) if pa.types.is_map(field.type) else field


def _as_map(objects: pa.StructArray) -> pa.MapArray:
    """The objects' values that are there, each with its key; null where there is no object.

    By way of JSON again: pyarrow.array would import pandas wherever that is installed, for 45 MB.
    """
    pairs = (row and [{"key": key, "value": told} for key, told in row.items() if told] for row in objects.to_pylist())
    lists = _parsed([json.dumps({"pairs": entry}) for entry in pairs], _PAIRS).column(0).combine_chunks()
    entries = lists.values
    return pa.MapArray.from_arrays(lists.offsets, entries.field(0), entries.field(1), mask=lists.is_null())


def _parsed(lines: Sequence[str], schema: pa.Schema) -> pa.Table:
    data = "\n".join(lines).encode("utf-8")
    return arrow_json.read_json(
        BytesIO(data),
        # One block: a line that goes from one into the next but one is an error to Arrow.
        read_options=arrow_json.ReadOptions(use_threads=False, block_size=len(data) + 1),
        parse_options=arrow_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
    )


def _arrow_type(name: str, kind: Any) -> pa.DataType:
    if name in TIMES:
        return pa.timestamp("us", "UTC")
    if kind is int:
        return pa.int64()
    if is_typeddict(kind):
        return pa.struct([(key, pa.string()) for key in get_type_hints(kind)])
    if get_origin(kind) is dict:
        return _MAP
    if get_origin(kind) is list:
        return pa.list_(_arrow_type("", get_args(kind)[0]))
    return pa.string()


def _runs(table: pa.Table) -> Iterator[tuple[str, int, int]]:
    """Yield each partition with the first row and the number of the rows that stand together."""
    from pyarrow import compute as pc  # noqa: PLC0415 - 10 MB of memory that only partitions need

    days = pc.strftime(pc.coalesce(*(table[name] for name in _DAY_OF)), format="%Y-%m-%d").to_pylist()
    outlets = table[PARTITION].to_pylist()
    start = 0
    for (outlet, day), rows in groupby(zip(outlets, days, strict=True)):
        count = sum(1 for _ in rows)
        yield f"{PARTITION}={_escaped(outlet or UNDATED)}/day={day or UNDATED}", start, count
        start += count


def _escaped(name: str) -> str:
    """A partition's value in a folder's name; Spark takes each %XX for a letter, so letters beyond ASCII stay.

    >>> print(_escaped("حلب/1"))
    حلب%2F1
    """
    return "".join(letter if letter > "\x7f" else quote(letter, safe="") for letter in name)
