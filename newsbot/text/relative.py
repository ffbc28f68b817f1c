"""Times told from the moment of reading: «منذ 3 ساعات», «أمس 10:44»; never reads a date."""

import re
from dataclasses import dataclass
from datetime import timedelta

from newsbot.text.arabic import fold_line

_DAY = timedelta(days=1)
_UNITS = (  # weeks, months and years are left out: «منذ شهر» does not name a day
    (timedelta(seconds=1), 1, "ثانية|ثوان|ثواني|second|seconds|sec|secs|seconde|secondes|ثانیه"),
    (timedelta(seconds=1), 2, "ثانيتين|ثانيتان"),
    (timedelta(minutes=1), 1, "دقيقة|دقائق|دقايق|minute|minutes|min|mins|دقیقه"),
    (timedelta(minutes=1), 2, "دقيقتين|دقيقتان"),
    (timedelta(hours=1), 1, "ساعة|ساعات|hour|hours|hr|hrs|heure|heures|ساعت"),
    (timedelta(hours=1), 2, "ساعتين|ساعتان"),
    (_DAY, 1, "يوم|يوما|أيام|day|days|jour|jours|روز"),
    (_DAY, 2, "يومين|يومان"),
)
_DAYS_BACK = (
    (2, "أول أمس|أول من أمس|أمس الأول|قبل أمس"),
    (1, "أمس|يوم أمس|بالأمس|البارحة|yesterday|hier|دیروز"),
    (0, "اليوم|هذا اليوم|today|aujourd.hui|امروز"),
)
_NOW = "الآن|للتو|قبل لحظات|منذ لحظات|منذ ثوان|منذ ثواني|قبل ثوان|just now|لحظاتی پیش"


def _folded(spellings: str) -> list[str]:
    return sorted((fold_line(spelling) for spelling in spellings.split("|")), key=len, reverse=True)


def _words(spellings: str) -> str:
    return rf"(?<!\w)(?:{'|'.join(_folded(spellings))})(?!\w)"


_UNIT_OF = {word: (unit, count) for unit, count, spellings in _UNITS for word in _folded(spellings)}
_UNIT = rf"(?:{'|'.join(sorted(_UNIT_OF, key=len, reverse=True))})(?!\w)(?:\s+واحده?)?"
_PART = rf"(?:\d{{1,3}}\s*|an?\s+|une?\s+)?{_UNIT}"
_AMOUNT = rf"{_PART}(?:\s*(?:و|,|and|et)\s*{_PART})?"
_AGO = re.compile(
    rf"(?<!\w)(?:(?:منذ|قبل|il y a)\s+(?P<before>{_AMOUNT})"
    rf"|(?P<after>{_AMOUNT})\s+(?:ago|{fold_line('پیش')}|قبل))(?!\w)"
)
_COUNTED = re.compile(r"(\d*)\s*([^\W\d_]+)")
_NOW_LINE = re.compile(_words(_NOW))
_DAY_LINES = [(days, re.compile(_words(spellings))) for days, spellings in _DAYS_BACK]


@dataclass(frozen=True, slots=True)
class RelativeTime:
    """How far back a line points, whether it points at a day only, and what else the line says, folded."""

    back: timedelta
    is_day: bool
    rest: str


def _read_amount(match: re.Match[str]) -> tuple[timedelta, bool]:
    """Return the sum of «ساعة و 15 دقيقة» and whether days are part of it."""
    total, names_days = timedelta(), False
    for number, word in _COUNTED.findall(match["before"] or match["after"]):
        known = _UNIT_OF.get(word) or _UNIT_OF.get(word.removeprefix("و"))
        if known is not None:
            total += known[0] * (int(number) if number else known[1])
            names_days = names_days or known[0] == _DAY
    return total, names_days


def parse_relative(text: str) -> RelativeTime | None:
    """Read «منذ 3 ساعات», «قبل يومين», «منذ ساعة و 15 دقيقة», «2 hours ago», «أمس», «اليوم 10:44», «الآن».

    None for weeks and more, «قبل قليل» and lines that point nowhere. The caller judges *rest*.
    """
    line = fold_line(text)
    match = _AGO.search(line)
    if match is not None:
        back, is_day = _read_amount(match)
        return RelativeTime(back, is_day, f"{line[: match.start()]} {line[match.end() :]}")
    match = _NOW_LINE.search(line)
    if match is not None:
        return RelativeTime(timedelta(), is_day=False, rest=f"{line[: match.start()]} {line[match.end() :]}")
    for days, pattern in _DAY_LINES:
        match = pattern.search(line)
        if match is not None:
            return RelativeTime(days * _DAY, is_day=True, rest=f"{line[: match.start()]} {line[match.end() :]}")
    return None
