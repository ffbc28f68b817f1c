"""Articles by month as bars of a chart and rows of a grid, time running from right to left; it draws nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 270
"""The chart's own units."""
LEFT, RIGHT, TOP, BOTTOM = 2, 632, 34, 222
"""Where the bars are; beside them, on the right, stands the scale."""
_WIDEST_SLOT = 96.0
_MONTH_ROOM, _YEAR_ROOM = 92.0, 56.0
"""Units between two labels of the time axis: «2026-11» in the letters that a telephone needs is 86 wide."""
_BAR_SHARE = 0.76
_LOWEST = 2.0
_VALUES_UP_TO = 7
"""So many bars have room for their figures above them."""

# A step in months, the months that a chart of it may span, and after how many steps labels may stand.
_STEPS = (
    (1, 48, (1, 2, 3, 6, 12)),
    (12, 60 * 12, (1, 2, 5, 10, 20)),
    (120, 600 * 12, (1, 2, 5, 10)),
    (1200, 10_000 * 12, (1, 2, 5, 10, 20)),
)
_GRID_YEARS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One month, year, decade or century."""

    first_month: int
    """Counted from January of the year 0."""
    months: int
    count: int
    x: float
    width: float
    y: float
    height: float
    slot_x: float
    slot_width: float
    label: str | None
    """What stands below it; None where there is no room."""

    @property
    def middle(self) -> float:
        """Where its label is centred."""
        return self.slot_x + self.slot_width / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One year: how many articles in each month, and how strong their colours are, 0 to 4."""

    year: int
    counts: tuple[int, ...]
    levels: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of the year."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything that the chart and the grid show."""

    step: int
    """Months in a bar: 1, 12, 120 or 1200."""
    bars: tuple[Bar, ...]
    """The oldest first, on the right; those without articles too."""
    ticks: tuple[tuple[int, float], ...]
    """Values of the scale and how high they stand."""
    has_values: bool
    """Whether there is room for figures above the bars."""
    rows: tuple[GridRow, ...]
    """The newest year first."""
    gaps: int
    """How many bars have no articles."""
    years_left_out: int
    """Years that the grid has no row for: those without articles where there are too many, and the oldest."""


def timeline(months: Mapping[str, int]) -> Timeline | None:
    """Lay out *months*, «2026-11» to a count; None where there are none."""
    counts = {int(month[:4]) * 12 + int(month[5:7]) - 1: count for month, count in months.items() if count}
    if not counts:
        return None
    span = max(counts) - min(counts) + 1
    step, labels_after = next((step, after) for step, longest, after in _STEPS if span <= longest)
    totals = _totals(counts, step)
    ticks = axis_ticks(max(totals.values()))
    rows, left_out = _grid(counts)
    return Timeline(
        step=step,
        bars=tuple(_bars(totals, step, ticks[-1], labels_after)),
        ticks=tuple((value, _y(value, ticks[-1])) for value in ticks),
        has_values=len(totals) <= _VALUES_UP_TO,
        rows=rows,
        gaps=sum(not count for count in totals.values()),
        years_left_out=left_out,
    )


def _totals(counts: Mapping[int, int], step: int) -> dict[int, int]:
    totals = dict.fromkeys(range(min(counts) // step, max(counts) // step + 1), 0)
    for month, count in counts.items():
        totals[month // step] += count
    return totals


def _bars(totals: Mapping[int, int], step: int, top: int, labels_after: tuple[int, ...]) -> list[Bar]:
    slot = min((RIGHT - LEFT) / len(totals), _WIDEST_SLOT)
    room = _MONTH_ROOM if step == 1 else _YEAR_ROOM
    after = next((steps for steps in labels_after if steps * slot >= room), labels_after[-1])
    bars = []
    for number, (position, count) in enumerate(sorted(totals.items())):
        slot_x = RIGHT - (number + 1) * slot
        y = min(_y(count, top), BOTTOM - _LOWEST) if count else float(BOTTOM)
        bars.append(
            Bar(
                first_month=position * step,
                months=step,
                count=count,
                x=slot_x + slot * (1 - _BAR_SHARE) / 2,
                width=slot * _BAR_SHARE,
                y=y,
                height=BOTTOM - y,
                slot_x=slot_x,
                slot_width=slot,
                label=_label(position * step, step) if position % after == 0 or len(totals) == 1 else None,
            )
        )
    return bars


def _label(first_month: int, step: int) -> str:
    year, month = divmod(first_month, 12)
    return f"{year:04}-{month + 1:02}" if step == 1 else f"{year:04}"


def _y(count: int, top: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * count / top


def axis_ticks(most: int) -> list[int]:
    """Round values from 0 to *most* or just beyond, two to five of them."""
    step = 1
    factors = (2.0, 2.5, 2.0)
    number = 0
    while step * 4 < most:
        step = int(step * factors[number % 3])
        number += 1
    return list(range(0, max(most, 1) + step, step))


def _grid(counts: Mapping[int, int]) -> tuple[tuple[GridRow, ...], int]:
    most = max(counts.values())
    years = sorted({month // 12 for month in counts}, reverse=True)
    every = range(years[0], years[-1] - 1, -1)
    shown = list(every) if len(every) <= _GRID_YEARS else years[:_GRID_YEARS]
    rows = []
    for year in shown:
        of_year = tuple(counts.get(year * 12 + month, 0) for month in range(12))
        levels = tuple(-(-4 * count // most) for count in of_year)
        rows.append(GridRow(year=year, counts=of_year, levels=levels))
    return tuple(rows), len(every) - len(shown)
