"""The pages for whoever runs newsbot, charts, runs and operation, and two revisions side by side; it counts nothing.

`ROUTES` are theirs. The functions `..._values` give what the templates show, from a room and a reader's language.
"""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newsbot.browse import charts, reports, runs, runwords
from newsbot.browse.asking import whole_number
from newsbot.browse.choice import speech_of
from newsbot.browse.findingwords import finding_words
from newsbot.browse.operations import standings, summary
from newsbot.browse.reasons import reason_words
from newsbot.browse.rendering import address, page
from newsbot.browse.revisions import comparison
from newsbot.browse.room import Room
from newsbot.browse.series import day_series, together
from newsbot.browse.silence import silences
from newsbot.browse.speech import Speech
from newsbot.errors import ConfigurationError
from newsbot.store.days import outlet_days
from newsbot.store.reading import stored_article

SPANS = (30, 90)
"""Days that /charts shows; the first one unless asked otherwise."""
_LONGEST_NAME = 500
_LARGEST = 2**31 - 1
_NOT_FOUND = 404


def charts_page(request: Request) -> Response:
    """/charts?days=30|90&outlet=NAME."""
    room, speech = _room(request), speech_of(request)
    days = whole_number(request.query_params, "days", speech) or SPANS[0]
    if days not in SPANS:
        raise ConfigurationError("days", days, " / ".join(map(str, SPANS)))
    values = charts_values(room, speech, days=days, outlet=_outlet(request, speech))
    return page(request, "charts.html.j2", **values)


def charts_values(room: Room, speech: Speech, *, days: int, outlet: str | None) -> dict[str, Any]:
    """Articles a day and copies of every outlet, or of one, in the last *days*; silence as the longest span has it."""
    now = room.clock().astimezone(UTC)
    today = now.date()
    first, earliest = (today - timedelta(days=span - 1) for span in (days, max(SPANS)))
    since = datetime(earliest.year, earliest.month, earliest.day, tzinfo=UTC)
    found = outlet_days(room.store.database, since, now, (outlet,) if outlet else ())
    rows = day_series(found, first, today)
    whole = together(rows, first, today)
    title = speech.text("chart_days")
    return {
        "outlet": outlet,
        "days": days,
        "spans": [(span, _charts_address(span, outlet)) for span in SPANS],
        "whole": whole,
        "chart": charts.days_chart(whole, speech, "whole", title),
        "day_names": [speech.day(day) for day in whole.days],
        "rows": [(row, _spark(row, number, days, speech)) for number, row in enumerate(rows)] if not outlet else [],
        "silences": [
            (silence, charts.silence_gauge(silence.ratio, silence.level, speech) if silence.ratio is not None else None)
            for silence in silences(day_series(found, earliest, today), {}, now)
        ],
        "share_bar": lambda share: charts.share_bar(share, speech),
        "outlet_charts": lambda name: _charts_address(days, name),
    }


def runs_page(request: Request) -> Response:
    """/runs?outlet=NAME&before=NUMBER."""
    room, speech = _room(request), speech_of(request)
    before = whole_number(request.query_params, "before", speech)
    return page(request, "runs.html.j2", **runs_values(room, speech, outlet=_outlet(request, speech), before=before))


def runs_values(room: Room, speech: Speech, *, outlet: str | None, before: int | None) -> dict[str, Any]:
    """A page of runs, of all outlets or of one, those numbered below *before*."""
    found, older = runs.run_list(room.store, outlet=outlet, before=before)
    kept = [("outlet", outlet)] if outlet else []
    return {
        "outlet": outlet,
        "runs": found,
        "is_first": before is None,
        "newest_url": address("/runs", kept),
        "older_url": address("/runs", [*kept, ("before", older)]) if older is not None else None,
        "outcomes": runs.OUTCOMES,
        "brief": lambda moment: brief(moment, room.clock(), speech),
        "state_words": lambda state: runwords.state_words(state, speech),
        "trouble_words": lambda trouble: runwords.trouble_words(trouble, speech),
    }


def run_page(request: Request) -> Response:
    """/runs/NUMBER?reason=WORD&start=PLACE, the latter two of the list of addresses that were left out."""
    room, speech = _room(request), speech_of(request)
    start = whole_number(request.query_params, "start", speech) or 0
    reason = request.query_params.get("reason", "")[:_LONGEST_NAME] or None
    number = request.path_params["run"]
    values = run_values(room, speech, number, start=max(start, 0), reason=reason) if number <= _LARGEST else None
    if values is None:
        raise HTTPException(_NOT_FOUND)
    return page(request, "run.html.j2", **values)


def run_values(room: Room, speech: Speech, number: int, *, start: int, reason: str | None) -> dict[str, Any] | None:
    """One run with its report and a part of its skipped addresses; None where there is no such run."""
    view = runs.one_run(room.store, number)
    if view is None:
        return None
    counts, outlet = view.counts, view.record.outlet
    said = reports.report(room.reports_dir, outlet, number)
    listed = reports.skipped(room.reports_dir, outlet, number, start=start, reason=reason)
    path, kept = f"/runs/{number}", [("reason", reason)] if reason else []
    following = listed.next_start if listed else None
    return {
        "run": view,
        "fields": runs.field_figures(counts),
        "answers": runs.answers(counts),
        "rules": counts.get("rules") or {},
        "tables": {
            "dropped": runs.shares(counts.get("articles", {}).get("dropped")),
            "failed": runs.shares(counts.get("pages", {}).get("failed")),
            "encodings": runs.shares(counts.get("encodings")),
        },
        "skipped": [
            (share, address(path, [("reason", share.name)]) + "#skipped")
            for share in runs.shares(counts.get("skipped"))
        ],
        "findings": [finding_words(found, speech) for found in _dicts(said.get("findings"))],
        "version": said.get("newsbot"),
        "listed": listed,
        "reason": reason,
        "is_first": start == 0,
        "first_url": f"{path}#skipped",
        "next_url": f"{address(path, [*kept, ('start', following)])}#skipped" if following is not None else None,
        "share_bar": lambda share: charts.share_bar(share, speech, "bar"),
        "outcomes": runs.OUTCOMES,
        "state_words": lambda state: runwords.state_words(state, speech),
        "trouble_words": lambda trouble: runwords.trouble_words(trouble, speech),
        "kind_words": lambda kind: runwords.kind_words(kind, speech),
        "field_words": lambda field: runwords.field_words(field, speech),
        "reason_words": lambda word: reason_words(word, speech.language),
        "source_words": lambda source: _source_words(source, speech),
    }


def operations_page(request: Request) -> Response:
    """/operations."""
    return page(request, "operations.html.j2", **operations_values(_room(request), speech_of(request)))


def operations_values(room: Room, speech: Speech) -> dict[str, Any]:
    """How every outlet stands now, what is found wrong, and a line of days for each."""
    outlets = standings(room.store, room.clock())
    return {
        "now": room.clock(),
        "outlets": [
            (outlet, _spark(outlet.days, number, 30, speech, outlet.outlet)) for number, outlet in enumerate(outlets)
        ],
        "summary": summary(outlets),
        "brief": lambda moment: brief(moment, room.clock(), speech),
        "findings": [
            (outlet.outlet, finding, finding_words(asdict(finding), speech))
            for outlet in outlets
            for finding in outlet.findings
        ],
        "state_words": lambda state: runwords.state_words(state, speech),
        "field_words": lambda field: runwords.field_words(field, speech),
    }


def revisions_page(request: Request) -> Response:
    """/articles/ID/revisions/1..2."""
    room, speech = _room(request), speech_of(request)
    article = stored_article(room.store.database, request.path_params["id"].replace("\0", ""))
    found = comparison(article, request.path_params["old"], request.path_params["new"]) if article else None
    if article is None or found is None:
        raise HTTPException(_NOT_FOUND, speech.text("no_such_revision"))
    return page(
        request,
        "revisions.html.j2",
        article=article,
        shown=found,
        field_words=lambda field: runwords.field_words(field, speech),
    )


def brief(moment: datetime, now: datetime, speech: Speech) -> str:
    """«22/11، 14:05», «22 Nov, 14:05»: for tables; with the year where it is not this one."""
    here = speech.here(moment)
    year = "" if here.year == speech.here(now).year else f"/{here.year}" if speech.language == "ar" else f" {here.year}"
    return f"{charts.short_day(here, speech)}{year}{speech.comma} {here:%H:%M}"


def _room(request: Request) -> Room:
    room: Room = request.app.state.room
    return room


def _outlet(request: Request, speech: Speech) -> str | None:
    name = request.query_params.get("outlet", "").replace("\0", "").strip()
    if len(name) > _LONGEST_NAME:
        raise ConfigurationError("outlet", f"{name[:40]}…", speech.text("accepted_words", most=_LONGEST_NAME))
    return name or None


def _charts_address(days: int, outlet: str | None) -> str:
    pairs: list[tuple[str, object]] = [("days", days)] if days != SPANS[0] else []
    return address("/charts", [*pairs, ("outlet", outlet)] if outlet else pairs)


def _spark(row: Any, number: int, days: int, speech: Speech, outlet: str | None = None) -> Any:
    told = speech.text("chart_spark", outlet=row.outlet or outlet, days=days, total=row.total, most=row.most)
    return charts.sparkline(row.articles, speech, f"spark-{number}", told)


def _dicts(found: Any) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _source_words(source: str, speech: Speech) -> str:
    if source == "none":
        return speech.text("run_source_none")
    return speech.text(f"source_{source}") if speech.has(f"source_{source}") else source


ROUTES = [
    Route("/charts", charts_page),
    Route("/runs", runs_page),
    Route("/runs/{run:int}", run_page),
    Route("/operations", operations_page),
    Route("/articles/{id}/revisions/{old:int}..{new:int}", revisions_page),
]
