"""The formats of an export by name and by file ending; the packages that one needs are imported when it is chosen."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from newsbot.errors import ConfigurationError
from newsbot.feeds.writing import WriterMaker
from newsbot.store.slices import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format, and what is particular about it."""

    name: str
    endings: tuple[str, ...]
    media_type: str
    home: str
    """Module and name of its `WriterMaker`."""
    order: Order = Order.STORED
    needs: tuple[str, ...] = ()
    """Packages of newsbot[export]."""
    has_columns: bool = True
    """Whether fields can be chosen; feeds for readers have a shape of their own."""

    def maker(self) -> WriterMaker:
        """What makes its writers."""
        module, _, name = self.home.partition(":")
        maker: WriterMaker = getattr(import_module(f"newsbot.feeds.{module}"), name)
        return maker


FORMATS = {
    form.name: form
    for form in (
        Format(
            name="jsonl",
            endings=(".jsonl", ".ndjson", ".jl"),
            media_type="application/jsonl",
            home="lines:LinesWriter",
        ),
        Format(name="jsonl.gz", endings=(".jsonl.gz",), media_type="application/gzip", home="lines:gzip_writer"),
        Format(name="jsonl.zst", endings=(".jsonl.zst",), media_type="application/zstd", home="lines:zstd_writer"),
        Format(name="csv", endings=(".csv",), media_type="text/csv", home="spreadsheet:SpreadsheetWriter"),
        Format(
            name="parquet",
            endings=(".parquet", ".pq"),
            media_type="application/vnd.apache.parquet",
            home="parquet:ParquetWriter",
            needs=("pyarrow",),
        ),
        Format(
            name="rss",
            endings=(".rss", ".xml"),
            media_type="application/rss+xml",
            home="xmlfeeds:RssWriter",
            order=Order.NEWEST,
            has_columns=False,
        ),
        Format(
            name="atom",
            endings=(".atom",),
            media_type="application/atom+xml",
            home="xmlfeeds:AtomWriter",
            order=Order.NEWEST,
            has_columns=False,
        ),
        Format(
            name="jsonfeed",
            endings=(".json", ".jsonfeed"),
            media_type="application/feed+json",
            home="jsonfeed:JsonFeedWriter",
            order=Order.NEWEST,
            has_columns=False,
        ),
        Format(
            name="sqlite",
            endings=(".sqlite", ".sqlite3", ".db"),
            media_type="application/vnd.sqlite3",
            home="sqlitefile:SqliteWriter",
        ),
    )
}  # fmt: skip


def known_format(name: str, option: str) -> Format:
    """The format of that name, in any case; ConfigurationError for an unknown one, or without its packages."""
    form = FORMATS.get(name.strip().lower())
    if form is None:
        raise ConfigurationError(option, name, ", ".join(FORMATS))
    check_packages(form.needs, option, name)
    return form


def format_of(path: str) -> Format | None:
    """The format that a file's ending names; None for an ending of no format."""
    name = path.lower()
    fitting = [(len(ending), form) for form in FORMATS.values() for ending in form.endings if name.endswith(ending)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def check_packages(needs: tuple[str, ...], option: str, value: object) -> None:
    """Raise ConfigurationError where a package is missing, with the way to get it."""
    if missing := [name for name in needs if find_spec(name) is None]:
        raise ConfigurationError(option, value, f"only with {', '.join(missing)}, which newsbot[export] brings")
