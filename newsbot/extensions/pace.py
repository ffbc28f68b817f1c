"""How far a run of known extent has come, how fast it goes and when it may end; it reads no stats and no clock."""

from collections import deque
from datetime import timedelta

WINDOW_SECONDS = 60.0
LEAST_SECONDS = 5.0
LEAST_DONE = 10
"""Before both, a guess at the end would be nonsense."""


class Pace:
    """The rate of the last minute."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque([(0.0, 0)])

    def note(self, seconds: float, done: int) -> None:
        """Tell how many were done *seconds* after the start."""
        self._samples.append((seconds, done))
        while len(self._samples) > 2 and seconds - self._samples[1][0] >= WINDOW_SECONDS:  # noqa: PLR2004 - one on each side
            self._samples.popleft()

    @property
    def rate(self) -> float:
        """How many a second; 0.0 while that cannot be said."""
        (first, before), (last, done) = self._samples[0], self._samples[-1]
        return (done - before) / (last - first) if last > first else 0.0

    def left(self, waiting: int) -> str:
        """The time that *waiting* more take at this rate, «0:02:30», or «--»."""
        seconds, done = self._samples[-1]
        if seconds < LEAST_SECONDS or done < LEAST_DONE or not self.rate:
            return "--"
        return str(timedelta(seconds=round(waiting / self.rate)))
