"""One article as one line of JSON, the same bytes for the same item always; never writes a file."""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from newsbot.items import Article

FIELDS = tuple(field.name for field in fields(Article))
"""Every line has all of them, in this order."""

_LINE_ENDS = tuple(
    (end, f"\\u{ord(end):04x}") for end in ("\N{NEXT LINE}", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}")
)


def line(item: Article | Mapping[str, Any]) -> str:
    r"""Return *item* as one line without its line end: every field, null where the page gave nothing.

    A character that UTF-8 cannot hold (half of a surrogate pair, from a page's broken escape) becomes U+FFFD. Line
    separators inside of texts stay escaped, so that readers which split at them do not break a line.

    >>> line({"headline": "خبر\u2028عاجل\ud800", "views": 3})[:96]
    '{"id": null, "outlet": null, "url": null, "canonical_url": null, "short_url": null, "headline": '
    >>> line({"headline": "خبر\u2028عاجل\ud800"}).count("\u2028")
    0
    """
    values = {name: getattr(item, name) for name in FIELDS} if isinstance(item, Article) else item
    return json_line({name: values.get(name) for name in FIELDS})


def json_line(values: Mapping[str, Any]) -> str:
    """Return any object as such a line: with these keys and no others."""
    text = json.dumps(values, ensure_ascii=False)
    for end, escaped in _LINE_ENDS:
        text = text.replace(end, escaped)
    return _well_formed(text)


def _well_formed(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
