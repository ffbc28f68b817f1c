"""Shows how an export is going, on stderr: a live line on a terminal, plain lines elsewhere; it counts nothing."""

from time import monotonic
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

LIVE_SECONDS = 0.25
PLAIN_SECONDS = 5.0


class ExportProgress:
    """Called with how many articles of how many are done; silent where *is_enabled* is not."""

    def __init__(self, shown: str, *, is_enabled: bool) -> None:
        self._shown = shown
        self._console = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
        is_live = is_enabled and self._console.is_terminal
        self._live = Live(console=self._console, auto_refresh=False, transient=True) if is_live else None
        self._every = LIVE_SECONDS if is_live else PLAIN_SECONDS if is_enabled else float("inf")
        self._begun = self._told = monotonic()

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    def __call__(self, done: int, of: int) -> None:
        """Bring the line up to date, now and then."""
        now = monotonic()
        if now - self._told < self._every:
            return
        self._told = now
        line = progress_line(self._shown, done, of, now - self._begun)
        if self._live:
            self._live.update(Text(line, style="bold", no_wrap=True, overflow="ellipsis"), refresh=True)
        else:
            self._console.print(line)

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return monotonic() - self._begun


def progress_line(shown: str, done: int, of: int, seconds: float) -> str:
    """How the export stands.

    >>> progress_line("news.csv", 500, 2000, 2.0)
    'news.csv: 500 of 2,000 articles, 25 %, 250 a second'
    """
    share = round(100 * done / of) if of else 100
    return f"{shown}: {done:,} of {of:,} articles, {share} %, {done / max(seconds, 0.1):,.0f} a second"
