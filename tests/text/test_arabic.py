"""What clean keeps and takes, and what fold makes equal."""

import time

import pytest

from newsbot.text.arabic import clean, fold, fold_line

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
ZWJ = "\N{ZERO WIDTH JOINER}"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("المـــزيد", "المزيد"),
        ("عاجلـــ", "عاجل"),
        ("ـــالمزيد", "المزيد"),
        ('لـ "أنا برس"', 'لـ "أنا برس"'),
        ("لـــ«الصباح»", "لـ«الصباح»"),
        ("الـ 24 ساعة", "الـ 24 ساعة"),
        ("بالـBBC والـ 5", "بالـBBC والـ 5"),
        ("كـ «شاهد»", "كـ «شاهد»"),
        ("وبـ(رويترز)", "وبـ(رويترز)"),
        ("1442 هـ", "1442 هـ"),
        ("1442هــ", "1442هـ"),
        ("صـ 5", "صـ 5"),
        ("رويترز ـ دمشق", "رويترز ـ دمشق"),
        ("الرحمـٰن", "الرحمٰن"),
        ("&amp;amp;quot;خبر&amp;quot;", '"خبر"'),
        ("قال&nbsp;إنه &#8220;هنا&#x201d;", "قال إنه “هنا”"),
        ("AT&T &copyright; &unknown;", "AT&T &copyright; &unknown;"),
        ("&amp", "&amp"),
        ("&#0; &#xD800;", "\ufffd \ufffd"),
        ("\u202bخبر\u202c \u200fعاجل\u061c", "خبر عاجل"),
        ("خب\u00adر\ufeff", "خبر"),
        ("\x00خ\x07بر\x9f", "خبر"),
        ("  خبر\t\r\n عاجل\u3000\u00a0", "خبر عاجل"),
        ("ﻻ ﺇﻟﻰ ﷲ", "لا إلى الله"),
        ("ﷺ ﷽ ﷼", "ﷺ ﷽ ﷼"),
        ("ﹰ", "\u064b"),
        ("ا\u0653خر", "آخر"),
        ("e\u0301", "é"),
        (f"می{ZWNJ}شود", f"می{ZWNJ}شود"),
        (f"می{ZWNJ}{ZWNJ}شود{ZWNJ}", f"می{ZWNJ}شود"),
        (f"هنا{ZWNJ}ك", "هناك"),
        (f"ب{ZWJ}ت", "بت"),
        (f"👨{ZWJ}👩{ZWJ}👧", f"👨{ZWJ}👩{ZWJ}👧"),
        ("«خبر» “عاجل” ‹هنا›", "«خبر» “عاجل” ‹هنا›"),
        ("خبر \ud800", "خبر \ufffd"),
        ("", ""),
        (" \u200f ", ""),
    ],
)
def test_clean(text, cleaned):
    assert clean(text) == cleaned
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الأخبار", "الاخبار"),
        ("إدلب", "ادلب"),
        ("آخر", "اخر"),
        ("مُحَمَّد", "محمد"),
        ("شؤون", "شئون"),
        ("مسؤول", "مسئول"),
        ("مدرسة", "مدرسه"),
        ("على", "علي"),
        ("کتاب", "كتاب"),
        ("٢٠٢٠", "2020"),
        ("۲۰۲۰", "2020"),
        ("المـــزيد:", "المزيد"),
        ("«اقرأ أيضاً»", "اقرأ أيضا"),
        (f"می{ZWNJ}شود", "میشود"),
        ("Straße", "STRASSE"),
        ("ﷺ", "صلى الله عليه وسلم"),
        ("شيء", "شئ"),
        ("ڤيروس", "فيروس"),
        ("1,234", "1 234"),
    ],
)
def test_fold_meets(one, other):
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), [("حلب", "حلبا"), ("كتب", "كتاب"), ("2020", "2021"), ("پاریس", "باریس")])
def test_fold_parts(one, other):
    assert fold(one) != fold(other)


def test_fold_is_words_and_single_spaces():
    assert fold("  «خبر» - (عاجل)!\n\n24/7 ") == "خبر عاجل 24 7"
    assert fold("!؟…") == ""


def test_fold_line_keeps_punctuation():
    assert fold_line("الأربعاء، ٢٤/٤/٢٠٢٠ - ١٠:٤٤") == "الاربعا، 24/4/2020 - 10:44"


@pytest.mark.parametrize(
    "text", ["&" * 200_000, "&amp;" * 40_000, "ـ" * 200_000, "&#38;amp" * 20_000, ZWNJ * 200_000, " \n" * 100_000]
)
def test_hostile_text_takes_no_time(text):
    started = time.process_time()
    assert clean(clean(text)) == clean(text)
    fold(text)
    assert time.process_time() - started < 5
