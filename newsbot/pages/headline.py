"""Finds a page's headline: the line that it prints largest and that its title repeats; quotation marks stay."""

from collections.abc import Iterable
from re import compile as pattern

from newsbot.pages.outline import Block, Outline
from newsbot.pages.zones import Zone
from newsbot.text.arabic import fold

# Between a headline and the site's name; a hyphen only with a space on both sides: «الأمم المتحدة-جنيف» is one text.
_SEPARATOR = pattern(r"\s+[|\-\u2013\u2014\u00b7\u2022:»«/]+\s+|\s*[|\u2022]\s*")
_MINIMUM_WORDS = 2
_OUTSIDE = Zone.NAVIGATION | Zone.FOOTER | Zone.CONTROL | Zone.ITEM


def headline_block(page: Outline, titles: Iterable[str]) -> Block | None:
    """The block that prints the headline; *titles* are what the page calls itself, with or without the site's name.

    A block counts when a title holds it whole. Among several the heading of the highest rank wins, then the longest,
    then the first. None where no title is confirmed by the text and no single <h1> stands on the page.
    """
    folded = [fold(title) for title in titles if title]
    best: Block | None = None
    best_rank: tuple[int, int] = (-1, 0)
    for block in page.blocks:
        if block.words < _MINIMUM_WORDS or (block.zones & _OUTSIDE and not block.level):
            continue
        if not (block.level or block.bold or block.words > 3) or len(block.text) > 300:  # noqa: PLR2004 - headline sizes
            continue
        text = fold(block.text)
        if not text or not any(_holds(title, text) for title in folded):
            continue
        rank = (_rank(block), len(text))
        if rank > best_rank:
            best, best_rank = block, rank
    return best or _only_h1(page)


def without_site_name(title: str, site_names: Iterable[str]) -> str:
    """*title* without a leading or trailing name of its site, split at the usual separators."""
    names = {fold(name) for name in site_names if name}
    spans = list(_SEPARATOR.finditer(title))
    if not spans:
        return title
    head, tail = title[: spans[-1].start()], title[spans[-1].end() :]
    if fold(tail) in names:
        return without_site_name(head, site_names)
    first, rest = title[: spans[0].start()], title[spans[0].end() :]
    if fold(first) in names:
        return without_site_name(rest, site_names)
    return title


def title_parts(title: str) -> list[str]:
    """The parts of *title* between the usual separators; one where there is none."""
    return [part.strip() for part in _SEPARATOR.split(title) if part.strip()]


def guessed_headline(title: str, site_names: Iterable[str]) -> str:
    """*title* without its site's name; where the name is not known, the longest of its separated parts."""
    known = without_site_name(title, site_names)
    if known != title:
        return known
    longest = max(title_parts(title), key=len, default=title)
    return longest if len(longest) * 2 > len(title) else title


def _holds(title: str, text: str) -> bool:
    if text == title:
        return True
    if len(text) * 3 < len(title):
        return False
    return title.startswith(f"{text} ") or title.endswith(f" {text}") or f" {text} " in title


def _rank(block: Block) -> int:
    if block.level == 1:
        return 8
    if block.level:
        return 7 - block.level
    return 1 if block.bold else 0


def _only_h1(page: Outline) -> Block | None:
    headings = [block for block in page.blocks if block.level == 1 and block.words >= _MINIMUM_WORDS]
    texts = {fold(block.text) for block in headings}
    return headings[0] if len(texts) == 1 else None
