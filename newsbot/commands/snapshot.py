"""``newsbot snapshot OUTLET|URL --to DIR``: a resumable one-off copy of a site; the scheduled store stays as it is."""

import argparse
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newsbot import options
from newsbot.commands import ending_in_one_line
from newsbot.commands.crawl import check_arguments, crawl_outlet
from newsbot.configuration import outlet_class, settle
from newsbot.errors import ConfigurationError, ExitCode
from newsbot.extensions.disk import check_room
from newsbot.frontier.scope import SectionScope
from newsbot.frontier.storage import store_url
from newsbot.store.database import open_store
from newsbot.text.urls import absolute_url

if TYPE_CHECKING:
    from newsbot.archive.folder import Scope, Snapshot, SnapshotFolder

AMOUNT = re.compile(r"(\d{1,9})\s*([smhd]?)", re.IGNORECASE)
UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}
RESERVE_MB = 200
"""What stays free on the disk, unless NEWSBOT_DISK_RESERVE_MB says otherwise."""
PUBLISHING = "newsbot.extensions.publishing.FeedPublishing"
IMAGES = "newsbot.pipelines.images.ImagesPipeline"
HANDLER = "newsbot.middlewares.recording.RecordingHandler"
PACKED_AFTER = frozenset({ExitCode.COMPLETE, ExitCode.LIMIT_REACHED, ExitCode.BLOCKED, ExitCode.QUALITY_GATE_FAILED})
"""Endings after which the files are made: after Ctrl-C a person wants to go, and a full disk has no room."""

DEAD = frozenset({ExitCode.BLOCKED, ExitCode.QUALITY_GATE_FAILED})


class Command(ScrapyCommand):
    """Crawls a site once, with all that went over the wire, and packs it."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "OUTLET|URL --to DIR [options]"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Copy a site once: its articles, a web archive and a report; run again to resume"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where to, how much and what of it."""
        super().add_options(parser)
        add = parser.add_argument
        add("--to", metavar="DIR", help="the snapshot's folder: new, empty, or that of a snapshot to go on with")
        add("--limit-pages", metavar="N", help="stop after N pages; pictures and styles do not count")
        add("--limit-time", metavar="TIME", help="stop after 90s, 30m, 2h or 1d")
        add("--since", metavar="DATE", help="only articles published then or later: 2026-11-01")
        add("--sections", metavar="PATH", nargs="+", help="only these section pages and what they lead to")
        add(
            "--requisites",
            action="store_true",
            help="pictures, styles, scripts and fonts too, so that replay looks right",
        )
        add("--images", action="store_true", help="keep the articles' pictures as files in images/ too")
        add("--render", metavar="WHEN", default="auto", help="use a browser: auto (the default), always or never")
        add("-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="an argument of the outlet's")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check everything before anything starts."""
        with ending_in_one_line():
            super().process_options(args, opts)
            settle(self.settings)
        if len(args) != 1 or not opts.to:
            raise UsageError("name one outlet or address, and the folder: --to DIR")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, then pack."""
        with ending_in_one_line():
            check_packages()
            outlet, arguments = site(args[0], self.settings)
            arguments |= spider_arguments(opts.spargs)
            check_arguments(arguments)
            self.exitcode = take(outlet, arguments, self.settings, opts)


def take(outlet: type[Spider], arguments: dict[str, Any], settings: Settings, opts: argparse.Namespace) -> int:
    """Take or go on with a snapshot; return the exit code."""
    from newsbot.archive.folder import SnapshotFolder  # noqa: PLC0415 - check_packages comes first

    url = arguments.get("url")
    folder = SnapshotFolder(Path(opts.to))
    limits = limit_settings(opts)
    scope = asked_scope(opts, url or next(iter(getattr(outlet, "start_urls", ())), ""))
    snapshot = folder.claimed(outlet.name, url, archive_name(outlet.name, url), datetime.now(UTC), scope)
    with folder.held():
        # The run that held it until now may have changed it.
        snapshot = folder.snapshot() or snapshot
        settings.setdict(snapshot_settings(folder, snapshot, settings) | limits, priority="cmdline")
        settle(settings)
        if is_finished(folder, snapshot, settings):
            told = f"{folder.path} is complete, as of {snapshot.packed_at}. For a newer copy name another folder.\n"
            sys.stdout.write(told)
            return ExitCode.COMPLETE
        check_room(folder.path, settings.getint("NEWSBOT_DISK_RESERVE_MB"))
        code = crawl_outlet(outlet, settings, arguments)
        if code not in PACKED_AFTER:
            sys.stderr.write(f"Not packed: run the same command again to go on. What there is so far: {folder.state}\n")
            return code
        return packed(folder, snapshot, settings, code)


def is_finished(folder: "SnapshotFolder", snapshot: "Snapshot", settings: Settings) -> bool:
    """Tell whether nothing is left to fetch or to pack: a copy is not brought up to date, but kept as it was."""
    if not snapshot.is_complete or snapshot.failed:
        return False
    from newsbot.archive.packing import archive_version  # noqa: PLC0415 - check_packages comes first

    with open_store(store_url(settings)) as store:
        return folder.is_packed(snapshot, archive_version(folder, snapshot, store))


def packed(folder: "SnapshotFolder", snapshot: "Snapshot", settings: Settings, code: int) -> int:
    """Write the snapshot's files, unless they would be the same; return the exit code of the whole."""
    from newsbot.archive.packing import archive_version, pack  # noqa: PLC0415 - check_packages comes first

    with open_store(store_url(settings)) as store:
        if folder.is_packed(snapshot, archive_version(folder, snapshot, store)):
            sys.stdout.write(f"Nothing new: the files are those of {snapshot.packed_at}.\n")
        else:
            sys.stderr.write("Packing ...\n")
            snapshot = pack(folder, snapshot, store, datetime.now(UTC))
    sys.stdout.write("".join(f"{line}\n" for line in told(folder.path, snapshot)))
    # A last run that only failed again where the others had failed says nothing against what there is.
    is_whole = snapshot.is_complete and folder.articles.stat().st_size > 0
    return ExitCode.COMPLETE if is_whole and code in DEAD else code


def snapshot_settings(folder: "SnapshotFolder", snapshot: "Snapshot", settings: Settings) -> dict[str, Any]:
    """Return the settings that make a crawl this snapshot."""
    scope = snapshot.scope
    values: dict[str, Any] = {
        "NEWSBOT_DATA_DIR": str(folder.state),
        "NEWSBOT_STORE_URL": None,
        "NEWSBOT_WARC_DIR": str(folder.warc),
        "NEWSBOT_WARC_NAME": snapshot.name,
        "NEWSBOT_WARC_REQUISITES": scope.requisites,
        "NEWSBOT_FRONTIER_ONCE": True,
        "NEWSBOT_DUPLICATES_LEFT_OUT": "none",
        "NEWSBOT_SINCE": scope.since,
        "NEWSBOT_SECTIONS": scope.sections,
        "NEWSBOT_DISK_RESERVE_MB": settings.getint("NEWSBOT_DISK_RESERVE_MB") or RESERVE_MB,
        # What every tool that reads WARC files can decompress: few know brotli, hardly one zstd.
        "DEFAULT_REQUEST_HEADERS": settings.getdict("DEFAULT_REQUEST_HEADERS") | {"Accept-Encoding": "gzip, deflate"},
        "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER},
        "EXTENSIONS": settings.getdict("EXTENSIONS") | {PUBLISHING: None},
    }
    if scope.images:
        # Between the pipelines that give an article its id and the one that stores it.
        values["ITEM_PIPELINES"] = settings.getdict("ITEM_PIPELINES") | {IMAGES: 600}
        values |= {"FILES_STORE": str(folder.images), "MEDIA_ALLOW_REDIRECTS": True}
    return values


def limit_settings(opts: argparse.Namespace) -> dict[str, Any]:
    """Return the settings of this run alone; ConfigurationError for a value that is none."""
    values: dict[str, Any] = {"NEWSBOT_RENDER": checked("--render", "NEWSBOT_RENDER", opts.render)}
    if opts.limit_pages is not None:
        values["NEWSBOT_MAX_PAGES"] = whole_number("--limit-pages", opts.limit_pages)
    if opts.limit_time is not None:
        values["CLOSESPIDER_TIMEOUT"] = seconds("--limit-time", opts.limit_time)
    return values


def asked_scope(opts: argparse.Namespace, home: str) -> "Scope":
    """Return what the command asks for; ConfigurationError for a day or a section that is none."""
    from newsbot.archive.folder import Scope  # noqa: PLC0415 - check_packages comes first

    sections = tuple(opts.sections or ())
    try:
        SectionScope(sections, home)
    except ConfigurationError as error:
        raise ConfigurationError("--sections", error.value, error.accepted) from error
    since = checked("--since", "NEWSBOT_SINCE", opts.since)
    return Scope(
        requisites=bool(opts.requisites),
        images=bool(opts.images),
        since=str(since) if since else None,
        sections=sections,
    )


def checked(option: str, setting: str, value: object) -> object:
    """Return the used form of a setting's value; ConfigurationError names the option that it came by."""
    try:
        return options.read(setting, value)
    except ConfigurationError as error:
        raise ConfigurationError(option, value, error.accepted) from error


def site(word: str, settings: Settings) -> tuple[type[Spider], dict[str, Any]]:
    """Return the outlet that *word* names, or the generic one and the address."""
    if "://" not in word and "/" not in word:
        return outlet_class(word, settings), {}
    url = absolute_url("", word if "://" in word else f"https://{word}")
    if url is None:
        raise ConfigurationError("site", word, "an outlet's name or an address, https://...")
    return outlet_class("generic", settings), {"url": url}


def archive_name(outlet: str, url: str | None) -> str:
    """Return the name of the archive: the outlet's, or the host's for the generic outlet."""
    host = urlsplit(url or "").hostname if outlet == "generic" else None
    return re.sub(r"[^\w.-]", "_", host.removeprefix("www.")) if host else outlet


def spider_arguments(given: list[str]) -> dict[str, str]:
    """Return NAME=VALUE pairs as a dict."""
    pairs = [pair.partition("=") for pair in given]
    if wrong := next((name for name, equals, _ in pairs if not equals), None):
        raise ConfigurationError("-a", wrong, "NAME=VALUE")
    return {name: value for name, _, value in pairs}


def whole_number(option: str, text: str) -> int:
    """Read a whole number from 1; ConfigurationError for anything else."""
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise ConfigurationError(option, text, "a whole number, 1 or more")
    return int(text)


def seconds(option: str, text: str) -> int:
    """Read 90, 90s, 30m, 2h or 1d; ConfigurationError for anything else."""
    match = AMOUNT.fullmatch(text.strip())
    if match is None or not int(match[1]):
        raise ConfigurationError(option, text, "a time such as 90s, 30m, 2h or 1d")
    return int(timedelta(seconds=int(match[1]) * UNITS[match[2].lower()]).total_seconds())


def check_packages() -> None:
    """Raise ConfigurationError where the packages for web archives are missing."""
    from importlib.util import find_spec  # noqa: PLC0415 - used once

    missing = [name for name in ("warcio", "wacz", "jinja2") if find_spec(name) is None]
    if missing:
        raise ConfigurationError("snapshot", f"without {', '.join(missing)}", "newsbot[archive], to be installed first")


def told(folder: Path, snapshot: "Snapshot") -> list[str]:
    """Return what lies in the folder, a line each, and what is to be done about what is missing."""
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    lines = [f"The snapshot: {folder}", *(f"  {path.name:<24}{path.stat().st_size:>14,} bytes" for path in paths)]
    if not snapshot.is_complete:
        lines.append("  not complete: run the same command again to go on")
    elif snapshot.failed:
        lines.append(f"  {snapshot.failed:,} addresses failed, see skipped.jsonl; the same command asks for them again")
    return lines
