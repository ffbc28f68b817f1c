"""What words are, what queries find, and what is marked."""

import itertools
import time

import pytest
from text.search_pairs import PAIRS

from newsbot.text import ownletters
from newsbot.text.arabic import fold
from newsbot.text.particles import word_form
from newsbot.text.search import Word, normal, read_query, words

RLM = "\N{RIGHT-TO-LEFT MARK}"
WJ = "\N{WORD JOINER}"


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.reason}: {pair.query}")
def test_pairs(pair):
    query = read_query(pair.query)
    assert query.matches(pair.text) is pair.is_match
    assert query.matches("عنوان", pair.text) is pair.is_match


def test_enough_pairs():
    assert len(PAIRS) >= 60
    assert sum(not pair.is_match for pair in PAIRS) >= 22
    assert len({(pair.query, pair.text) for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("والوزارة بالوزارة كالوزارة فالوزارة", "وزاره وزاره وزاره وزاره"),
        ("للوزارة لوزارة ووزارة", "للوزاره لوزاره ووزاره"),
        ("وكالة الوكالات وكالات لوكالة وللوكالة", "وكأله وكألات وكألات لوكأله وللوكأله"),
        ("كفالة الكفالة كوالالمبور بلال", "كفأله كفأله كوألالمبور بلأل"),
        ("الوالد والد والدته", "وألد وألد وألدته"),
        ("ألم الم الألم", "ألم ألم ألم"),
        ("الله والله بالله لله ولله تالله", "ألله وألله بألله لألله ولألله تالله"),
        ("الذي كالذي التي والتي", "ألذي كألذي ألتي وألتي"),
        ("آلاف الاف والآلاف", "ألاف ألاف ألاف"),
        ("اللغة للغة", "لغه للغه"),
        ("1,234.5 ١٬٢٣٤ 12,34 1,0000", "1234 5 1234 12 34 1 0000"),
        ("H2O ½ km² Ⅷ", "h 2 o 1 2 km 2 viii"),
        ("Straße Ångström naïve İstanbul", "strasse angstrom naive istanbul"),
        ("don't l'Orient AT&T C++", "don t l orient at t c"),
        ("@user_name #وسم_جديد", "user name وسم جديد"),
        ("الـ24 وبـ5 لـ«شاهد» الـ 3 ـ هـ", "24 5 شاهد 3 ه"),
        ("1442هـ 5م", "1442 ه 5 م"),
        ("ال آل الآل فأل", "أل أل أل فأل"),
        ("محمد\ufdfa قال", "محمد صلي ألله عليه وسلم قال"),
        ("ء ـــ ، « » 😀", ""),
        (f"خ{WJ}بر{RLM} عاجل", "خبر عاجل"),
        ("می\N{ZERO WIDTH NON-JOINER}شود", "ميشود"),
        ("x" * 300, "x" * 64),
    ],
)
def test_forms(text, forms):
    assert normal(text) == forms
    assert normal(forms) == forms
    assert [word.form for word in words(text)] == forms.split()


def test_places_are_those_of_the_original():
    text = f"😀 «مُحَمَّـــدٌ»{RLM} والوزيـر 🇸🇾 \ufefb\ufe9f\ufe8a"
    assert [text[word.start : word.end] for word in words(text)] == ["مُحَمَّـــدٌ", "والوزيـر", "\ufefb\ufe9f\ufe8a"]
    assert list(words("لـBBC")) == [Word("bbc", 0, 5)]


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("وزير", "قال الوزيرُ إن وزيراً ووزير", ["الوزيرُ", "ووزير"]),
        ('"وزير الخارجية"', "😀 لوزيرِ «الخارجيّة» وزير", ["لوزيرِ «الخارجيّة"]),
        ("دمشق حلب", "بدمشق فقط", ["بدمشق"]),
        ("دمشق OR حلب", "حلب ودمشق", ["حلب", "ودمشق"]),
        ("دمشق -حلب", "حلب ودمشق", ["ودمشق"]),
        ('"في دمشق" دمشق', "في دمشق", ["في دمشق"]),
        ("حكوم*", "الحكومة وحكومات", ["الحكومة", "وحكومات"]),
        ("-دمشق", "دمشق", []),
        ("كوفيد-19", "كوفيد - ١٩", ["كوفيد - ١٩"]),
        ("الله", "محمد \ufdfa", ["\ufdfa"]),
    ],
)
def test_spans(query, text, marked):
    spans = read_query(query).spans(text)
    assert [text[start:end] for start, end in spans] == marked


def test_fields():
    query = read_query('دمشق "وزير الخارجية"')
    assert query.matches("زيارة دمشق", "قال وزير الخارجية")
    assert not query.matches("دمشق وزير", "الخارجية")
    assert not read_query("-دمشق").matches("حلب", "دمشق")
    assert not query.matches()


@pytest.mark.parametrize("text", ["", "  ", "*", "-", '""', "«»", "|", "…", "ء", "\x00", "\ud800", "😀", "لـ", '-"*"'])
def test_nothing_to_look_for(text):
    assert read_query(text) is None


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("OR", ["or"]),
        ("OR دمشق", ["دمشق"]),
        ("دمشق OR", ["دمشق"]),
        ("دمشق OR OR حلب | حمص", ["دمشق|حلب|حمص"]),
        ("دمشق OR -حلب", ["دمشق", "-حلب"]),
        ("-دمشق OR حلب", ["-دمشق", "حلب"]),
        ("FOR or", ["for", "or"]),
        ("دمشق | حلب حمص", ["دمشق|حلب", "حمص"]),
        ("(دمشق OR حلب) -حمص", ["دمشق|حلب", "-حمص"]),
        ("--دمشق −حلب", ["-دمشق", "-حلب"]),
        ("دمشق - حلب", ["دمشق", "حلب"]),
        ("قاب-قوسين", ["قاب قوسين"]),
        ('"دمشق', ["دمشق"]),
        ("»دمشق حلب«", ["دمشق حلب"]),
        ("„دمشق حلب“ ‹حمص حماة›", ["دمشق حلب", "حمص حماه"]),
        ("don't 'a b'", ["don t", "a b"]),
        ("حكوم* وزا*،", ["حكوم*", "وزا*"]),
        ("ا* حكوم *وزير", ["ا", "حكوم", "وزير"]),
        ('"رئيس حكوم*" a*b', ["رييس حكوم*", "a b"]),
        (f"{RLM}-دمشق", ["-دمشق"]),
    ],
)
def test_read_query(text, clauses):
    query = read_query(text)
    assert [written(clause) for clause in query.clauses] == clauses
    assert query.text == text
    assert not query.is_cut


def written(clause):
    """The clause as a person would type it, with the first form of each word."""
    phrases = (" ".join(term.forms[0] + "*" * term.is_prefix for term in phrase.terms) for phrase in clause.phrases)
    return "-" * clause.is_excluded + "|".join(phrases)


def test_a_phrase_is_taken_at_its_word():
    phrase = read_query('"بدمشق اليوم"').clauses[0].phrases[0]
    assert "دمشق" not in phrase.terms[0].forms
    assert phrase.terms[1].forms == ("يوم",)
    assert not read_query("-بدمشق").matches("بدمشق")
    assert read_query("-بدمشق").matches("في دمشق")


@pytest.mark.parametrize(
    "text",
    [
        "كلمة " * 2000,
        '"' + "كلمة " * 2000 + '"',
        '"' * 10_000,
        "«" * 10_000 + "كلمة",
        "-" * 10_000 + "a b",
        "|OR " * 2500 + "x",
        "(" * 10_000 + "x" + ")" * 10_000,
        "١،" * 5000,
        "\N{ARABIC FATHA}" * 10_000 + "ا",
        "ا" + WJ * 9_999,
        "-a " * 100,
    ],
)
def test_long_queries_are_bounded(text):
    begin = time.perf_counter()
    query = read_query(text)
    assert time.perf_counter() - begin < 0.5
    if query:
        assert query.is_cut
        terms = [term for clause in query.clauses for phrase in clause.phrases for term in phrase.terms]
        assert len(terms) <= 32
        assert all(len(term.forms) <= 30 for term in terms)


def test_terms_that_are_looked_for_and_those_that_are_not():
    exact = read_query(" ".join(f"a{'b' * n}" for n in range(32)))
    assert len(exact.clauses) == 32
    assert not exact.is_cut
    assert read_query(" ".join(f"a{'b' * n}" for n in range(33))).is_cut
    assert read_query('-"' + "a " * 33 + '"') is not None
    assert len(read_query('"' + "a " * 33 + '"').clauses[0].phrases[0].terms) == 32


def test_lists_of_words_are_folded():
    assert [word for word in ownletters.OWN_ARTICLE_ENDINGS | ownletters.OWN_WHOLE if fold(word) != word] == []
    assert [word for word in ownletters.OWN_PARTICLES if word_form(word) != word] == []


def test_every_character_alone():
    for code in itertools.chain(
        range(0x3000), range(0xA000, 0xA900), range(0xD7F0, 0xE010), range(0xF900, 0x10000), range(0x1D400, 0x1F800)
    ):
        form = normal(chr(code))
        assert normal(form) == form, hex(code)
        assert form.replace(" ", "").isalnum() or not form, hex(code)


def test_words_are_cheap():
    text = " ".join(
        f"قال الوزير في {n} من مدينة دمشق إن الحكومة وافقت على المشروع" for n in range(50)
    )  # 3,000 characters
    normal(text)
    begin = time.perf_counter()
    normal(text)
    assert time.perf_counter() - begin < 0.02  # 0.25 ms measured; the rest is for a busy machine
