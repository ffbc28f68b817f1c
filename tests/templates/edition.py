"""What a made-up site reports: the words, people, pictures and dates of its articles; no markup and no address.

The words come from the demo's story generator. Articles are told apart by number, 1 being the oldest; what is special
about one follows from its number alone, so equal editions are equal in any process.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from random import Random
from zoneinfo import ZoneInfo

from newsbot.demo.archive import OUTLET
from newsbot.demo.story import Block, Story, compose_story
from newsbot.demo.text import Word, draw_person, expand, load_parts
from templates.countries import Country
from templates.printing import LEVANTINE_MONTHS

COUNT = 44
NEWEST = datetime(2026, 10, 30, 7, 4, tzinfo=UTC)
STEP = timedelta(days=3) - timedelta(minutes=13)  # all of them between 7 and 17 hours UTC
RELATED_COUNT = 6

_SHORT_SPEECH = re.compile("(?:^|: )«([^«»]{12,48})»")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its own number, with its caption and who took it."""

    number: int
    caption: str
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One article of an edition."""

    number: int
    section: str
    headline: str
    blocks: tuple[Block, ...]
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    published: datetime
    """Aware, in the site's own zone, to the minute."""
    picture: Picture | None
    gallery: tuple[Picture, ...]
    tweet: tuple[str, str] | None
    """(who, what) of an embedded short message."""
    related: tuple[int, ...]
    """Numbers; empty for an article without a related block."""
    views: int

    @property
    def lead(self) -> str:
        """The first paragraph."""
        return self.blocks[0].text

    @property
    def paragraphs(self) -> list[str]:
        """Paragraphs and subheads, in order."""
        return [block.text for block in self.blocks if block.kind != "quote"]


@dataclass(frozen=True)
class Edition:
    """All articles of one site; *months* are the names that its texts give to months, as well as its dates."""

    title: str
    seed: int
    zone: ZoneInfo
    sections: tuple[str, ...]
    """Names of the demo's sections."""
    country: Country
    months: tuple[str, ...] = LEVANTINE_MONTHS
    has_quotes: bool = True

    def numbers(self) -> range:
        """Every article, newest first."""
        return range(COUNT, 0, -1)

    def section_of(self, number: int) -> str:
        """Sections take turns, unevenly."""
        return self.sections[number * number % 11 % len(self.sections)]

    def report(self, number: int) -> Report:
        """Compose an article; always the same."""
        return _composed(self, number)

    def comment(self, number: int) -> tuple[str, str]:
        """A reader's name and words."""
        rng = Random(f"{self.seed}/{number}/comment")  # noqa: S311 - repeatable text, nothing secret
        text = expand(rng.choice(load_parts("common")["comments"]), rng, {"other": Word("حمص")})
        return draw_person(rng)[0].text, self.localised(text)

    @cached_property
    def _local_names(self) -> dict[str, str]:
        months = dict(zip(LEVANTINE_MONTHS, self.months, strict=True))
        return {**months, **self.country.names()}

    @cached_property
    def _known_names(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(sorted(self._local_names, key=len, reverse=True))})\b")

    def localised(self, text: str) -> str:
        """A text of the demo as this site would print it: its own name, towns, currency and months."""
        return self._known_names.sub(lambda match: self._local_names[match[0]], text.replace(OUTLET, self.title))


@cache
def _composed(edition: Edition, number: int) -> Report:
    published = (NEWEST - STEP * (COUNT - number)).astimezone(edition.zone)
    section = edition.section_of(number)
    story = compose_story(edition.seed, number, section, published)
    printed = (block for block in story.blocks if edition.has_quotes or block.kind != "quote")
    blocks = tuple(block._replace(text=edition.localised(block.text)) for block in printed)
    if number % 12 == 5:  # short news
        blocks = tuple(block for block in blocks if block.kind == "paragraph")[:2]
    rng = Random(f"{edition.seed}/{number}/around")  # noqa: S311 - as above
    return Report(
        number=number,
        section=section,
        headline=edition.localised(_headline(number, story)),
        blocks=blocks,
        authors=_authors(number, rng),
        tags=tuple(map(edition.localised, story.tags)),
        published=published,
        picture=None if number % 8 == 6 else _picture(number, edition.localised(story.caption), rng),
        gallery=_gallery(edition, number, rng) if number % 10 in (3, 7) else (),
        tweet=_tweet(edition, rng) if number % 11 == 2 else None,
        related=_related(number, rng),
        views=rng.randint(120, 9800),
    )


def _headline(number: int, story: Story) -> str:
    """Every fifth headline holds quotation marks: what somebody says in the text, where that is short enough."""
    if number % 5 != 1:
        return story.headline
    spoken = (match[1] for block in story.blocks if (match := _SHORT_SPEECH.search(block.text)))
    return f'"{next(spoken, f"{story.city} أولًا")}".. {story.headline}'


def _authors(number: int, rng: Random) -> tuple[str, ...]:
    """People only: whether a desk or «وكالات» is an author is not for these sites to say."""
    if number % 9 == 4:
        return ()
    return tuple(draw_person(rng)[0].text for _ in range(2 if number % 7 == 3 else 1))


def _picture(number: int, caption: str, rng: Random) -> Picture:
    return Picture(number, caption, draw_person(rng)[0].text if number % 3 == 0 else None)


def _gallery(edition: Edition, number: int, rng: Random) -> tuple[Picture, ...]:
    return tuple(
        Picture(1000 + 10 * number + place, f"من أجواء {where}، بعدسة {edition.title}")
        for place, where in enumerate(rng.sample(["الافتتاح", "المكان", "اليوم الأول", "الجولة", "اللقاء"], 3))
    )


def _tweet(edition: Edition, rng: Random) -> tuple[str, str]:
    return edition.comment(rng.randint(1, COUNT))


def _related(number: int, rng: Random) -> tuple[int, ...]:
    """The next older article first, so that all are within reach; every ninth article has none."""
    if number % 9 == 0:
        return ()
    others = [other for other in range(1, COUNT + 1) if other not in (number, number - 1)]
    older = [number - 1] if number > 1 else []
    return (*older, *rng.sample(others, RELATED_COUNT - len(older)))
