"""How many articles came in the last hours and days, and how many usually do at this hour; it judges nothing.

Windows are compared with the same hours of earlier days, so that nights, weekends and the hours of a newsroom are in
both. Articles are counted by when they were first seen: a run that comes late finds what the missed ones would have.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from newsbot.store.arrivals import hour_of

DAY, WEEK = 24, 7 * 24
HISTORY_DAYS = 42
"""How far back is looked: four same weekdays, and five weeks before this one."""
USUAL_DAYS = 28
FIRST_RUN_HOURS = 24
"""The first crawl brings months at once."""
FEWEST_GAPS = 8


@dataclass(frozen=True)
class Arrivals:
    """Articles and runs by hour, `newsbot.store.arrivals.hour_of`."""

    articles: Mapping[int, int] = field(default_factory=dict)
    watched: Collection[int] = ()
    """Hours in which a run went through all there was."""
    first_run_at: datetime | None = None
    last_article_at: datetime | None = None

    def window(self, hours: int, now: datetime) -> int:
        """Return how many articles came in the last *hours* hours and in the one that goes on."""
        last = hour_of(now)
        return self._between(last - hours, last + 1)

    def earlier_days(self, hours: int, now: datetime, until: datetime) -> dict[int, int]:
        """Return how many came in the same hours of earlier days, by how many days ago; unwatched ones are left out.

        None ends after *until*.
        """
        return self._earlier(hours, DAY, now, until)

    def earlier_weeks(self, now: datetime, until: datetime) -> dict[int, int]:
        """Return how many came in each earlier week, by how many weeks ago."""
        return self._earlier(WEEK, WEEK, now, until)

    def gaps(self, until: datetime) -> list[int]:
        """Return how many hours lay between two hours with articles, the longest first."""
        first, last = self._first_hour, hour_of(until)
        hours = sorted(hour for hour, count in self.articles.items() if count and first <= hour <= last)
        return sorted((later - sooner for sooner, later in pairwise(hours)), reverse=True)

    def _earlier(self, hours: int, step: int, now: datetime, until: datetime) -> dict[int, int]:
        last, limit, span = hour_of(now), hour_of(until), USUAL_DAYS * DAY if step == DAY else HISTORY_DAYS * DAY
        wanted = max(self._watches(last - hours, last + 1) // 2, 1)
        found = {}
        for number in range(1, (span - hours) // step + 1 + (step == DAY)):
            end = last - number * step
            if end - hours < self._first_hour:
                break
            if end <= limit and self._watches(end - hours, end + 1) >= wanted:
                found[number] = self._between(end - hours, end)
        return found

    @cached_property
    def _first_hour(self) -> int:
        """Return the hour from which on the outlet was followed, its first crawl left out."""
        return hour_of(self.first_run_at) + FIRST_RUN_HOURS if self.first_run_at else 0

    def _between(self, first: int, end: int) -> int:
        return sum(self.articles.get(hour, 0) for hour in range(first, end))

    def _watches(self, first: int, end: int) -> int:
        return sum(hour in self.watched for hour in range(first, end))
