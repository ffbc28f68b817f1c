import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from made_articles import values

from newsbot.browse.diffs import ADDED, EQUAL, REMOVED
from newsbot.browse.revisions import comparison, paragraph_rows, side_by_side
from newsbot.store.reading import StoredArticle
from newsbot.store.records import Revision

FIRST = datetime(2026, 11, 1, tzinfo=UTC)
BODY = [f"الفقرة رقم {number} من هذا الخبر الطويل عن المدينة." for number in range(9)]
PARAGRAPHS = st.lists(st.sampled_from(["أ ب ج", "أ ب د", "ه و ز", "ه و ح ط", "ي"]), max_size=9)


def change_of(name, old, new):
    changes = side_by_side(values(1, **{name: old}), values(1, **{name: new}))
    assert [change.name for change in changes] == [name]
    return changes[0]


def written(changes):
    return "".join(change.text for change in changes or ())


def column(rows, name):
    return [text for row in rows for text in (row.folded or [written(getattr(row, name))]) if text]


@given(PARAGRAPHS, PARAGRAPHS)
def test_both_columns_hold_their_whole_text(old, new):
    rows = paragraph_rows(old, new)
    assert (column(rows, "old"), column(rows, "new")) == (old, new)


def test_a_changed_paragraph_stands_beside_its_old_text():
    new = [*BODY[:4], BODY[4].replace("الطويل", "القصير"), *BODY[5:]]
    rows = change_of("article_body", "\n\n".join(BODY), "\n\n".join(new)).rows
    assert [len(row.folded) for row in rows] == [3, 0, 0, 0, 3]
    assert [change.text.strip() for change in rows[2].old if change.kind == REMOVED] == ["الطويل"]
    assert [change.text.strip() for change in rows[2].new if change.kind == ADDED] == ["القصير"]
    assert rows[1].old == rows[1].new
    assert rows[1].old[0].kind == EQUAL


def test_an_added_paragraph_stands_alone():
    rows = change_of(
        "article_body", "\n\n".join(BODY), "\n\n".join([*BODY, "وأضاف بيان لاحق تفاصيل مختلفة تمامًا."])
    ).rows
    assert [row.old is None for row in rows] == [True, False, True]  # folded, the one beside the change, the new one
    assert rows[-1].new[0].kind == ADDED


def test_a_rewritten_paragraph_is_not_paired_with_what_it_does_not_resemble():
    rows = paragraph_rows(["حضر الحفل جمهور كبير"], ["أعلنت البلدية موعد الافتتاح"])
    assert [(row.old is None, row.new is None) for row in rows] == [(False, True), (True, False)]


def test_a_body_that_came_or_went():
    assert all(row.old is None for row in change_of("article_body", None, "نص").rows)
    assert all(row.new is None for row in change_of("article_body", "نص", None).rows)


def test_lists_are_compared_entry_by_entry():
    rows = change_of("authors", ["سلمى", "نجوى"], ["سلمى", "سامر"]).rows
    assert [(written(row.old), written(row.new)) for row in rows] == [("سلمى", "سلمى"), ("نجوى", ""), ("", "سامر")]


def test_pictures_and_quotes_are_told_in_a_line():
    picture = {"url": "https://demo.example/1.jpg", "caption": "القاعة", "credit": None}
    rows = change_of("main_image", picture, {**picture, "caption": "الساحة"}).rows
    assert written(rows[0].old) == "https://demo.example/1.jpg \N{EM DASH} القاعة"
    assert change_of("quotes", None, [{"text": "قول", "attribution": None}]).rows[0].old is None


def test_values_are_shown_whole():
    rows = change_of("views", None, 0).rows
    assert (rows[0].old, written(rows[0].new)) == (None, "0")


def test_another_spelling_only_is_told():
    assert change_of("headline", "الامارات تعلن", "الإمارات تعلن").is_light
    assert not change_of("headline", "الامارات تعلن", "الإمارات تنفي").is_light


def test_what_newsbot_says_of_its_own_work_is_no_change():
    assert side_by_side(values(1), values(1, revision=2, content_hash="0", date_downloaded="", sources={})) == ()


def test_a_thousand_rewritten_paragraphs_take_no_minutes():
    old, new = ([f"{word} {number} نص مختلف" for number in range(1000)] for word in ("قديم", "جديد"))
    assert column(paragraph_rows(old, new), "new") == new


def stored(count):
    revisions = [
        Revision(
            article_id="a",
            outlet="demo",
            revision=n,
            content_hash=None,
            item=json.dumps(values(1, headline=f"عنوان {n}")),
            stored_at=FIRST + timedelta(hours=n),
        )
        for n in range(1, count + 1)
    ]
    return StoredArticle(
        id="a",
        outlet="demo",
        first_seen_at=FIRST,
        seen_at=FIRST,
        gone_at=None,
        state="live",
        item=values(1),
        revisions=revisions,
        copies=[],
    )


def test_two_revisions_and_the_steps_beside_them():
    shown = comparison(stored(4), 3, 2)
    assert (shown.old.revision, shown.new.revision) == (2, 3)
    assert (shown.before, shown.after) == ((1, 2), (3, 4))
    assert [number for number, _ in shown.numbers] == [1, 2, 3, 4]
    assert [change.name for change in shown.changes] == ["headline"]


def test_ends_of_the_history():
    assert comparison(stored(2), 1, 2).before is None
    assert comparison(stored(2), 1, 2).after is None
    assert comparison(stored(2), 1, 3) is None
    assert comparison(stored(2), 1, 1) is None
