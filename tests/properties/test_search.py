"""What holds for every text and every query: nothing raises, forms settle at once, what is found is marked."""

import string

from hypothesis import example, given
from hypothesis import strategies as st

from newsbot.text.search import normal, read_query, words
from newsbot.text.words import forms

TROUBLE = st.sampled_from(
    [*'والبلفكأإآءةىئؤ *-|"\'«»“”‘’()#_@.,0٠۰aZé', "ال", "لل", "وال", "OR", " OR ", "الله", "\N{ARABIC TATWEEL}",
     "\N{ZERO WIDTH NON-JOINER}", "\N{WORD JOINER}", "\u064b", "\u0651", "\u0654", "\u0301", "\u066c", "\u060c", "\ufef5", "\ufdfa",
     "\ufdf2", "\ufdfc", "½", "²", "İ", "ß", "ﬁ", "\U0001ee00", "😀", "\x00", "\ud800", "1,000", "\u0345", "ŉ",
     "\x85", "\x1c", "\n", "\u2003", "\u2028"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(),
    st.lists(TROUBLE, max_size=40).map("".join),
    st.lists(st.one_of(TROUBLE, st.text(max_size=3)), max_size=30).map("".join),
)
LETTERS = st.text(alphabet=string.ascii_letters + "ابتدرسعفقكلمنهويأإةىء", min_size=1, max_size=8)


@given(TEXTS)
@example("الآل ؤآل ءال بلال لوكالة \u06a9الآل الالالال")
def test_forms_settle_at_once(text):
    form = normal(text)
    assert normal(form) == form
    assert form.split(" ") == [word.form for word in words(text)] or not form
    assert all(part.isalnum() and len(part) <= 64 for part in form.split())


@given(TEXTS)
@example("ـ" * 300 + "ال " + "a" * 300 + "1" + "b" * 300)
def test_forms_are_those_of_the_words(text):
    assert forms(text) == [word.form for word in words(text)]


@given(TEXTS)
def test_every_word_finds_its_text(text):
    for word in words(text[:60]):
        query = read_query(text[word.start : word.end])
        assert query.matches(text)
        assert any(start <= word.start and word.end <= end for start, end in query.spans(text))


@given(TEXTS, TEXTS)
def test_queries_never_raise_and_marks_stand_in_the_text(typed, text):
    query = read_query(typed)
    if query is None:
        assert not normal(typed)
        return
    query.matches(text, typed)
    spans = query.spans(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(set(edges))
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(st.lists(LETTERS, min_size=1, max_size=3), TEXTS, TEXTS)
def test_what_matches_is_marked(typed, headline, body):
    query = read_query(" OR ".join(f'"{part}"' for part in typed))
    if query:
        assert query.matches(headline, body) is bool(query.spans(headline) or query.spans(body))


@given(LETTERS, TEXTS)
def test_excluded_is_the_opposite(typed, text):
    asked, excluded = read_query(f'"{typed}"'), read_query(f'-"{typed}"')
    if asked:
        assert excluded.matches(text) is not asked.matches(text)


@given(LETTERS, LETTERS)
def test_a_beginning_finds_the_word(beginning, rest):
    query = read_query(f"{beginning}{rest}*")
    if query and len(query.clauses[0].phrases[0].terms) == 1 and len(beginning + rest) > 1:
        assert query.matches(beginning + rest)
