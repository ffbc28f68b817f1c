"""The interface's two languages: texts by key, numbers with their nouns, dates as people there read them.

Arabic has Levantine months with the other name behind them where there is room, and the digits 0-9: that is how news
sites of the Levant print dates and counts. It reads no clock and knows no page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cache

from markupsafe import Markup

from newsbot.archive import wording as archive_wording
from newsbot.browse import wording, wording_runs
from newsbot.text.printing import printable

INTERFACES = ("ar", "en")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "ckb", "ps", "he", "yi", "ug", "sd", "dv", "syr", "arc"})
_FEW, _MANY = range(3, 11), range(11, 100)


@cache
def catalogue() -> Mapping[str, wording.Text]:
    """Every text by its key."""
    return {**wording.WORDS, **wording_runs.WORDS}


@dataclass(frozen=True, slots=True)
class Speech:
    """One language of the interface, for one reader."""

    language: str
    """ar or en"""
    zone: tzinfo | None
    """The zone that times are shown in; None: the system's own."""
    words: Mapping[str, wording.Text]

    @property
    def direction(self) -> str:
        """Rtl or ltr, in HTML's words."""
        return direction(self.language)

    def text(self, key: str, **values: object) -> str:
        """The text of *key* with *values* in it; KeyError for a key that does not exist."""
        return self.words[key][self.language].format(**values) if values else self.words[key][self.language]

    def has(self, key: str) -> bool:
        """Tell whether there is a text of that key."""
        return key in self.words

    def count(self, number: int, noun: str, *, is_exact: bool = True) -> str:
        """*number* with its noun: «خبر واحد», «خبران», «3 أخبار», «11 خبرًا», «100 خبر»; where not exact, «أكثر من»."""
        forms = wording.NOUNS[noun][self.language]
        form = forms[_arabic_form(number)] if self.language == "ar" else forms[number != 1]
        told = form.format(n=self.number(number))
        return told if is_exact else self.text("more_than", count=told)

    def number(self, number: int) -> str:
        """With separators: 1,234."""
        return archive_wording.number(number)

    def day(self, moment: date | datetime) -> str:
        """«22 تشرين الثاني (نوفمبر) 2026», «22 November 2026»; of a datetime the day in its own offset."""
        if self.language == "ar":
            return f"{moment.day} {archive_wording.month(moment.month)} {moment.year}"
        return f"{moment.day} {wording.ENGLISH_MONTHS[moment.month - 1]} {moment.year}"

    def heading(self, day: date, today: date) -> str:
        """A day of the list: «اليوم، الأحد 22 تشرين الثاني»; the year only where it is not this one."""
        months = archive_wording.LEVANTINE if self.language == "ar" else wording.ENGLISH_MONTHS
        told = f"{wording.WEEKDAYS[self.language][day.weekday()]} {day.day} {months[day.month - 1]}"
        if day.year != today.year:
            told += f" {day.year}"
        near = {today: "today", today - timedelta(days=1): "yesterday"}.get(day)
        return f"{self.text(near)}{self.comma} {told}" if near else told

    @property
    def comma(self) -> str:
        """What stands between two words of a list."""
        return "،" if self.language == "ar" else ","

    def here(self, moment: datetime) -> datetime:
        """*moment* in this room's zone; as it is where that leads out of the calendar: pages print the year 9999."""
        try:
            return moment.astimezone(self.zone)
        except OverflowError:
            return moment

    def clock(self, moment: datetime) -> str:
        """The time of day in this room: 14:05."""
        return f"{self.here(moment):%H:%M}"

    def moment(self, moment: datetime) -> str:
        """Day and time in this room."""
        here = self.here(moment)
        return f"{self.day(here)}{self.comma} {here:%H:%M}"

    def ago(self, seconds: float) -> str:
        """A span of time in its largest unit: «3 أيام», «5 hours»."""
        for noun, size in (("days", 86_400), ("hours", 3600)):
            if seconds >= size:
                return self.count(int(seconds // size), noun)
        return self.count(int(max(seconds, 0) // 60), "minutes")

    def language_name(self, code: str) -> str:
        """«العربية» of ar and of ar-SY; the code itself for languages without a name here."""
        names = archive_wording.LANGUAGES if self.language == "ar" else wording.LANGUAGES
        return names.get(code, names.get(code.partition("-")[0], code))

    def list_of(self, parts: list[str] | tuple[str, ...]) -> Markup:
        """The parts, each isolated, with commas between them."""
        return Markup("{} ").format(self.comma).join(Markup("<bdi>{}</bdi>").format(printable(part)) for part in parts)


def direction(language: str | None) -> str:
    """The direction of text in *language*, as HTML's dir; auto where the language is not known."""
    if not language:
        return "auto"
    return "rtl" if language.lower().partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def _arabic_form(number: int) -> int:
    """Which of the six forms of an Arabic noun goes with *number*, as CLDR counts them."""
    if number in {0, 1, 2}:
        return number
    rest = number % 100
    return 3 if rest in _FEW else 4 if rest in _MANY else 5
