"""The report as a browser and a reader's software take it: well formed, harmless, and right in its figures."""

import re
from collections import Counter
from dataclasses import fields
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from newsbot.archive import report, wording
from newsbot.archive.folder import Scope, Snapshot
from newsbot.archive.report import report_page, resume_command
from newsbot.archive.summary import Headline, Ranking, Recorded, SnapshotSummary
from newsbot.feeds.datapackage import FileDigest
from newsbot.text.printing import cut, link

HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- --><![CDATA[",
    "&lt;b&gt; &amp; &#0; &copy;",
    "\N{RIGHT-TO-LEFT OVERRIDE}مقلوب \N{POP DIRECTIONAL ISOLATE}\N{POP DIRECTIONAL ISOLATE} نص",
    "ب" * 10_000,
    "خبر \U0001f468\N{ZERO WIDTH JOINER}\U0001f469 عاجل \U0001f6a8",
    "a\0b\x07\x1b \ud800 \ufffe \u2028 c",
    "{{ 7 * 7 }} {% raw %} {# x",
    "",
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "//host/x",
    "http://[bad",
    "",
]
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
VOID = {"meta", "br", "link", "img", "hr", "input"}


def summary(**values):
    told = {"outlet": "demo", "url": None, "name": "demo", "started_at": "2026-11-22T08:30:00+00:00"}
    snapshot = Snapshot(**{**told, **values.pop("snapshot", {})})
    known = {"snapshot": snapshot, "packed_at": datetime(2026, 11, 22, 9, tzinfo=UTC), "wacz": "demo.wacz"}
    return SnapshotSummary(**{**known, **values})


def full(**values):
    """A summary with something in every part."""
    known = {
        "home": "http://news.example/",
        "articles": 1234567,
        "duplicates": 3,
        "without_date": 2,
        "first_published": "2026-01-31T23:00:00+03:00",
        "last_published": "2026-11-01T10:00:00+03:00",
        "months": Counter({"2026-01": 4, "2026-03": 1200, "2026-11": 7}),
        "sections": Ranking(named=[("سياسة", 40), ("", 10)], size=2),
        "authors": Ranking(named=[("سلمى", 9)], size=5000),
        "languages": Ranking(named=[("ar", 50), ("", 1), ("xyz", 1)], size=3),
        "words": 98765,
        "newest": [
            Headline(
                headline="عنوان الخبر",
                url="http://news.example/1",
                published="2026-11-01T10:00:00+03:00",
                section="سياسة",
            )
        ],
        "addresses": Counter({("article", "done"): 51, ("listing", "gone"): 4}),
        "reasons": Counter({"http_404": 4, "robots": 1}),
        "examples": {"http_404": ["http://news.example/gone"], "robots": ["http://news.example/admin"]},
        "records": {"response": Recorded(count=60, bytes=3_000_000), "revisit": Recorded(count=2, bytes=900)},
        "digests": {"demo.wacz": FileDigest(3_616_381, "ab" * 32), "articles.jsonl": FileDigest(9, "cd" * 32)},
    }
    return summary(**{**known, **values})


def parsed(page):
    return html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))


def words(node):
    return " ".join(node.text_content().split())


class Balanced(HTMLParser):
    """Fails at an element that is not closed where it has to be."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(params=["full", "empty", "hostile"], ids=str)
def page(request):
    return {"full": full, "empty": summary, "hostile": hostile}[request.param]()


def hostile():
    ranking = Ranking(named=[(text[:200], 9) for text in HOSTILE], size=99)
    pairs = [(text, url) for text in HOSTILE for url in ADDRESSES]
    return full(
        snapshot={
            "url": "'\"><script>",
            "scope": Scope(sections=("</dd><script>", "\N{RIGHT-TO-LEFT OVERRIDE}x"), images=True),
        },
        home="javascript:alert(1)",
        sections=ranking,
        authors=ranking,
        languages=ranking,
        newest=[Headline(headline=text, url=url, published=None, section=text) for text, url in pairs],
        reasons=Counter({text[:300]: 1 for text in HOSTILE}),
        examples={text[:300]: ADDRESSES for text in HOSTILE},
        addresses=Counter({(text[:50], "queued"): 1 for text in HOSTILE}),
        records={"<b>": Recorded(count=1, bytes=1)},
    )


def test_it_is_well_formed_and_of_its_own_making(page):
    text = report_page(page)
    balanced = Balanced()
    balanced.feed(text)
    assert balanced.open == []
    names = [node.tag for node in parsed(text).iter() if isinstance(node.tag, str)]
    assert not {"script", "img", "iframe", "object", "embed", "link", "base", "form", "b"} & set(names)
    handlers = [name for node in parsed(text).iter() for name in node.attrib if name.startswith("on") or name == "src"]
    assert handlers == []
    text.encode()


def test_no_stranger_turns_the_lines_around(page):
    text = report_page(page)
    assert not BIDI_CONTROLS.search(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]", text)


def test_links_lead_to_web_pages_alone_and_tell_them_nothing(page):
    for node in parsed(report_page(page)).iter("a"):
        address = node.get("href")
        if not address.startswith("#"):
            assert re.match(r"https?://[\x21-\x7e]+$", address, re.IGNORECASE)
            assert "noreferrer" in node.get("rel")


def test_links_within_the_page_lead_somewhere(page):
    tree = parsed(report_page(page))
    known = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(known) == len(set(known))
    for node in tree.iter():
        for name in ("aria-labelledby", "href"):
            value = node.get(name, "")
            targets = value.split() if name != "href" else [value[1:]] if value.startswith("#") else []
            assert set(targets) <= set(known), value


def test_headings_are_in_order_and_tables_are_told(page):
    tree = parsed(report_page(page))
    levels = [int(node.tag[1]) for node in tree.iter("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    for table in tree.iter("table"):
        assert words(table.find("caption"))
        assert all(cell.get("scope") in {"col", "row"} for cell in table.iter("th"))
        widths = {len(row.findall("th") + row.findall("td")) for row in table.iter("tr")}
        assert len(widths) == 1
    for drawing in tree.iter("svg"):
        assert drawing.get("aria-hidden") == "true" or (drawing.get("role") == "img" and words(drawing.find("title")))
    assert (tree.get("lang"), tree.get("dir")) == ("ar", "rtl")


def test_a_browser_is_told_to_fetch_nothing():
    text = report_page(full())
    (policy,) = parsed(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert not re.search(r"url\(|@import", text)


def test_figures_are_there_with_their_separators():
    text = words(parsed(report_page(full())).find("body"))
    for figure in ("1,234,567", "98,765", "3,616,381", "3.6 ميغابايت", "ab" * 32, "5,000", "newsbot 0"):
        assert figure in text, figure
    assert "31 كانون الثاني (يناير) 2026" in text
    assert not re.search("[\u0660-\u0669]", text)


def test_a_whole_snapshot_says_so_and_another_how_to_go_on():
    whole = words(parsed(report_page(full())).find("body"))
    assert "اللقطة مكتملة" in whole
    assert "newsbot snapshot" not in whole
    waiting = words(parsed(report_page(full(addresses=Counter({("article", "queued"): 1777})))).find("body"))
    assert "اللقطة غير مكتملة" in waiting
    assert "1,777" in waiting
    assert "newsbot snapshot demo --to DIR" in waiting
    failed = words(parsed(report_page(full(addresses=Counter({("article", "failed"): 3})))).find("body"))
    assert "إلا ما أخفق" in failed
    assert "newsbot snapshot demo --to DIR" in failed
    assert "newsbot snapshot demo --to DIR" in words(parsed(report_page(full(lost=1))).find("body"))


def test_the_command_to_go_on_is_the_one_that_was_given():
    def command(outlet, url):
        return resume_command(Snapshot(outlet=outlet, url=url, name="x", started_at=""))

    assert command("demo", None) == "newsbot snapshot demo --to DIR"
    assert command("demo", "http://a.example/") == "newsbot snapshot demo -a url=http://a.example/ --to DIR"
    assert (
        command("generic", "http://a.example/?x=1&y=$HOME")
        == "newsbot snapshot 'http://a.example/?x=1&y=$HOME' --to DIR"
    )


def test_every_reason_of_the_documents_has_words(request):
    text = (request.config.rootpath / "docs/operating.md").read_text(encoding="utf-8")
    table = re.search(r"^\| reason \|.*\n\|.*\n((?:\|.*\n)+)", text, re.MULTILINE)[1]
    reasons = [name for row in table.splitlines() for name in re.findall("`([^`]+)`", row.split("|")[1])]
    assert len(reasons) > 30
    assert [name for name in reasons if wording.reason_words(name) == wording.OTHER] == []
    assert wording.reason_words("http_503") == "رفض الموقع الطلب بالرمز 503"
    assert wording.reason_words("callback_ValueError") == wording.reason_words("pipeline_error")
    assert wording.reason_words("image_timeout").endswith(wording.reason_words("timeout"))
    assert wording.reason_words("never heard of") == wording.OTHER


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 بايت"),
        (999, "999 بايت"),
        (1000, "1 كيلوبايت"),
        (999_960, "1 ميغابايت"),
        (3_616_381, "3.6 ميغابايت"),
        (12 * 10**9, "12 غيغابايت"),
        (5 * 10**15, "5,000 تيرابايت"),
    ],
)
def test_sizes(count, told):
    assert wording.size(count) == told


@given(st.text(max_size=300), st.integers(2, 50))
def test_cut_text_is_short_and_one_line(text, longest):
    short = cut(text, longest)
    assert len(short) <= longest
    assert short == " ".join(short.split())


@given(st.text(max_size=200))
def test_a_link_is_ascii_and_of_the_web_or_none(text):
    for url in (text, f"http://news.example/{text}"):
        made = link(url)
        assert made is None or (made.isascii() and made.lower().startswith(("http:", "https:")))
        assert made is None or not re.search('[\\s"<>`\\\\]', made)


def test_an_address_that_is_written_well_stays_as_it_is():
    for url in ("https://news.example/%D8%AE?a=1&b=%20#x", "http://[::1]:80/~a/(b)'c';d,e!*+=@$"):
        assert link(url) == url
    assert link("https://news.example/خبر") == "https://news.example/%D8%AE%D8%A8%D8%B1"


@pytest.mark.parametrize("years", [(2026, 2026), (2022, 2026), (1970, 2026), (1600, 2026), (1, 9999)])
def test_a_page_of_any_years_can_be_made(years):
    page = report_page(full(months=Counter({f"{year:04}-05": 3 for year in years})))
    (drawing,) = parsed(page).xpath("//*[@role='img']")
    assert len(drawing.xpath("*[@class='bar']")) == len(set(years))


def test_the_template_is_part_of_the_package():
    from importlib.resources import files

    assert files("newsbot.archive").joinpath(report._TEMPLATE).is_file()  # noqa: SLF001 - its name


def test_nothing_of_the_summary_is_left_untold():
    """Each field leaves a trace: a page without it is another page."""
    known = full(lost=1, pictures=7, snapshot={"scope": Scope(images=True)})
    text = report_page(known)
    for field in fields(SnapshotSummary):
        if field.name in {"snapshot", "packed_at", "wacz", "newsbot_version"}:
            continue
        other = full(lost=1, pictures=7, snapshot={"scope": Scope(images=True)})
        setattr(other, field.name, type(getattr(known, field.name))())
        assert report_page(other) != text, field.name
