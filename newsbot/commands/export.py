"""``newsbot export``: any slice of the store as a file for other tools; it changes nothing in the store."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newsbot import options
from newsbot.commands import ending_in_one_line
from newsbot.configuration import settle
from newsbot.errors import ConfigurationError
from newsbot.feeds.exporting import CURSOR_ENDING, Export, Exported, export
from newsbot.feeds.formats import FORMATS, Format, format_of, known_format
from newsbot.feeds.jsonl import FIELDS
from newsbot.feeds.moments import read_moment
from newsbot.feeds.places import STDOUT, place
from newsbot.feeds.progress import ExportProgress
from newsbot.feeds.writing import Plan
from newsbot.frontier.storage import store_url
from newsbot.store.cursors import position
from newsbot.store.database import Store, open_store
from newsbot.store.overview import outlet_overviews
from newsbot.store.slices import Slice
from newsbot.text.search import Query, read_query


class Command(ScrapyCommand):
    """Writes one file, or a folder of them."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[options] --to FILE|s3://BUCKET/NAME|-"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Write any slice of the store as JSON Lines, CSV, Parquet, RSS, Atom, JSON Feed or SQLite"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what, as what and where to."""
        super().add_options(parser)
        add_what(parser.add_argument_group("Which articles"))
        add = parser.add_argument_group("As what, where to").add_argument
        add("--to", metavar="FILE", help="a file, s3://BUCKET/NAME, or - for stdout")
        add("--format", metavar="F", help=f"{', '.join(FORMATS)}; by default what the file's ending says")
        add("--fields", metavar="a,b,c", help="these fields only, in this order")
        add("--partition", action="store_true", help="parquet: a folder of files by outlet and day")
        add("--replace", action="store_true", help="write over what is there")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export."""
        if args:
            raise UsageError(f"nothing stands alone here, but {args[0]!r} does")
        if not opts.to:
            raise UsageError("name the file: --to FILE")
        with ending_in_one_line():
            settle(self.settings)
            now = datetime.now(UTC)
            form = chosen_format(opts)
            chosen_fields(opts, form)
            with open_store(store_url(self.settings), create=False) as store:
                what = asked_export(store, opts, form, now)
                is_told = self.settings.getbool("NEWSBOT_PROGRESS_ENABLED")
                with ExportProgress(opts.to, is_enabled=is_told) as progress:
                    exported = export(store, what, progress)
                if is_told:
                    sys.stderr.write("".join(f"{line}\n" for line in told(opts.to, exported, progress.seconds)))


def add_what(group: "argparse._ArgumentGroup") -> None:
    """Add the options that choose articles."""
    add = group.add_argument
    add("--outlet", metavar="NAME", action="append", default=[], help="of this outlet; may be given again")
    add("--since", metavar="WHEN", help="published then or later: 2026-11-01, yesterday, 7d, 2026-11-01T18:00+03:00")
    add("--until", metavar="WHEN", help="published before that moment")
    add("--section", metavar="NAME", action="append", default=[], help="of this section; may be given again")
    add("--author", metavar="NAME", action="append", default=[], help="by this author; may be given again")
    add("--language", metavar="CODE", action="append", default=[], help="in this language, such as ar")
    add(
        "--match",
        metavar="QUERY",
        help='that say all these words; "words together", -without, OR, beginn* (docs/search.md)',
    )
    add("--unique", action="store_true", help="without articles whose text an earlier one has")
    add("--revisions", action="store_true", help="every revision of each article, not only the last")
    add("--follow", metavar="CURSOR", help="only what was stored since an export that gave this cursor, or start")


def chosen_format(opts: argparse.Namespace) -> Format:
    """Return the format that --format or the file's ending names."""
    form = known_format(opts.format, "--format") if opts.format else format_of(opts.to)
    if form is None and opts.partition:
        form = FORMATS["parquet"]
    if form is None:
        raise ConfigurationError(
            "--to", opts.to, f"a file with the ending of a format, or --format: {', '.join(FORMATS)}"
        )
    known_format(form.name, "--format")
    if opts.partition and form.name != "parquet":
        raise ConfigurationError("--partition", form.name, "with --format parquet only")
    if opts.partition and opts.to == STDOUT:
        raise ConfigurationError("--to", STDOUT, "a folder, with --partition")
    return form


def chosen_fields(opts: argparse.Namespace, form: Format) -> tuple[str, ...]:
    """Return the fields in the order asked for; ConfigurationError for an unknown one."""
    if opts.fields is None:
        return FIELDS
    names = tuple(dict.fromkeys(name.strip() for name in opts.fields.split(",")))
    if unknown := next((name for name in names if name not in FIELDS), None):
        meant = options.nearest(unknown, FIELDS)
        raise ConfigurationError("--fields", unknown, f"{meant} (nearest name)" if meant else ", ".join(FIELDS))
    if not form.has_columns and names != FIELDS:
        raise ConfigurationError("--fields", opts.fields, f"not with {form.name}, which has a shape of its own")
    return names


def asked_export(store: Store, opts: argparse.Namespace, form: Format, now: datetime) -> Export:
    """Return what the command line asks for, all of it checked."""
    outlets = tuple(dict.fromkeys(opts.outlet))
    check_outlets(store, outlets)
    goal = place(opts.to, replace=opts.replace, is_folder=opts.partition)
    return Export(
        which=asked_slice(store, opts, outlets, now),
        form=form,
        plan=Plan(
            title=title(outlets),
            now=now,
            fields=chosen_fields(opts, form),
            with_revisions=opts.revisions,
            scratch=goal.scratch,
        ),
        place=goal,
        name=PurePosixPath(opts.to.rstrip("/")).name,
        is_partitioned=opts.partition,
        writes_cursor=opts.follow is not None,
    )


def asked_slice(store: Store, opts: argparse.Namespace, outlets: tuple[str, ...], now: datetime) -> Slice:
    """Return which articles are asked for; ConfigurationError for bounds that no article can lie between."""
    since = read_moment(opts.since, now, "--since") if opts.since else None
    until = read_moment(opts.until, now, "--until") if opts.until else None
    if since and until and since >= until:
        raise ConfigurationError("--until", opts.until, f"a moment after --since, {since.isoformat()}")
    after = position(store.database, given_cursor(opts.follow), "--follow").number if opts.follow else None
    return Slice(
        outlet=outlets,
        since=since,
        until=until,
        sections=tuple(opts.section),
        authors=tuple(opts.author),
        languages=tuple(opts.language),
        query=given_query(opts.match),
        after=after,
        with_revisions=opts.revisions,
        with_duplicates=not opts.unique,
    )


def given_query(text: str | None) -> Query | None:
    """Return what the articles have to say; ConfigurationError where there is no word in it, or more than is read."""
    if text is None:
        return None
    query = read_query(text)
    if query is None:
        raise ConfigurationError("--match", text, 'words to look for, such as دمشق or "وزير الخارجية"')
    if query.is_cut:
        raise ConfigurationError("--match", f"{text[:40]}…", "at most 32 words")
    return query


def given_cursor(word: str) -> str:
    """Return the cursor itself, or what the named file holds."""
    path = Path(word)
    if word.endswith(CURSOR_ENDING) or path.is_file():
        try:
            return path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as cause:
            raise ConfigurationError("--follow", word, "a file that holds a cursor") from cause
    return word


def check_outlets(store: Store, outlets: tuple[str, ...]) -> None:
    """Raise ConfigurationError for an outlet of which nothing is stored: a slip would make an empty file."""
    if not outlets:
        return
    known = [overview.outlet for overview in outlet_overviews(store)]
    for name in outlets:
        if name not in known:
            meant = options.nearest(name, known)
            raise ConfigurationError("--outlet", name, meant or f"an outlet of the store: {', '.join(known) or 'none'}")


def title(outlets: tuple[str, ...]) -> str:
    """Return what readers see as the feed's name."""
    return f"أخبار {'، '.join(outlets) or 'newsbot'}"


def told(target: str, exported: Exported, seconds: float) -> list[str]:
    """Return what came of it, line by line."""
    size = sum(file.bytes for file in exported.files)
    count = f", {len(exported.files):,} files" if len(exported.files) > 1 else ""
    return [
        f"{target}: {exported.articles:,} articles, {size:,} bytes{count}, {seconds:.1f} s",
        f"  cursor  {exported.position.cursor}",
    ]
