"""The demo outlet's Arabic: clean, in agreement, different from article to article."""

import re
import unicodedata
from datetime import datetime
from random import Random

import pytest

from newsbot.demo.archive import ZONE, Archive
from newsbot.demo.places import Kind
from newsbot.demo.story import agency_story, compose_headline, compose_story, revise_story
from newsbot.demo.text import SECTIONS, Word, count_phrase, draw_count, expand, load_events, load_parts, section_title

RNG = Random("1")  # noqa: S311 - the same draws every time
DAY = datetime(2026, 3, 5, 9, 30, tzinfo=ZONE)
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u0652 0-9A-Za-z،؛؟.:!«»()/,+\n-]*")


def stories():
    return [compose_story(7, number, SECTIONS[number % 7], DAY) for number in range(1, 421)]


def every_text(story):
    return [story.headline, story.caption, story.author, *story.tags, *(block.text for block in story.blocks)]


def test_text_is_clean():
    for story in stories():
        for text in every_text(story):
            assert text == unicodedata.normalize("NFC", text).strip()
            assert ARABIC.fullmatch(text), [c for c in text if not ARABIC.fullmatch(c)]
            assert not re.search(r"[\[\]{}|]|  |\.\.|،،| [،.؛]|«»", text.replace("..", "")), text
            assert not re.search(r"\bلال", text), "a preposition before a definite slot"


def test_stories_files_have_no_leftover_syntax_and_every_choice_is_well_formed():
    for section in SECTIONS:
        for event in load_events(section):
            parts = event.parts
            for name in ("headlines", "leads", "details", "captions", "quotes"):
                for part in parts[name]:
                    assert part.count("[") == part.count("]")
                    assert part.count("{") == part.count("}")
            assert {quote.split(": ")[0] for quote in parts["quotes"]} <= set(parts["roles"])
            assert all(role.count("/") == 1 for roles in parts["roles"].values() for role in roles)
            assert all(org[:2] in ("m:", "f:") for org in parts["org"])


def test_every_part_expands_for_both_genders_and_all_facts():
    """No slot is misspelt, in any choice: every part of every event is expanded until all its choices were seen."""
    for number in range(1, 1500):
        compose_story(3, number, SECTIONS[number % 7], DAY)
    for section in SECTIONS:
        for event in load_events(section):
            slots = set(re.findall(r"\{([a-z0-9_]+)", " ".join(map(str, [*event.parts["details"], *event.context]))))
            known = {"city", "district", "district2", "year", "weekday", "other", "month", "percent", "percent2"}
            assert slots <= known | {"thousands", "org", *event.parts["facts"], *event.parts["roles"]}


@pytest.mark.parametrize(
    ("number", "phrase"),
    [
        (3, "3 طلاب"),
        (10, "10 طلاب"),
        (11, "11 طالبًا"),
        (99, "99 طالبًا"),
        (100, "100 طالب"),
        (110, "110 طلاب"),
        (1250, "1250 طالبًا"),
        (2400, "2400 طالب"),
    ],
)
def test_counted_noun(number, phrase):
    assert count_phrase(number, "طالب") == phrase


@pytest.mark.parametrize("number", [1, 2, 101, 1002])
def test_counted_noun_refuses_what_has_no_such_form(number):
    with pytest.raises(ValueError, match="counted noun"):
        count_phrase(number, "طالب")


def test_drawn_counts_always_have_a_form():
    rng = Random("1")  # noqa: S311 - the same draws every time
    for _ in range(3000):
        count_phrase(draw_count(rng, 3, 2600), "طالب")


@pytest.mark.parametrize(("is_feminine", "sentence"), [(False, "قال سامر"), (True, "قالت سامر")])
def test_agreement(is_feminine, sentence):
    assert expand("{p:قال/قالت} {p}", RNG, {"p": Word("سامر", is_feminine)}) == sentence


def test_an_unknown_slot_is_an_error():
    with pytest.raises(KeyError):
        expand("{nobody}", RNG, {})


def test_gender_of_speech_follows_the_speaker():
    women = set(load_parts("words")["female"])
    men = set(load_parts("words")["male"])
    seen = 0
    for story in stories():
        for text in story.texts("paragraph"):
            if match := re.match(r"(?:ومن (جهته|جهتها)، )?و?(قال|قالت) (.+?): «", text):
                names = set(match[3].split())
                assert names & (women if match[2] == "قالت" else men), text
                assert match[1] in (None, "جهتها" if match[2] == "قالت" else "جهته")
                seen += 1
    assert seen > 200


def test_stories_differ():
    bodies = {"\n".join(story.texts("paragraph")) for story in stories()}
    assert len(bodies) == 420
    assert all(5 <= len(story.texts("paragraph")) <= 12 for story in stories())


def test_sections_have_their_names():
    assert [section_title(section) for section in SECTIONS] == [
        "محليات",
        "اقتصاد",
        "ثقافة",
        "رياضة",
        "صحة",
        "تقنية",
        "تراث",
    ]


def test_same_seed_same_story_other_seed_other_story():
    assert compose_story(7, 40, "tech", DAY) == compose_story(7, 40, "tech", DAY)
    assert compose_story(8, 40, "tech", DAY) != compose_story(7, 40, "tech", DAY)
    assert compose_headline(7, 40, "tech", DAY) == compose_story(7, 40, "tech", DAY).headline


def test_edits_add_a_paragraph_each():
    story = compose_story(7, 41, "health", DAY)
    for revision in (2, 3, 4):
        revised = revise_story(story, 7, 41, revision, 3)
        assert len(revised.blocks) == len(story.blocks) + revision - 1
        assert len(set(revised.blocks)) == len(revised.blocks)
        assert story.headline in revised.headline != story.headline


@pytest.mark.parametrize("change", range(4))
def test_near_copies_differ_a_little(change):
    story = compose_story(7, 43, "sport", DAY)
    copy = agency_story(story, 7, 44, change, 3)
    assert (copy.headline, copy.blocks) != (story.headline, story.blocks)
    assert len(set(copy.blocks) & set(story.blocks)) >= len(story.blocks) - 1


def test_unlike_articles_are_not_near_copies_of_each_other():
    archive = Archive(7, 2000)
    plain = [n for n in range(1, 2001) if archive.kind_of(n) not in (Kind.COPY, Kind.NEAR_COPY)]
    shingles = {}
    for number in plain[:600]:
        words = re.findall(r"\w+", " ".join(archive.article(number).story.texts("paragraph")))
        shingles[number] = {tuple(words[i : i + 3]) for i in range(len(words) - 2)}
    rng = Random("1")  # noqa: S311 - the same draws every time
    pairs = [rng.sample(sorted(shingles), 2) for _ in range(5000)]
    likeness = [len(shingles[a] & shingles[b]) / len(shingles[a] | shingles[b]) for a, b in pairs]
    assert max(likeness) < 0.6
