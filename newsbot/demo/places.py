"""Where the trouble is: what each article number is, fixed by its number alone; it never composes or renders.

Numbers run from 1 (the oldest) to the count of articles. The newest article has rank 0 in a tree of four children a
node, so that every article is a child of another one; only leaves of the tree have trouble, which keeps every article
within reach.

=============  ==========================================================================================
number         what it is
=============  ==========================================================================================
1              slow: answered after ``--slow`` seconds
2              answers 500 once, then recovers
3              says noindex
8              its related block has five bad links: 404, 410, a soft 404, a redirect loop, a private address
40k + 5        a copy: the same words as the number before it
40k + 10       a near-copy of the number before it, in one of four ways
40k + 15       linked under another address wherever a related block links to it
40k + 20, 25   its related block has another heading, and no class that says what it is
=============  ==========================================================================================
"""

from enum import Enum

FANOUT = 4
PERIOD = 40
SLOW, FLAKY, NOINDEX, BAD_LINKS = 1, 2, 3, 8
MISSING, GONE, SOFT_MISSING = 900_000_001, 900_000_002, 900_000_003
"""Article numbers that never exist: answered with 404, with 410, and with 200 and an apology."""
LEAST_ARTICLES = 12


class Kind(Enum):
    """What is special about an article."""

    PLAIN = "plain"
    SLOW = "slow"
    FLAKY = "flaky"
    NOINDEX = "noindex"
    BAD_LINKS = "bad links"
    COPY = "copy"
    NEAR_COPY = "near copy"
    OTHER_ADDRESS = "other address"
    OTHER_HEADING = "other heading"


_SINGLE = {SLOW: Kind.SLOW, FLAKY: Kind.FLAKY, NOINDEX: Kind.NOINDEX, BAD_LINKS: Kind.BAD_LINKS}
_PERIODIC = {
    5: Kind.COPY,
    10: Kind.NEAR_COPY,
    15: Kind.OTHER_ADDRESS,
    20: Kind.OTHER_HEADING,
    25: Kind.OTHER_HEADING,
}


def children(number: int, articles: int) -> list[int]:
    """Return the numbers that hang under *number* in the tree of the first *articles* articles, newest first."""
    rank = articles - number
    ranks = range(FANOUT * rank + 1, FANOUT * rank + 1 + FANOUT)
    return [articles - rank for rank in ranks if rank < articles]


def kind_of(number: int, articles: int) -> Kind:
    """Tell what an article is, on a site that started with *articles* of them."""
    if number > articles or children(number, articles):
        return Kind.PLAIN
    return _SINGLE.get(number) or _PERIODIC.get(number % PERIOD, Kind.PLAIN)


def original_of(number: int, articles: int) -> int | None:
    """Return the number whose words a copy or near-copy repeats."""
    return number - 1 if kind_of(number, articles) in (Kind.COPY, Kind.NEAR_COPY) else None


def change_of(number: int) -> int:
    """Return in which of the four ways a near-copy differs: see ``agency_story``."""
    return number // PERIOD % 4
