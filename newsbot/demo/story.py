"""An article's words: headline, lead, paragraphs, subheads, quotes, composed from a seed; never its markup or address.

Equal (seed, number, revision) give equal stories, in any order of asking and in any process.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Literal, NamedTuple

from newsbot.demo.text import (
    Event,
    Facts,
    Word,
    draw_facts,
    draw_passing_facts,
    draw_person,
    expand,
    load_events,
    load_parts,
    section_title,
)


class Block(NamedTuple):
    """One piece of a body, in order; *attribution* belongs to a pull quote only."""

    kind: Literal["paragraph", "subhead", "quote"]
    text: str
    attribution: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The words of one article."""

    section: str
    headline: str
    description: str
    blocks: tuple[Block, ...]
    author: str
    tags: tuple[str, ...]
    caption: str
    city: str

    @property
    def section_title(self) -> str:
        """The section's name, as printed."""
        return section_title(self.section)

    def texts(self, kind: str) -> list[str]:
        """Return the texts of the blocks of one kind, in order."""
        return [block.text for block in self.blocks if block.kind == kind]


class _Draft:
    """What is drawn once for an article, before a sentence is made."""

    def __init__(self, seed: int, number: int, section: str, published: datetime) -> None:
        rng = Random(f"{seed}/{number}/facts")  # noqa: S311 - repeatable text, nothing secret
        events = [event for event in load_events(section) if published.month in event.months_told]
        self.event: Event = rng.choice(events)
        self.facts: Facts = draw_facts(rng, self.event, published.year, published.month, published.weekday())
        self.month = published.month
        self.headline = expand(rng.choice(self.event.parts["headlines"]), rng, self.facts)


def compose_headline(seed: int, number: int, section: str, published: datetime) -> str:
    """Return the headline that ``compose_story`` gives, without composing the rest."""
    return _Draft(seed, number, section, published).headline


def compose_story(seed: int, number: int, section: str, published: datetime) -> Story:
    """Compose the first revision of an article."""
    draft = _Draft(seed, number, section, published)
    rng = Random(f"{seed}/{number}/body")  # noqa: S311 - as above
    blocks = tuple(_body(rng, draft))
    parts = draft.event.parts
    return Story(
        section=section,
        headline=draft.headline,
        description=blocks[0].text,
        blocks=blocks,
        author=_author(rng, draft),
        tags=(*rng.sample(parts["tags"], 3), draft.facts["city"].text),
        caption=expand(rng.choice(parts["captions"]), rng, draft.facts),
        city=draft.facts["city"].text,
    )


def revise_story(story: Story, seed: int, number: int, revision: int, month: int) -> Story:
    """Return the story as edited *revision* - 1 times: a new headline mark, and one paragraph more for each edit."""
    common = load_parts("common")
    blocks = list(story.blocks)
    for edit in range(1, revision):
        rng = Random(f"{seed}/{number}/edit/{edit}")  # noqa: S311 - as above
        facts = draw_passing_facts(rng, {"city": Word(story.city)}, month)
        blocks.insert(len(blocks) - 1, Block("paragraph", expand(_turn(common["follow_up"], edit), rng, facts)))
    mark = common["edit_headline"][revision % 2]
    return replace(story, headline=mark.replace("{headline}", story.headline), blocks=tuple(blocks))


def agency_story(story: Story, seed: int, number: int, change: int, month: int) -> Story:
    """Return a near-copy, as an agency's subscribers print it.

    *change* is 0: another lead and headline; 1: a paragraph more; 2: the tail cut; 3: another headline only.
    """
    rng = Random(f"{seed}/{number}/agency")  # noqa: S311 - as above
    common = load_parts("common")
    facts = draw_passing_facts(rng, {"city": Word(story.city)}, month)
    blocks = list(story.blocks)
    headline = story.headline
    if change == 0:
        blocks[0] = Block("paragraph", expand(rng.choice(common["agency_lead"]), rng, facts))
    elif change == 1:
        blocks.append(Block("paragraph", expand(rng.choice(common["follow_up"]), rng, facts)))
    elif change == 2:  # noqa: PLR2004 - named in the docstring
        del blocks[-1]
    if change in (0, 3):
        form = rng.choice(common["agency_headline"])
        headline = form.replace("{headline}", story.headline)
    return replace(
        story, headline=headline, description=blocks[0].text, blocks=tuple(blocks), author="وكالة الساحل للأنباء"
    )


def _turn(parts: list[str], turn: int) -> str:
    return parts[turn % len(parts)]


def _fitting_subhead(rng: Random, subheads: Sequence[str], following: str) -> str:
    """Return the subhead that shares most words with the text under it; words count as equal by four letters."""
    shuffled = rng.sample(subheads, len(subheads))
    return max(shuffled, key=lambda subhead: sum(word[-4:] in following for word in subhead.split() if len(word) > 3))  # noqa: PLR2004 - particles say nothing


def _author(rng: Random, draft: _Draft) -> str:
    if rng.random() < 0.7:  # noqa: PLR2004 - most articles are signed
        return draw_person(rng)[0].text
    return expand(rng.choice(load_parts("common")["authors_desk"]), rng, draft.facts)


def _body(rng: Random, draft: _Draft) -> Iterator[Block]:
    """Yield a lead, the event's details with speech between, the section's background, and a close."""
    parts, facts = draft.event.parts, draft.facts
    details = _in_order(rng, parts["details"], rng.randint(4, len(parts["details"]) - 1))
    details = [expand(detail, rng, facts) for detail in details]
    speeches = _speeches(rng, draft)
    is_long = rng.random() < 0.8  # noqa: PLR2004 - one in five is a short item without subheads
    yield Block("paragraph", expand(rng.choice(parts["leads"]), rng, facts))
    yield Block("paragraph", " ".join(details[:2]))
    yield Block("paragraph", speeches[0])
    if is_long:
        yield Block("subhead", _fitting_subhead(rng, parts["subheads"], " ".join(details[2:])))
    for start in range(2, len(details), 2):
        yield Block("paragraph", " ".join(details[start : start + 2]))
    if is_long:
        yield from _second_half(rng, draft, speeches[1:])
    background = draw_passing_facts(rng, facts, draft.month)
    yield Block("paragraph", expand(rng.choice(draft.event.closing), rng, background))


def _second_half(rng: Random, draft: _Draft, speeches: list[str]) -> Iterator[Block]:
    if rng.random() < 0.6:  # noqa: PLR2004 - share of articles with a pull quote
        speaker, text = rng.choice(draft.event.parts["quotes"]).split(": ", 1)
        name, role = draft.facts[speaker].text, draft.facts[f"{speaker}.role"].text
        yield Block("quote", text.rstrip("."), f"{name}، {role}")
    yield from (Block("paragraph", speech) for speech in speeches)
    context = _in_order(rng, draft.event.context, rng.randint(3, 6))
    sentences = [expand(part, rng, draw_passing_facts(rng, draft.facts, draft.month)) for part in context]
    yield Block("subhead", _fitting_subhead(rng, draft.event.context_subheads, " ".join(sentences)))
    for start in range(0, len(sentences), 2):
        yield Block("paragraph", " ".join(sentences[start : start + 2]))


def _in_order(rng: Random, parts: Sequence[str], count: int) -> list[str]:
    return [parts[index] for index in sorted(rng.sample(range(len(parts)), count))]


def _speeches(rng: Random, draft: _Draft) -> list[str]:
    """Return two or three sentences of speech; a speaker is introduced once, by role and full name."""
    common = load_parts("common")
    first_forms, next_forms = (rng.sample(common[name], len(common[name])) for name in ("first_speech", "next_speech"))
    introduced: set[str] = set()
    speeches = []
    quotes = _in_order(rng, draft.event.parts["quotes"], rng.randint(2, 3))
    for quote in quotes:
        speaker, text = quote.split(": ", 1)
        facts = {
            **draft.facts,
            "p": draft.facts[speaker],
            "p.intro": draft.facts[f"{speaker}.intro"],
            "p.family": draft.facts[f"{speaker}.family"],
            "q": Word(text.rstrip(".")),
        }
        forms = next_forms if speaker in introduced else first_forms
        introduced.add(speaker)
        speeches.append(expand(forms.pop(), rng, facts))
    return speeches
