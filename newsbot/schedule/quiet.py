"""Hours in which nothing begins, such as 23:00-05:00; it stops no crawl that goes on."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from newsbot import options


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From *begin*, included, to *end*, not included, by the clock of *zone*; over midnight where *end* is earlier."""

    begin: time
    end: time
    zone: ZoneInfo

    def holds(self, moment: datetime) -> bool:
        """Tell whether *moment* is in them."""
        clock = moment.astimezone(self.zone).time()
        if self.begin <= self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end

    def after(self, moment: datetime) -> datetime:
        """Return *moment* itself, or the end of the quiet hours that it is in."""
        if not self.holds(moment):
            return moment
        local = moment.astimezone(self.zone)
        day = local.date() if local.time() < self.end else local.date() + timedelta(days=1)
        end = datetime.combine(day, self.end, self.zone)
        # What the clock shows twice ends twice, and the first end may lie before the moment.
        ends = (end.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        return next(end for end in ends if end > moment)


def read_quiet_hours(text: str | None, zone: ZoneInfo) -> QuietHours | None:
    """Read what ``newsbot.options.quiet_hours`` accepts; None for empty text."""
    if not options.quiet_hours(text):
        return None
    begin, end = (time.fromisoformat(part.strip()) for part in str(text).split("-"))
    return QuietHours(begin, end, zone)
