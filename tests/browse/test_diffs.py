import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.browse.alignment import aligned
from newsbot.browse.diffs import ADDED, EQUAL, REMOVED, Change, word_changes

TEXTS = st.text(st.sampled_from("اأإبتهةىي ـًَ،.«» \n\t1٢3.,a\u200c\N{RIGHT-TO-LEFT OVERRIDE}"), max_size=60) | st.text(
    max_size=60
)
WORDS = st.lists(st.sampled_from(["من", "إلى", "على", "قال", "خبر", "مدينة"]), max_size=30)


def old_of(changes):
    return "".join(change.text for change in changes if change.kind != ADDED)


def new_of(changes):
    return "".join(change.text for change in changes if change.kind != REMOVED)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_put_together_again(old, new):
    changes = word_changes(old, new)
    assert (old_of(changes), new_of(changes)) == (old, new)
    assert all(change.text for change in changes)


@given(TEXTS)
def test_a_text_is_equal_to_itself(text):
    assert word_changes(text, text) == ([Change(EQUAL, text)] if text else [])


@given(WORDS, WORDS, WORDS)
def test_what_both_begin_and_end_with_is_equal(begin, old, end):
    changes = word_changes(" ".join([*begin, "قديم", *old, *end]), " ".join([*begin, "جديد", *end]))
    first = changes[0].text if changes[0].kind == EQUAL else ""
    assert first.split()[: len(begin)] == begin


@given(st.lists(st.integers(0, 5), max_size=40), st.lists(st.integers(0, 5), max_size=40))
def test_an_alignment_rises_and_holds_the_same(old, new):
    old, new = list(map(str, old)), list(map(str, new))
    pairs = aligned(old, new)
    assert all(old[here] == new[there] for here, there in pairs)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "وصل الوفد إلى المدينة",
            "وصل الوفد إلى العاصمة",
            [(EQUAL, "وصل الوفد إلى "), (REMOVED, "المدينة"), (ADDED, "العاصمة")],
        ),
        (
            "بلغ العدد 1,250 شخصًا",
            "بلغ العدد 1,300 شخصًا",
            [(EQUAL, "بلغ العدد "), (REMOVED, "1,250 "), (ADDED, "1,300 "), (EQUAL, "شخصًا")],
        ),
        ("انتهى الاجتماع", "انتهى الاجتماع أمس", [(EQUAL, "انتهى الاجتماع"), (ADDED, " أمس")]),
        ("قال الوزير", "قال الوزير.", [(EQUAL, "قال الوزير"), (ADDED, ".")]),
        ("", "خبر", [(ADDED, "خبر")]),
        ("خبر", "", [(REMOVED, "خبر")]),
        ("", "", []),
    ],
)
def test_words_are_marked_whole(old, new, expected):
    assert word_changes(old, new) == [Change(kind, text) for kind, text in expected]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("الامارات", "الإمارات"),
        ("مدرسة", "مدرســـة"),
        ("محمد", "مُحَمَّد"),
        ("24", "٢٤"),
        ("خبر\n\nآخر", "خبر آخر"),
        ("مسؤول", "مسئول"),
    ],
)
def test_another_spelling_of_the_same_words_is_light(old, new):
    changes = word_changes(old, new)
    assert changes
    assert all(change.is_light for change in changes if change.kind != EQUAL)


@pytest.mark.parametrize(("old", "new"), [("قُتل", "قتلا"), ("3", "30"), ("نعم", "لا"), ("قال", "قال:")])
def test_other_words_are_not_light(old, new):
    assert not any(change.is_light for change in word_changes(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" ".join(f"كلمة{n}" for n in range(50_000)), " ".join(f"كلمة{n}" for n in range(50_000, 0, -1))),
        ("ا " * 50_000, "ا ب " * 25_000),
        (" ".join("ابت"[n * n % 3] for n in range(50_000)), " ".join("ابت"[n * 7 % 11 % 3] for n in range(50_000))),
        (" ".join(f"كلمة{n % 900}" for n in range(50_000)), " ".join(f"كلمة{n * 31 % 900}" for n in range(50_000))),
        ("ا" * 500_000, "ا" * 499_999 + "ب"),
    ],
)
def test_texts_made_to_be_slow_are_not(old, new):
    began = time.process_time()
    changes = word_changes(old, new)
    assert time.process_time() - began < 3  # 0.1 to 0.4 s on the machine this was written on
    assert (old_of(changes), new_of(changes)) == (old, new)
