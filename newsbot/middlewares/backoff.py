"""How long to leave a host alone: pure numbers, with the time passed in; it knows neither slots nor responses."""

from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

STEADY_ANSWERS = 5
"""Good answers in a row that take one step of slowness back."""

LEAST_DELAY = 1.0
"""Where doubling starts for a host that was asked without any delay."""


@dataclass(slots=True)
class Backoff:
    """The state of one host; *base* is its delay in quiet times and *cap* the longest pause, both in seconds."""

    base: float
    cap: float
    level: int = 0
    answers: int = 0
    paused_until: float = 0.0

    @property
    def delay(self) -> float:
        """Seconds between two requests now: the base, doubled at each level up to the cap, which never lowers it."""
        if not self.level:
            return self.base
        return max(self.base, min(self.cap, max(self.base, LEAST_DELAY) * 2.0**self.level))

    def refused(self, now: float, retry_after: float | None = None) -> float | None:
        """Take note of a 429, 503 or time-out and return the seconds to pause from *now*.

        None while a pause is under way: requests that were sent before it say nothing new. *retry_after* is what the
        server asked for; without it the pause is the new delay.
        """
        self.answers = 0
        if now < self.paused_until and retry_after is None:
            return None
        if now >= self.paused_until and self.delay < self.cap:
            self.level += 1
        pause = min(self.cap, self.delay if retry_after is None else max(retry_after, self.delay))
        self.paused_until = max(self.paused_until, now + pause)
        return pause

    def answered(self) -> bool:
        """Take note of a good answer; True if the delay has come down with it."""
        if not self.level:
            return False
        self.answers += 1
        if self.answers < STEADY_ANSWERS:
            return False
        self.answers = 0
        self.level -= 1
        return True


def retry_after_seconds(value: str | None, now: float) -> float | None:
    """Read a Retry-After header, seconds or an HTTP date; *now* is Unix time. None for anything else or the past."""
    if not value:
        return None
    text = value.strip()
    if text.isascii() and text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    seconds = moment.timestamp() - now
    return seconds if seconds > 0 else None
