"""``newsbot serve``: the reading room in a browser; it reads the store and changes nothing."""

import argparse
import ipaddress
import re
import secrets
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newsbot.browse.app import reading_room
from newsbot.browse.guard import LOOPBACK_NAMES, TOKEN, Entrance
from newsbot.browse.room import Room
from newsbot.browse.serving import LOOPBACK, PORT, listening_socket, log_to_stderr, serve
from newsbot.commands import ending_in_one_line
from newsbot.configuration import settle
from newsbot.errors import ConfigurationError
from newsbot.frontier.storage import DEFAULT_DATA_DIR, store_url
from newsbot.store.database import open_store

AUTO = "auto"
READ_SECONDS = 10.0
"""What takes the store longer is ended and told as too slow: a page that nobody waits for must not keep it busy."""
EVERY_NETWORK = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - told from others, bound only when asked for
_SHORTEST_TOKEN = 12
_TOKEN = re.compile(r"[A-Za-z0-9._~-]+")
_LARGEST_PORT = 65_535
_HOST_NAME = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")


class Command(ScrapyCommand):
    """Serves until it is interrupted."""

    settings: Settings  # set before anything is called
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[--port N]"

    def short_desc(self) -> str:
        """Return the line of ``newsbot -h``."""
        return "Read, search and download what is stored, in a browser"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where, how, and for whom."""
        super().add_options(parser)
        add = parser.add_argument_group("The reading room").add_argument
        add("--port", metavar="N", default=str(PORT), help=f"the port, by default {PORT}; 0 takes a free one")
        add(
            "--language", choices=("ar", "en", "auto"), default="ar", help="of the interface; auto: as the browser asks"
        )
        add("--timezone", metavar="ZONE", help="of times and days, such as Asia/Damascus; by default the system's")
        add("--images", action="store_true", help="show pictures: browsers then fetch them from the outlets' servers")
        add("--quiet", action="store_true", help="no line for each request")
        add = parser.add_argument_group("For other machines").add_argument
        add("--host", metavar="ADDRESS", default=LOOPBACK, help=f"listen there; by default {LOOPBACK}, this machine")
        add("--public", action="store_true", help="allow an address that other machines reach")
        add("--token", metavar="TOKEN", help="readers need it: 12 letters and digits or more, or auto to make one")
        add("--no-token", action="store_true", help="whoever reaches the address may read everything")
        add("--allow-host", metavar="NAME", action="append", default=[], help="a name that browsers reach it by")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve."""
        if args:
            raise UsageError(f"nothing stands alone here, but {args[0]!r} does")
        with ending_in_one_line():
            settle(self.settings)
            port, entrance, zone = asked_port(opts.port), asked_entrance(opts), asked_zone(opts.timezone)
            url = store_url(self.settings)
            with (
                open_store(url, create=False, read_only=True, read_seconds=READ_SECONDS) as store,
                open_store(url, create=False, read_only=True) as download_store,
            ):
                room = Room(
                    store=store,
                    download_store=download_store,
                    clock=lambda: datetime.now(UTC),
                    reports_dir=Path(self.settings["NEWSBOT_DATA_DIR"] or DEFAULT_DATA_DIR) / "reports",
                    language=opts.language,
                    zone=zone,
                    with_images=opts.images,
                )
                opened = listening_socket(opts.host, port)
                log_to_stderr(with_requests=not opts.quiet)
                told = address(opts.host, opened.getsockname()[1], entrance.token)
                sys.stderr.write(f"newsbot: the reading room is at {told} (Ctrl-C ends it)\n")
                sys.stderr.flush()
                serve(reading_room(room, entrance), opened)


def asked_port(text: str) -> int:
    """The port; ConfigurationError for what is none."""
    if not (text.isascii() and text.isdecimal() and int(text) <= _LARGEST_PORT):
        raise ConfigurationError("--port", text, f"a whole number from 0 to {_LARGEST_PORT}")
    return int(text)


def asked_zone(name: str | None) -> ZoneInfo | None:
    """The time zone; None for the system's. ConfigurationError for an unknown one."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as cause:
        raise ConfigurationError("--timezone", name, "a name of the IANA database, such as Asia/Damascus") from cause


def asked_entrance(opts: argparse.Namespace) -> Entrance:
    """Who is let in; ConfigurationError unless it is said in so many words that other machines may read."""
    is_local = is_loopback(opts.host)
    check_exposure(opts, is_local=is_local)
    names = {asked_name(name) for name in opts.allow_host}
    # Where any machine may ask, a name that the reader did not give keeps nobody out who could not ask by address.
    hosts = LOOPBACK_NAMES | names | {host_name(opts.host)} if is_local or names else None
    return Entrance(hosts=hosts, token=asked_token(opts.token))


def check_exposure(opts: argparse.Namespace, *, is_local: bool) -> None:
    """Raise ConfigurationError for options that contradict one another or leave open who may read."""
    if opts.token and opts.no_token:
        raise ConfigurationError("--no-token", opts.token, "either --token or --no-token")
    if is_local:
        return
    if not opts.public:
        raise ConfigurationError("--host", opts.host, f"{LOOPBACK}, or with --public an address that others reach")
    if not opts.token and not opts.no_token:
        raise ConfigurationError(
            "--public",
            opts.host,
            "with --token auto, or with --no-token: then every article, run and report of this store can be read and "
            "downloaded by whoever reaches the address",
        )


def asked_token(word: str | None) -> str | None:
    """The token, made here for «auto»; ConfigurationError for one that is easily guessed or does not fit an address."""
    if word is None:
        return None
    if word == AUTO:
        return secrets.token_urlsafe(24)
    if len(word) < _SHORTEST_TOKEN or not _TOKEN.fullmatch(word):
        # The value is a secret: it is not repeated.
        raise ConfigurationError(
            "--token", "…", f"{_SHORTEST_TOKEN} or more of the letters a-z, A-Z, 0-9 and ._~-, or auto"
        )
    return word


def asked_name(name: str) -> str:
    """A host's name as browsers send it, without port, in lower case."""
    if not _HOST_NAME.fullmatch(name):
        raise ConfigurationError("--allow-host", name, "a name without port, such as reading.example.org")
    return name.lower()


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches *host*."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_name(host: str) -> str:
    """*host* as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host.lower()


def address(host: str, port: int, token: str | None) -> str:
    """Where a reader begins; an address that means every network is told by this machine's name."""
    name = socket.gethostname() if host in EVERY_NETWORK else host
    query = f"?{TOKEN}={quote(token, safe='')}" if token else ""
    return f"http://{host_name(name)}:{port}/{query}"
