"""Golden pages of made pages, of the demo site and of the shared sets: nothing that was said stays, all reads alike."""

import gzip
import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from newsbot.demo.messages import Request
from newsbot.demo.site import Site, SiteOptions
from newsbot.errors import StorageError
from newsbot.golden.expected import Expected
from newsbot.golden.known import is_general, line_signs
from newsbot.golden.markup import Kind, pieces
from newsbot.golden.pages import golden_page, write_golden
from newsbot.golden.replaced import WORD
from newsbot.golden.unlike import GoldenError, check_shape
from newsbot.golden.vocabulary import FUNCTION_WORDS
from newsbot.pages.agencies import is_agency
from newsbot.pages.reading import GENERIC, parsed, read_page
from newsbot.pages.samples import Sample
from newsbot.text.arabic import fold
from newsbot.text.datewords import WORDS as DATE_WORDS
from newsbot.text.encodings import page_encoding
from newsbot.text.months import MONTHS

SHARED = Path(__file__).parents[3] / "shared" / "bench"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://news.example.org/article/825076-ترميم-السوق-القديمة-في-المدينة-الساحلية"
PAGE = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>ترميم السوق القديمة في المدينة الساحلية | مرفأ الصباح</title>
<meta charset="utf-8"><meta property="og:site_name" content="مرفأ الصباح"><meta name="viewport" content="width=device-width">
<meta property="og:title" content="ترميم السوق القديمة في المدينة الساحلية | مرفأ الصباح">
<meta property="fb:app_id" content="123456789012345"><style>.a{color:red}</style><script>var secret = "كلام في نص برمجي طويل";</script>
<script type="application/ld+json">{"@type":"NewsArticle","headline":"ترميم السوق القديمة في المدينة الساحلية",
"datePublished":"2020-04-24T18:22:00Z","author":{"@type":"Person","name":"سلمى الحداد"},
"description":"قال المهندس:\\u0020\\"نبدأ غدا\\" ثم مضى إلى عمله","url":"https:\\/\\/news.example.org\\/article\\/825076"}</script></head>
<body onload="start()"><nav><a href="/">الرئيسية</a> <a href="/section/local">أخبار المدينة</a></nav><!-- تعليق من صاحب الموقع -->
<article><h1 class="t">ترميم السوق القديمة في المدينة الساحلية</h1><p class="d">نُشر في: الجمعة 24 نيسان / أبريل 2020 09:22 مساءً</p>
<p class="by">كتبت: سلمى الحداد</p><span class="v">249 مشاهدة</span>
<figure><img src="/images/suq-qadim-photo-of-the-old-market.jpg" alt="واجهة السوق القديمة بعد المطر"><figcaption>واجهة السوق القديمة - أرشيفية</figcaption></figure>
<p>أعلنت بلدية المدينة الساحلية صباح اليوم عن بدء أعمال ترميم السوق القديمة التي تضررت في الشتاء الماضي، وخصصت لها 40 عاملا.</p>
<p>وقال مهندس المشروع إن العمال سيبدؤون بإصلاح السقوف الخشبية ثم ينتقلون إلى الأرصفة&nbsp;والواجهات الحجرية خلال الأسابيع المقبلة.<br>وأضاف أن السوق ستبقى مفتوحة للزبائن في أثناء العمل، وأن المحال ستعوض عن أيام الإغلاق القليلة.</p>
<p>للتواصل مع المكتب: suq@news.example.org أو 00963 11 555 12 34</p></article>
<noscript><img src="https://count.example.com/x?id=UA-12345678-1"></noscript><script src="/js/كلام-عن-السوق.js?id=G-ABC1234"></script>
<section><h3>المزيد</h3><ul><li><a href="/article/825070-افتتاح-حديقة-الحي">افتتاح حديقة الحي الشرقي أمام العائلات</a></li>
<li><a href="/article/825071-x?utm_source=related">بدء موسم قطاف الزيتون في القرى المجاورة</a></li></ul></section>
<p>جميع الحقوق محفوظة لمرفأ الصباح</p></body></html>"""


def sample(page=PAGE, encoding="utf-8", url=URL, **changes):
    return Sample(url, page.encode(encoding), changes.get("header"), "article", NOW)


def read(body, url=URL):
    return read_page(body, url, now=NOW)


@pytest.fixture(scope="module")
def golden():
    return golden_page(sample(), GENERIC).decode()


def test_structure_stays_and_text_goes(golden):
    tags = [[piece.name for piece in pieces(page) if piece.kind in {Kind.START, Kind.END}] for page in (PAGE, golden)]
    assert tags[0] == tags[1]
    for kept in ('class="t"', 'content="width=device-width"', "&nbsp;", "<br>", '"@type":"NewsArticle"', "utm_source=related",
                 "2020-04-24T18:22:00Z", "/section/local", "https:\\/\\/news.example.org\\/article\\/825076", ".jpg"):  # fmt: skip
        assert kept in golden, kept
    for gone in (
        "ترميم",
        "secret",
        "start()",
        "color:red",
        "صاحب الموقع",
        "سلمى",
        "suq@",
        "555",
        "123456789012345",
        "photo-of-the",
    ):
        assert gone not in golden, gone


@pytest.mark.parametrize(
    "label",
    [
        "الرئيسية",
        "نُشر في: الجمعة 24 نيسان / أبريل 2020 09:22 مساءً",
        "كتبت:",
        "249 مشاهدة",
        "أرشيفية",
        "<h3>المزيد</h3>",
        "جميع الحقوق",
    ],
)
def test_what_newsbot_reads_by_stays(golden, label):
    assert label in golden


def test_the_headline_is_one_wherever_it_stands(golden):
    root = parsed(golden.encode(), "utf-8")
    headline = "".join(root.find(".//h1").itertext())
    assert root.findtext(".//title").startswith(f"{headline} | ")
    assert f'"headline":"{headline}"' in golden
    assert root.xpath("//meta[@property='og:title']/@content")[0].startswith(headline)


def test_a_slug_says_what_the_headline_says_and_keeps_its_form(tmp_path):
    page = write_golden(tmp_path, "825076", sample(), GENERIC)
    expected = Expected.of(page)
    assert expected.article["headline"].replace(" ", "-") in unquote(expected.url)
    assert unquote(expected.url).startswith("https://news.example.org/article/825076-")


def test_both_pages_read_alike():
    check_shape(read(PAGE.encode()), read(golden_page(sample(), GENERIC)))


def test_the_expectation_is_what_the_page_gives(tmp_path):
    path = write_golden(tmp_path / "some", "name", sample(), GENERIC)
    expected = Expected.of(path)
    assert path == tmp_path / "some/name.html"
    assert expected.read(path, GENERIC) == expected.article
    assert not {"date_downloaded", "parser_version"} & set(expected.article)
    assert expected.article["date_published"] == "2020-04-24T18:22:00+00:00"
    assert None not in expected.article.values()


def test_windows_1256_stays(tmp_path):
    page = PAGE.replace("utf-8", "windows-1256").replace("\\u0020", " ")
    path = write_golden(tmp_path, "page", sample(page, "windows-1256"), GENERIC)
    assert page_encoding(path.read_bytes()).name == "windows-1256"
    assert Expected.of(path).article["encoding"] == "windows-1256"


@pytest.mark.parametrize(
    "letters", ["&#1575;&#1604;&#1587;&#1608;&#1602; &eacute;t&eacute;", "&amp;quot;السوق&amp;quot; AT&T &copy; 2020"]
)
def test_entities_stay_entities(letters):
    made = golden_page(sample(PAGE.replace("<p>أعلنت", f"<p>{letters} أعلنت")), GENERIC).decode()
    paragraph = made[made.index("</figure>") :]
    signs = re.findall(r"&[a-z]+;(?:quot;)?|&#", letters)
    assert all(sign in paragraph or sign == "&eacute;" for sign in signs)
    assert "&#1587;" not in paragraph or "&#1575;&#1604;&#1587;&#1608;&#1602;" not in paragraph


def test_broken_json_ld_stays_broken():
    broken = PAGE.replace('\\"نبدأ غدا\\"', '"نبدأ غدا"')
    made = golden_page(sample(broken), GENERIC).decode()
    script = made[made.index("ld+json") : made.index("</script></head>")]
    assert re.search(r'": ?"[^"\\]+"[^",:\\]+" [^"]+"', script)
    assert "نبدأ غدا" not in script


@pytest.mark.parametrize(
    "body", [b"", b"<html", b"\x89PNG\r\n\x1a\n" + bytes(99), b"<p>" * 3000, b"<svg><script>", b"\0" * 500]
)
def test_a_page_without_an_article_is_refused_in_one_line(tmp_path, body):
    with pytest.raises(GoldenError, match=r"^no article is read from this page[^\n]*$"):
        write_golden(tmp_path, "odd", Sample("https://example.org/1", body, None, "article", NOW), GENERIC)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_refuses_and_a_broken_expectation_are_storage_errors(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        write_golden(tmp_path / "file", "page", sample(), GENERIC)
    (tmp_path / "page.json").write_text("[]")
    with pytest.raises(StorageError, match=r"page\.json is no expectation"):
        Expected.of(tmp_path / "page.html")


def test_a_word_that_is_known_to_no_list_here_is_found_by_trying(monkeypatch, tmp_path):
    """Were «المزيد» not known as a heading when words are replaced, the related block would be lost, but for trying."""
    monkeypatch.setattr("newsbot.golden.passages.least_kept", lambda count, signs: frozenset())
    article = Expected.of(write_golden(tmp_path, "page", sample(), GENERIC)).article
    assert len(article["related"]) == 2
    assert article["date_published"]


def test_a_shape_that_differs_names_its_field():
    one, other = read(PAGE.encode()), read(PAGE.replace("<p>للتواصل", "<p hidden>للتواصل").encode())
    with pytest.raises(GoldenError, match=r"^article_body "):
        check_shape(one, other)


# What newsbot, HTML and dates know; runs of these alone tell nobody's text.
KNOWN = {fold(word) for words in FUNCTION_WORDS.values() for word in words.split()} | {
    word for phrase in (*MONTHS, *DATE_WORDS) for word in phrase.split()
}
TEXTS = ("alt", "title", "content", "aria-label", "placeholder", "value", "summary", "label")


def texts(body, encoding):
    """What a page says to people: its texts, the attributes with text, its JSON-LD and the slugs of its links."""
    for node in parsed(body, encoding).iter():
        if isinstance(node.tag, str) and (node.tag not in {"script", "style"} or "ld+json" in node.get("type", "")):
            yield from node.text.split('"') if node.text and node.tag == "script" else [node.text or ""]
            if node.get("name") not in {"viewport", "robots"} and not node.get("http-equiv"):
                yield from (
                    value for name in TEXTS if (value := node.get(name)) and not re.search(r"^\S*[/.:]\S*$", value)
                )
            yield from (
                part for part in unquote(node.get("href", "")).split("/") if part.count("-") > 2 and "." not in part
            )
        yield node.tail or ""


def runs(body, encoding):
    """Every three words in a row of what *body* says, addresses apart, with the line that they stand in."""
    found = {}
    for text in texts(body, encoding):
        for line in re.split(r"[<>|]|\s{3,}|\S*(?:://|www\.)\S*", unescape(text)):
            words = [folded for match in WORD.finditer(line) if len(folded := fold(match[0])) > 1]
            found.update({tuple(words[start : start + 3]): line for start in range(len(words) - 2)})
    return found


def surviving(body, made):
    """Runs of the page's own words in its golden page; lines that newsbot knows as labels are no one's text."""
    encoding = page_encoding(body).name
    own, others = runs(body, encoding), runs(made, encoding)
    nothing = line_signs("قنطرة حجرية فوق النهر الكبير وخلفها بستان")
    for run in own.keys() & others.keys():
        is_known = all(word in KNOWN or is_general(word) for word in run)
        is_known = is_known or is_agency(" ".join(run)) or all(re.fullmatch("[a-f]+", word) for word in run)
        if not is_known and line_signs(others[run]) == nothing and not re.search(r"\.\w", others[run]):
            yield " ".join(run)


def demo_samples():
    site = Site(SiteOptions(articles=60))
    for number in (60, 57, 41, 12):
        url = f"http://127.0.0.1:8476/article/{number}"
        body = site.answer(Request(f"/article/{number}", headers={"host": "127.0.0.1:8476"})).body
        yield pytest.param(Sample(url, body, None, "article", NOW), id=f"demo-{number}")


def shared_samples(name, most):
    folder = SHARED / name
    if not folder.is_dir():
        yield pytest.param(None, id=name, marks=pytest.mark.skip(reason=f"../shared/bench/{name} is not here"))
        return
    for row in map(json.loads, (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()[:most]):
        body = (folder / row["file"]).read_bytes()
        body = gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
        yield pytest.param(Sample(row["url"], body, None, "article", NOW), id=f"{name}-{row['key'][:12]}")


@pytest.mark.parametrize("page", [*demo_samples(), *shared_samples("arabic", 5), *shared_samples("aeb", 12)])
def test_no_three_words_of_a_page_survive_and_it_reads_alike(page, tmp_path):
    path = write_golden(tmp_path, "page", page, GENERIC)
    assert list(surviving(page.body, path.read_bytes())) == []
    assert Expected.of(path).read(path, GENERIC) == Expected.of(path).article
    assert len(path.read_bytes()) < len(page.body)
    assert asdict(read(path.read_bytes(), Expected.of(path).url))["headline"] == Expected.of(path).article["headline"]
