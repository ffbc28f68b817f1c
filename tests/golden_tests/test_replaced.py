import pytest

from newsbot.golden.known import is_general
from newsbot.golden.replaced import WORD, WordTable
from newsbot.golden.vocabulary import FUNCTION_WORDS, words_of_length
from newsbot.text.arabic import fold
from newsbot.text.language import language_of
from newsbot.text.months import MONTHS

ARABIC = """أعلنت بلدية المدينة الساحلية أمس عن بدء أعمال ترميم السوق القديمة التي تضررت في الشتاء الماضي، وقال مهندس المشروع
إن العمال سيبدؤون بإصلاح السقوف الخشبية ثم ينتقلون إلى الأرصفة والواجهات الحجرية خلال الأسابيع المقبلة"""
PERSIAN = (
    "شهرداری شهر ساحلی دیروز آغاز کار مرمت بازار قدیمی را اعلام کرد و گفت که گذرگاه‌های آن پیش از پاییز گشوده می‌شود"
)
KURDISH = "شارەوانی شاری کەنار دەریا دوێنێ ڕایگەیاند کە نۆژەنکردنەوەی بازاڕی کۆن دەستی پێکرد و ڕێگاکانی دەکرێنەوە"
URDU = (
    "ساحلی شہر کی بلدیہ نے کل پرانے بازار کی مرمت شروع کرنے کا اعلان کیا اور کہا کہ اس کے راستے جلد کھول دیے جائیں گے"
)
ENGLISH = (
    "The council of the coastal town said that the repair of its old market has begun and will be done by the winter"
)


def replaced(text, outlet="x", language="ar"):
    table = WordTable(outlet, language)
    return WORD.sub(lambda match: table.replacement(match[0]), text)


@pytest.mark.parametrize(
    ("text", "language"), [(ARABIC, "ar"), (PERSIAN, "fa"), (KURDISH, "ckb"), (URDU, "ur"), (ENGLISH, "en")]
)
def test_no_word_stays_and_the_language_does(text, language):
    made = replaced(text, language=language)
    pairs = [(fold(a), fold(b)) for a, b in zip(WORD.findall(text), WORD.findall(made), strict=True)]
    assert [a for a, b in pairs if a == b and len(a) > 1 and a not in {"by", "the"}] == []
    assert language_of(made) == language
    assert len(made) == pytest.approx(len(text), rel=0.4)


def test_two_words_never_become_one():
    words = [*words_of_length("ar", 3), *words_of_length("ar", 4)[:1000], *words_of_length("la", 3)]
    words = [word for word in dict.fromkeys(words) if not is_general(word)]
    table = WordTable("x", "ar")
    assert len({fold(table.replacement(word)) for word in words}) == len({fold(word) for word in words})


def test_spellings_of_a_word_stay_spellings_of_one_word():
    table = WordTable("x", "ar")
    first, second, third = map(table.replacement, ["الأسواق", "الاسواق", "الأســواق"])
    assert first == second
    assert fold(third) == fold(first)
    assert third != first
    assert fold(table.replacement("سوقان")) == fold(table.replacement("السوقان")).removeprefix("ال")


def test_an_outlets_words_are_the_same_on_every_page_and_others_on_another_outlets():
    site_wide = "الأقسام والملفات والمقابلات ومقاطع الصور"
    first, second = (WordTable("x", "ar") for _ in range(2))
    for word in WORD.findall(ARABIC):
        second.replacement(word)
    one, other = ([table.replacement(word) for word in site_wide.split()] for table in (first, second))
    assert sum(a == b for a, b in zip(one, other, strict=True)) >= 4
    assert replaced(site_wide, outlet="y") != replaced(site_wide)


def test_capitals_and_vowel_signs_are_carried_over():
    made = replaced("Harbour HARBOUR harbour مُهِمّة")
    one, loud, plain, arabic = made.split()
    assert (one, loud) == (plain.capitalize(), plain.upper())
    assert [mark for mark in arabic if mark in "\u064f\u0650\u0651"] == ["\u064f", "\u0650", "\u0651"]


def test_what_is_made_means_nothing_to_those_who_read_pages():
    table = WordTable("x", "ar")
    made = {fold(table.replacement(word)) for word in words_of_length("ar", 5)[:3000]}
    assert not made & set(MONTHS)
    assert not made & {fold(word) for words in FUNCTION_WORDS.values() for word in words.split()}


@pytest.mark.parametrize("word", ["ب", "و", "x", "صحيفة", "نيوز", "admin", "com"])
def test_single_letters_and_general_words_stay(word):
    assert replaced(word) == word
