"""What a reader asks for, read strictly from an address and written back into one; it reads no store."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from starlette.datastructures import QueryParams

from newsbot.browse.rendering import address
from newsbot.browse.speech import Speech
from newsbot.errors import ConfigurationError
from newsbot.store.slices import Slice
from newsbot.text.search import Query, read_query

LONGEST = 500
"""Characters of a value."""
MOST = 30
"""Values of one name."""
_NAMES = ("outlet", "section", "author", "language")
_LARGEST = 2**63 - 1
PARAMETERS = ("q", *_NAMES, "from", "to", "unique")
"""What chooses articles; every page with a list takes these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles a reader wants. *since* and *until* are days, both included, in the room's zone."""

    words: str = ""
    outlets: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    is_unique: bool = False
    """Whether copies are left out."""

    @property
    def query(self) -> Query | None:
        """The words as they are understood; None where there is no word in them."""
        return read_query(self.words)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but words sets a bound."""
        return replace(self, words="") != Selection()

    def slice(self, zone: tzinfo | None) -> Slice:
        """The articles, in the store's terms."""
        return Slice(
            outlet=self.outlets or None,
            sections=self.sections,
            authors=self.authors,
            languages=self.languages,
            since=_midnight(self.since, zone) if self.since else None,
            until=_midnight(self.until + timedelta(days=1), zone) if self.until else None,
            query=self.query,
            with_duplicates=not self.is_unique,
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that ask for it, always in the same order."""
        found = [("q", self.words)] if self.words else []
        for name, values in zip(_NAMES, (self.outlets, self.sections, self.authors, self.languages), strict=True):
            found += [(name, value) for value in values]
        if self.since:
            found.append(("from", self.since.isoformat()))
        if self.until:
            found.append(("to", self.until.isoformat()))
        return [*found, ("unique", "1")] if self.is_unique else found

    def address(self, path: str = "/", *more: tuple[str, object]) -> str:
        """The address of *path* for this selection."""
        return address(path, [*self.pairs(), *more])

    def narrowed(self, name: str, value: str) -> str:
        """The address of the list with one value more."""
        return address("/", [*self.pairs(), (name, value)])

    def widened(self, name: str, value: str) -> str:
        """The address of the list with one value less."""
        return address("/", [pair for pair in self.pairs() if pair != (name, value)])


def selection(parameters: QueryParams, speech: Speech) -> Selection:
    """The selection that an address asks for; ConfigurationError, in the reader's language, for a wrong value."""
    since, until = (_day(parameters, name, speech) for name in ("from", "to"))
    if since and until and until < since:
        raise ConfigurationError("to", until.isoformat(), speech.text("accepted_order", since=since.isoformat()))
    return Selection(
        words=_single(parameters, "q", speech),
        outlets=_several(parameters, "outlet", speech),
        sections=_several(parameters, "section", speech),
        authors=_several(parameters, "author", speech),
        languages=_several(parameters, "language", speech),
        since=since,
        until=until,
        is_unique=_switch(parameters, "unique", speech),
    )


def has_empty(parameters: QueryParams) -> bool:
    """Tell whether a form sent fields that nobody filled in: their address has a shorter form."""
    return any(name in PARAMETERS and not value.strip() for name, value in parameters.multi_items())


def whole_number(parameters: QueryParams, name: str, speech: Speech) -> int | None:
    """The number that *name* gives; None where it is not there."""
    text = parameters.get(name)
    if text is None:
        return None
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= len(str(_LARGEST)) and int(digits) <= _LARGEST):
        raise ConfigurationError(name, text[:LONGEST], speech.text("accepted_number"))
    return int(text)


def _single(parameters: QueryParams, name: str, speech: Speech) -> str:
    return _bounded(name, parameters.get(name) or "", speech)


def _several(parameters: QueryParams, name: str, speech: Speech) -> tuple[str, ...]:
    values = dict.fromkeys(_bounded(name, value, speech) for value in parameters.getlist(name))
    if len(values) > MOST:
        raise ConfigurationError(name, len(values), speech.text("accepted_times", most=MOST))
    return tuple(value for value in values if value)


def _bounded(name: str, value: str, speech: Speech) -> str:
    if len(value) > LONGEST:
        raise ConfigurationError(name, f"{value[:40]}…", speech.text("accepted_words", most=LONGEST))
    return value.replace("\0", " ").strip()


def _day(parameters: QueryParams, name: str, speech: Speech) -> date | None:
    text = (parameters.get(name) or "").strip()
    if not text:
        return None
    try:
        # fromisoformat also reads weeks, and days without hyphens, which no other part of the room writes.
        day = date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError as cause:
        raise ConfigurationError(name, text[:LONGEST], speech.text("accepted_day")) from cause
    if not _EARLIEST <= day <= _LATEST:
        raise ConfigurationError(name, text, speech.text("accepted_day"))
    return day


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EARLIEST, _LATEST = date(1000, 1, 1), date(9000, 1, 1)
"""Beyond these a zone's offset may lead out of the calendar."""


def _switch(parameters: QueryParams, name: str, speech: Speech) -> bool:
    text = (parameters.get(name) or "").strip()
    if text not in {"", "1"}:
        raise ConfigurationError(name, text[:LONGEST], speech.text("accepted_switch"))
    return text == "1"


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time(), zone) if zone else datetime.combine(day, time()).astimezone()
