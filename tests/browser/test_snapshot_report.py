"""report.html in a real browser: it asks for nothing, runs nothing, fits its window and its paper, and can be read."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from newsbot.archive.folder import Scope, Snapshot
from newsbot.archive.report import report_page
from newsbot.archive.summary import Headline, Ranking, Recorded, SnapshotSummary
from newsbot.feeds.datapackage import FileDigest
from newsbot.middlewares.chromium import found_browser

HOSTILE = [
    "</script><script>document.title='taken'</script>",
    '"><img src="http://127.0.0.1:9/x" onerror="document.title=1">',
    "\N{RIGHT-TO-LEFT OVERRIDE}مقلوب \N{POP DIRECTIONAL ISOLATE}\N{POP DIRECTIONAL ISOLATE} نص",
    "ب" * 10_000,
    "W" * 10_000,
    "a\0b \ud800 c",
    "خبر \U0001f6a8 عاجل",
]
# The ratio that WCAG 2 asks of text at level AA, for every text node by its own colour and the one behind it.
CONTRASTS = """() => {
  const parts = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = node => { for (; node; node = node.parentElement) {
    const c = parts(getComputedStyle(node).backgroundColor); if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ['STYLE', 'title', 'desc'].includes(node.tagName)) continue;
    const style = getComputedStyle(node);
    const [a, b] = [light(parts(node.namespaceURI.includes('svg') ? style.fill : style.color)), light(behind(node))];
    found.push([(Math.max(a, b) + .05) / (Math.min(a, b) + .05), walker.currentNode.data.trim().slice(0, 30)]);
  }
  return found.sort((one, other) => one[0] - other[0]).slice(0, 3);
}"""
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.chart text')].map(node => node.getBoundingClientRect());
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4)).length;
}"""


def summary(months):
    ranking = Ranking(named=[(text[:200], 9000 - 900 * number) for number, text in enumerate(HOSTILE)], size=12_345)
    return SnapshotSummary(
        snapshot=Snapshot(
            outlet="generic",
            url="http://news.example/",
            name="a_very_long_name_of_a_site_that_is_about_to_disappear.news.example",
            started_at="2026-11-22T08:30:00+00:00",
            scope=Scope(requisites=True, images=True, since="2001-01-01", sections=("/" + "s" * 200,)),
        ),
        packed_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
        wacz="a_very_long_name_of_a_site_that_is_about_to_disappear.news.example.wacz",
        home="http://news.example/" + "a" * 300,
        articles=1_234_567,
        without_date=12,
        first_published="2001-01-01T00:00:00+03:00",
        last_published="2026-11-01T00:00:00+03:00",
        months=Counter(months),
        sections=ranking,
        authors=ranking,
        languages=Ranking(named=[("ar", 9), ("", 1)], size=2),
        newest=[
            Headline(headline=text, url=f"http://news.example/{text}", published=None, section=text) for text in HOSTILE
        ],
        addresses=Counter({("article", state): 1_234_567 for state in ("done", "queued", "failed", "gone", "skipped")}),
        reasons=Counter({"http_404": 1_234_567, "session_id": 4}),
        examples={"http_404": ["http://news.example/" + "%D8%A7" * 200] * 3},
        records={"response": Recorded(count=1_234_567, bytes=10**12)},
        digests={"articles.jsonl": FileDigest(10**12, "ab" * 32)},
    )


ONE = {"2026-11": 7}
YEAR = {f"2026-{month:02}": 100 * month for month in range(1, 13)}
FOUR_YEARS = {f"{year}-{month:02}": 1000 + month for year in range(2023, 2027) for month in range(1, 13)}
LONG = {f"{year}-{month:02}": year % 7 * 1000 for year in range(2001, 2027) for month in range(1, 13) if year != 2012}


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found_browser(None), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Opens a report as its reader does; tells what it asked for and what the browser complained of."""
    pages = []

    def open_report(months, width):
        path = tmp_path / "report.html"
        path.write_text(report_page(summary(months)), encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 900})
        pages.append(page)
        told = []
        page.on("request", lambda request: told.append(request.url))
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(path.as_uri())
        return page, [line for line in told if line != path.as_uri()]

    yield open_report
    for page in pages:
        page.close()


@pytest.mark.parametrize("width", [1000, 360], ids=["desk", "telephone"])
@pytest.mark.parametrize("months", [ONE, YEAR, FOUR_YEARS, LONG], ids=["month", "year", "four years", "26 years"])
def test_it_fits_the_window_and_asks_for_nothing(opened, months, width):
    page, told = opened(months, width)
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.title().startswith("لقطة أرشيفية")
    assert page.evaluate(OVERLAPS) == 0


def test_its_text_stands_out_from_what_is_behind_it(opened):
    page, _ = opened(LONG, 1000)
    faintest, text = page.evaluate(CONTRASTS)[0]
    assert faintest >= 4.5, text


def test_time_runs_from_right_to_left(opened):
    page, _ = opened(YEAR, 1000)
    bars = page.evaluate(
        "[...document.querySelectorAll('.chart .bar')].map(bar => [bar.getBoundingClientRect().x, bar.textContent])"
    )
    bars.sort(reverse=True)
    assert [int(re.search(r"[\d,]+$", told)[0].replace(",", "")) for _, told in bars] == list(YEAR.values())


def test_it_prints_on_a4(opened):
    page, _ = opened(LONG, 1000)
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert re.search(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12]", paper)
