"""The plan: which outlets are crawled, when, how and how urgently, as newsbot.toml says; it starts nothing.

docs/scheduling.md tells every table and key. A key of ``[schedule]`` is the setting NEWSBOT_SCHEDULE_<KEY>: -s beats
the file, the file beats the environment.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from scrapy.settings import Settings

from newsbot import options
from newsbot.configuration import check_scrapys
from newsbot.errors import ConfigurationError
from newsbot.schedule.due import Cron, Every, Learnt, Timing
from newsbot.schedule.planfile import PlanTable, read_tables
from newsbot.schedule.quiet import QuietHours, read_quiet_hours

PREFIX = "NEWSBOT_SCHEDULE_"
FILE_PRIORITY = 35
"""Above an outlet's own declarations ("spider", 30), below -s ("cmdline", 40)."""

ALL = "all"
NOT_IN_ALL = frozenset({"generic", "demo"})
"""What has no site of its own."""

LIMITS: Mapping[str, str] = {
    "max_pages": "NEWSBOT_MAX_PAGES",
    "max_articles": "CLOSESPIDER_ITEMCOUNT",
    "depth": "DEPTH_LIMIT",
}
"""Whole numbers from 1 that an outlet may have, and the setting that each is short for."""

OUTLET_KEYS = frozenset(
    {"interval", "cron", "priority", "enabled", "quiet_hours", "spider", "arguments", "settings", *LIMITS}
)
SCRAPYS = frozenset(
    {
        "CLOSESPIDER_ERRORCOUNT", "CLOSESPIDER_ITEMCOUNT", "CLOSESPIDER_PAGECOUNT", "CLOSESPIDER_TIMEOUT",
        "CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN", "DEPTH_LIMIT", "DOWNLOAD_DELAY", "DOWNLOAD_MAXSIZE",
        "DOWNLOAD_TIMEOUT", "RETRY_TIMES", "ROBOTSTXT_OBEY", "USER_AGENT",
    }
)  # fmt: skip
"""Scrapy's settings that a plan may give a crawl; others belong to the process or to newsbot."""
OF_THE_PROCESS = ("DATA_DIR", "STORE_URL", "PROGRESS_ENABLED", "SCHEDULE_", "WORKER_", "METRICS_", "LOG_")
"""What follows NEWSBOT_ in settings that every command is to agree on, or that a process has once."""

HIGHEST_PRIORITY = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletPlan:
    """One outlet of the plan."""

    name: str
    spider: str
    """The spider that crawls it: of its own name, or another one, such as ``generic`` with ``arguments``."""
    timing: Timing
    quiet: QuietHours | None = None
    priority: int = 0
    is_enabled: bool = True
    settings: Mapping[str, object] = field(default_factory=dict)
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds the process: the NEWSBOT_SCHEDULE_* settings of the same names."""

    at_once: int
    hung_after: timedelta
    time_limit: timedelta
    grace_seconds: int
    memory_limit_mib: int
    recycle_after: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the schedule is to do."""

    outlets: Mapping[str, OutletPlan]
    limits: Limits


@dataclass(frozen=True, slots=True)
class PlanSource:
    """Where the plan comes from, to be read again whenever the file changes."""

    path: Path
    names: tuple[str, ...]
    """Outlets on the command line; with a file they choose from it, and what it lacks has the file's defaults."""
    settings: Settings
    known: Collection[str]
    """The spiders that there are."""

    def stamp(self) -> tuple[int, ...] | None:
        """Return what changes when the file does; None while there is none."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def read(self) -> Plan:
        """Return the plan; ConfigurationError for the first thing that is wrong in it."""
        if self.names and not self.path.exists():
            root = PlanTable(self.path.name, "", (), {})
        else:
            root = read_tables(self.path)
        root.check_keys({"schedule", "settings", "outlets"})
        settings = self._settings(root.table("schedule"))
        reader = OutletReader(root, settings, self.known)
        tables = root.table("outlets")
        names = self.names or _chosen(root.table("schedule"), tables, self.known)
        if not names:
            raise ConfigurationError(
                f"{root.file}: outlets", None, 'a table [outlets.NAME] for each, or outlets = "all" in [schedule]'
            )
        return Plan({name: reader.read(tables, name) for name in names}, _limits(settings))

    def _settings(self, table: PlanTable) -> Settings:
        """Return the process's settings with those of [schedule]."""
        names = {name.removeprefix(PREFIX).lower(): name for name in options.OPTIONS if name.startswith(PREFIX)}
        names.pop("plan")
        table.check_keys({*names, "outlets"})
        settings = self.settings.copy()
        for key, value in table.values.items():
            if key in names:
                try:
                    used = options.read(names[key], value)
                except ConfigurationError as error:
                    raise table.wrong(key, error.accepted) from error
                settings.set(names[key], used, priority=FILE_PRIORITY)
        return settings


def _chosen(schedule: PlanTable, outlets: PlanTable, known: Iterable[str]) -> list[str]:
    wanted = schedule.get("outlets", str, "")
    if wanted not in ("", ALL):
        raise schedule.wrong("outlets", f'"{ALL}", or nothing: those that have a table')
    return list(outlets.values) + [
        name for name in sorted(known) if wanted and name not in NOT_IN_ALL and name not in outlets.values
    ]


def _limits(settings: Settings) -> Limits:
    return Limits(
        at_once=settings.getint(f"{PREFIX}AT_ONCE"),
        hung_after=options.duration(settings[f"{PREFIX}HUNG_AFTER"]),
        time_limit=options.duration(settings[f"{PREFIX}TIME_LIMIT"]),
        grace_seconds=settings.getint(f"{PREFIX}GRACE_SECONDS"),
        memory_limit_mib=settings.getint(f"{PREFIX}MEMORY_LIMIT_MIB"),
        recycle_after=settings.getint(f"{PREFIX}RECYCLE_AFTER"),
    )


class OutletReader:
    """Reads the outlets' tables."""

    def __init__(self, root: PlanTable, settings: Settings, known: Collection[str]) -> None:
        """*settings* hold the defaults of [schedule]."""
        self._known, self._settings = known, settings
        self._zone = ZoneInfo(settings[f"{PREFIX}TIMEZONE"])
        self._quiet = read_quiet_hours(settings[f"{PREFIX}QUIET_HOURS"], self._zone)
        self._common = self._crawl_settings(root.table("settings"))
        self._learnt = self._learnt_timing(root)

    def read(self, tables: PlanTable, name: str) -> OutletPlan:
        """Return the outlet *name*, with defaults where *tables* has no table of it."""
        table = tables.table(name)
        table.check_keys(OUTLET_KEYS)
        return OutletPlan(
            name=name,
            spider=self._spider(table, name),
            timing=self._timing(table),
            quiet=self._quiet_hours(table),
            priority=_priority(table),
            is_enabled=table.get("enabled", bool, default=True),
            settings={**self._common, **self._crawl_settings(table.table("settings")), **_outlet_limits(table)},
            arguments=_arguments(table.table("arguments")),
        )

    def _spider(self, table: PlanTable, name: str) -> str:
        spider = table.get("spider", str, name)
        if spider not in self._known:
            meant = options.nearest(spider, self._known)
            error = ConfigurationError(
                table.place("spider" if "spider" in table.values else ""),
                spider,
                f'one of the {len(self._known)} outlets that newsbot list names, or spider = "generic" with its url',
            )
            if meant:
                error.add_note(f"did you mean {meant}?")
            raise error
        if spider != name and name in self._known:
            raise table.wrong("spider", f"{name} itself, which is an outlet with a spider of its own")
        return spider

    def _timing(self, table: PlanTable) -> Timing:
        if "interval" in table.values and "cron" in table.values:
            raise table.wrong("cron", "interval or cron, not both")
        if "cron" in table.values:
            return Cron(self._expression(table), self._zone)
        if "interval" not in table.values:
            return self._learnt
        try:
            return Every(options.duration(table.get("interval", str, "")))
        except ValueError as cause:
            raise table.wrong("interval", options.DURATIONS) from cause

    def _expression(self, table: PlanTable) -> str:
        expression = table.get("cron", str, "")
        accepted = 'five fields, minute hour day month weekday, such as "*/20 6-23 * * *"'
        if len(expression.split()) != 5:  # noqa: PLR2004 - the library knows a field for seconds too
            raise table.wrong("cron", accepted)
        try:
            next(CronSim(expression, datetime.now(UTC)))
        except CronSimError as cause:
            raise table.wrong("cron", f"{accepted} ({str(cause)[:1].lower()}{str(cause)[1:]})") from cause
        except StopIteration as cause:
            raise table.wrong("cron", f"{accepted}, with a day that comes") from cause
        return " ".join(expression.split())

    def _quiet_hours(self, table: PlanTable) -> QuietHours | None:
        if "quiet_hours" not in table.values:
            return self._quiet
        try:
            return read_quiet_hours(table.get("quiet_hours", str, ""), self._zone)
        except ValueError as cause:
            raise table.wrong("quiet_hours", options.OPTIONS[f"{PREFIX}QUIET_HOURS"].accepted) from cause

    def _learnt_timing(self, root: PlanTable) -> Learnt:
        pace, shortest, longest = (
            options.duration(self._settings[PREFIX + name]) for name in ("PACE", "SHORTEST", "LONGEST")
        )
        if shortest > longest:
            accepted = f"{longest} or less, which is {PREFIX}LONGEST"
            raise ConfigurationError(f"{root.file}: schedule.shortest", self._settings[f"{PREFIX}SHORTEST"], accepted)
        return Learnt(pace, shortest, longest, self._zone)

    def _crawl_settings(self, table: PlanTable) -> dict[str, object]:
        return {name: self._crawl_setting(table, name, value) for name, value in table.values.items()}

    def _crawl_setting(self, table: PlanTable, name: str, value: Any) -> object:
        own = {known for known in options.OPTIONS if not known.removeprefix(options.PREFIX).startswith(OF_THE_PROCESS)}
        if name not in own | SCRAPYS:
            if name in options.OPTIONS:
                raise table.wrong(name, "settings of a crawl; this one belongs to the process: environment or -s")
            table.check_keys(own | SCRAPYS)
        try:
            if name in own:
                return options.read(name, value)
            scratch = Settings({name: value}, priority="cmdline")
            check_scrapys(scratch, name)
        except ConfigurationError as error:
            raise table.wrong(name, error.accepted) from error
        return value


def _priority(table: PlanTable) -> int:
    priority = table.get("priority", int, 0)
    if abs(priority) > HIGHEST_PRIORITY:
        raise table.wrong("priority", f"a whole number from -{HIGHEST_PRIORITY} to {HIGHEST_PRIORITY}")
    return priority


def _outlet_limits(table: PlanTable) -> dict[str, object]:
    for key in LIMITS.keys() & table.values.keys():
        if table.get(key, int, 1) < 1:
            raise table.wrong(key, "a whole number, 1 or more")
    return {LIMITS[key]: value for key, value in table.values.items() if key in LIMITS}


def _arguments(table: PlanTable) -> dict[str, str]:
    return {key: table.get(key, str, "") for key in table.values}
