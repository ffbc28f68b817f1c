"""Judges between two readings of one page's body by their words alone; knows neither markup nor where they come from.

A reading is contested where it holds less than half of the page's prose. So it was on 11 of 181 benchmark pages, each
read right; there, and only there, a second opinion (trafilatura's) is worth the 7 to 20 ms that it costs.
"""

from newsbot.text.arabic import fold

CONTESTED_SHARE = 0.5
# What a teaser shares with the whole text that a page declares; two cuts of one article share as much.
_SAME_SHARE = 0.6
# A second opinion needs this much more of the declared words than the first one.
_LEAD = 0.2
# Shorter words stand in every text.
_TELLING_LETTERS = 4
_RUN = 4


def is_contested(words: int, prose_words: int) -> bool:
    """Whether a body of *words* is the lesser part of a page with *prose_words*."""
    return words < CONTESTED_SHARE * prose_words


def holds(text: str, part: str) -> bool:
    """Whether *text* says most of what *part* says, in the same words; an empty part is held by every text."""
    runs = _runs(part)
    return not runs or len(runs & _runs(text)) >= _SAME_SHARE * len(runs)


def is_likelier(text: str, other: str, declared: str) -> bool:
    """Whether *text* is another article than *other*, and has clearly more of the words that the page declares.

    *declared* is headline, description and the like; where they say nothing, the first reading stays.
    """
    if holds(text, other) or holds(other, text):
        return False
    telling = {word for word in fold(declared).split() if len(word) >= _TELLING_LETTERS}
    return _share(telling, text) >= _share(telling, other) + _LEAD


def _share(telling: set[str], text: str) -> float:
    return len(telling.intersection(fold(text).split())) / len(telling) if telling else 0.0


def _runs(text: str) -> set[tuple[str, ...]]:
    words = fold(text).split()
    return {tuple(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1)}
