"""Fingerprints of an article's text: equal, nearly equal or different; never compares addresses and stores nothing."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from struct import pack
from typing import NamedTuple

from rensa import RMinHash  # type: ignore[import-untyped] # a compiled module without stubs

from newsbot.text.arabic import fold

# Changing any of these four, or rensa's RMinHash.ALGORITHM_VERSION, makes stored signatures useless.
_SEED = 42
_PERMUTATIONS = 120
_BANDS, _ROWS = 30, 3

_FEWEST_WORDS = 40
"""Below it a text is a caption, a stub or a call to subscribe: three changed words weigh as much as a changed story,
and equal ones say nothing without their headlines."""

NEAR = 0.55
"""Shared share of shingles from which two texts tell the same story in the same words.

Chosen among 0.45 to 0.58 with ``benchmarks/near.py``, on two sets of 20,000 made articles, half of them copies with an
edited lead, a paragraph more, a cut tail, another headline or other letter forms: recall and precision are 0.985 and
1.000 where originals are freely written, 0.995 and 0.994 where they follow templates as agencies' items do. At 0.45
the templates' precision fell to 0.91; at 0.58 edited leads were missed. A text cut to less than half is a brief.
"""


class Fingerprint(NamedTuple):
    """What identifies an article's text; *signature* and *bands* are None and empty for a text too short to judge."""

    content_hash: str
    text_hash: str
    signature: tuple[int, ...] | None
    bands: tuple[int, ...]


def _hash(*parts: str) -> str:
    return blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _folded_text_hash(headline: str, body: str) -> str:
    is_telling = body.count(" ") + 1 >= _FEWEST_WORDS
    return _hash(body) if is_telling else _hash(headline, body)


def _folded_signature(body: str) -> tuple[int, ...] | None:
    words = body.split()
    if len(words) < _FEWEST_WORDS:
        return None
    shingles = [f"{one} {two} {three}" for one, two, three in zip(words, words[1:], words[2:], strict=False)]
    if len(set(shingles)) < _FEWEST_WORDS // 2:
        return None  # one sentence over and over
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    minhash.update(shingles)
    return tuple(minhash.digest())


@lru_cache(maxsize=16)
def fingerprint(headline: str | None, body: str | None) -> Fingerprint:
    """Return every fingerprint of an article, folding its text once; the last few are remembered."""
    title, text = fold(headline or ""), fold(body or "")
    marks = _folded_signature(text)
    return Fingerprint(_hash(title, text), _folded_text_hash(title, text), marks, bands(marks) if marks else ())


def content_hash(headline: str | None, body: str | None) -> str:
    """Return the identity of headline and body as folded: equal for equal wording, whatever its typing; 32 hex digits.

    What is missing counts as empty, so an article with a headline only has the hash of that headline.
    """
    return _hash(fold(headline or ""), fold(body or ""))


def text_hash(body: str | None, headline: str | None = None) -> str:
    """Return the identity of the body alone, so that a copy under another headline is found; 32 hex digits.

    *headline* counts only where the body has fewer than 40 words: those are no text of their own.
    """
    return _folded_text_hash(fold(headline or ""), fold(body or ""))


def signature(body: str | None) -> tuple[int, ...] | None:
    """Return the MinHash of the folded body's three-word shingles, 120 unsigned 32-bit ints.

    None for a body of fewer than 40 words or one sentence over and over: too little to judge.
    """
    return _folded_signature(fold(body or ""))


def bands(marks: Sequence[int]) -> tuple[int, ...]:
    """Return 30 signed 64-bit ints, for an index: texts that are near share at least one of them, others seldom do."""
    return tuple(
        int.from_bytes(
            blake2b(pack(f"<B{_ROWS}I", band, *marks[band * _ROWS : (band + 1) * _ROWS]), digest_size=8).digest(),
            "little",
            signed=True,
        )
        for band in range(_BANDS)
    )


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the estimated share of shingles, 0.0 to 1.0, that two signatured texts have in common."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def is_near(one: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether two texts are nearly the same: their similarity is NEAR or more."""
    return len(one) == len(other) and similarity(one, other) >= NEAR
