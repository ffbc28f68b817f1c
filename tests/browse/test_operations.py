import io
from datetime import UTC, datetime, timedelta

import pytest
from made_articles import keep, values
from rich.console import Console

from newsbot.browse.operations import standings, summary
from newsbot.browse.terminal import board, due_words, finding_lines, sparkline, standing_table, state_words, watch
from newsbot.errors import StorageError
from newsbot.store.database import open_store
from newsbot.store.duties import Duty
from newsbot.store.findings import Finding

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
COUNTS = {"articles": {"new": 6, "changed": 2}, "pages": {"answered": 40}}


@pytest.fixture
def store(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/newsbot.db") as opened:
        yield opened


def duty(outlet, due_at, **given):
    whole = {
        "started_at": None,
        "ended_at": None,
        "reason": None,
        "failures": 0,
        "interval_seconds": 600.0,
        "settings": {},
        "run_id": None,
        "held_by": None,
    }
    return Duty(outlet, due_at, **{**whole, **given})


def run(store, outlet, *, minutes_ago, reason=None):
    began = NOW - timedelta(minutes=minutes_ago)
    number = store.runs.start(outlet, at=began, pid=1, host="here")
    if reason:
        store.runs.end(number, reason, COUNTS, began + timedelta(minutes=2))
    else:
        store.runs.update(number, COUNTS, began + timedelta(minutes=2))
    return number


def article(number, at, outlet="demo"):
    return values(
        number, id=f"{outlet}{number}", outlet=outlet, date_published=at.isoformat(), first_seen=at.isoformat()
    )


def only(store):
    (found,) = standings(store, NOW)
    return found


def printed(renderable, width=240):
    console = Console(width=width, highlight=False, markup=False, file=io.StringIO())
    console.print(renderable)
    return console.file.getvalue()


def test_an_empty_store_has_no_outlets(store):
    assert standings(store, NOW) == []
    assert summary([]).outlets == 0
    assert "0 outlets" in printed(board([], NOW, 24))


def test_an_outlet_with_articles_only(store):
    keep(store, article(1, NOW - timedelta(hours=3)), article(2, NOW - timedelta(days=2)))
    found = only(store)
    assert (found.state, found.level, found.due_seconds, found.is_overdue) == ("never_run", "open", None, False)
    assert found.silent_seconds == 3 * 3600
    assert found.days.articles[-3:] == (1, 0, 1)
    assert due_words(found) == "-"


def test_a_run_that_goes_on_has_a_rate(store):
    run(store, "demo", minutes_ago=3)
    assert only(store).state == "unfinished"
    assert only(store).pages_a_minute is None
    with store.outlet_lock("demo"):
        found = only(store)
        assert (found.state, found.pages_a_minute, found.articles_a_minute) == ("running", 20, 4)
        assert state_words(found) == "running, 20 pages/min, 4 articles/min"


@pytest.mark.parametrize(
    ("minutes", "is_overdue", "words"),
    [
        (125, False, "in 2 h 5 min"),
        (0, False, "now"),
        (-1, False, "now"),
        (-10, True, "10 min late"),
        (None, False, "-"),
    ],
)
def test_when_the_schedule_runs_it(store, minutes, is_overdue, words):
    store.duties.save(duty("demo", NOW + timedelta(minutes=minutes) if minutes is not None else None))
    found = only(store)
    assert (found.is_overdue, due_words(found)) == (is_overdue, words)


def test_a_running_outlet_is_never_late(store):
    run(store, "demo", minutes_ago=3)
    store.duties.save(duty("demo", NOW - timedelta(hours=1)))
    with store.outlet_lock("demo"):
        assert not only(store).is_overdue


def test_an_outlet_that_only_the_schedule_knows_is_shown(store):
    run(store, "demo", minutes_ago=30, reason="finished")
    store.duties.save(duty("another", NOW + timedelta(hours=1)), duty("demo", NOW + timedelta(hours=1)))
    assert [(found.outlet, found.state) for found in standings(store, NOW)] == [
        ("another", "never_run"),
        ("demo", "finished"),
    ]


def test_findings_decide_how_it_looks(store):
    run(store, "demo", minutes_ago=30, reason="finished")
    assert only(store).level == "good"
    store.findings.record("demo", [Finding(rule="silence", message="silent\x1b[2J")], cleared=(), run_id=1, at=NOW)
    assert only(store).level == "open"
    store.findings.record(
        "demo", [Finding(rule="blocked", severity="error", message="403")], cleared=(), run_id=1, at=NOW
    )
    found = only(store)
    assert found.level == "bad"
    assert finding_lines([found]) == [
        "demo: error: 403 (since 2026-11-22 12:00)",
        "demo: warning: silent[2J (since 2026-11-22 12:00)",
    ]


def test_sums_of_all(store):
    keep(
        store,
        article(1, NOW - timedelta(hours=3)),
        article(2, NOW - timedelta(hours=30)),
        article(3, NOW - timedelta(days=5), "b"),
    )
    store.duties.save(duty("late", NOW - timedelta(hours=1)))
    sums = summary(standings(store, NOW))
    assert (sums.outlets, sums.running, sums.troubled, sums.overdue, sums.last_day) == (3, 0, 0, 1, 2)


def test_the_board_fits_its_screen_and_shows_first_what_needs_a_look(store):
    for number in range(40):
        run(store, f"outlet{number:02}", minutes_ago=30, reason="blocked" if number == 39 else "finished")
    text = printed(board(standings(store, NOW), NOW, 20))
    assert len(text.splitlines()) <= 20
    assert text.splitlines()[2].startswith("outlet39")
    assert "and 26 more outlets" in text


def test_a_table_has_a_line_for_each_outlet(store):
    keep(store, *[article(number, NOW - timedelta(days=number)) for number in range(3)])
    run(store, "demo", minutes_ago=30, reason="max_pages")
    lines = printed(standing_table(standings(store, NOW))).splitlines()
    assert len(lines) == 2
    assert "max pages" in lines[1]
    assert "6 new, 2 changed, 0 unchanged, 0 duplicate" in lines[1]
    assert lines[1].rstrip().endswith("···········███")


def test_sparks():
    assert sparkline([]) == ""
    assert sparkline([0, 0]) == "··"
    assert sparkline([1, 1_000_000]) == "▁█"


def test_watching_goes_on_when_the_store_cannot_be_read_for_a_while(store):
    run(store, "demo", minutes_ago=30, reason="finished")
    looks = iter([standings(store, NOW), StorageError("the disk is away"), standings(store, NOW), KeyboardInterrupt()])

    def look():
        found = next(looks)
        if isinstance(found, BaseException):
            raise found
        return found

    console = Console(force_terminal=True, width=160, height=30, highlight=False, markup=False)
    with console.capture() as capture, pytest.raises(KeyboardInterrupt):
        watch(console, look, lambda: NOW, 0.01)
    assert "the disk is away" in capture.get()
