"""Equal, near and different texts; a made set of articles keeps the thresholds honest."""

import random
from collections import Counter, defaultdict
from itertools import accumulate

import pytest

from newsbot.text.fingerprints import (
    bands,
    content_hash,
    fingerprint,
    is_near,
    signature,
    similarity,
    text_hash,
)

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


class Newsroom:
    """Writes articles of Zipf-distributed words; some share background paragraphs, as follow-up stories do."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311 - a made set has to be the same each time
        self.words = ["".join(self.random.choices(LETTERS, k=self.random.randint(2, 7))) for _ in range(8000)]
        self.weights = list(accumulate(1 / rank for rank in range(1, 8001)))
        self.background = [self.paragraph() for _ in range(40)]

    def some(self, count):
        return self.random.choices(self.words, cum_weights=self.weights, k=count)

    def paragraph(self):
        return " ".join(self.some(self.random.randint(20, 60)))

    def article(self):
        own = [self.paragraph() for _ in range(self.random.randint(4, 9))]
        return own + self.random.sample(self.background, self.random.choice([0, 0, 1, 1, 2]))

    def copies(self, paragraphs):
        lead = [self.some(1)[0] if self.random.random() < 0.4 else word for word in paragraphs[0].split()]
        words = "\n\n".join(paragraphs).split(" ")
        yield "lead edited", [" ".join(lead), *paragraphs[1:]]
        yield "lead replaced", [self.paragraph(), *paragraphs[1:]]
        yield "paragraph added", [*paragraphs, self.paragraph()]
        yield "tail cut", [" ".join(words[: int(len(words) * 0.65)])]
        yield "diacritics", [paragraph.replace("م", "مَ").replace("ا", "أ") for paragraph in paragraphs]


def test_copies_are_found_and_others_are_not():
    room = Newsroom(20)
    articles = [room.article() for _ in range(400)]
    marks = [signature("\n\n".join(article)) for article in articles]
    index = defaultdict(list)
    for number, mark in enumerate(marks):
        for band in bands(mark):
            index[band].append(number)
    found, wrong, asked = Counter(), 0, Counter()
    for number, article in enumerate(articles):
        for kind, copy in room.copies(article):
            mark = signature("\n\n".join(copy))
            candidates = {other for band in bands(mark) for other in index[band]}
            near = {other for other in candidates if is_near(mark, marks[other])}
            asked[kind] += 1
            found[kind] += number in near
            wrong += len(near - {number})
    assert found.total() / asked.total() >= 0.98
    assert all(found[kind] / asked[kind] >= 0.95 for kind in asked)
    assert found.total() / (found.total() + wrong) >= 0.99


def test_similarity_estimates_the_shared_share():
    one, other = Newsroom(1).some(600), Newsroom(2).some(300)
    half = " ".join(one[:300] + other)
    assert similarity(signature(" ".join(one)), signature(" ".join(one))) == 1.0
    assert similarity(signature(" ".join(one)), signature(half)) == pytest.approx(1 / 3, abs=0.13)


def test_bands_are_signed_words_of_64_bits_in_a_fixed_number():
    marks = signature(" ".join(Newsroom(3).some(200)))
    assert len(bands(marks)) == len(set(bands(marks))) == 30
    assert all(-(2**63) <= band < 2**63 for band in bands(marks))
    assert len(marks) == 120
    assert all(0 <= mark < 2**32 for mark in marks)


def test_signatures_do_not_change_between_versions():
    text = " ".join(f"كلمة{number}" for number in range(60))
    assert signature(text)[:3] == (186837837, 329412211, 1368600720)
    assert bands(signature(text))[:2] == (-5558999609283122416, -1000153024737565744)


@pytest.mark.parametrize(
    "body", [None, "", "تابعونا على القناة", "خبر " * 500, " ".join(["قال الوزير إن الجسر مفتوح"] * 40)]
)
def test_too_little_text_is_not_judged(body):
    assert signature(body) is None
    assert fingerprint("عنوان", body).bands == ()


def test_hashes_ignore_typing_and_see_wording():
    assert content_hash("الأخبار", "قال الوزير.") == content_hash("الاخبـار", "«قال» الوزير")
    assert content_hash("أ", "ب") != content_hash("أ ب", "") != content_hash(None, None)
    assert content_hash("خبر", None) == content_hash("خبر", "")


def test_a_long_body_is_known_under_any_headline_and_a_short_one_is_not():
    body = " ".join(f"كلمة{number}" for number in range(50))
    assert text_hash(body, "عنوان") == text_hash(body, "آخر") == text_hash(body)
    assert text_hash("تابعونا", "عنوان") != text_hash("تابعونا", "آخر")


def test_fingerprint_says_what_its_parts_say():
    body = " ".join(Newsroom(4).some(120))
    marks = fingerprint("عنوان", body)
    assert marks == (content_hash("عنوان", body), text_hash(body, "عنوان"), signature(body), bands(signature(body)))


def test_signatures_of_other_lengths_are_not_near():
    assert not is_near((1, 2, 3), (1, 2))
