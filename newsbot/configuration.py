"""Checks what a person wrote, in the environment and with -s, before anything starts; it never changes a meaning."""

import logging
import os
from collections.abc import Callable

from scrapy import Spider
from scrapy.settings import SETTINGS_PRIORITIES, Settings, default_settings
from scrapy.spiderloader import get_spider_loader

from newsbot import options
from newsbot.errors import ConfigurationError, UnknownOutletError

AT_LEAST_ONE = frozenset({"CONCURRENT_REQUESTS_PER_DOMAIN", "DOWNLOAD_TIMEOUT"})
"""Zero would let a crawl wait for ever."""

SECONDS = frozenset({"DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT"})
"""Scrapy's default is a whole number and yet it reads these with getfloat."""


def settle(settings: Settings) -> None:
    """Check every setting that a person wrote and put the used form of each NEWSBOT_* one in its place.

    Raises ConfigurationError; an unknown NEWSBOT_* name is one too, in the environment as well. Scrapy's settings are
    checked where they came by -s. Run it twice and nothing more happens.
    """
    options.written(os.environ)
    for name in [name for name in settings if isinstance(name, str)]:
        priority = settings.getpriority(name) or 0
        if name.startswith(options.PREFIX):
            settings.set(name, options.read(name, settings[name]), priority=priority)
        elif priority == SETTINGS_PRIORITIES["cmdline"]:
            check_scrapys(settings, name)


def outlet_class(name: str, settings: Settings) -> type[Spider]:
    """Return the spider called *name*; raises UnknownOutletError with the known names and the nearest of them."""
    loader = get_spider_loader(settings)
    try:
        return loader.load(name)
    except KeyError:
        error = UnknownOutletError(name, loader.list())
        meant = options.nearest(name, loader.list())
        if meant:
            error.add_note(f"did you mean {meant}?")
        raise error from None


def bound_downloads(settings: Settings) -> None:
    """Keep few requests waiting in the downloader, unless a person said how many.

    What waits there is sent even after Ctrl-C, and newer articles stand behind it: with Scrapy's 16 and a second
    between two requests, a quarter of a minute.
    """
    if settings.getpriority("CONCURRENT_REQUESTS") == SETTINGS_PRIORITIES["default"]:
        settings.set("CONCURRENT_REQUESTS", 2 * settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"), priority="project")


def check_scrapys(settings: Settings, name: str) -> None:
    """Check one setting of Scrapy's: what it accepts is told from the kind of Scrapy's default value."""
    default = vars(default_settings).get(name)
    if name == "LOG_LEVEL":
        _check_level(settings[name])
    elif default is None:
        _check_name(settings, name)
    elif isinstance(default, bool):
        _read(settings, name, settings.getbool, "True or False")
    elif isinstance(default, float) or name in SECONDS:
        _check_number(settings, name, settings.getfloat, "a number")
    elif isinstance(default, int):
        _check_number(settings, name, settings.getint, "a whole number")


def _check_level(level: object) -> None:
    levels = logging.getLevelNamesMapping()
    if level not in levels and not str(level).isdecimal():
        raise ConfigurationError("LOG_LEVEL", level, ", ".join(levels))


def _check_name(settings: Settings, name: str) -> None:
    """Refuse a name that nobody knows and that is all but the name of a known setting; others may be a plug-in's."""
    if name in vars(default_settings) or hasattr(default_settings, name):
        return
    meant = options.nearest(name, vars(default_settings), cutoff=0.9)
    if meant:
        raise ConfigurationError(name, settings[name], f"{meant} (nearest known name)")


def _check_number(settings: Settings, name: str, reader: Callable[[str], float], accepted: str) -> None:
    low = 1 if name in AT_LEAST_ONE else 0
    if "PRIORITY" in name:
        _read(settings, name, reader, accepted)
    elif not low <= _read(settings, name, reader, f"{accepted}, {low} or more") < float("inf"):
        raise ConfigurationError(name, settings[name], f"{accepted}, {low} or more")


def _read(settings: Settings, name: str, reader: Callable[[str], float], accepted: str) -> float:
    try:
        return reader(name)
    except (ValueError, TypeError, OverflowError) as cause:
        raise ConfigurationError(name, settings[name], accepted) from cause
