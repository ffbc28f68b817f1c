import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.archive import wording as archive_wording
from newsbot.browse import wording, wording_runs
from newsbot.browse.findingwords import finding_words
from newsbot.browse.reasons import reason_words
from newsbot.browse.reports import report, skipped
from newsbot.browse.runs import (
    RunView,
    answers,
    field_figures,
    one_run,
    run_list,
    run_state,
    shares,
)
from newsbot.browse.runwords import state_words, trouble_words
from newsbot.browse.speech import Speech, catalogue
from newsbot.outcome import EXIT_CODES, FAILURES, STATUSES, UNREAD
from newsbot.store.database import open_store
from newsbot.store.runs import RunRecord

AT = datetime(2026, 11, 1, tzinfo=UTC)
AR, EN = (Speech(language, UTC, catalogue()) for language in ("ar", "en"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["new", "dropped", "answered", "200", "by_kind_and_status"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


def record(counts=None, *, ended=True, reason="finished"):
    return RunRecord(
        5,
        "demo",
        AT,
        AT + timedelta(seconds=90),
        AT + timedelta(minutes=2) if ended else None,
        reason if ended else None,
        counts or {},
        1,
        "here",
    )


@pytest.fixture
def store(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/newsbot.db") as opened:
        yield opened


def start(store, outlet="demo", minutes=0):
    return store.runs.start(outlet, at=AT + timedelta(minutes=minutes), pid=1, host="here")


def test_both_languages_have_every_text():
    for key, text in wording_runs.WORDS.items():
        assert set(text) == {"ar", "en"}, key
        assert all(text.values()), key
    assert not set(wording_runs.WORDS) & set(wording.WORDS)


def test_every_ending_and_trouble_that_newsbot_knows_is_worded():
    for reason in (*EXIT_CODES, "running", "unfinished", "never_run", "hung", "crashed"):
        assert EN.has(f"run_state_{reason}"), reason
    for trouble in {
        *UNREAD,
        *FAILURES.values(),
        *STATUSES.values(),
        "network",
        "server",
        "robots",
        "offsite",
        "private_address",
    }:
        assert EN.has(f"run_trouble_{trouble}"), trouble
    assert state_words("a_new_reason", AR) == "a new reason"
    assert trouble_words("http_418", EN) == "refused with status 418"


def test_every_reason_of_an_archive_has_english_words_too():
    own = {"not_an_image", "gone", "failed", "skipped"}  # of pictures, and states that a snapshot tells by themselves
    for reason in set(archive_wording.REASONS) - own:
        assert reason_words(reason, "en") != reason.replace("_", " "), reason
        assert reason_words(reason, "ar") == archive_wording.REASONS[reason]
    assert reason_words("unheard_of", "ar") == "سبب آخر (unheard_of)"
    assert reason_words("callback_parse", "en") == reason_words("pipeline_error", "en")


@pytest.mark.parametrize(
    ("rule", "field", "details", "told"),
    [
        (
            "fewer_articles",
            "",
            {"hours": 24, "articles": 3, "usual_low": 17.6, "usual_high": 40.0},
            "أخبار جديدة: 3، والمعتاد بين 18 و40. المدة: يوم واحد",
        ),
        (
            "silence",
            "",
            {"since": "2026-11-01", "silent_seconds": 300_000, "limit_seconds": 90_000},
            "لا جديد منذ 3 أيام، وأطول صمت معتاد يوم واحد",
        ),
        (
            "field_coverage",
            "authors",
            {"part": 2, "whole": 40, "usual": 0.9, "usual_low": 0.8, "usual_high": 1.0},
            "ورد «الكتّاب» في 2 من 40 من الأخبار، والمعتاد 90%",
        ),
        (
            "layout_drift",
            "section",
            {"articles": 40, "rules": 0, "other": 1, "absent": 39, "usual_share": 0.98},
            "أعطت قاعدة «القسم» قيمتها في 0 من 40 من الأخبار، والمعتاد 98%",
        ),
        ("layout_drift", "", {"trouble": "layout_changed"}, "تغيّر تصميم الموقع فلم يُقرأ خبر"),
        (
            "layout_drift",
            "",
            {"part": 9, "whole": 10, "usual": 0.01, "usual_low": 0, "usual_high": 0},
            "تعذّرت قراءة 9 من 10 من صفحات الأخبار، والمعتاد 1%",
        ),
        (
            "duplicates",
            "",
            {"part": 9, "whole": 10, "usual": 0.1, "usual_low": 0, "usual_high": 0},
            "النسخ 9 من 10 من الأخبار الجديدة، والمعتاد 10%",
        ),
        ("unreachable", "", {"trouble": "dns"}, "لم تصل أي صفحة: لا خادم بهذا الاسم"),
        ("blocked", "", {"statuses": {"403": 30, "429": 2}}, "رفض الموقع الطلبات: الرمز 403: 30، الرمز 429: 2"),
        (
            "blocked",
            "",
            {"statuses": {"403": 30}, "asked": 40},
            "رفض الموقع بعض الطلبات (الرمز 403: 30)، وعددها كلها 40",
        ),
        ("errors", "", {"http": 3, "network": 2, "asked": 9}, "أخفق تنزيل صفحات: 3 بخطأ من الموقع و2 بلا رد، من 9"),
        (
            "errors",
            "program",
            {"pages": 4, "usual_high": 0},
            "تعطّل البرنامج عند معالجة صفحات عددها 4؛ التفصيل في السجل",
        ),
        ("unfinished", "", {"killed": 2, "runs": 5}, "انقطعت جولات قبل نهايتها: 2 من آخر 5"),
        (
            "run_time",
            "",
            {"seconds": 7200, "pages": 900, "usual_high": 600},
            "مدة الجولة: ساعتان، وصفحاتها: 900. المعتاد على الأكثر: 10 دقائق",
        ),
        ("hung", "", {"seconds": 7200}, "علقت فأُنهيت"),
    ],
)
def test_findings_are_worded_in_arabic_from_their_figures(rule, field, details, told):
    finding = {"rule": rule, "field": field, "message": "in English", "details": details}
    assert finding_words(finding, AR) == (told, "ar")
    assert finding_words(finding, EN) == ("in English", "en")


@pytest.mark.parametrize(
    ("rule", "details"),
    [
        ("a_new_rule", {}),
        ("silence", {}),
        ("silence", {"silent_seconds": "x", "limit_seconds": None}),
        ("blocked", {"statuses": 3}),
        ("silence", None),
    ],
)
def test_a_finding_that_is_not_understood_is_told_in_its_own_words(rule, details):
    assert finding_words({"rule": rule, "field": "", "message": "as it is", "details": details}, AR) == (
        "as it is",
        "en",
    )


def test_how_a_run_stands():
    assert run_state(record(), is_running=False) == "finished"
    assert run_state(record(ended=False), is_running=True) == "running"
    assert run_state(record(ended=False), is_running=False) == "unfinished"


@pytest.mark.parametrize(
    ("counts", "state", "level"),
    [
        ({}, "finished", "good"),
        ({}, "shutdown", "open"),
        ({}, "blocked", "bad"),
        ({"trouble": "dns"}, "finished", "bad"),
        ({"storage_error": "full"}, "shutdown", "bad"),
        ({}, "unfinished", "bad"),
    ],
)
def test_what_needs_a_look_is_told_by_colour_too(counts, state, level):
    assert RunView(record=record(counts), state=state).level == level


def test_figures_of_a_run():
    counts = {
        "articles": {"new": 8, "changed": 2, "dropped": {"no_body": 3, "garbled": 1}},
        "pages": {"answered": 60, "bytes": 9},
        "failed": 2,
    }
    view = RunView(record=record(counts), state="finished")
    assert (view.seconds, view.pages, view.dropped, view.failed, view.bytes) == (120, 60, 4, 2, 9)
    assert view.a_minute(view.pages) == 30
    assert RunView(record=record(counts, ended=False), state="running").seconds == 90
    assert RunView(record=RunRecord(1, "d", AT, AT, None, None, {}, 1, "h"), state="running").a_minute(3) is None


@given(
    st.dictionaries(
        st.sampled_from(["articles", "pages", "failed", "fields", "sources", "skipped", "trouble"]), JSON, max_size=4
    )
)
def test_figures_of_another_form_count_as_nothing_rather_than_fail(counts):
    view = RunView(record=record(counts), state="finished")
    assert all(
        isinstance(number, int) for number in (view.pages, view.dropped, view.failed, view.bytes, view.articles("new"))
    )
    assert field_figures(counts) is not None
    assert answers(counts) is not None
    assert shares(counts.get("skipped")) is not None


def test_coverage_is_of_the_articles_that_the_run_gave():
    counts = {
        "articles": {"new": 8, "changed": 2},
        "fields": {"headline": 10, "authors": 5},
        "sources": {"authors": {"none": 6, "rules": 9}, "kicker": {"none": 15}},
    }
    found = {field.name: field for field in field_figures(counts)}
    assert (found["headline"].share, found["authors"].share, found["kicker"].share) == (1.0, 0.5, 0.0)
    assert found["authors"].sources == (("rules", 9), ("none", 6))


def test_a_page_of_runs_and_the_next(store):
    numbers = [start(store, minutes=minute) for minute in range(60)]
    first, older = run_list(store, outlet=None, before=None)
    second, end = run_list(store, outlet=None, before=older)
    assert [view.record.id for view in [*first, *second]] == numbers[::-1]
    assert (len(first), end) == (50, None)
    assert run_list(store, outlet="other", before=None) == ([], None)
    assert run_list(store, outlet=None, before=-1) == ([], None)


def test_only_the_last_run_of_an_outlet_can_be_going_on(store):
    killed, other, running = start(store), start(store, "other"), start(store)
    with store.outlet_lock("demo"):
        states = {view.record.id: view.state for view in run_list(store, outlet=None, before=None)[0]}
        assert states == {killed: "unfinished", other: "unfinished", running: "running"}
        assert one_run(store, killed).state == "unfinished"
    assert one_run(store, 99) is None


def skipped_file(folder: Path, text: bytes, outlet="demo"):
    (folder / outlet).mkdir(parents=True, exist_ok=True)
    (folder / outlet / "5.skipped.jsonl").write_bytes(text)


def entry(number, reason="offsite"):
    return (
        json.dumps({"url": f"https://demo.example/{number}", "reason": reason, "depth": 1, "found_on": None}).encode()
        + b"\n"
    )


def test_skipped_addresses_go_on_where_the_page_before_ended(tmp_path):
    skipped_file(tmp_path, b"".join(entry(number, "a" if number % 3 else "b") for number in range(100)))
    seen, start_at = [], 0
    while start_at is not None:
        page = skipped(tmp_path, "demo", 5, start=start_at, reason="b", limit=10)
        seen += [row.url for row in page.rows]
        start_at = page.next_start
    assert seen == [f"https://demo.example/{number}" for number in range(0, 100, 3)]


def test_a_place_within_a_line_means_the_next_line(tmp_path):
    skipped_file(tmp_path, entry(1) + entry(2))
    assert [row.url[-1] for row in skipped(tmp_path, "demo", 5, start=3).rows] == ["2"]
    assert [row.url[-1] for row in skipped(tmp_path, "demo", 5, start=len(entry(1))).rows] == ["2"]
    assert skipped(tmp_path, "demo", 5, start=10**12).rows == ()


@given(st.binary(max_size=200), st.integers(0, 250))
def test_no_file_breaks_the_page(tmp_path_factory, content, start_at):
    folder = tmp_path_factory.getbasetemp() / "broken"
    skipped_file(folder, content + b'\n[1]\n{"reason": 5}\n{"reason": "x", "depth": "y", "url": null}\n' + entry(7))
    (folder / "demo" / "5.json").write_bytes(content)
    assert skipped(folder, "demo", 5, start=start_at) is not None
    assert isinstance(report(folder, "demo", 5), dict)


def test_long_lines_and_large_files_are_read_with_bounds(tmp_path):
    skipped_file(tmp_path, b'{"reason": "x", "url": "' + b"a" * 5_000_000 + b'"}\n' + entry(1))
    found = [skipped(tmp_path, "demo", 5)]
    while found[-1].next_start is not None:
        found.append(skipped(tmp_path, "demo", 5, start=found[-1].next_start))
    assert [row.url for page in found for row in page.rows] == ["https://demo.example/1"]
    (tmp_path / "demo" / "5.json").write_text('{"a": "' + "x" * 5_000_000 + '"}')
    assert report(tmp_path, "demo", 5) == {}


def test_deep_json_is_no_report(tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "5.json").write_text("[" * 100_000)
    assert report(tmp_path, "demo", 5) == {}


@pytest.mark.parametrize("outlet", ["..", ".", "", "a/../..", "../secret", "\0"])
def test_no_name_leads_out_of_the_folder(tmp_path, outlet):
    reports = tmp_path / "in" / "reports"
    reports.mkdir(parents=True)
    for place in (tmp_path, tmp_path / "in", reports):
        (place / "5.json").write_text('{"secret": 1}')
        (place / "5.skipped.jsonl").write_bytes(entry(1))
    assert report(reports, outlet, 5) == {}
    assert skipped(reports, outlet, 5) is None
