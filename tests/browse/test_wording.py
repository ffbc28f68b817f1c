"""Every text is there in both languages, and templates ask for no other."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from importlib.resources import files
from string import Formatter

import pytest

from newsbot.browse import wording
from newsbot.browse.choice import preferred
from newsbot.browse.speech import INTERFACES, Speech, catalogue, direction

ARABIC = re.compile("[\u0621-\u064a]")
TEMPLATES = [path for path in (files("newsbot.browse") / "templates").iterdir() if path.name.endswith(".j2")]
AR, EN = (Speech(language, UTC, catalogue()) for language in INTERFACES)


@pytest.mark.parametrize("key", list(catalogue()))
def test_a_text_is_there_in_both_languages(key):
    texts = catalogue()[key]
    assert set(texts) == set(INTERFACES)
    assert all(text.strip() == text and text for text in texts.values())
    fields = [{name for _, name, _, _ in Formatter().parse(text) if name is not None} for text in texts.values()]
    assert fields[0] == fields[1]
    if key != "other_language":
        assert ARABIC.search(texts["ar"]) or not re.search("[A-Za-z]{4}", texts["en"]), texts
        assert not ARABIC.search(texts["en"])


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_ask_for_known_texts(template):
    asked = re.findall(r"""\bt\(["']([\w-]+)["']\s*[,)]""", template.read_text(encoding="utf-8"))
    assert set(asked) <= set(catalogue())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_texts_styles_or_scripts_of_their_own(template):
    markup = re.sub(r"\{[{%#].*?[}%#]\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not ARABIC.search(markup)
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|\|\s*safe", markup)


def test_no_text_is_left_over():
    used = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    used += "".join(
        path.read_text(encoding="utf-8")
        for path in files("newsbot.browse").iterdir()
        if path.name.endswith(".py") and not path.name.startswith("wording")
    )
    named = set(re.findall(r"""["']([\w-]+)["']""", used)) | {key for _, key in wording.HINTS}
    built = ("error_", "said_", "source_")
    assert [key for key in wording.WORDS if key not in named and not key.startswith(built)] == []


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "لا أخبار"), (1, "خبر واحد"), (2, "خبران"), (3, "3 أخبار"), (10, "10 أخبار"), (11, "11 خبرًا"),
        (99, "99 خبرًا"), (100, "100 خبر"), (101, "101 خبر"), (102, "102 خبر"), (103, "103 أخبار"), (111, "111 خبرًا"),
        (1000, "1,000 خبر"), (1_234_567, "1,234,567 خبرًا"),
    ],
)  # fmt: skip
def test_arabic_nouns_follow_their_numbers(number, told):
    assert AR.count(number, "articles") == told


def test_english_nouns_follow_their_numbers():
    assert [EN.count(number, "articles") for number in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]


def test_a_count_that_was_given_up_says_so():
    assert AR.count(10_000, "articles", is_exact=False) == "أكثر من 10,000 خبر"
    assert EN.count(10_000, "articles", is_exact=False) == "More than 10,000 articles"


@pytest.mark.parametrize("noun", list(wording.NOUNS))
def test_every_noun_has_its_forms(noun):
    assert len(wording.NOUNS[noun]["ar"]) == 6
    assert len(wording.NOUNS[noun]["en"]) == 2


def test_days_are_named_as_people_there_name_them():
    today = date(2026, 1, 2)
    assert AR.heading(today, today) == "اليوم، الجمعة 2 كانون الثاني"
    assert AR.heading(date(2026, 1, 1), today) == "أمس، الخميس 1 كانون الثاني"
    assert AR.heading(date(2025, 12, 31), today) == "الأربعاء 31 كانون الأول 2025"
    assert EN.heading(date(2025, 12, 31), today) == "Wednesday 31 December 2025"
    assert AR.day(today) == "2 كانون الثاني (يناير) 2026"


def test_times_are_those_of_the_room():
    damascus = Speech("ar", timezone(timedelta(hours=3)), catalogue())
    assert damascus.moment(datetime(2026, 11, 21, 22, 5, tzinfo=UTC)) == "22 تشرين الثاني (نوفمبر) 2026، 01:05"
    assert damascus.clock(datetime(2026, 11, 21, 22, 5, tzinfo=UTC)) == "01:05"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(-5, "أقل من دقيقة"), (59, "أقل من دقيقة"), (60, "دقيقة"), (7200, "ساعتان"), (86_400 * 3, "3 أيام")],
)
def test_spans_are_told_in_their_largest_unit(seconds, told):
    assert AR.ago(seconds) == told


@pytest.mark.parametrize(
    ("language", "way"), [("ar", "rtl"), ("ar-SY", "rtl"), ("CKB", "rtl"), ("en", "ltr"), (None, "auto"), ("", "auto")]
)
def test_languages_run_their_way(language, way):
    assert direction(language) == way


def test_languages_have_names():
    assert AR.language_name("ar-SY") == "العربية"
    assert EN.language_name("ckb") == "Central Kurdish"
    assert EN.language_name("xx") == "xx"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ar"),
        ("*", "ar"),
        ("en", "en"),
        ("ar;q=0.1,en;q=0.2", "en"),
        ("en;q=0", "ar"),
        ("en;q=x", "ar"),
        ("en;q=1.2.3", "ar"),
        (",;,", "ar"),
    ],
)
def test_a_browsers_liking_is_read(header, language):
    assert preferred(header) == language
