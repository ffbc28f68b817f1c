"""Charts as SVG made on the server: no script, no style attribute, nothing but numbers and the reader's words.

Time runs with the reader: the newest day is on the left of an Arabic page, on the right of an English one. Colours come
from the classes, in the style sheet; without it everything is drawn in the colour of the text. Each chart names itself
with a title and a description; its numbers stand in a table beside it, which is the page's matter.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from markupsafe import Markup

from newsbot.archive.timeline import axis_ticks
from newsbot.browse import wording
from newsbot.browse.series import DaySeries
from newsbot.browse.speech import Speech

WIDTH, HEIGHT = 720, 250
"""The large chart's own units."""
_MARGIN, _EDGE = 92, 6
"""Beside the bars: on the side where reading begins there is room for the scale, five digits in the phone's letters."""
_TOP, _BOTTOM = 16, 212
_LABEL_ROOM = 88.0
"""Units between two labels of the time axis."""
_LABEL_STEPS = (1, 2, 5, 7, 14, 30, 60, 90, 180, 365)
_BAR_SHARE = 0.78
_LOWEST = 1.5
"""Units that a bar of a single article has at least, so that it is seen beside thousands."""
_SPARK_WIDTH, _SPARK_HEIGHT = 120, 24
_GAUGE_WIDTH = 120
_GAUGE_UNITS = 4.0

_SVG = Markup(
    '<svg class="{kind}" viewBox="0 0 {width} {height}" direction="ltr" role="img" fill="currentColor" '
    'aria-labelledby="{names}" focusable="false"{scaling}>{head}{body}</svg>\n'
)


def days_chart(row: DaySeries, speech: Speech, name: str, title: str) -> Markup:
    """Articles a day as bars, the copies among them in another shade; *name* makes ids unique within the page.

    Empty markup where there are no days.
    """
    if not row.articles:
        return Markup("")
    axis = _Axis(len(row.articles), speech)
    top = axis_ticks(row.most)[-1]
    body = [*_scale(row.most, speech), *_bars(row, axis, top, speech), *_day_labels(row.days, axis, speech)]
    description = speech.text(
        "chart_days_desc",
        first=speech.day(row.days[0]),
        last=speech.day(row.days[-1]),
        total=speech.number(row.total),
        most=speech.number(row.most),
        busiest=speech.day(row.days[row.articles.index(row.most)]),
    )
    return _drawing("chart", (WIDTH, HEIGHT), name, (title, description), body)


def sparkline(values: Sequence[int], speech: Speech, name: str, title: str) -> Markup:
    """A row of small bars as high as a line of text, on a scale of its own; *title* is what a screen reader says."""
    most = max(values, default=0)
    slot = _SPARK_WIDTH / max(len(values), 1)
    paths = []
    for number, value in enumerate(values):
        height = max(_SPARK_HEIGHT * value / most, _LOWEST) if value > 0 else 0.0
        x = _SPARK_WIDTH - (number + 1) * slot if speech.direction == "rtl" else number * slot
        if height:
            paths.append(f"M{x:.2f} {_SPARK_HEIGHT}v{-height:.2f}h{slot * _BAR_SHARE:.2f}v{height:.2f}z")
    body = Markup('<path class="base" d="M0 {0}h{1}v.6h-{1}z"/><path class="bar" d="{2}"/>').format(
        _SPARK_HEIGHT, _SPARK_WIDTH, "".join(paths)
    )
    return _drawing("spark", (_SPARK_WIDTH, _SPARK_HEIGHT + 1), name, (title, ""), [body], stretches=True)


def share_bar(share: float, speech: Speech, kind: str = "copies") -> Markup:
    """A bar for a share from 0 to 1 that repeats the number beside it, so that a screen reader passes it over."""
    width = round(100 * min(max(share, 0.0), 1.0), 2)
    x = 100 - width if speech.direction == "rtl" else 0
    return Markup(
        '<svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none" fill="currentColor" aria-hidden="true" '
        'focusable="false"><rect class="track" width="100" height="1" fill-opacity=".15"/>'
        '<rect class="{}" x="{:.2f}" width="{:.2f}" height="1"/></svg>'
    ).format(kind, x, width)


def silence_gauge(ratio: float, level: str, speech: Speech) -> Markup:
    """How long a silence is beside the outlet's own long pause, which is marked; it ends at four times that."""
    unit = _GAUGE_WIDTH / _GAUGE_UNITS
    width = min(max(ratio, 0.0), _GAUGE_UNITS) * unit
    is_rtl = speech.direction == "rtl"
    return Markup(
        '<svg class="gauge" viewBox="0 0 {0} 12" preserveAspectRatio="none" fill="currentColor" aria-hidden="true" '
        'focusable="false"><rect class="track" y="3" width="{0}" height="6" fill-opacity=".15"/>'
        '<rect class="{1}" x="{2:.2f}" y="3" width="{3:.2f}" height="6"/>'
        '<rect class="mark" x="{4:.2f}" width="1.5" height="12"/></svg>'
    ).format(
        _GAUGE_WIDTH,
        f"silent-{level.replace('_', '-')}",
        _GAUGE_WIDTH - width if is_rtl else 0,
        width,
        _GAUGE_WIDTH - unit if is_rtl else unit,
    )


class _Axis:
    """Where each day stands; the first one is the oldest."""

    def __init__(self, days: int, speech: Speech) -> None:
        self.days = days
        self.is_rtl = speech.direction == "rtl"
        self.left, self.right = _edges(speech)
        self.slot = (self.right - self.left) / days

    def x(self, number: int) -> float:
        return self.right - (number + 1) * self.slot if self.is_rtl else self.left + number * self.slot

    def label_step(self) -> int:
        return next((step for step in _LABEL_STEPS if step * self.slot >= _LABEL_ROOM), self.days)


def _edges(speech: Speech) -> tuple[float, float]:
    return (_EDGE, WIDTH - _MARGIN) if speech.direction == "rtl" else (_MARGIN, WIDTH - _EDGE)


def _scale(most: int, speech: Speech) -> Iterator[Markup]:
    values = axis_ticks(most)
    left, right = _edges(speech)
    x, anchor = (right + 8, "start") if speech.direction == "rtl" else (left - 8, "end")
    for value in values:
        y = _BOTTOM - (_BOTTOM - _TOP) * value / values[-1]
        yield Markup(
            '<line class="{}" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}" stroke="currentColor" stroke-opacity=".25"/>'
        ).format("rule" if value else "base", left, right, y, y)
        yield Markup('<text x="{}" y="{:.1f}" text-anchor="{}">{}</text>').format(
            x, y + 5, anchor, speech.number(value)
        )


def _bars(row: DaySeries, axis: _Axis, top: int, speech: Speech) -> Iterator[Markup]:
    for number, (day, articles, copies) in enumerate(zip(row.days, row.articles, row.copies, strict=True)):
        if not articles:
            continue
        height = max((_BOTTOM - _TOP) * articles / top, _LOWEST)
        of_copies = height * min(copies, articles) / articles
        x, width = axis.x(number) + axis.slot * (1 - _BAR_SHARE) / 2, axis.slot * _BAR_SHARE
        told = speech.text("chart_day_told", day=speech.day(day), articles=articles, copies=copies)
        yield Markup("<g><title>{}</title>").format(told)
        yield _rectangle("bar", x, width, _BOTTOM - height, height - of_copies)
        yield _rectangle("copies", x, width, _BOTTOM - of_copies, of_copies)
        yield Markup("</g>")


def _rectangle(kind: str, x: float, width: float, y: float, height: float) -> Markup:
    if height <= 0:
        return Markup("")
    return Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"{}/>').format(
        kind, x, y, width, height, Markup(' fill-opacity=".5"') if kind == "copies" else ""
    )


def _day_labels(days: Sequence[date], axis: _Axis, speech: Speech) -> Iterator[Markup]:
    """Label days from the newest backwards, each where its label has room."""
    step = axis.label_step()
    for number in range(len(days) - 1, -1, -step):
        middle = min(max(axis.x(number) + axis.slot / 2, _LABEL_ROOM / 3), WIDTH - _LABEL_ROOM / 3)
        yield Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(
            middle, _BOTTOM + 26, short_day(days[number], speech)
        )


def short_day(day: date, speech: Speech) -> str:
    """«22/11», «22 Nov»: what has room below a bar."""
    if speech.language == "ar":
        return f"{day.day}/{day.month}"
    return f"{day.day} {wording.ENGLISH_MONTHS[day.month - 1][:3]}"


def _drawing(
    kind: str,
    size: tuple[int, int],
    name: str,
    words: tuple[str, str],
    body: Sequence[Markup],
    *,
    stretches: bool = False,
) -> Markup:
    title, description = words
    head = Markup('<title id="{}-chart-title">{}</title>').format(name, title)
    names = f"{name}-chart-title"
    if description:
        head += Markup('<desc id="{}-chart-desc">{}</desc>').format(name, description)
        names += f" {name}-chart-desc"
    scaling = Markup(' preserveAspectRatio="none"') if stretches else Markup("")
    return _SVG.format(
        kind=kind, width=size[0], height=size[1], names=names, scaling=scaling, head=head, body=Markup("").join(body)
    )
