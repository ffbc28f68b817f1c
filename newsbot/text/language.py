"""The language of a text, told from its letters alone; never from what a page claims of itself."""

import re

_SAMPLE = 1500  # characters: enough letters to tell, and the cost stays below 0.2 ms
_FEWEST_LETTERS = 3
_SCRIPT = re.compile("[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ENGLISH_LETTER = re.compile("[A-Za-z]")
_ENGLISH_WORD = re.compile(
    r"\b(?:the|of|and|to|in|is|was|for|that|with|on|by|are|from|has|have|it|at|as|be|were|will|said|after|not|this)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")

# Letters of one language that the others do not write. گ, پ and چ are shared by all but Arabic.
_KURDISH = re.compile("[\u06d5\u06ce\u06c6\u0695\u06b5]")  # ە ێ ۆ ڕ ڵ
_URDU = re.compile("[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06c3\u06d2\u06d3]")  # ٹ ڈ ڑ ں ھ ہ ۃ ے ۓ
_PASHTO = re.compile("[\u067c\u0681\u0685\u0689\u0693\u0696\u069a\u06bc\u06cd\u06d0]")  # ټ ځ څ ډ ړ ږ ښ ڼ ۍ ې
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc]")  # پ چ ژ ک گ ی
_ARABIC = re.compile("[\u0629\u064a\u0643\u0649\u0623\u0625]")  # ة ي ك ى أ إ
_ARABIC_WORD = re.compile(r"(?<!\w)(?:[وفبل]?ال\w{2,}|في|من|على|إلى|عن|أن|التي|الذي|هذا|هذه|ما|لا|لم)(?!\w)")
_PLAIN_LETTERS, _COMMON_WORDS = 0.98, 0.1  # an English text has more of both; French, Turkish and lists have less
_FROM_LETTERS = 0.02  # share of a language's own letters: 0.06-0.25 in its texts, below 0.01 for a quoted name or two


def _in_arabic_script(text: str, letters: int) -> str:
    shares = {
        "ckb": len(_KURDISH.findall(text)) / letters,
        "ur": len(_URDU.findall(text)) / letters,
        "ps": len(_PASHTO.findall(text)) / letters,
    }
    best = max(shares, key=lambda language: shares[language])
    if shares[best] >= _FROM_LETTERS:
        return best
    persian, arabic = len(_PERSIAN.findall(text)), len(_ARABIC.findall(text)) + len(_ARABIC_WORD.findall(text))
    return "fa" if persian > arabic and persian / letters >= _FROM_LETTERS else "ar"


def language_of(text: str) -> str | None:
    """Return ar, fa, ur, ckb or ps for text in Arabic script, en for English, None for what else or too little.

    The letters decide: Kurdish ە ێ ۆ, Urdu ہ ے ں, Pashto ښ ې ځ, Persian پ چ گ ک ی against Arabic ة ي ك أ. A name in
    another language does not change the answer.
    """
    text = text[:_SAMPLE]
    script, latin = len(_SCRIPT.findall(text)), len(_LATIN.findall(text))
    if script + latin < _FEWEST_LETTERS:
        return None
    if script >= latin:
        return _in_arabic_script(text, script)
    words = _WORD.findall(text)
    is_english = (
        len(_ENGLISH_LETTER.findall(text)) / latin > _PLAIN_LETTERS
        and len(_ENGLISH_WORD.findall(text)) / len(words) >= _COMMON_WORDS
    )
    return "en" if is_english else None
