"""What newsbot itself sees in a line of text or an address: labels, dates, counters, names; asks those who know."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import TypeAlias

from lxml.etree import HTMLParser, fromstring

from newsbot.pages.absence import is_soft_404
from newsbot.pages.agencies import is_agency, is_place, is_unnamed_source
from newsbot.pages.breadcrumbs import HOME
from newsbot.pages.bylines import byline, is_byline_label, named_source
from newsbot.pages.dateline import printed_date, printed_views
from newsbot.pages.discovery import looks_like_article
from newsbot.pages.headings import is_related_heading
from newsbot.pages.lines import is_caption, is_end, is_notice, is_widget
from newsbot.pages.outline import outline
from newsbot.pages.parts import NO_BLOCK
from newsbot.pages.people import is_own_name, people
from newsbot.pages.pictures import pictures
from newsbot.pages.rules import Outlet
from newsbot.text.arabic import fold
from newsbot.text.datelines import tokens
from newsbot.text.dates import parse_date
from newsbot.text.datewords import Kind as DateKind
from newsbot.text.urls import absolute_url

Signs: TypeAlias = tuple[object, ...]
"""What is seen in a text; equal signs mean that it is read alike."""

# Two dates with their marks need 130 characters; whatever else is looked for in a line is shorter.
LINE_LENGTH = 200
# Longer lines may be headlines, which must lose the same words wherever they stand.
_LABEL_WORDS = 4
_LONGEST_WORD = 20
_SOME_WORD = "قنطرة"
# Only so that «منذ ساعتين» is told from prose: its value goes nowhere.
_SOME_DAY = datetime(2020, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=4096)
def line_signs(text: str) -> Signs:
    """What is seen in *text*, a line of a page or a value that it declares."""
    line = " ".join(text.split())
    if not line:
        return ()
    folded, words = fold(line), line.count(" ") + 1
    block = replace(NO_BLOCK, text=line, words=words)
    named = byline(line)
    return (
        parse_date(line, UTC, _SOME_DAY),
        printed_date([block], None, UTC) is not None,
        printed_views([block]),
        _marks(line) if words <= _LABEL_WORDS else (),
        is_widget(line),
        is_end(line),
        is_notice(line),
        is_related_heading(folded),
        folded in HOME,
        is_byline_label(line),
        None if named is None else line_signs(named),
        named_source(line) is None,
        is_agency(line),
        is_unnamed_source(line),
        is_place(line),
        [name.count(" ") for name in people([line], ())] if words <= _LABEL_WORDS else None,
        is_soft_404(line, None, 0),
        is_caption(line),
        _caption_parts(line),
    )


def notice_signs(text: str) -> Signs:
    """What is seen in a text that is too long for a line."""
    return (is_notice(text),)


def is_dated(text: str) -> bool:
    """Whether a line is a date or a time of day: the words of dates in it are no words of a text."""
    return bool(text) and any(line_signs(text)[:2])


@cache
def is_general(word: str) -> bool:
    """Whether a single *word* is one of those that sites' names and people's roles are told by, wherever it stands."""
    if len(word) > _LONGEST_WORD:
        return False
    folded = fold(word)
    is_of_sites = is_own_name(f"{folded} {_SOME_WORD}", {_SOME_WORD})
    return is_of_sites or not people([f"{word} {_SOME_WORD}"], ()) or not people([f"{_SOME_WORD} {word}"], ())


def _marks(line: str) -> Signs:
    """The words before a date: «نُشر», «آخر تحديث»."""
    return tuple(token.kind for token in tokens(line) if token.kind in {DateKind.PUBLISHED, DateKind.MODIFIED})


def _caption_parts(line: str) -> Signs:
    """What of a framed caption is credit."""
    root = fromstring(
        "<html><body><p>1</p><figure><img src='1.jpg'><p></p></figure><p>2</p></body></html>", HTMLParser()
    )
    root[0][1][1].text = line
    return tuple((image.caption is None, image.credit is None) for image in pictures(outline(root), 0, 3))


def address_signs(address: str, page_url: str, outlet: Outlet) -> Signs:
    """What is seen in an *address* as the page writes it."""
    url = absolute_url(page_url, address)
    if url is None:
        return ()
    root = fromstring("<html><body><p>1</p><img><p>2</p></body></html>", HTMLParser())
    root[0][1].set("src", url)
    is_picture = any(True for _ in pictures(outline(root), 0, 2))
    return (outlet.is_article(url), outlet.is_listing(url), looks_like_article(url), is_picture)


def least_kept(count: int, signs: Callable[[frozenset[int]], Signs]) -> frozenset[int]:
    """The few of *count* words that must stay for the text to be read alike.

    *signs* tells what is seen in the text in which only the given words, by number, are its own.
    """
    own = frozenset(range(count))
    wanted = signs(own)
    if signs(frozenset()) == wanted:
        return frozenset()
    kept = own
    for word in range(count):
        if signs(kept - {word}) == wanted:
            kept -= {word}
    return kept
