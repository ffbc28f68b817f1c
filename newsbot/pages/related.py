"""Finds the related block («المزيد») of a page by its heading, wherever and however it is set; follows nothing.

The heading is a line of text, not a tag; the block is the smallest part of the page that holds it and the article
links after it. Where that part holds the article too, the links run on until the next prose.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from re import Pattern
from re import compile as pattern
from typing import Self
from urllib.parse import urlsplit

from newsbot.pages.discovery import is_article_address
from newsbot.pages.headings import (
    COMMON_STEMS,
    INLINE_HEADINGS,
    MAIN_HEADINGS,
    RELATED_HEADINGS,
    heading_stems,
    is_related_heading,
)
from newsbot.pages.linkruns import LinkRun
from newsbot.pages.outline import Block, Outline
from newsbot.pages.rules import Outlet
from newsbot.pages.zones import Element, Zone
from newsbot.text.arabic import fold

HEADING_LENGTH = 60
# A page with more of them was made to hurt.
HEADINGS_LIMIT = 30


@dataclass(frozen=True, slots=True)
class RelatedBlock:
    """A heading and its article links, in order, each with the headline it is printed with."""

    heading: str
    links: tuple[tuple[str, str], ...]
    """(headline, absolute address)"""
    cut: tuple[Element, ...]
    """What a body must not hold: the block as a whole, or its anchors one by one where it shares its parent."""


@dataclass(frozen=True, slots=True)
class RelatedFinder:
    """Finds the related blocks of an outlet's pages; made once an outlet."""

    outlet: Outlet
    own_headings: frozenset[str]
    stems: Pattern[str]

    @classmethod
    def of(cls, outlet: Outlet) -> Self:
        """The finder of *outlet*, that knows the headings it adds to the common ones."""
        own = frozenset(fold(heading) for heading in outlet.related_headings)
        stems = heading_stems({*RELATED_HEADINGS, *own}) if own else COMMON_STEMS
        return cls(outlet, own, stems)

    def blocks(
        self, declared: Sequence[Element], read_outline: Callable[[], Outline], page_url: str, base_url: str
    ) -> list[RelatedBlock]:
        """The page's related blocks, the main one first: what the outlet's rules name, else what the headings tell.

        *declared* are the elements that the rules name; *read_outline* is called only where they hold no links.
        """
        own_key = self.outlet.identity(page_url)

        def declared_run(*elements: Element) -> LinkRun:
            # What a rule names holds headlines, whatever form their addresses have: short links, print views, partners.
            run = LinkRun(base_url, own_key, lambda url: not self.outlet.is_listing(url))
            for element in elements:
                run.read(element)
            return run

        runs = [run for element in declared if (run := declared_run(element))]
        if len(runs) > 1 and all(len(run.headlines()) == 1 for run in runs):
            # A rule that names the links one by one names one block.
            runs = [declared_run(*declared)]
        found = [RelatedBlock("", run.headlines(), run.cut()) for run in runs]
        return found or self._headed_blocks(read_outline().blocks, page_url, base_url)

    def _headed_blocks(self, blocks: Sequence[Block], page_url: str, base_url: str) -> list[RelatedBlock]:
        outlet = self.outlet
        # An address like the page's own is an article's, though its hash has too few digits to be told by itself.
        own_form = _hash_form(page_url) or "none"

        def is_article(url: str) -> bool:
            return outlet.owns(url, page_url) and (is_article_address(url, outlet) or _hash_form(url) == own_form)

        found: list[RelatedBlock] = []
        for block, heading in islice(self._headings(blocks), HEADINGS_LIMIT):
            run = LinkRun(base_url, outlet.identity(page_url), is_article)
            run.read_after(blocks, block)
            # A linked «المزيد» behind a list of headlines is its button, among other links it is a menu's entry.
            is_button = block.is_linked and (run.has_link_before or run.has_other_link_first)
            if run and not is_button:
                found.append(RelatedBlock(heading, run.headlines(), run.cut()))
        found.sort(key=self._rank)
        return found

    def _headings(self, blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
        """Lines whose whole text heads a related block, each with its folded form."""
        for block in blocks:
            text = block.text
            if len(text) >= HEADING_LENGTH or block.zones & _NO_HEADING or not self.stems.search(text):
                continue
            folded = fold(text)
            if is_related_heading(folded, self.own_headings):
                yield block, folded

    def _rank(self, block: RelatedBlock) -> tuple[bool, bool, bool, int]:
        is_own = block.heading in self.own_headings or block.heading in MAIN_HEADINGS
        is_single = len(block.links) == 1
        return (is_single, not is_own, block.heading in INLINE_HEADINGS, -len(block.links))


def _hash_form(url: str) -> str | None:
    """The form of an address that ends in a hash: its depth, and the last part with hash and digits as marks."""
    *folders, last = urlsplit(url).path.rstrip("/").split("/")
    form = _DIGITS.sub("0", _HASH.sub("#", last))
    return f"{len(folders)} {form}" if form.startswith("#") else None


_HASH = pattern(r"\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,40}\b")
_DIGITS = pattern(r"\d+")
_NO_HEADING = Zone.NAVIGATION | Zone.CONTROL
