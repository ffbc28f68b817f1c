"""A day of a fleet minute by minute, in which machines die in the busiest hour; seeded, and without a clock."""

from dataclasses import dataclass
from math import exp, sqrt
from random import Random

from scale_fleet import Costs, Fleet, Machine

_MINUTES = 24 * 60
_FEW = 50.0
"""Up to here the number of runs in a minute is drawn exactly; above, a normal draw is as good."""
STALLED_AFTER_MINUTES = 1
"""Until the runs of a dead machine are begun anew by others: assumed."""


@dataclass(frozen=True, slots=True)
class Crash:
    """What it did to the others."""

    machines: int
    """That were there before."""
    lost: int
    busiest: float
    """Share of the remaining machines' cores that was wanted in the worst hour."""
    longest_wait: float
    """Minutes that a run which was due had to wait."""
    minutes_behind: int
    """Minutes of the day in which runs waited at all."""


def day_with_crash(found: Fleet, prices: Costs, machine: Machine, lost: int, *, seed: int, away: int = 60) -> Crash:
    """Let *lost* machines be *away* for so many minutes from the start of the busiest hour.

    To lose all of them is what the loss of the database does. What was missed is reckoned as if all of it had to be
    made up; really one run makes up for several, so that the end comes sooner.
    """
    chance = Random(seed)  # noqa: S311 - a simulation, no secret
    busiest = max(range(len(found.hours)), key=lambda hour: found.hours[hour].client_cores)
    gone = range(busiest * 60, busiest * 60 + away)
    waiting = longest = worst = 0.0
    behind = 0
    for minute in range(_MINUTES):
        hour = found.hours[minute // 60]
        alive = max(found.machines - (lost if minute in gone else 0), 0)
        seconds = alive * machine.cores * 60.0
        work = _work(hour.client_cores * 60, hour.demand.runs / 60, chance)
        if minute == gone.start + STALLED_AFTER_MINUTES:
            # Their runs begin anew; the pages of the last second are fetched again.
            again = hour.demand.busy * lost / found.machines
            work += again * prices.prices["runs"].client_ms / 1000
        waiting = max(waiting + work - seconds, 0.0)
        if minute in gone:
            worst = max(worst, hour.client_cores / (alive * machine.cores) if alive else 0.0)
        if waiting:
            behind += 1
            left = gone.stop - minute - 1 if minute in gone else 0
            longest = max(longest, _wait(waiting, seconds, found.machines * machine.cores * 60.0, left))
    return Crash(found.machines, lost, worst, longest, behind)


def _wait(waiting: float, seconds: float, later: float, left: int) -> float:
    """Return the minutes until *waiting* is done: *seconds* of it in each of the *left* minutes, then *later*."""
    if waiting <= seconds * max(left, 1):
        return waiting / seconds
    return left + (waiting - seconds * left) / later


def _work(cpu_seconds: float, runs: float, chance: Random) -> float:
    """Return what a minute's runs take together, when so many are expected and their number is what chance makes it."""
    return cpu_seconds * _number(runs, chance) / runs if runs else 0.0


def _number(mean: float, chance: Random) -> float:
    """Draw from the Poisson distribution."""
    if mean > _FEW:
        return max(round(chance.gauss(mean, sqrt(mean))), 0)
    number, product, bound = 0, chance.random(), exp(-mean)
    while product > bound:
        number, product = number + 1, product * chance.random()
    return number
