"""How the outlets stand, as a table for a terminal, once or again and again; it reads no store and keeps no state."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import sleep

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from newsbot.browse.operations import OutletStanding, summary
from newsbot.errors import StorageError
from newsbot.health.wording import duration_text, number_of
from newsbot.text.printing import printable

COLUMNS = (
    "outlet", "last run", "ended", "articles of the run", "queue", "articles", "silent for", "next due", "a day",
)  # fmt: skip
SPARK_DAYS = 14
_BLOCKS = "▁▂▃▄▅▆▇█"
_NOTHING = "·"
_STYLES = {"good": "green", "open": "yellow", "bad": "bold red"}
_ORDER = {"bad": 0, "open": 1, "good": 2}
_OUTCOMES = ("new", "changed", "unchanged", "duplicate")
_AROUND = 6
"""Lines of the board that are not outlets: what stands above, below and between."""
_MOST_FINDINGS = 8

Look = Callable[[], list[OutletStanding]]


def sparkline(values: Sequence[int]) -> str:
    """A letter a value, «·» for none, the last one on the right.

    >>> sparkline([0, 1, 4, 8])
    '·▁▄█'
    """
    most = max(values, default=0)
    return "".join(_BLOCKS[-(-len(_BLOCKS) * value // most) - 1] if value > 0 else _NOTHING for value in values)


def due_words(outlet: OutletStanding) -> str:
    """When an outlet is due: «in 2 h 05 min», «now», «10 min late» of a schedule's outlet, «-» for never."""
    seconds = outlet.due_seconds
    if seconds is None:
        return "-"
    if seconds > 0:
        return f"in {duration_text(seconds)}"
    return f"{duration_text(-seconds)} late" if outlet.is_overdue else "now"


def state_words(outlet: OutletStanding) -> str:
    """How the last run ended; of one that goes on, how fast."""
    pages, articles = outlet.pages_a_minute, outlet.articles_a_minute
    if pages is None or articles is None:
        return outlet.state.replace("_", " ")
    return f"running, {pages:.0f} pages/min, {articles:.0f} articles/min"


def standing_table(outlets: Sequence[OutletStanding]) -> Table:
    """A row for each outlet, in the order given."""
    table = Table(*COLUMNS, box=None, pad_edge=False)
    for outlet in outlets:
        run = outlet.run
        queue = ", ".join(f"{count:,} {state}" for state, count in sorted(outlet.overview.queue.items()))
        articles = ", ".join(f"{run.articles(name):,} {name}" for name in _OUTCOMES) if run else ""
        table.add_row(
            Text(printable(outlet.outlet)),
            run.record.started_at.astimezone(UTC).isoformat(timespec="seconds") if run else "-",
            Text(printable(state_words(outlet)), style=_STYLES[outlet.level]),
            articles,
            queue,
            f"{outlet.overview.articles:,}",
            duration_text(outlet.silent_seconds) if outlet.silent_seconds is not None else "-",
            due_words(outlet),
            sparkline(outlet.days.articles[-SPARK_DAYS:]),
        )
    return table


def finding_lines(outlets: Sequence[OutletStanding]) -> list[str]:
    """A line for each open finding, the worst first."""
    found = [(finding.severity != "error", outlet, finding) for outlet in outlets for finding in outlet.findings]
    return [
        printable(f"{outlet.outlet}: {finding.severity}: {finding.message} (since {finding.opened_at:%Y-%m-%d %H:%M})")
        for _, outlet, finding in sorted(found, key=lambda one: (one[0], one[2].opened_at))
    ]


def board(outlets: Sequence[OutletStanding], at: datetime, height: int, said: str = "") -> RenderableType:
    """What fits on a screen of *height* lines: a line of sums, the outlets that need a look first, the findings."""
    sums, findings = summary(outlets), finding_lines(outlets)
    head = (
        f"{at:%Y-%m-%d %H:%M:%S} UTC: {number_of(sums.outlets, 'outlet')}, {sums.running:,} running,"
        f" {sums.troubled:,} with findings, {sums.overdue:,} overdue;"
        f" {number_of(sums.last_day, 'article')} since yesterday. Ctrl-C ends."
    )
    shown = findings[: min(_MOST_FINDINGS, max(height // 3, 1))]
    room = max(height - _AROUND - len(shown), 1)
    ordered = sorted(outlets, key=lambda outlet: (not outlet.is_running, _ORDER[outlet.level], outlet.outlet))
    parts: list[RenderableType] = [Text(head, style="bold"), standing_table(ordered[:room])]
    if len(ordered) > room:
        parts.append(Text(f"and {number_of(len(ordered) - room, 'more outlet')}", style="dim"))
    parts += [Text(line, no_wrap=True, overflow="ellipsis") for line in shown]
    if len(findings) > len(shown):
        parts.append(Text(f"and {number_of(len(findings) - len(shown), 'more finding')}", style="dim"))
    return Group(*parts, *([Text(said, style="bold red")] if said else []))


def watch(console: Console, look: Look, clock: Callable[[], datetime], seconds: float) -> None:
    """Show the board until Ctrl-C, looking again every *seconds*; a store that cannot be read for a while is told."""
    outlets = look()
    with Live(console=console, screen=True, auto_refresh=False) as live:
        said = ""
        while True:
            live.update(board(outlets, clock(), console.height, said), refresh=True)
            sleep(seconds)
            try:
                outlets, said = look(), ""
            except StorageError as error:
                said = printable(str(error))
