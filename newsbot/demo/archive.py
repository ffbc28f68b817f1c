"""The outlet's archive: which articles there are, what they say now, and what they link to; never how it is served.

It changes only by ``edit``, ``touch``, ``remove`` and ``add``, so two archives with equal options and equal changes
are equal. Articles are composed when they are asked for; only the most recent ones are kept.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from random import Random
from zlib import crc32
from zoneinfo import ZoneInfo

from newsbot.demo.places import (
    BAD_LINKS,
    GONE,
    LEAST_ARTICLES,
    MISSING,
    SOFT_MISSING,
    Kind,
    change_of,
    children,
    kind_of,
    original_of,
)
from newsbot.demo.story import Story, agency_story, compose_headline, compose_story, revise_story
from newsbot.demo.text import SECTIONS

ZONE = ZoneInfo("Asia/Damascus")
OUTLET = "مرفأ الصباح"
NEWEST = datetime(2026, 10, 31, 18, 0, tzinfo=ZONE)
SPAN = timedelta(days=240)
RELATED_LINKS = 8

_SHARES = (20, 37, 51, 67, 83, 95, 100)  # section i takes the articles whose hash is below its bound, out of 100


@dataclass(frozen=True, slots=True)
class Link:
    """A headline and where it leads, as printed on a page: root-relative, or absolute for what is elsewhere."""

    headline: str
    address: str


@dataclass(frozen=True, slots=True)
class Article:
    """What an article says now, and everything that a page prints around it."""

    number: int
    story: Story
    kind: Kind
    revision: int
    published: datetime
    modified: datetime
    views: int
    related: tuple[Link, ...]


class Archive:
    """All articles of one outlet; *newest* is the date of the last article that it starts with."""

    def __init__(self, seed: int, articles: int, newest: datetime = NEWEST, *, has_related: bool = True) -> None:
        """*articles* is how many there are at first, at least 12 (else ``ValueError``)."""
        if articles < LEAST_ARTICLES:
            raise ValueError(f"a demo site needs at least {LEAST_ARTICLES} articles, not {articles}")
        self.seed, self.initial, self.count, self.newest = seed, articles, articles, newest.astimezone(ZONE)
        self.removed: set[int] = set()
        self._has_related = has_related
        self._step = max(SPAN / articles, timedelta(minutes=1))
        self._revisions: dict[int, int] = {}
        self._touches: dict[int, int] = {}
        self._modified: dict[int, datetime] = {}
        self._by_section: dict[str, list[int]] = {}
        self._changes = 0
        self._compose = lru_cache(maxsize=512)(self._composed)
        self.headline = lru_cache(maxsize=65536)(self._headline)

    # what there is

    def has(self, number: int) -> bool:
        """Tell whether an article can be read."""
        return 1 <= number <= self.count and number not in self.removed

    def numbers(self) -> list[int]:
        """Return every article that can be read, newest first."""
        return [number for number in range(self.count, 0, -1) if number not in self.removed]

    def section_numbers(self, section: str) -> list[int]:
        """Return a section's articles, newest first."""
        if not self._by_section:
            self._by_section = {section: [] for section in SECTIONS}
            for number in self.numbers():
                self._by_section[self.section_of(number)].append(number)
        return self._by_section[section]

    def section_of(self, number: int) -> str:
        """Return the section's key; a copy stands in its original's."""
        place = crc32(f"{self.seed}:{self._source(number)}".encode()) % 100
        return SECTIONS[next(index for index, bound in enumerate(_SHARES) if place < bound)]

    def published(self, number: int) -> datetime:
        """Return when an article came out, in the outlet's zone, to the minute."""
        if number > self.initial:
            return self.newest + timedelta(minutes=5) * (number - self.initial)
        at = self.newest - self._step * (self.initial - number)
        return at.astimezone(UTC).replace(second=0, microsecond=0).astimezone(ZONE)

    def modified(self, number: int) -> datetime:
        """Return when an article's words last changed; a touch does not count."""
        return self._modified.get(number) or self.published(number)

    def kind_of(self, number: int) -> Kind:
        """Tell what is special about an article."""
        return kind_of(number, self.initial)

    def article(self, number: int) -> Article:
        """Return an article as it stands now; one that cannot be read is a ``KeyError``."""
        if not self.has(number):
            raise KeyError(number)
        return Article(
            number=number,
            story=self._compose(number, self._revisions.get(number, 1)),
            kind=self.kind_of(number),
            revision=self._revisions.get(number, 1),
            published=self.published(number),
            modified=self.modified(number),
            views=crc32(f"{self.seed}/views/{number}".encode()) % 8900 + 40 + 7 * self._touches.get(number, 0),
            related=self._related(number) if self._has_related else (),
        )

    def tag(self, number: int) -> str:
        """Return a validator that changes when the article is edited or touched."""
        return f"{number}-{self._revisions.get(number, 1)}-{self._touches.get(number, 0)}"

    @property
    def changes(self) -> int:
        """How often anything changed: a validator for listings and feeds."""
        return self._changes

    @property
    def changed_at(self) -> datetime:
        """When anything last changed, in the outlet's own time."""
        return max(self.newest + timedelta(minutes=self._changes), self.published(self.count))

    # how it changes

    def edit(self, count: int, number: int | None = None) -> list[int]:
        """Rewrite *number*, or else the *count* newest plain articles not yet edited; returns what was rewritten.

        An article that cannot be read is a ``KeyError``.
        """
        if number is not None and not self.has(number):
            raise KeyError(number)
        fresh = (n for n in self.numbers() if n not in self._revisions and self._may_change(n))
        chosen = list(islice(fresh, count)) if number is None else [number]
        for chosen_number in chosen:
            self._changes += 1
            self._revisions[chosen_number] = self._revisions.get(chosen_number, 1) + 1
            self._modified[chosen_number] = self.newest + timedelta(minutes=self._changes)
        self.headline.cache_clear()
        return chosen

    def touch(self, count: int) -> list[int]:
        """Change the views and the random related links of the *count* newest articles; returns their numbers."""
        chosen = self.numbers()[:count]
        for number in chosen:
            self._touches[number] = self._touches.get(number, 0) + 1
        self._changes += 1
        return chosen

    def remove(self, count: int) -> list[int]:
        """Take away the *count* oldest plain articles without copies; returns their numbers."""
        chosen = [n for n in reversed(self.numbers()) if self._may_change(n) and n > BAD_LINKS][:count]
        self.removed.update(chosen)
        self._by_section = {}
        self._changes += 1
        return chosen

    def add(self, count: int) -> list[int]:
        """Publish *count* more articles; returns their numbers."""
        first = self.count + 1
        self.count += count
        self._by_section = {}
        self._changes += 1
        return list(range(first, self.count + 1))

    # inside

    def _may_change(self, number: int) -> bool:
        """Tell whether neither this article nor the next one is or makes a copy."""
        return self.kind_of(number) is Kind.PLAIN and original_of(number + 1, self.initial) is None

    def _source(self, number: int) -> int:
        original = original_of(number, self.initial)
        return number if original is None else original

    def _composed(self, number: int, revision: int) -> Story:
        source, published = self._source(number), self.published(number)
        story = compose_story(self.seed, source, self.section_of(number), self.published(source))
        if self.kind_of(number) is Kind.NEAR_COPY:
            story = agency_story(story, self.seed, number, change_of(number), published.month)
        elif self.kind_of(number) is Kind.COPY:
            story = replace(story, author="وكالات")
        return story if revision == 1 else revise_story(story, self.seed, number, revision, published.month)

    def _headline(self, number: int) -> str:
        if self.kind_of(number) is Kind.NEAR_COPY or number in self._revisions:
            return self._compose(number, self._revisions.get(number, 1)).headline
        source = self._source(number)
        return compose_headline(self.seed, source, self.section_of(number), self.published(source))

    def _related(self, number: int) -> tuple[Link, ...]:
        """Return eight links: bad ones where they belong, the tree's children, a bridge, and random others."""
        links = _bad_links() if self.kind_of(number) is Kind.BAD_LINKS else []
        wanted = [n for n in children(number, self.initial) if self.has(n)] if number <= self.initial else []
        bridge = self._bridge(number)
        if bridge is not None and bridge not in wanted:
            wanted.append(bridge)
        rng = Random(f"{self.seed}/{number}/related/{self._touches.get(number, 0)}")  # noqa: S311 - repeatable
        for _ in range(100):  # a site that has lost nearly everything gives fewer than eight
            if len(wanted) >= RELATED_LINKS - len(links):
                break
            other = rng.randint(1, self.count)
            if other != number and other not in wanted and self.has(other):
                wanted.append(other)
        rng.shuffle(wanted)
        return (*(Link(self.headline(n), self._address(n, number)) for n in wanted), *links)

    def _bridge(self, number: int) -> int | None:
        """Return the next older article that can be read: it keeps the rest within reach when others are removed."""
        return next((n for n in range(number - 1, 0, -1) if self.has(n)), None)

    def _address(self, number: int, linked_from: int) -> str:
        if self.kind_of(number) is not Kind.OTHER_ADDRESS:
            return f"/article/{number}"
        forms = other_addresses(number)
        return forms[linked_from % len(forms)]


def other_addresses(number: int) -> tuple[str, ...]:
    """Return the addresses that lead to an article beside its own: five answer, the last one redirects."""
    return (
        f"/article/{number}?utm_source=related&utm_medium=block",
        f"/article/{number}?ref=home",
        f"/article/{number}/",
        f"/article/{number}?fbclid=IwAR0demo",
        f"/print/{number}",
        f"/s/{number}",
    )


def _bad_links() -> list[Link]:
    return [
        Link("خبر حُذف من الموقع", f"/article/{MISSING}"),
        Link("خبر سُحب بعد نشره", f"/article/{GONE}"),
        Link("خبر لم يعد متاحًا", f"/article/{SOFT_MISSING}"),
        Link("خبر يدور حول نفسه", "/loop/1"),
        Link("خبر على شبكة داخلية", "http://10.0.0.7/article/1"),
    ]
