"""How much of a figure is chance: Poisson counts and shares of small numbers; it knows no rule."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p, sqrt
from statistics import median
from typing import TypeVar

Run = TypeVar("Run")

LEAST_SPREAD = 0.03
"""A share that was 1 in a hundred articles is not bound to be 1 in the next: an odd gallery comes."""
SIZES = (20, 100)
"""Articles (or pages) that are looked at together: a field that died shows in the first, one that is half gone in the
second."""
ENOUGH = SIZES[0]
FEWEST_GROUPS = 3
TELLING_GROUPS = 5
"""With so many earlier groups, a share that more than a tenth of them had is nothing new."""
CHANCE = 1e-6
"""An outlet has some hundred shares a week that could be told by mistake."""

_RARE = 0.1
_NORMAL = 1.4826
"""Of a normal distribution the standard deviation is so many times the median deviation."""


def poisson_at_most(count: int, mean: float) -> float:
    """Return the chance of *count* or fewer where *mean* are expected.

    >>> round(poisson_at_most(0, 3), 4)
    0.0498
    """
    term = total = exp(-mean)
    for number in range(1, count + 1):
        term *= mean / number
        total += term
    return min(total, 1.0)


def binomial_at_most(count: int, of: int, chance: float) -> float:
    """Return the chance of *count* or fewer *of* so many, each with that *chance*.

    >>> round(binomial_at_most(1, 3, 0.5), 4)
    0.5
    """
    if chance <= 0 or count >= of:
        return 1.0
    if chance >= 1:
        return 0.0
    hit, miss, ways = log(chance), log1p(-chance), lgamma(of + 1)
    logs = (ways - lgamma(k + 1) - lgamma(of - k + 1) + k * hit + (of - k) * miss for k in range(count + 1))
    return min(sum(map(exp, logs)), 1.0)


@dataclass(frozen=True, slots=True)
class Share:
    """*part* of *whole*."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share, 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.part + other.part, self.whole + other.whole)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The share of now beside what it usually is."""

    now: Share
    usual: float
    low: float
    """The share that all but a tenth of the earlier groups had at least."""
    high: float
    """The share that all but a tenth had at most."""
    spread: float
    """How far shares lie from the usual one for other reasons than chance, such as what the news are about."""
    groups: int

    def has_fallen(self, share_of_usual: float) -> bool:
        """Tell whether now is clearly below, and below that share of what is usual."""
        if not self.now.value < share_of_usual * self.usual or (self._is_telling and self.now.value >= self.low):
            return False
        return binomial_at_most(self.now.part, self.now.whole, max(self.usual - self.spread, 0.0)) < CHANCE

    def has_risen(self, by: float) -> bool:
        """Tell whether now is clearly above, and by at least *by*."""
        if not self.now.value >= self.usual + by or (self._is_telling and self.now.value <= self.high):
            return False
        rest, usual_rest = self.now.whole - self.now.part, max(1 - self.usual - self.spread, 0.0)
        return binomial_at_most(rest, self.now.whole, usual_rest) < CHANCE

    @property
    def _is_telling(self) -> bool:
        return self.groups >= TELLING_GROUPS


def compared(run: Run, earlier: Sequence[Run], usual: Sequence[Run], share: Callable[[Run], Share]) -> list[Comparison]:
    """Compare the share in *run* with the *usual* runs, both lists newest first; empty where too little is known.

    A small run is taken together with the *earlier* ones right before it, until there are as many as SIZES say; the
    usual runs are taken together in groups of ENOUGH, so that a run of two articles is no group of its own.
    """
    if not share(run).whole:
        return []
    found: dict[Share, Comparison] = {}
    for size in SIZES:
        now, taken = share(run), 0
        while now.whole < size and taken < len(earlier):
            now, taken = now + share(earlier[taken]), taken + 1
        used = {id(one) for one in earlier[:taken]}
        groups = list(_groups(map(share, (one for one in usual if id(one) not in used))))
        if now.whole >= size and len(groups) >= FEWEST_GROUPS:
            shares = sorted(group.value for group in groups)
            rare = int(len(shares) * _RARE)
            low, high = shares[rare], shares[-1 - rare]
            found[now] = Comparison(now, median(shares), low, high, _spread(groups), len(groups))
    return list(found.values())


def _groups(shares: Iterable[Share]) -> Iterable[Share]:
    group = Share(0, 0)
    for share in shares:
        group += share
        if group.whole >= ENOUGH:
            yield group
            group = Share(0, 0)


def _spread(groups: Sequence[Share]) -> float:
    """Return twice the standard deviation of the groups' shares that chance does not make, LEAST_SPREAD at least."""
    usual = median(group.value for group in groups)
    by_chance = sum(usual * (1 - usual) / group.whole for group in groups) / len(groups)
    # The median deviation: a fault of the past, a tenth of the groups perhaps, is not how the outlet is.
    deviation = _NORMAL * median(abs(group.value - usual) for group in groups)
    return max(2 * sqrt(max(deviation**2 - by_chance, 0.0)), LEAST_SPREAD)
