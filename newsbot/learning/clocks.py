"""The clock that a site prints its dates by, told from its article pages; it reads no clock and guesses no offset.

Two things tell offsets: a date that a page declares with one, and a printed time beside a declared moment, which
differ by it. Both may be right for several countries, so the address, the site's own name, its month names and the
places that its texts name decide among them. What they decided by is told, with how sure that is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from re import compile as pattern
from typing import Literal
from zoneinfo import ZoneInfo

from newsbot.learning.countries import ABROAD, COUNTRIES, MONTHS, Country
from newsbot.pages.dateline import printed_date
from newsbot.pages.metadata import text_of
from newsbot.pages.page import ArticlePage
from newsbot.text.arabic import fold
from newsbot.text.dates import parse_printed_date

Sureness = Literal["certain", "likely", "guessed", "unknown"]

LEAST_PRINTED = 3
"""Pages whose printed time and declared moment differ alike; fewer may be a mistake of one editor."""
LEAST_SHARE = 0.8
"""Of the pages with both: the others print the time of a change, or of another article."""
LEAST_NAMED = 1 / 3
"""Of the pages, that name a place of the country."""
LEAD = 1.5
"""How much oftener than the next country; all Arab outlets write of Gaza, Cairo and Damascus."""

_NO_ZONE = ZoneInfo("Etc/UTC")
"""Stands for «none printed»: told by identity from the zone that a date line names."""
_OFFSET = pattern(r"\d[T ]\d{1,2}:\d{2}.*?(?:Z|(?:[+-]|UTC)\d{0,2}:?\d{0,2})\s*$")
_QUARTER, _FARTHEST = timedelta(minutes=15), timedelta(hours=14)
_PUBLISHED = ("article:published_time", "datepublished", "og:published_time", "pubdate", "dc.date.issued", "date")


@dataclass(frozen=True, slots=True)
class LearntClock:
    """An IANA *zone*, None where nothing tells it, and *why*, in words for the table."""

    zone: str | None
    sureness: Sureness
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page says of the clock: at *at* it was *offset* ahead of UTC."""

    at: datetime
    offset: timedelta

    def fits(self, zone: str) -> bool:
        """Tell whether *zone* was that far ahead at that moment."""
        return self.at.astimezone(ZoneInfo(zone)).utcoffset() == self.offset


def learnt_clock(pages: Sequence[ArticlePage], host: str) -> LearntClock:
    """Tell the zone of the site at *host* from its article *pages*, which were read without one."""
    named = Counter(name for page in pages if (name := _named_zone(page)))
    if named:
        zone, count = named.most_common(1)[0]
        return LearntClock(zone, "certain", f"{_counted(count, 'date line')} named it")
    readings = list(_printed_readings(pages)) or list(_declared_readings(pages))
    at_home = _country_of(pages, host)
    if not readings:
        return _without_readings(at_home, host)
    fitting = [country for country in COUNTRIES if all(reading.fits(country.zone) for reading in readings)]
    if not fitting:
        return _abroad(readings)
    return _among(fitting, at_home, pages, _told(readings))


def _without_readings(at_home: Country | None, host: str) -> LearntClock:
    if at_home is None:
        return LearntClock(None, "unknown", "no page tells an offset, and neither address nor name a country")
    is_domain = host.endswith(f".{at_home.domain}")
    where = f"its domain is .{at_home.domain}" if is_domain else f"it names itself after {at_home.name}"
    return LearntClock(at_home.zone, "likely" if is_domain else "guessed", f"{where}; no page tells an offset")


def _abroad(readings: Sequence[Reading]) -> LearntClock:
    zone = next((zone for zone in ABROAD if all(reading.fits(zone) for reading in readings)), None)
    if zone is None:
        return LearntClock(None, "unknown", f"{_told(readings)}, which fits no zone that is known here")
    return LearntClock(zone, "guessed", f"{_told(readings)}, which fits no Arab country's")


def _among(fitting: Sequence[Country], at_home: Country | None, pages: Sequence[ArticlePage], told: str) -> LearntClock:
    """Choose among the countries whose clocks fit: by address or name, month names, places, at last by size."""
    if at_home in fitting and at_home is not None:
        return LearntClock(at_home.zone, "certain", f"{told}, and it is of {at_home.name}")
    if len(fitting) == 1:
        return LearntClock(fitting[0].zone, "certain", f"{told}, which fits {fitting[0].name} only")
    months = _countries_of_months(pages)
    near = [country for country in fitting if country.domain in months] or list(fitting)
    others = f"{len(near) - 1} other {'country has' if len(near) == 2 else 'countries have'} the same"  # noqa: PLR2004 - one other
    if len(near) == 1:
        return LearntClock(near[0].zone, "likely", f"{told}, and month names are those of {near[0].name}")
    written_of = _written_of(near, pages)
    if written_of is not None:
        return LearntClock(written_of.zone, "likely", f"{told}, and most texts name {written_of.name}; {others}")
    return LearntClock(near[0].zone, "guessed", f"{told}; {others}, {near[0].name} is the largest")


def _told(readings: Sequence[Reading]) -> str:
    offsets = " or ".join(sorted({_offset_text(reading.offset) for reading in readings}))
    return f"{_counted(len(readings), 'date')} tell{'s' if len(readings) == 1 else ''} {offsets}"


def _offset_text(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _declared_readings(pages: Iterable[ArticlePage]) -> Iterator[Reading]:
    """Dates declared with an offset; one in UTC tells a moment and no clock."""
    for page in pages:
        at = _declared(page)
        offset = at.utcoffset() if at else None
        if at and offset:
            yield Reading(at, offset)


def _printed_readings(pages: Iterable[ArticlePage]) -> list[Reading]:
    """What printed times tell beside declared moments, where most pages agree; else nothing."""
    pairs = [(printed, declared) for page in pages if (printed := _printed(page)) and (declared := _declared(page))]
    apart = [(declared, printed.replace(tzinfo=UTC) - _to_the_minute(declared)) for printed, declared in pairs]
    counts = Counter(offset for _, offset in apart if not offset % _QUARTER and abs(offset) <= _FARTHEST)
    # Two, for summer and winter.
    common = {offset for offset, count in counts.most_common(2) if count > 1}
    readings = [Reading(at, offset) for at, offset in apart if offset in common]
    is_enough = len(readings) >= max(LEAST_PRINTED, LEAST_SHARE * len(pairs))
    return readings if is_enough and max(common) - min(common) <= timedelta(hours=1) else []


def _to_the_minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def _declared(page: ArticlePage) -> datetime | None:
    """The moment of publication as the page declares it to machines, with the offset that is written there."""
    values = [text_of(page.metadata.article.get("datePublished")), *(page.metadata.first(name) for name in _PUBLISHED)]
    for text in values:
        if text and _OFFSET.search(text):
            read = parse_printed_date(text, _NO_ZONE)
            if read is not None and read.has_time:
                return _as_written(text, read.at)
    return None


def _as_written(text: str, at: datetime) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return at


def _date_line(page: ArticlePage) -> str | None:
    return printed_date(page.head, page.headline_block, _NO_ZONE)


def _printed(page: ArticlePage) -> datetime | None:
    """The printed time, without a zone."""
    text = _date_line(page)
    read = parse_printed_date(text, _NO_ZONE) if text and not _OFFSET.search(text) else None
    is_local = read is not None and read.has_time and read.at.tzinfo is _NO_ZONE
    return read.at.replace(tzinfo=None, second=0, microsecond=0) if read is not None and is_local else None


def _named_zone(page: ArticlePage) -> str | None:
    """The zone of a date line with «بتوقيت دمشق»."""
    text = _date_line(page)
    read = parse_printed_date(text, _NO_ZONE) if text else None
    zone = read.at.tzinfo if read is not None else None
    return zone.key if isinstance(zone, ZoneInfo) and zone is not _NO_ZONE else None


def _country_of(pages: Sequence[ArticlePage], host: str) -> Country | None:
    """The country of the domain, else the one that the site names itself after."""
    for country in COUNTRIES:
        if host.endswith(f".{country.domain}"):
            return country
    names = Counter(name for page in pages for name in set(page.metadata.publisher))
    own = fold(" ".join([*host.replace("-", ".").split("."), *(name for name, _ in names.most_common(2))]))
    labels = host.split(".")
    found = [country for country in COUNTRIES if country.names.search(own) or country.begins(labels)]
    return found[0] if len(found) == 1 else None


def _countries_of_months(pages: Iterable[ArticlePage]) -> frozenset[str]:
    """The domains of the countries whose month names the date lines print."""
    lines = fold(" ".join(text for page in pages if (text := _date_line(page))))
    printed = set(lines.split())
    found = [domains for domains, names in MONTHS.items() if not printed.isdisjoint(map(fold, names.split("|")))]
    return frozenset(domain for domains in found for domain in domains)


def _written_of(countries: Sequence[Country], pages: Sequence[ArticlePage]) -> Country | None:
    """The country whose places clearly most pages name."""
    texts = [fold(" ".join(part.text for part in page.body[0].parts)) for page in pages]
    counts = [(sum(country.places.search(text) is not None for text in texts), country) for country in countries]
    (most, country), (second, _) = sorted(counts, key=lambda pair: -pair[0])[:2]
    return country if most >= max(2, LEAST_NAMED * len(pages)) and most >= LEAD * second else None
