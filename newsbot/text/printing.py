"""Foreign text made fit for a page, a line or a link: nothing in it can turn or hide what stands around it."""

import re
from typing import Any
from urllib.parse import quote, urlsplit

LONGEST = 180
"""Characters of a headline or a name that are printed."""

# What a browser would not show and might obey. NUL and other controls, bidi controls, line separators, noncharacters.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DANGLING = "\N{ZERO WIDTH JOINER}\N{VARIATION SELECTOR-16} "
_IN_URL = "%/:?#[]@!$&'()*+,;=~-._"


def printable(value: Any) -> Any:
    """Text without what would disturb the page around it, odd line breaks as spaces; anything else as it is."""
    # Markup, a subclass, is the template's own.
    if type(value) is not str:
        return value
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _UNPRINTABLE.sub("", _BREAK.sub(" ", value)))


def cut(text: str, longest: int = LONGEST) -> str:
    """One line of at most *longest* characters."""
    text = " ".join(printable(text[: 8 * longest]).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip(_DANGLING) + "…"


def link(url: str) -> str | None:
    """An address as ASCII; None for what is not to be a link."""
    try:
        is_web = urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return None
    return quote(url, safe=_IN_URL, errors="replace") if is_web else None
