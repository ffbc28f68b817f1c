"""What is learnt of a site as a module: it says what was meant, whatever stands on the pages, and nothing runs."""

import ast
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.demo.messages import Request
from newsbot.demo.site import Site, SiteOptions
from newsbot.learning.agreement import FieldAgreement
from newsbot.learning.clocks import LearntClock
from newsbot.learning.declaration import Declaration, agrees, learnt
from newsbot.learning.moduletext import class_name, is_outlet_name, literal, module_text, raw_literal, title_text
from newsbot.learning.tables import (
    Verdict,
    declaration_table,
    not_learnt_table,
    printed,
    rule_rows,
    rule_table,
    verdict,
)
from newsbot.pages.samples import Sample
from newsbot.spiders.base import NewsSpider, outlet_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOME = "http://127.0.0.1:8000/"
HOSTILE = (
    "//a[@class='\"x\"']",
    '//a[.=\'\n"""\']',
    "//b[@id=\"'''\"]",
    "//p[.='\\']",
    "//i[.='\N{RIGHT-TO-LEFT OVERRIDE}{}%s']",
)


def declared(**changes):
    given = {
        "name": "marfa",
        "title": "مرفأ الصباح",
        "url": "https://www.example.org/",
        "article_pattern": r"^/article/\d+",
        "listing_pattern": None,
        "clock": LearntClock("Asia/Damascus", "certain", "it is so"),
        "encoding": None,
        "encodings": ("utf-8",),
        "rules": {"headline": ("//h1",), "body": ("//div[@class='text']",)},
        "agreements": (),
        "not_learnt": {},
        "learnt_from": 16,
        "checked": (),
    }
    return Declaration(**given | changes)


def spider_of(text):
    """Run a module as Python does, after it was read for what it holds."""
    names: dict = {}
    exec(compile(text, "marfa.py", "exec"), names)  # noqa: S102 - the text is what the test is about
    (spider,) = (value for value in names.values() if isinstance(value, type) and value is not NewsSpider)
    return spider


def formatted(text, path):
    path.write_text(text, encoding="utf-8")
    for arguments in (
        ["format", "--check", "--diff"],
        ["check", "--select", "ALL", "--ignore", "INP001,RUF001,RUF002,RUF012,D203,D213,CPY001"],
    ):
        run = subprocess.run(
            [sys.executable, "-m", "ruff", *arguments, "--isolated", "--line-length", "120", path],
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stdout + run.stderr


def test_the_module_is_short_and_says_what_was_meant(tmp_path):
    pytest.importorskip("ruff", reason="ruff is not installed")
    text = module_text(declared())
    assert (
        text
        == '''"""مرفأ الصباح (example.org): learnt by newsbot addoutlet from 16 of its articles."""

from newsbot.spiders.base import NewsSpider


class MarfaSpider(NewsSpider):
    """Articles stand at /article/NUMBER."""

    name = "marfa"
    allowed_domains = ["example.org"]
    start_urls = ["https://www.example.org/"]
    article_pattern = r"^/article/\\d+"
    timezone = "Asia/Damascus"
    rules = {
        "headline": "//h1",
        "body": "//div[@class='text']",
    }
'''
    )
    formatted(text, tmp_path / "marfa.py")


@pytest.mark.parametrize(
    "changes",
    [
        {"rules": {}},
        {"title": None, "article_pattern": None, "clock": LearntClock(None, "unknown", "-")},
        {"title": 'x"""\nimport os\n"""' * 9, "encoding": "windows-1256", "listing_pattern": "^/list\\?"},
        {"title": "ن" * 200, "name": "a_very_long_name_of_an_outlet_1"},
        {"rules": {"body": HOSTILE, "headline": ("//h1[@class='" + "x" * 150 + "']",)}},
        {"rules": {"headline": ("//a" * 20, "//b" * 20), "body": ("//a" * 45, "//b | //c" * 20)}},
        {"article_pattern": '^/"a"/\\d+', "title": "\N{RIGHT-TO-LEFT MARK}\\"},
        {"article_pattern": r"^/(?:أخبار|(?i:%D8%A3))/\d+"},
    ],
)
def test_whatever_was_learnt_the_module_is_sound(changes, tmp_path):
    pytest.importorskip("ruff", reason="ruff is not installed")
    declaration = declared(**changes)
    text = module_text(declaration)
    formatted(text, tmp_path / "marfa.py")
    spider = spider_of(text)
    assert spider.name == declaration.name
    assert spider.article_pattern == declaration.article_pattern
    rules = {field: (rule,) if isinstance(rule, str) else rule for field, rule in spider.rules.items()}
    assert rules == dict(declaration.rules)
    assert all(node.__class__ is not ast.Call for node in ast.walk(ast.parse(text)))


def test_the_module_and_the_learnt_outlet_are_one():
    declaration = declared()
    outlet = outlet_of(spider_of(module_text(declaration)))
    assert outlet.article_pattern == declaration.outlet.article_pattern
    assert (outlet.timezone, outlet.domains) == (declaration.outlet.timezone, declaration.outlet.domains)
    assert outlet.rules.texts == {field: tuple(rule) for field, rule in declaration.rules.items()}


def test_many_rules_are_cut_to_a_short_module():
    fields = ("headline", "description", "body", "quotes", "date_published", "date_modified", "authors", "section",
              "keywords", "main_image", "caption", "credit", "related", "views", "short_url", "kicker", "subheads")  # fmt: skip
    text = module_text(declared(rules={field: tuple(f"//{tag}{'x' * 90}" for tag in "abc") for field in fields}))
    assert text.count("\n") <= 80
    assert set(spider_of(text).rules) == set(fields)


@pytest.mark.parametrize(
    "name", ["", "a", "Marfa", "class", "2a", "a-b", "a b", "a.b", "اسم", "_a", "x" * 40, "a\n", "None"]
)
def test_names_that_are_none(name):
    assert not is_outlet_name(name)
    with pytest.raises(ValueError, match="no name"):
        module_text(declared(name=name))


def test_class_names():
    assert class_name("enab_baladi") == "EnabBaladiSpider"


@given(st.text())
def test_literals_are_read_back(text):
    assert ast.literal_eval(literal(text)) == text
    assert ast.literal_eval(raw_literal(text)) == text
    assert literal(text).isprintable()


@given(st.text())
def test_a_title_ends_no_docstring(text):
    title = title_text(text)
    assert title.isprintable()
    assert not {'"', "\\", "'"} & set(title)


def row(field="authors", expected=8, both=8, agreed=8.0):
    return FieldAgreement(field, ("//x",), 8, expected, both, agreed, both)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (row(), Verdict.HOLDS),
        (row(agreed=7.0), Verdict.HOLDS),  # one label may be the odd one
        (row(agreed=6.0), Verdict.DRIFTS),
        (row("headline", agreed=7.0), Verdict.DRIFTS),  # not so where it matters
        (row(both=3, agreed=3.0), Verdict.DRIFTS),  # found on too few
        (row(both=0, agreed=0.0), Verdict.DEAD),
        (row(expected=0, both=0, agreed=0.0), Verdict.NOT_USED),
        (row(expected=2, both=0, agreed=0.0), Verdict.NOT_USED),
        (row("body", expected=2, both=0, agreed=0.0), Verdict.DEAD),
    ],
)
def test_verdicts(given, expected):
    assert verdict(given) is expected
    assert agrees(given) or expected is not Verdict.HOLDS


def test_tables_keep_arabic_in_its_cell_and_markup_as_it_is():
    rows = [FieldAgreement("related", ("//*[contains(., 'المزيد')]", "//b[@class]"), 8, 8, 8, 8.0, 8)]
    declaration = declared(not_learnt={"authors": "no page has it"})
    text = printed(
        rule_table(rows, with_verdict=True),
        declaration_table(declaration, {"feeds": []}),
        not_learnt_table(declaration.not_learnt),
        is_terminal=False,
    )
    assert "\N{FIRST STRONG ISOLATE}//*[contains(., 'المزيد')]\N{POP DIRECTIONAL ISOLATE}" in text
    assert "//b[@class]" in text
    assert "8 of 8" in text
    assert rule_rows(rows)[0]["verdict"] == "holds"


@pytest.fixture(scope="module")
def demo_samples():
    site = Site(SiteOptions(articles=60, slow_seconds=0, has_gzip=False))

    def fetched(path, kind):
        answer = site.answer(Request(path, "GET", {"host": "127.0.0.1:8000"}))
        return Sample(HOME.rstrip("/") + path, answer.body, None, kind, NOW)

    numbers = [number for number in range(59, 20, -1) if site.archive.kind_of(number).name == "PLAIN"]
    Random(3).shuffle(numbers)  # noqa: S311 - repeatable
    listings = [fetched(path, "listing") for path in ("/", "/section/local", "/section/sport")]
    return [*listings, *(fetched(f"/article/{number}", "article") for number in numbers[:18])]


def test_the_demo_site_is_learnt(demo_samples):
    declaration = learnt(demo_samples, HOME, "marfa")
    assert declaration.has_essentials
    assert declaration.article_pattern == r"^/article/\d+"
    assert declaration.listing_pattern == "^/section/[^/?]+"
    assert declaration.clock.zone == "Asia/Damascus"
    assert declaration.encoding is None
    assert declaration.title == "مرفأ الصباح"
    assert (declaration.learnt_from, len(declaration.checked)) == (12, 6)
    rows = {row.field: row for row in declaration.agreements}
    for field in ("headline", "body", "date_published", "related"):
        assert rows[field].agreement >= 0.98, field
        assert rows[field].coverage >= 0.8, field  # one page in seven has no JSON-LD
    assert declaration.rules.keys().isdisjoint(declaration.not_learnt)
    assert "credit" in declaration.not_learnt
    assert module_text(declaration).count("\n") <= 80


def test_a_field_that_no_page_has_is_named(demo_samples):
    bare = [
        Sample(s.url, s.body.replace(b'class="views"', b'class="x" hidden'), None, s.kind, s.fetched_at)
        for s in demo_samples
    ]
    assert learnt(bare, HOME, "marfa").not_learnt["views"]


def test_an_encoding_that_pages_declare_wrongly_is_declared(demo_samples):
    text = (
        "<html><head><title>{n}</title></head><body><h1>عنوان الخبر رقم {n} من المدينة</h1>"
        + "<p>قال رئيس المجلس إن العمل في الحديقة العامة بدأ هذا الأسبوع، وإن السكان رحبوا به.</p>" * 6
    )
    samples = [
        Sample(
            f"{HOME}article/{n}", text.format(n=n).encode("windows-1256"), "iso-8859-1", "article", NOW + timedelta(n)
        )
        for n in range(8)
    ]
    assert learnt(samples, HOME, "marfa").encoding == "windows-1256"
    right = [Sample(s.url, s.body, "windows-1256", s.kind, s.fetched_at) for s in samples]
    assert learnt(right, HOME, "marfa").encoding is None
