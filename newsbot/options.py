"""Every NEWSBOT_* setting: what it accepts and what it is when nobody sets it; it never reads Scrapy's settings itself.

``newsbot.settings`` takes the defaults from here, the command line checks what people wrote against it, and
docs/settings.md has a heading for each. A value arrives as text (environment, ``-s``) or as Python (a spider's
``custom_settings``); either is read by the option's own ``read``.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsbot.errors import ConfigurationError

PREFIX = "NEWSBOT_"

YES_NO = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}

CONTACT = re.compile(r"https?://[^\s<>()]+\.[^\s<>()]+|(?:mailto:)?[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+")
"""An address of a page or a mailbox; spaces and brackets would end the User-Agent's comment early."""

STORE_URL = re.compile(r"(?:sqlite|postgresql)(?:\+\w+)?://\S*")

HOST = re.compile(r"[\w.:-]+", re.ASCII)

DURATION = re.compile(r"(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+)s)?", re.ASCII)
DURATIONS = "a time such as 30m, 2h, 1h30m, 1d or 90s"
LONGEST_DURATION = timedelta(days=366)
LEAST_RETENTION_DAYS = 42
"""`newsbot.health.arrivals.HISTORY_DAYS`."""


@dataclass(frozen=True, slots=True)
class Option:
    """One setting; ``read`` turns a written value into the used one and raises ValueError for what is not accepted."""

    default: object
    accepted: str
    read: Callable[[object], object]


def yes_or_no(value: object) -> bool:
    """Read true, 1, yes, on and their opposites, in any case."""
    answer = YES_NO.get(str(value).strip().lower())
    if answer is None:
        raise ValueError(value)
    return answer


def number(value: object, *, low: float, high: float, kind: Callable[[str], float] = int) -> float:
    """Read a number of *kind* from *low* to *high*, both included; NaN is outside every range."""
    amount = kind(str(value).strip())
    if not low <= amount <= high:
        raise ValueError(value)
    return amount


def choice(value: object, *, among: tuple[str, ...]) -> str:
    """Read one of the words *among*, in any case."""
    word = str(value).strip().lower()
    if word not in among:
        raise ValueError(value)
    return word


def matching(value: object, *, pattern: re.Pattern[str]) -> str | None:
    """Read text that *pattern* matches as a whole; empty text means None, so that a variable can be switched off."""
    text = "" if value is None else str(value).strip()
    if text and not pattern.fullmatch(text):
        raise ValueError(value)
    return text or None


def folder(value: object) -> Path:
    """Read a path; relative ones belong to the folder that the command is started in, ``~`` is the home folder."""
    text = str(value).strip()
    if not text or "\0" in text:
        raise ValueError(value)
    return Path(text).expanduser()


def destination(value: object) -> str | None:
    """Read a folder's path or an address of S3 with a bucket; empty text means None."""
    text = "" if value is None else str(value).strip()
    if "://" in text:
        if not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]+(/\S*)?", text):
            raise ValueError(value)
        return text
    return str(folder(text)) if text else None


def words(value: object) -> tuple[str, ...]:
    """Read words with spaces between them, or a sequence of words."""
    return tuple(value.split() if isinstance(value, str) else map(str, value or ()))  # type: ignore[call-overload] # None and sequences


def retention_days(value: object) -> int:
    """Read 0, for ever, or a number of days within which lies all that the health rules look at."""
    days = int(number(value, low=0, high=36_500))
    if 0 < days < LEAST_RETENTION_DAYS:
        raise ValueError(value)
    return days


def port(value: object) -> int | None:
    """Read the number of a port; empty text means None."""
    text = "" if value is None else str(value).strip()
    return int(number(text, low=1, high=65_535)) if text else None


def date_text(value: object) -> str | None:
    """Read a day of the Gregorian calendar as ISO 8601 writes it; empty text means None."""
    text = "" if value is None else str(value).strip()
    return date.fromisoformat(text).isoformat() if text else None


def duration(value: object) -> timedelta:
    """Read days, hours, minutes and seconds in this order, such as ``1h30m``: a second to 366 days."""
    found = DURATION.fullmatch(str(value).strip().lower())
    days, hours, minutes, seconds = (int((part or "0")[:10]) for part in found.groups()) if found else (0, 0, 0, 0)
    length = timedelta(days=min(days, 999), hours=hours, minutes=minutes, seconds=seconds)
    if not timedelta(seconds=1) <= length <= LONGEST_DURATION:
        raise ValueError(value)
    return length


def duration_text(value: object) -> str:
    """Read a duration and leave it as it is written."""
    duration(value)
    return str(value).strip()


def zone_name(value: object) -> str:
    """Read the IANA name of a time zone."""
    try:
        return ZoneInfo(str(value).strip()).key
    except (ZoneInfoNotFoundError, OSError) as cause:
        raise ValueError(value) from cause


def quiet_hours(value: object) -> str | None:
    """Read ``HH:MM-HH:MM``, where the hours last some time; empty text means None."""
    text = "" if value is None else str(value).strip()
    if text:
        if not re.fullmatch(r"\d\d:\d\d *- *\d\d:\d\d", text, re.ASCII):
            raise ValueError(value)
        begin, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
        if begin == end:
            raise ValueError(value)
    return text or None


def _duration(default: str) -> Option:
    return Option(default, DURATIONS, duration_text)


def _whole(default: int, low: int, high: int, unit: str) -> Option:
    return Option(default, f"a whole number of {unit} from {low} to {high}", partial(number, low=low, high=high))


def _switch(*, default: bool) -> Option:
    return Option(default, "true or false", yes_or_no)


OPTIONS: Mapping[str, Option] = {
    "NEWSBOT_DATA_DIR": Option("data", "the path of a folder", lambda value: str(folder(value))),
    "NEWSBOT_STORE_URL": Option(
        None, "sqlite:///PATH or postgresql://USER@HOST/NAME", partial(matching, pattern=STORE_URL)
    ),
    "NEWSBOT_CONTACT": Option(
        None, "a web or mail address where the site's owner reaches you", partial(matching, pattern=CONTACT)
    ),
    "NEWSBOT_DUPLICATES_LEFT_OUT": Option(
        "exact", "none, exact or near", partial(choice, among=("none", "exact", "near"))
    ),
    "NEWSBOT_FEED_FORMAT": Option(
        "jsonl",
        "jsonl, jsonl.gz, jsonl.zst, csv or parquet",
        partial(choice, among=("jsonl", "jsonl.gz", "jsonl.zst", "csv", "parquet")),
    ),
    "NEWSBOT_FEED_DESTINATION": Option(None, "the path of a folder, or s3://BUCKET/NAME", destination),
    "NEWSBOT_FEEDS_ENABLED": _switch(default=True),
    "NEWSBOT_SITEMAPS_ENABLED": _switch(default=True),
    "NEWSBOT_LOOPBACK_ALLOWED": _switch(default=False),
    "NEWSBOT_CRAWL_DELAY_CAP_SECONDS": _whole(60, 1, 86_400, "seconds"),
    "NEWSBOT_BACKOFF_CAP_SECONDS": _whole(300, 1, 86_400, "seconds"),
    "NEWSBOT_BLOCKED_AFTER": _whole(20, 1, 100_000, "refusals in a row"),
    "NEWSBOT_STORE_PATIENCE_SECONDS": Option(
        30.0, "a number of seconds from 0.1 to 3600", partial(number, low=0.1, high=3600, kind=float)
    ),
    "NEWSBOT_FRONTIER_WINDOW": _whole(256, 1, 100_000, "requests"),
    "NEWSBOT_FRONTIER_FLUSH_SECONDS": Option(
        1.0, "seconds from 0.05 to 60", partial(number, low=0.05, high=60, kind=float)
    ),
    "NEWSBOT_FRONTIER_MAX_FAILURES": _whole(8, 1, 1000, "failures of one address"),
    "NEWSBOT_FRONTIER_ONCE": _switch(default=False),
    "NEWSBOT_SINCE": Option(None, "a date, such as 2026-11-01, or empty", date_text),
    "NEWSBOT_SECTIONS": Option(None, "addresses or paths of section pages, separated by spaces", words),
    "NEWSBOT_RENDER": Option("auto", "auto, always or never", partial(choice, among=("auto", "always", "never"))),
    "NEWSBOT_DISK_RESERVE_MB": _whole(0, 0, 10**9, "megabytes"),
    "NEWSBOT_WARC_DIR": Option(None, "the path of a folder", lambda value: str(folder(value)) if value else None),
    "NEWSBOT_WARC_NAME": Option(
        None, "letters, digits, dots, hyphens and underscores", partial(matching, pattern=re.compile(r"[\w.-]+"))
    ),
    "NEWSBOT_WARC_REQUISITES": _switch(default=False),
    "NEWSBOT_MAX_PAGES": _whole(0, 0, 10**9, "pages"),
    "NEWSBOT_PROGRESS_ENABLED": _switch(default=True),
    "NEWSBOT_REPORT_INTERVAL_SECONDS": _whole(30, 1, 86_400, "seconds"),
    "NEWSBOT_RETENTION_RUN_DAYS": Option(90, "0, or a whole number of days from 42 to 36500", retention_days),
    "NEWSBOT_LOG_FORMAT": Option("text", "text or json", partial(choice, among=("text", "json"))),
    "NEWSBOT_HEALTH_ENABLED": _switch(default=True),
    "NEWSBOT_HEALTH_RULES_OFF": Option(None, "names of rules, separated by spaces", words),
    "NEWSBOT_HEALTH_FIRST_RUNS": _whole(5, 1, 1000, "runs"),
    "NEWSBOT_HEALTH_FIRST_DAYS": Option(
        3.0, "a number of days from 0 to 365", partial(number, low=0, high=365, kind=float)
    ),
    "NEWSBOT_MAX_SILENCE_DAYS": Option(
        14.0, "a number of days from 0.1 to 3650", partial(number, low=0.1, high=3650, kind=float)
    ),
    "NEWSBOT_ALERT_URLS": Option(None, "addresses that apprise knows, separated by spaces", words),
    "NEWSBOT_ALERT_TIMEOUT_SECONDS": Option(
        20.0, "a number of seconds from 1 to 300", partial(number, low=1, high=300, kind=float)
    ),
    "NEWSBOT_METRICS_PORT": Option(None, "a port from 1 to 65535, or empty", port),
    "NEWSBOT_METRICS_HOST": Option("127.0.0.1", "an address of this machine", partial(matching, pattern=HOST)),
    "NEWSBOT_METRICS_DIR": Option(None, "the path of a folder", lambda value: str(folder(value)) if value else None),
    "NEWSBOT_SCHEDULE_PLAN": Option("newsbot.toml", "the path of a file", lambda value: str(folder(value))),
    "NEWSBOT_SCHEDULE_AT_ONCE": _whole(16, 1, 1000, "crawls"),
    "NEWSBOT_SCHEDULE_TIMEZONE": Option("UTC", "an IANA time zone such as Asia/Damascus", zone_name),
    "NEWSBOT_SCHEDULE_QUIET_HOURS": Option(None, "two times of the day such as 23:00-05:00, or empty", quiet_hours),
    "NEWSBOT_SCHEDULE_PACE": _duration("30m"),
    "NEWSBOT_SCHEDULE_SHORTEST": _duration("10m"),
    "NEWSBOT_SCHEDULE_LONGEST": _duration("1d"),
    "NEWSBOT_SCHEDULE_HUNG_AFTER": _duration("15m"),
    "NEWSBOT_SCHEDULE_TIME_LIMIT": _duration("6h"),
    "NEWSBOT_SCHEDULE_GRACE_SECONDS": _whole(60, 0, 3600, "seconds"),
    "NEWSBOT_SCHEDULE_MEMORY_LIMIT_MIB": _whole(1024, 0, 10**7, "MiB"),
    "NEWSBOT_SCHEDULE_RECYCLE_AFTER": _whole(1000, 0, 10**9, "runs"),
    "NEWSBOT_WORKER_STALLED_SECONDS": _whole(90, 5, 86_400, "seconds"),
    "NEWSBOT_BROWSER_PATH": Option(None, "the path of a Chromium program", partial(matching, pattern=re.compile(".+"))),
}
"""docs/settings.md tells what each one does."""


def defaults() -> dict[str, object]:
    """Return what each setting is when nobody sets it."""
    return {name: option.default for name, option in OPTIONS.items()}


def read(name: str, value: object) -> object:
    """Return the used form of *value*; raises ConfigurationError naming setting, value and what is accepted."""
    option = OPTIONS.get(name)
    if option is None:
        raise ConfigurationError(name, value, _known_names(name))
    if value is None and option.default is None:
        return None
    try:
        return option.read(value)
    except ValueError as cause:
        raise ConfigurationError(name, value, option.accepted) from cause


def written(values: Mapping[str, object]) -> dict[str, object]:
    """Return the used form of every NEWSBOT_* entry among *values*; the rest is not ours."""
    return {name: read(name, value) for name, value in values.items() if name.startswith(PREFIX)}


def nearest(name: str, known: Iterable[str], cutoff: float = 0.75) -> str | None:
    """Return the one of *known* that *name* most likely meant, None if none is near."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=cutoff)), None)


def _known_names(name: str) -> str:
    meant = nearest(name, OPTIONS)
    return f"{meant} (nearest known name)" if meant else f"the known names, {', '.join(OPTIONS)}"
