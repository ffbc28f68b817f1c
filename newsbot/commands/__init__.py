"""The command line: a module here is a verb; what is common to all verbs, errors above all, is in this file.

``newsbot`` is Scrapy's own command line with this project's settings, in any folder, even inside another Scrapy
project: it never looks for a scrapy.cfg. Commands are imported only when they are called.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Never

from scrapy.commands import ScrapyCommand, ScrapyHelpFormatter
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newsbot import __version__, options
from newsbot.configuration import settle
from newsbot.errors import ExitCode, NewsbotError

if TYPE_CHECKING:
    import argparse

OWN, SCRAPYS = "newsbot.commands", "scrapy.commands"
INTRODUCTION = f"newsbot {__version__}: turns Arabic news sites into clean, deduplicated, durable feeds"


def main(arguments: list[str] | None = None) -> Never:
    """Run the command line and leave with its exit code."""
    os.environ["SCRAPY_SETTINGS_MODULE"] = "newsbot.settings"
    with ending_in_one_line():
        settings = Settings()
        settings.setmodule("newsbot.settings", priority="project")
        settings["EDITOR"] = os.environ.get("EDITOR", settings["EDITOR"])
        sys.exit(run(list(sys.argv[1:] if arguments is None else arguments), settings))


def run(arguments: list[str], settings: Settings) -> int:
    """Run the command that the first word of *arguments* names; returns its exit code."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print_commands()
        return ExitCode.COMPLETE
    if arguments[0] == "--version":
        sys.stdout.write(f"newsbot {__version__}\n")
        return ExitCode.COMPLETE
    name = next((word for word in arguments if not word.startswith("-")), arguments[0])
    arguments.remove(name)
    homes = command_homes()
    if name not in homes:
        meant = options.nearest(name, homes)
        sys.stderr.write(f"newsbot: no command {name!r}{f', did you mean {meant}?' if meant else ''}; see newsbot -h\n")
        return ExitCode.USAGE
    return run_command(name, homes[name], arguments, settings)


def run_command(name: str, home: str, arguments: list[str], settings: Settings) -> int:
    """Parse *arguments* for the command and run it, as scrapy.cmdline.execute would, under newsbot's name."""
    from scrapy.cmdline import ScrapyArgumentParser  # noqa: PLC0415 # pulls in every part of Scrapy

    command = load_command(name, home)
    settings.setdict(command.default_settings, priority="command")
    command.settings = settings
    parser = ScrapyArgumentParser(
        formatter_class=ScrapyHelpFormatter,
        usage=f"newsbot {name} {command.syntax()}",
        conflict_handler="resolve",
        description=command.long_desc(),
    )
    command.add_options(parser)
    chosen, words = parser.parse_known_args(arguments)
    unknown = [word for word in words if word.startswith("-") and word != "-"]
    if unknown:
        parser.error(f"no option {unknown[0]}")
    try:
        command.process_options(words, chosen)
        settle(settings)
        start(command, words, chosen)
    except UsageError as error:
        if str(error):
            parser.error(str(error))
        parser.print_help()
        return ExitCode.USAGE
    return command.exitcode


def start(command: ScrapyCommand, words: list[str], chosen: "argparse.Namespace") -> None:
    """Run *command*, with the process that it asks for, under the profiler if --profile was given."""
    if command.requires_crawler_process:
        from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415 # installs the reactor's machinery

        command.crawler_process = AsyncCrawlerProcess(command.settings)
    if not chosen.profile:
        command.run(words, chosen)
        return
    import cProfile  # noqa: PLC0415 # only --profile needs it

    profile = cProfile.Profile()
    profile.runcall(command.run, words, chosen)
    profile.dump_stats(chosen.profile)


def command_homes() -> dict[str, str]:
    """Return the package of every command; newsbot's own come first and win over Scrapy's of the same name."""
    homes: dict[str, str] = {}
    for package in (OWN, SCRAPYS):
        for module in iter_modules(import_module(package).__path__):
            homes.setdefault(module.name, package)
    return homes


def load_command(name: str, home: str) -> ScrapyCommand:
    """Import one command's module and return its command."""
    module = import_module(f"{home}.{name}")
    return next(
        value()
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, ScrapyCommand) and value.__module__ == module.__name__
    )


def print_commands() -> None:
    """Print newsbot's commands, then Scrapy's."""
    lines = [INTRODUCTION, "", "Usage: newsbot COMMAND [options] [arguments]; newsbot COMMAND -h tells more"]
    homes = command_homes()
    for home, title in ((OWN, "Commands"), (SCRAPYS, "Scrapy's own commands")):
        lines += ["", f"{title}:"]
        lines += [f"  {name:<13}{load_command(name, home).short_desc()}" for name in homes if homes[name] == home]
    sys.stdout.write("\n".join(lines) + "\n")


@contextmanager
def ending_in_one_line() -> Iterator[None]:
    """Turn whatever a person can cause into one line on stderr and its exit code, never a traceback."""
    try:
        yield
    except NewsbotError as error:
        sys.stderr.write(f"newsbot: {one_line(error)}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("newsbot: interrupted\n")
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output, such as head, has gone; the interpreter would complain again when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.INTERRUPTED)


def one_line(error: BaseException) -> str:
    """Return the error's sentence and its notes on one line."""
    return " ".join("; ".join([str(error), *getattr(error, "__notes__", ())]).split())
