"""Finds the character encoding that a page was really written in; declarations are hints, the bytes decide.

On Arabic sites the HTTP header is the least reliable witness: windows-1256 pages are served as ISO-8859-1 or UTF-8,
UTF-8 pages as ISO-8859-1. Guessers trained on other languages call windows-1256 mac-latin2, and UTF-8 with a few bad
bytes ASCII, which loses all Arabic.
"""

import codecs
import re
from typing import NamedTuple

from w3lib.encoding import html_body_declared_encoding, resolve_encoding

from newsbot.text.mojibake import looks_garbled

UTF_8 = "utf-8"
ARABIC = "windows-1256"
SAMPLE_BYTES = 8_192
"""Taken from the head and from the middle; a page in UTF-8 pays for no more."""

CANDIDATES = {ARABIC: 0.0, "iso-8859-6": 0.03}
"""What undeclared Arabic is read with, and how many articles a letter each has to show first: the second is rare."""

DECLARED = 0.005
"""What a declaration is worth between the two: it decides a text too short to hold the definite article."""

CONTINUATION = bytes(range(0x80, 0xC0))
TWICE_ENCODED_LETTERS = 20

BOMS = ((codecs.BOM_UTF8, UTF_8), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be"))

WHATWG_NAMES = {
    "utf-8": UTF_8,
    "utf-16": "utf-16le",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-6": "iso-8859-6",
    "iso8859-15": "iso-8859-15",
    "cp874": "windows-874",
    **{f"cp{page}": f"windows-{page}" for page in range(1250, 1259)},
    **{f"iso8859-{part}": f"iso-8859-{part}" for part in (2, 3, 4, 5, 7, 8, 10, 13, 14, 16)},
    **{name: name for name in ("koi8-r", "koi8-u", "gbk", "gb18030", "big5", "shift_jis")},
    "euc_jp": "euc-jp",
    "euc_kr": "euc-kr",
}
"""From Python's codec names; what a browser would not read a page with (utf-7, base64...) is no declaration."""

ARABIC_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]")
LATIN_LETTER = re.compile("[\u00c0-\u024f]")
DAMAGE = re.compile("[\ufffd\u0080-\u009f]")
ARTICLE = re.compile("(?<![\u0621-\u064a])ال(?=[\u0621-\u064a])")
"""The Arabic definite article: 15 to 25 words in a hundred begin with it, almost none when read wrongly."""

MULTIBYTE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH_BYTE = re.compile(rb"[\x80-\xff]")
ASCII = bytes(range(128))
TWICE_ENCODED = (b"\xc3\x98\xc2", b"\xc3\x99\xc2", b"\xd8\xb7\xc2")
"""UTF-8 that was read as windows-1252 or -1256 and written as UTF-8 once more: «Ø§Ù„», «ط§ظ„»; nothing declares it."""


class Encoding(NamedTuple):
    """*name* as the WHATWG writes it; *is_suspect* when even the best reading leaves damage in the text."""

    name: str
    is_suspect: bool = False


def page_encoding(body: bytes, *, outlet: str | None = None, header: str | None = None) -> Encoding:
    """Return the encoding to read *body* with.

    *outlet* is what an outlet declares for its site: it wins, whatever the bytes say. *header* is the charset of the
    Content-Type header, or None. Unknown names count as no declaration. Never raises.
    """
    declared = known_name(outlet)
    if declared:
        return Encoding(declared, is_suspect=looks_garbled(body[:SAMPLE_BYTES].decode(declared, "replace")))
    for bom, name in BOMS:
        if body.startswith(bom):
            return Encoding(name)
    head, middle = body[:SAMPLE_BYTES], body[len(body) // 2 :][:SAMPLE_BYTES].lstrip(CONTINUATION)
    if head.isascii() and middle.isascii():
        middle = body
    if b"\0" in head[:1024]:
        return _two_byte(head)
    if _is_utf_8(head) and _is_utf_8(middle):
        return Encoding(UTF_8, is_suspect=sum(map(middle.count, TWICE_ENCODED)) >= TWICE_ENCODED_LETTERS)
    return _best(body, (known_name(header), known_name(html_body_declared_encoding(body))))


def known_name(label: str | None) -> str | None:
    """Return the WHATWG name of an encoding *label* that Python can read, None for any other."""
    if not label or not label.isascii():
        return None
    return WHATWG_NAMES.get(resolve_encoding(label.strip()) or "")


def _is_utf_8(sample: bytes) -> bool:
    """Tell whether *sample*, perhaps cut within its last letter, is valid UTF-8; ASCII alone is."""
    try:
        codecs.utf_8_decode(sample, "strict", False)  # noqa: FBT003 # the C function takes no keywords
    except UnicodeDecodeError:
        return False
    return True


def _two_byte(sample: bytes) -> Encoding:
    """Find the high halves of UTF-16, 00 in markup and 06 in Arabic: on odd places when the low half is first."""
    odd, even = (half.count(0) + half.count(6) for half in (sample[1::2], sample[::2]))
    if max(odd, even) * 4 < len(sample):
        return Encoding(UTF_8, is_suspect=True)
    return Encoding("utf-16le" if odd >= even else "utf-16be")


def _best(body: bytes, declared: tuple[str | None, ...]) -> Encoding:
    """Choose for bytes that are no valid UTF-8; a declaration decides only where no reading looks like Arabic."""
    first = HIGH_BYTE.search(body)
    sample = body[first.start() if first else 0 :][:SAMPLE_BYTES]
    high = len(sample.translate(None, ASCII))
    if sum(map(len, MULTIBYTE.findall(sample))) * 5 >= high * 4:
        return Encoding(UTF_8, is_suspect=looks_garbled(sample.decode(UTF_8, "replace")))
    handicaps = {name: -DECLARED if name in declared else rare for name, rare in CANDIDATES.items()}
    scores = {name: _score(sample, name) - handicap for name, handicap in handicaps.items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] <= 0:
        best = next((name for name in declared if name and name != UTF_8), ARABIC)
    return Encoding(best, is_suspect=looks_garbled(sample.decode(best, "replace")))


def _score(sample: bytes, name: str) -> float:
    """Return how much *sample* looks like Arabic when it is read as *name*; -1 where not at all."""
    return arabic_score(sample.decode(name, "replace")) or -1.0


def arabic_score(text: str) -> float:
    """Return how much *text* looks like written Arabic script, 0 for anything else.

    windows-1256 and iso-8859-6 both give Arabic letters for the same bytes, but only the right one gives words: the
    definite article tells. Without one the text can be Persian or Urdu in windows-1256, where at most a third of the
    letters beyond ASCII are Latin; read so, French keeps its accents and Cyrillic is two fifths Latin.
    """
    arabic, latin = len(ARABIC_LETTER.findall(text)), len(LATIN_LETTER.findall(text))
    damage = len(DAMAGE.findall(text))
    if arabic <= 2 * latin + 5 * damage:
        return 0.0
    return len(ARTICLE.findall(text)) / arabic + 0.01
