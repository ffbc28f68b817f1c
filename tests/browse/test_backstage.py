"""The pages for who runs newsbot, over a real store and through the real application."""

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import httpx
import pytest
from made_articles import bare, hostile, keep, values

from newsbot.browse.app import reading_room
from newsbot.browse.backstage import ROUTES
from newsbot.browse.room import Room
from newsbot.store.database import open_store
from newsbot.store.duties import Duty
from newsbot.store.findings import Finding

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOST = "http://127.0.0.1"
PAGES = (
    "/charts",
    "/charts?days=90",
    "/charts?outlet=demo",
    "/runs",
    "/runs?outlet=demo",
    "/runs/1",
    "/runs/2",
    "/operations",
)
COUNTS = {
    "articles": {"new": 12, "changed": 1, "unchanged": 3, "duplicate": 2, "gone": 0, "dropped": {"no_body": 2}},
    "pages": {
        "answered": 40,
        "by_kind_and_status": {"article": {"200": 30, "404": 2}, "listing": {"200": 8}},
        "failed": {"timeout": 1},
        "bytes": 1_234_567,
    },
    "failed": 1,
    "skipped": {"no_body": 2, "http_503": 1, "offsite": 9},
    "fields": {"headline": 13, "authors": 4},
    "sources": {"headline": {"rules": 18}, "authors": {"json-ld": 5, "none": 13}},
    "rules": {"headline": {"articles": 18, "rules": 18, "other": 0, "absent": 0, "usual_share": 0.98}},
    "encodings": {"utf-8": 39, "suspect": 1},
    "feed": {"path": "feeds/demo/x.jsonl", "lines": 13},
    "trouble": None,
    "exit_code": 0,
}


def answer(app, path, language):
    """What a reader gets."""

    async def asked():
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url=HOST, cookies={"newsbot_lang": language}) as client:
            return await client.get(path)

    return asyncio.run(asked())


@pytest.fixture
def site(tmp_path):
    """A small store with runs, findings and a schedule, and a reader before it."""
    with open_store(f"sqlite:///{tmp_path}/newsbot.db") as store:
        keep(
            store,
            *[values(number, id=f"d{number}") for number in range(60)],
            bare(0),
            hostile(70, outlet='<i>"x"', id="h"),
        )
        keep(
            store, values(1, id="d1", revision=2, headline="افتتاح المعرض رقم ٢", article_body="نص جديد.\n\nعنوان فرعي")
        )
        ended = store.runs.start("demo", at=NOW - timedelta(hours=2), pid=7, host="here")
        store.runs.end(ended, "finished", COUNTS, NOW - timedelta(hours=1, minutes=50))
        store.runs.start('<i>"x"', at=NOW - timedelta(minutes=3), pid=8, host="<b>")
        late = Duty(
            "demo",
            NOW - timedelta(minutes=30),
            ended_at=None,
            started_at=None,
            reason=None,
            failures=2,
            interval_seconds=600.0,
            settings={},
            run_id=None,
            held_by=None,
        )
        store.duties.save(late)
        store.findings.record(
            "demo",
            [Finding(rule="silence", severity="error", message="no new <article> for 3 days")],
            cleared=(),
            run_id=1,
            at=NOW,
        )
        reports = tmp_path / "reports"
        (reports / "demo").mkdir(parents=True)
        room = Room(store=store, clock=lambda: NOW, reports_dir=reports, zone=UTC)
        app = reading_room(room)
        known = {getattr(route, "path", None) for route in app.router.routes}
        app.router.routes.extend(route for route in ROUTES if route.path not in known)
        yield SimpleNamespace(get=lambda path, language="ar": answer(app, path, language), reports=reports, store=store)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("path", [*PAGES, "/articles/d1/revisions/1..2"])
def test_every_page_is_made_in_both_languages(site, path, language):
    got = site.get(path, language)
    assert got.status_code == 200
    assert f'<html lang="{language}"' in got.text
    ids = re.findall(r'\bid="([^"]+)"', got.text)
    assert len(ids) == len(set(ids))
    assert " style=" not in got.text
    assert "<script" not in got.text
    assert "<i>" not in got.text
    assert {name for names in re.findall(r'aria-labelledby="([^"]+)"', got.text) for name in names.split()} <= set(ids)


def test_an_empty_store_has_its_pages_too(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/newsbot.db") as store:
        app = reading_room(Room(store=store, clock=lambda: NOW, reports_dir=tmp_path, zone=UTC))
        app.router.routes.extend(ROUTES)
        for path in ("/charts", "/runs", "/operations"):
            assert answer(app, path, "ar").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/charts?days=31", 400),
        ("/charts?days=x", 400),
        ("/charts?outlet=" + "x" * 600, 400),
        ("/runs?before=1.5", 400),
        ("/runs/99", 404),
        ("/runs/" + "9" * 40, 404),
        ("/runs/x", 404),
        ("/runs/1?start=x", 400),
        ("/articles/d1/revisions/1..3", 404),
        ("/articles/d1/revisions/1..1", 404),
        ("/articles/nobody/revisions/1..2", 404),
        ("/articles/d1/revisions/" + "9" * 40 + "..2", 404),
        ("/charts?outlet=nobody", 200),
        ("/runs?outlet=nobody&before=-5", 200),
    ],
)
def test_what_is_asked_for_wrongly(site, path, status):
    assert site.get(path).status_code == status


def test_a_run_shows_its_figures(site):
    text = site.get("/runs/1", "en").text
    for told in (
        "complete",
        "18",
        "no answer in time",
        "text looks damaged",
        "JSON-LD",
        "98%",
        "refused with status 503",
        "feeds/demo/x.jsonl",
    ):
        assert told in text
    assert "the list of addresses" in text.lower()


def test_the_newest_run_without_an_end_is_unfinished_unless_somebody_holds_the_lock(site):
    assert "unfinished" in site.get("/runs", "en").text
    lock = site.store.outlet_lock('<i>"x"')
    assert "running now" in site.get("/runs", "en").text
    assert "running now" in site.get("/runs/2", "en").text
    lock.release()


def test_skipped_addresses_are_read_page_by_page(site):
    lines = [
        {
            "url": f"https://demo.example/{n}",
            "reason": "offsite" if n % 2 else "http_503",
            "depth": 1,
            "found_on": "javascript:alert(1)",
        }
        for n in range(250)
    ]
    path = site.reports / "demo" / "1.skipped.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines) + "{half", encoding="utf-8")
    seen, address = [], "/runs/1"
    while address:
        text = site.get(address, "en").text
        seen += re.findall(r'href="https://demo.example/(\d+)"', text)
        following = re.search(r'rel="next" href="([^"#]+)', text)
        address = following[1].replace("&amp;", "&") if following else None
    assert seen == [str(n) for n in range(250)]
    assert 'href="javascript:' not in text
    assert re.findall(r'href="https://demo.example/(\d+)"', site.get("/runs/1?reason=offsite").text)[:2] == ["1", "3"]
    assert site.get("/runs/1?start=5000000").status_code == 200


def test_operations_name_what_needs_a_look(site):
    text = site.get("/operations", "en").text
    for told in ("no new &lt;article&gt; for 3 days", "30 minutes late", "runs failed in a row: 2", "unfinished"):
        assert told in text


def test_revisions_mark_what_changed(site):
    text = site.get("/articles/d1/revisions/2..1").text
    assert "<del" in text
    assert "<ins" in text
    assert "الصيغة 1" in text
