"""A TOML file read with the place of every key, so that an error names file, line and key; it knows no meaning."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from newsbot import options
from newsbot.errors import ConfigurationError

Kind = TypeVar("Kind")

TYPES: Mapping[type, str] = {
    str: "text in quotation marks",
    int: "a whole number",
    bool: "true or false",
    dict: "a table",
    list: "a list",
}
_LINE = re.compile(r" \(at line (\d+), column \d+\)$| \(at end of document\)$")


@dataclass(frozen=True, slots=True)
class PlanTable:
    """One table of the file: ``outlets.anapress``."""

    file: str
    text: str
    keys: tuple[str, ...]
    values: Mapping[str, Any]

    def place(self, key: str = "") -> str:
        """Return how messages name the table or one key of it: ``newsbot.toml, line 7: outlets.anapress.cron``."""
        keys = (*self.keys, key) if key else self.keys
        line = line_of(self.text, keys)
        return f"{self.file}{f', line {line}' if line else ''}: {'.'.join(keys)}"

    def wrong(self, key: str, accepted: str) -> ConfigurationError:
        """Return the error for the value of *key*."""
        return ConfigurationError(self.place(key), self.values.get(key), accepted)

    def check_keys(self, known: Collection[str]) -> None:
        """Refuse a key that is none of *known*, with the nearest of them."""
        for key in self.values:
            if key not in known:
                meant = options.nearest(key, known)
                told = f"{meant} (nearest known key)" if meant else f"the known keys, {', '.join(sorted(known))}"
                raise ConfigurationError(self.place(key), self.values[key], told)

    def get(self, key: str, kind: type[Kind], default: Kind) -> Kind:
        """Return the value of *key*, which is to be of exactly this *kind*."""
        value = self.values.get(key, default)
        if type(value) is not kind:
            raise self.wrong(key, TYPES[kind])
        return value

    def table(self, key: str) -> "PlanTable":
        """Return a table in this one, empty where it is missing."""
        return PlanTable(self.file, self.text, (*self.keys, key), self.get(key, dict, {}))


def read_tables(path: Path) -> PlanTable:
    """Return the whole file; ConfigurationError for one that cannot be read or is no TOML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as cause:
        raise ConfigurationError(
            str(path), cause.strerror or str(cause), "a file that can be read; or name outlets on the command line"
        ) from cause
    except UnicodeDecodeError as cause:
        raise ConfigurationError(str(path), f"byte {cause.start}", "UTF-8") from cause
    try:
        return PlanTable(path.name, text, (), tomllib.loads(text))
    except tomllib.TOMLDecodeError as cause:
        raise _no_toml(path.name, text, str(cause)) from cause


def _no_toml(file: str, text: str, sentence: str) -> ConfigurationError:
    found = _LINE.search(sentence)
    lines = text.splitlines() or [""]
    number = int(found[1]) if found and found[1] else len(lines)
    told = _LINE.sub("", sentence)
    accepted = "each table and key once" if re.search("twice|overwrite", told) else f"TOML ({told})"
    line = lines[min(number, len(lines)) - 1].strip()
    return ConfigurationError(f"{file}, line {number}", line, accepted)


def line_of(text: str, keys: tuple[str, ...]) -> int | None:
    r"""Return the number of the line where a key or table stands, as nearly as a look at the text can tell.

    >>> line_of("[outlets.a]\n\ncron = 1", ("outlets", "a", "cron"))
    3
    >>> line_of("[outlets]\na = {cron = 1}", ("outlets", "a", "cron"))
    2
    """
    best: tuple[int, int] = (0, 0)
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\[?([^\]=]+)\]", line):
            table = _words(header[1])
            path = table
        elif found := re.match(r"\s*([\w\-.\"' ]+?)\s*=", line):
            path = (*table, *_words(found[1]))
        else:
            continue
        if path == keys[: len(path)] and len(path) > best[0]:
            best = len(path), number
    return best[1] or None


def _words(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
