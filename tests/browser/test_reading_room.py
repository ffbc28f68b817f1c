"""The reading room in a real browser: searched, read and downloaded without a script, by eye, ear and keyboard."""

import csv

import pytest
from made_articles import HOSTILE, hostile, keep, values
from served_room import NOW, at, revised, served, stories

from newsbot.middlewares.chromium import found_browser
from newsbot.store.database import open_store

PAGES = [
    "/",
    "/?q=معرض&outlet=demo&unique=1",
    "/?q=لاشيءكهذا&section=ثقافة",
    "/?from=never",
    "/articles/a001?q=معرض",
    "/articles/a002",
    "/articles/a002/revisions/1..2",
    "/articles/a003",
    "/articles/a004",
    "/outlets",
    "/outlets/demo",
    "/charts",
    "/runs",
    "/runs/1",
    "/operations",
    "/nothing",
]
HOSTILE_PAGES = [
    "/",
    "/articles/a060",
    "/articles/a061",
    "/articles/a062",
    "/?q=معكوس",
    "/?section=%40%D9%82%D8%B3%D9%85",
    "/?author=%2B1",
]
SERIOUS = {"serious", "critical"}
PAYLOAD = '"><img src="http://127.0.0.1:9/x" onerror="document.title=1"><svg onload=alert(1)></textarea></script><script>alert(1)</script>'


@pytest.fixture(scope="module")
def stocked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("room")
    url = f"sqlite:///{folder}/newsbot.db"
    with open_store(url) as store:
        run = store.runs.start("demo", at=NOW, pid=1, host="here")
        store.runs.end(run, "finished", {"articles": {"new": 45}, "pages": {"fetched": 60}}, NOW)
        keep(store, *stories(), revised())
    return url


@pytest.fixture(scope="module")
def room(stocked, tmp_path_factory):
    with served(stocked, reports_dir=tmp_path_factory.mktemp("reports")) as client:
        yield str(client.base_url).rstrip("/")


@pytest.fixture(scope="module")
def hostile_room(tmp_path_factory):
    """A store of which every text tries something."""
    url = f"sqlite:///{tmp_path_factory.mktemp('hostile')}/newsbot.db"
    texts = {"headline": PAYLOAD, "kicker": PAYLOAD, "description": PAYLOAD, "article_body": f"{PAYLOAD}\n\n{HOSTILE}"}
    lists = {"authors": [PAYLOAD], "keywords": [PAYLOAD], "quotes": [{"text": PAYLOAD, "attribution": PAYLOAD}]}
    links = {
        "url": "javascript:alert(1)",
        "canonical_url": "data:text/html,<script>alert(1)</script>",
        "main_image": {"url": "javascript:alert(1)", "caption": PAYLOAD, "credit": PAYLOAD},
        "related": [{"headline": PAYLOAD, "url": "vbscript:x"}, {"headline": "x", "url": "java\nscript:alert(1)"}],
        "sources": {PAYLOAD: PAYLOAD},
    }
    long = {"headline": "ب" * 10_000, "section": "W" * 1000, "article_body": "W" * 1_000_000, "authors": ["ك" * 5000]}
    with open_store(url) as store:
        keep(
            store, hostile(60, **at(18)), values(61, **texts, **lists, **links, **at(17)), values(62, **long, **at(16))
        )
        keep(store, values(61, **(texts | {"headline": "آخر"}), **lists, **links, revision=2, **at(17)))
    with served(url) as client:
        yield str(client.base_url).rstrip("/")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found_browser(None), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def visit(browser):
    """Opens an address as a reader of that kind would; every context is closed at the end."""
    contexts = []

    def opened(address, **kind):
        context = browser.new_context(
            **{"java_script_enabled": True, "viewport": {"width": 1280, "height": 900}} | kind
        )
        contexts.append(context)
        page = context.new_page()
        page.told = []
        page.on("request", lambda request: page.told.append(request.url))
        page.on("console", lambda message: page.told.append(message.text))
        page.on("pageerror", lambda error: page.told.append(str(error)))
        page.on("dialog", lambda dialog: (page.told.append(dialog.message), dialog.dismiss()))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def reader(visit, room):
    """A reader without scripts on the first page."""
    return visit(f"{room}/", java_script_enabled=False)


def headlines(page):
    return page.locator(".entry h3").all_inner_texts()


def test_searching(reader):
    reader.get_by_role("searchbox").fill("الحكومه ٢٠٢٧")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/?q=*")
    assert headlines(reader) == ["الحكومة تعدّل موازنة العام ٢٠٢٧"]
    assert reader.locator(".entry h3 mark").all_inner_texts() == ["الحكومة", "٢٠٢٧"]
    assert reader.get_by_role("status").inner_text() == "خبر واحد"


def test_narrowing_and_widening(reader):
    reader.locator("summary").click()
    reader.get_by_label("الموقع").fill("second")
    reader.get_by_label("من يوم").fill("2026-11-21")
    reader.get_by_label("من دون النسخ المكررة").check()
    reader.get_by_role("button", name="طبّق").click()
    assert headlines(reader) == ["الحكومة تعدّل موازنة العام ٢٠٢٧"]
    assert reader.url.endswith("/?outlet=second&from=2026-11-21&unique=1")
    reader.get_by_role("link", name="إزالة: من دون النسخ المكررة").click()
    assert len(headlines(reader)) == 2
    reader.get_by_role("link", name="أزل كل القيود").click()
    assert len(headlines(reader)) == 30


def test_facets_and_pages(reader):
    reader.locator("aside").get_by_role("link", name="second").click()
    assert len(headlines(reader)) == 2
    reader.go_back()
    reader.get_by_role("link", name="أقدم").click()
    assert len(headlines(reader)) == 15
    reader.get_by_role("link", name="أحدث", exact=True).click()
    assert len(headlines(reader)) == 30


def test_from_the_list_to_the_article_and_its_changes(reader):
    reader.get_by_role("link", name="الحكومة تعدّل").click()
    assert reader.get_by_role("heading", level=1).inner_text() == "الحكومة تعدّل موازنة العام ٢٠٢٧"
    reader.get_by_role("link", name="قارن الصيغتين 1 و2").click()
    assert reader.locator("del").all_inner_texts()
    assert reader.locator("ins").all_inner_texts()


def test_downloading_what_the_list_shows(reader):
    reader.goto(f"{reader.url}?outlet=second")
    with reader.expect_download() as coming:
        reader.locator("aside").get_by_role("link", name="csv").click()
    assert coming.value.suggested_filename == "newsbot-second-2026-11-22.csv"
    with coming.value.path().open(encoding="utf-8-sig", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["a003", "a002"]


def test_the_other_language(reader):
    reader.get_by_role("link", name="English").click()
    assert reader.locator("html").get_attribute("dir") == "ltr"
    reader.get_by_role("link", name="Outlets").click()
    assert reader.get_by_role("heading", level=1).inner_text() == "Outlets"
    assert "lang=" not in reader.url


def test_by_keyboard_alone(visit, room):
    page = visit(f"{room}/")
    focused = "document.activeElement.textContent.trim() || document.activeElement.id"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "إلى المحتوى مباشرة"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "q"
    page.keyboard.type("معرض")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    for _ in range(40):
        page.keyboard.press("Tab")
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid", page.evaluate(focused)
        if page.evaluate("document.activeElement.closest('.entry h3') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/*")
    assert page.locator("h1 mark").first.inner_text() == "معرض"


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_no_barrier_for_whoever_reads_differently(visit, room, path, language):
    from axe_playwright_python.sync_playwright import Axe

    # Another scheme has other colours and nothing else.
    for scheme, rules in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
        page = visit(f"{room}{path}{'&' if '?' in path else '?'}lang={language}", color_scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
        found = Axe().run(page, options=rules).response["violations"]
        assert [
            (fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found if fault["impact"] in SERIOUS
        ] == []


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_telephone_shows_it_without_scrolling_sideways(visit, room, path, language):
    page = visit(f"{room}{path}{'&' if '?' in path else '?'}lang={language}", viewport={"width": 360, "height": 740})
    page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_asked_of_others_and_nothing_complains(visit, room, path):
    page = visit(f"{room}{path}")
    assert [
        line for line in page.told if not line.startswith(f"{room}/") and "Failed to load resource" not in line
    ] == []


@pytest.mark.parametrize("path", HOSTILE_PAGES)
@pytest.mark.parametrize("width", [1280, 360])
def test_what_strangers_wrote_does_nothing(visit, hostile_room, path, width):
    page = visit(f"{hostile_room}{path}", viewport={"width": width, "height": 740})
    page.wait_for_timeout(100)
    assert [line for line in page.told if not line.startswith(f"{hostile_room}/")] == []
    assert page.title().endswith("غرفة القراءة")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (
        page.evaluate(
            "document.scripts.length + document.querySelectorAll('img, iframe, object, [onload], [onerror]').length"
        )
        == 0
    )
    schemes = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.protocol)")
    assert set(schemes) <= {"http:", "https:"}


def test_changes_that_strangers_made_do_nothing(visit, hostile_room):
    page = visit(f"{hostile_room}/articles/a061/revisions/1..2")
    assert [line for line in page.told if not line.startswith(f"{hostile_room}/")] == []
    assert page.evaluate("document.scripts.length") == 0


def test_it_prints_the_text_and_not_the_room(visit, room):
    page = visit(f"{room}/articles/a001")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator(".body").is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
