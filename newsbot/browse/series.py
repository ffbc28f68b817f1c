"""Articles a day as rows of numbers without holes: what charts draw and silence is told from; it reads no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from newsbot.store.days import OutletDay


@dataclass(frozen=True, slots=True)
class DaySeries:
    """One outlet's days, or those of all outlets together; the first day comes first, a day without articles is 0."""

    outlet: str | None
    """None: all of them."""
    first_day: date
    articles: tuple[int, ...]
    """Copies included."""
    copies: tuple[int, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """The UTC day of each number."""
        return tuple(self.first_day + timedelta(days=number) for number in range(len(self.articles)))

    @property
    def total(self) -> int:
        """All articles."""
        return sum(self.articles)

    @property
    def copies_total(self) -> int:
        """All copies."""
        return sum(self.copies)

    @property
    def copies_share(self) -> float | None:
        """From 0 to 1; None without articles."""
        return self.copies_total / self.total if self.total else None

    @property
    def a_day(self) -> float:
        """The mean of the days."""
        return self.total / len(self.articles) if self.articles else 0.0

    @property
    def most(self) -> int:
        """Of the day with most articles."""
        return max(self.articles, default=0)


def day_series(days: Iterable[OutletDay], first: date, last: date) -> list[DaySeries]:
    """The rows of every outlet that *days* names, by name, from *first* to *last*; what lies outside is left out."""
    size = max((last - first).days + 1, 0)
    counted: dict[str, tuple[list[int], list[int]]] = {}
    for found in days:
        articles, copies = counted.setdefault(found.outlet, ([0] * size, [0] * size))
        at = (found.day - first).days
        if 0 <= at < size:
            articles[at] += found.articles
            copies[at] += found.copies
    return [
        DaySeries(outlet, first, tuple(articles), tuple(copies))
        for outlet, (articles, copies) in sorted(counted.items())
    ]


def together(rows: Sequence[DaySeries], first: date, last: date) -> DaySeries:
    """The sum of *rows*, which all go from *first* to *last*."""
    size = max((last - first).days + 1, 0)
    return DaySeries(
        None,
        first,
        tuple(sum(row.articles[at] for row in rows) for at in range(size)),
        tuple(sum(row.copies[at] for row in rows) for at in range(size)),
    )
