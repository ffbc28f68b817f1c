"""A made set of Arabic articles with known copies; it knows who copied whom and judges nothing.

All words come from the demo site's stories. Originals are made in two ways, since it matters how alike *different*
news is:

- ``free``: paragraphs in which each word follows one that it followed in some story (a bigram chain), and up to two
  background paragraphs that many articles share, as follow-ups do. Two of them share at most a tenth of their shingles.
- ``templated``: the demo site's own stories, twenty-one kinds of event told again and again with other names and
  numbers, as market and weather reports are. Two of them share up to half of their shingles: as hard as it gets.

Copies are what other outlets make of an article: ``COPIES`` tells how.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Literal

from newsbot.demo.story import Story, compose_story
from newsbot.demo.text import SECTIONS, Word, draw_passing_facts, expand, load_parts

Making = Literal["free", "templated"]
COPIES = ("edited lead", "paragraph added", "tail cut", "other headline", "other typing")

_SEED = 20
_CORPUS_STORIES = 1500
_FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)
_EVERY = timedelta(minutes=37)
_SHARED_PARAGRAPHS = (0, 0, 1, 1, 2)
_EDITED_SHARE = 0.4
_LEAST_LEFT, _MOST_LEFT = 0.6, 0.9
_MARKED_SHARE = 0.1
_HEADLINES = ("وكالات: {}", "{} - تقرير", "{}.. التفاصيل الكاملة", "بالتفصيل: {}")

_BARE_ALEFS = str.maketrans("أإآ", "ااا")
_DIACRITICS = "\N{ARABIC FATHA}\N{ARABIC DAMMA}\N{ARABIC KASRA}\N{ARABIC SUKUN}\N{ARABIC SHADDA}"


@dataclass(frozen=True, slots=True)
class MadeArticle:
    """An article of the set; *story* is the number of the original that it tells, *how* the way it was copied."""

    headline: str
    paragraphs: tuple[str, ...]
    story: int
    how: str = "original"

    @property
    def body(self) -> str:
        """The text as an item has it."""
        return "\n\n".join(self.paragraphs)


class Chain:
    """New sentences of the stories' words: each word follows one that it followed in some story."""

    def __init__(self, random: Random, paragraphs: list[str]) -> None:
        self._random = random
        self._follow: dict[str, list[str]] = defaultdict(list)
        self._starts = [paragraph.split()[0] for paragraph in paragraphs]
        for words in map(str.split, paragraphs):
            for word, following in pairwise(words):
                self._follow[word].append(following)

    def words(self, count: int) -> Iterator[str]:
        """Give so many words."""
        word = None
        for _ in range(count):
            word = self._random.choice((word and self._follow.get(word)) or self._starts)
            yield word

    def paragraph(self) -> str:
        """Write a paragraph that belongs to no other article, 20 to 60 words long."""
        return " ".join(self.words(self._random.randint(20, 60)))


class Newsroom:
    """Writes originals, and copies of them; the same ones for the same seed and order of asking."""

    def __init__(self, making: Making, seed: int = _SEED) -> None:
        self._making, self._seed = making, seed
        self._random = Random(f"{making}/{seed}")  # noqa: S311 - a made set has to be the same each time
        corpus = [self._story(number).texts("paragraph") for number in range(_CORPUS_STORIES)]
        self._chain = Chain(self._random, [paragraph for paragraphs in corpus for paragraph in paragraphs])
        self._background = [paragraph for paragraphs in corpus for paragraph in paragraphs[3:]]

    def original(self, number: int) -> MadeArticle:
        """Write the article of that number."""
        if self._making == "templated":
            story = self._story(_CORPUS_STORIES + number)
            return MadeArticle(story.headline, tuple(story.texts("paragraph")), number)
        own = [self._chain.paragraph() for _ in range(self._random.randint(3, 9))]
        shared = self._random.sample(self._background, self._random.choice(_SHARED_PARAGRAPHS))
        return MadeArticle(" ".join(self._chain.words(9)), (*own, *shared), number)

    def copy(self, article: MadeArticle, how: str) -> MadeArticle:
        """Return what another outlet made of *article*; *how* is one of ``COPIES``."""
        headline, paragraphs = article.headline, list(article.paragraphs)
        if how == "edited lead":
            headline, paragraphs[0] = self._other(headline), f"{self._agency()} {self._edited(paragraphs[0])}"
        elif how == "paragraph added":
            paragraphs.insert(self._random.randint(1, len(paragraphs)), self._chain.paragraph())
        elif how == "tail cut":
            paragraphs = self._cut(paragraphs)
        elif how == "other headline":
            headline = self._other(headline)
        elif how == "other typing":
            headline, paragraphs = self._retyped(headline), [self._retyped(paragraph) for paragraph in paragraphs]
        else:
            raise ValueError(f"no copy {how}; accepted: {', '.join(COPIES)}")
        return MadeArticle(headline, tuple(paragraphs), article.story, how)

    def _story(self, number: int) -> Story:
        section = SECTIONS[number % len(SECTIONS)]
        return compose_story(self._seed, number, section, _FIRST_DAY + _EVERY * number)

    def _other(self, headline: str) -> str:
        return self._random.choice(_HEADLINES).format(headline)

    def _agency(self) -> str:
        """Write the line by which a subscriber names its agency."""
        city = Word(self._random.choice(load_parts("words")["cities"]))
        facts = draw_passing_facts(self._random, {"city": city}, 1)
        return expand(self._random.choice(load_parts("common")["agency_lead"]), self._random, facts)

    def _edited(self, text: str) -> str:
        """Replace two words in five."""
        words = text.split()
        edits = zip(words, self._chain.words(len(words)), strict=True)
        return " ".join(new if self._random.random() < _EDITED_SHARE else old for old, new in edits)

    def _cut(self, paragraphs: list[str]) -> list[str]:
        """Cut the text at 60 to 90 % of its words."""
        share = self._random.uniform(_LEAST_LEFT, _MOST_LEFT)
        left = round(sum(len(paragraph.split()) for paragraph in paragraphs) * share)
        kept = []
        for words in map(str.split, paragraphs):
            if left > 0:
                kept.append(" ".join(words[:left]))
            left -= len(words)
        return kept

    def _retyped(self, text: str) -> str:
        """Type the text another way: bare alefs, a diacritic here and there, some tatweel."""
        letters = []
        for letter in text.translate(_BARE_ALEFS).replace("الم", "ال\N{ARABIC TATWEEL}م", 2):
            letters.append(letter)
            if letter.isalpha() and self._random.random() < _MARKED_SHARE:
                letters.append(self._random.choice(_DIACRITICS))
        return "".join(letters)


def made_set(making: Making, count: int) -> list[MadeArticle]:
    """Return *count* articles, one in two a copy of another, in a random order: a copy may come before its original."""
    newsroom = Newsroom(making)
    originals = [newsroom.original(number) for number in range(count // 2)]
    copies = [newsroom.copy(article, COPIES[number % len(COPIES)]) for number, article in enumerate(originals)]
    articles = originals + copies
    Random(_SEED).shuffle(articles)  # noqa: S311 - as above
    return articles
