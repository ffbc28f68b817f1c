"""The outlets: when each last had something new, how much and how often; it judges none of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsbot.browse.charts import days_chart, sparkline
from newsbot.browse.choice import speech_of
from newsbot.browse.failures import NOT_FOUND
from newsbot.browse.rendering import page
from newsbot.browse.room import Room, room_of
from newsbot.browse.runs import run_views
from newsbot.browse.runwords import state_words
from newsbot.browse.series import day_series
from newsbot.store.days import OutletDay, OutletTotal, outlet_days, outlet_totals
from newsbot.store.failure import IndexMissingError
from newsbot.store.listing import count, listing
from newsbot.store.slices import Slice

DAYS = 30
_ARTICLES, _RUNS, _RUNS_LOOKED_AT = 10, 10, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet in the table."""

    outlet: str
    articles: int
    newest_day: date | None
    """The UTC day of its newest article; None where it has none."""
    spark: Markup
    is_running: bool


def outlets(request: Request) -> Response:
    """The table of all of them, told from the tallies of their days: no article is read."""
    room, speech = room_of(request), speech_of(request)
    today = room.clock().astimezone(UTC).date()
    first = today - timedelta(days=DAYS - 1)
    totals = {total.outlet: total for total in _totals(room)}
    named = set(totals) | {run.outlet for run in room.store.runs.all_recent(_RUNS_LOOKED_AT)}
    days = _days(room, datetime.combine(first, time(), UTC))
    series = {row.outlet: row.articles for row in day_series(days, first, today)}
    running = room.store.running(named)
    rows = [
        OutletRow(
            outlet=name,
            articles=totals[name].articles if name in totals else 0,
            newest_day=totals[name].newest_day if name in totals else None,
            spark=sparkline(series.get(name, (0,) * DAYS), speech, f"days-{number}", speech.text("last_days")),
            is_running=name in running,
        )
        for number, name in enumerate(sorted(named))
    ]
    return page(request, "outlets.html.j2", rows=rows, today=today)


def outlet(request: Request) -> Response:
    """One outlet: its latest articles, its days and its runs."""
    room = room_of(request)
    speech = speech_of(request)
    name = request.path_params["name"].replace("\0", "")
    which = Slice(outlet=name)
    articles = listing(room.store.database, which, limit=_ARTICLES).articles
    runs = room.store.runs.recent(name, _RUNS)
    if not articles and not runs:
        raise HTTPException(NOT_FOUND, speech.text("no_such_outlet", name=name[:100]))
    today = room.clock().astimezone(UTC).date()
    first = today - timedelta(days=DAYS - 1)
    days = _days(room, datetime.combine(first, time(), UTC), (name,))
    series = next(iter(day_series(days, first, today)), None)
    return page(
        request,
        "outlet.html.j2",
        name=name,
        articles=articles,
        total=count(room.store.database, which),
        numbers=list(zip(series.days, series.articles, series.copies, strict=True))[::-1] if series else [],
        chart=days_chart(series, speech, "days", speech.text("last_days")) if series else None,
        runs=[(run, state_words(run.state, speech)) for run in run_views(room.store, runs)],
        is_running=room.store.is_running(name),
    )


def _totals(room: Room) -> list[OutletTotal]:
    """The sums of each outlet; none of an older store, as with days."""
    try:
        return outlet_totals(room.store.database, room.clock() + timedelta(days=1))
    except IndexMissingError:
        return []


def _days(room: Room, since: datetime, names: tuple[str, ...] = ()) -> list[OutletDay]:
    """The days of each outlet; none of an older store whose index is not complete, which lists can do without."""
    try:
        return outlet_days(room.store.database, since, room.clock() + timedelta(days=1), names)
    except IndexMissingError:
        return []
