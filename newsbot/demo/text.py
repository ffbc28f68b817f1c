"""Arabic news sentences from a grammar of parts; it knows words and agreement, never pages or addresses.

The parts stand in ``stories/*.toml``, one file a section, and every word of them was written for this project. In a
part, ``[a|b]`` is a choice, ``{slot}`` a value of the article, and ``{slot:masculine/feminine}`` agrees with the
gender of what the slot holds. A slot is only ever filled with words whose written form does not change with the case
(definite nouns, names, a number with its counted noun), so a sentence stays right wherever the slot stands in it.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random
from typing import Any, NamedTuple

SECTIONS = ("local", "economy", "culture", "sport", "health", "tech", "heritage")

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([a-z0-9_.]+)(?::([^{}/]*)/([^{}]*))?\}")
_COUNT = re.compile(r"(\d+)-(\d+)(?: (.+))?")


class Word(NamedTuple):
    """What fills a slot, and the gender that verbs and pronouns agree with."""

    text: str
    is_feminine: bool = False


Facts = dict[str, Word]


@dataclass(frozen=True)
class Event:
    """One kind of story of a section, as its file tells it."""

    section: str
    parts: Mapping[str, Any]
    context: Sequence[str]
    context_subheads: Sequence[str]
    closing: Sequence[str]

    @property
    def months_told(self) -> Sequence[int]:
        """The months, 1 to 12, in which such a story can happen."""
        months: Sequence[int] = self.parts.get("months_told", range(1, 13))
        return months


@cache
def load_parts(name: str) -> dict[str, Any]:
    """Read ``stories/NAME.toml``."""
    return tomllib.loads(resources.files(__package__).joinpath("stories", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def load_events(section: str) -> tuple[Event, ...]:
    """Read the events of a section, in the file's order."""
    parts = load_parts(section)
    shared = parts.get("facts", {})
    return tuple(
        Event(
            section,
            {**event, "facts": {**shared, **event["facts"]}},
            parts["context"],
            parts["context_subheads"],
            parts.get("closing") or load_parts("common")["closing"],
        )
        for event in parts["events"]
    )


def section_title(section: str) -> str:
    """Return the section's Arabic name."""
    return str(load_parts(section)["title"])


def count_phrase(number: int, noun: str) -> str:
    """Return a number with its counted noun in the form that the number asks for.

    >>> count_phrase(5, "طالب"), count_phrase(15, "طالب"), count_phrase(300, "طالب"), count_phrase(104, "طالب")
    ('5 طلاب', '15 طالبًا', '300 طالب', '104 طلاب')

    A number that ends in 01 or 02 has no such form: ``ValueError``.
    """
    genitive, plural, accusative = load_parts("words")["nouns"][noun]
    rest = number % 100
    if rest in (1, 2):
        raise ValueError(f"{number} cannot stand before a counted noun")
    if rest == 0:
        return f"{number} {genitive}"
    return f"{number} {plural if rest <= 10 else accusative}"  # noqa: PLR2004 - Arabic counts change after ten


def draw_count(rng: Random, low: int, high: int) -> int:
    """Draw a number that a counted noun can follow; a thousand or more comes in tens, as a reporter would round it."""
    number = rng.randint(low, high)
    if number >= 1000:  # noqa: PLR2004 - see above
        return number - number % 10
    return number + 2 if number % 100 in (1, 2) else number


def expand(template: str, rng: Random, facts: Mapping[str, Word]) -> str:
    """Make a sentence of a part: settle its choices, then fill its slots. An unknown slot is a ``KeyError``."""

    def fill(match: re.Match[str]) -> str:
        word = facts[match[1]]
        if match[2] is None:
            return word.text
        return match[3] if word.is_feminine else match[2]

    while "[" in template:
        template = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), template)
    while "{" in template:
        template = _SLOT.sub(fill, template)
    return template


def draw_person(rng: Random) -> tuple[Word, Word]:
    """Draw a full name and its family name."""
    words = load_parts("words")
    is_feminine = rng.random() < 0.5  # noqa: PLR2004 - as many women as men
    given = rng.choice(words["female" if is_feminine else "male"])
    family = rng.choice(words["families"])
    return Word(f"{given} {family}", is_feminine), Word(family, is_feminine)


def draw_passing_facts(rng: Random, facts: Facts, month: int) -> Facts:
    """Return *facts* with the passing values (shares, other places, coming months) drawn anew.

    Background sentences use it, so that one article does not give the same share for three different things.
    *month* is the article's own, 1 to 12.
    """
    words = load_parts("words")
    fresh = {
        "other": Word(rng.choice([city for city in words["cities"] if city != facts["city"].text])),
        "month": Word(words["months"][(month + rng.randint(0, 3)) % 12]),
        "percent": Word(str(rng.randint(4, 28))),
        "percent2": Word(str(rng.randint(22, 68))),
        "thousands": Word(count_phrase(draw_count(rng, 12, 480), "ألف")),
    }
    return {**facts, **fresh}


def draw_facts(rng: Random, event: Event, year: int, month: int, weekday: int) -> Facts:
    """Draw everything that an article says more than once: who, where, how many.

    *year*, *month* (1 to 12) and *weekday* (Monday is 0) are those of the article's own date.
    """
    words = load_parts("words")
    district, district2 = rng.sample(words["districts"], 2)
    facts = {
        "city": Word(rng.choice(words["cities"])),
        "district": Word(district),
        "district2": Word(district2),
        "year": Word(str(year - 1)),
        "weekday": Word(words["weekdays"][weekday]),
    }
    facts = draw_passing_facts(rng, facts, month)
    gender, name = rng.choice(event.parts["org"]).split(":")
    facts["org"] = Word(name, gender == "f")
    for slot, value in event.parts["facts"].items():
        facts[slot] = Word(_draw_value(rng, value))
    for slot, roles in event.parts["roles"].items():
        name_word, family = draw_person(rng)
        role = rng.choice(roles).split("/")[name_word.is_feminine]
        facts[slot] = name_word
        facts[f"{slot}.family"] = family
        facts[f"{slot}.role"] = Word(role, name_word.is_feminine)
        facts[f"{slot}.intro"] = Word(f"{role} {name_word.text}", name_word.is_feminine)
    return facts


def _draw_value(rng: Random, value: str | list[str]) -> str:
    if isinstance(value, list):
        return rng.choice(value)
    match = _COUNT.fullmatch(value)
    if match is None:
        raise ValueError(f"{value!r} is not LOW-HIGH NOUN")
    number = draw_count(rng, int(match[1]), int(match[2]))
    return count_phrase(number, match[3]) if match[3] else str(number)
