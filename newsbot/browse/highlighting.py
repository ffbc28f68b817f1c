"""Marks the words of a search in the original text; it finds them with the search's own spans and changes no letter."""

from markupsafe import Markup, escape

from newsbot.text.printing import printable
from newsbot.text.search import Query

_BEFORE, _AFTER = 90, 200
_LOOKED_THROUGH = (1500, 20_000)
"""Characters of a body: the first hit is mostly in its head, and thirty bodies of a list stay cheap."""


def marked(text: str, query: Query | None) -> Markup:
    """*text* as HTML, what *query* finds in it in mark elements."""
    if query is None:
        return escape(printable(text))
    return _marked(text, query.spans(text))


def excerpt(text: str, query: Query) -> Markup | None:
    """Some words around the first hit, cut at spaces; None where *query* finds nothing in *text*."""
    text = " ".join(text[: _LOOKED_THROUGH[-1]].split())
    spans = next((found for length in _LOOKED_THROUGH if (found := query.spans(text[:length]))), [])
    if not spans:
        return None
    start, end = _border(text, spans[0][0] - _BEFORE, -1), _border(text, spans[0][1] + _AFTER, 1)
    cut = marked(text[start:end], query)
    return Markup("").join(["… " if start else "", cut, " …" if end < len(text) else ""])


def _marked(text: str, spans: list[tuple[int, int]]) -> Markup:
    parts, done = [], 0
    for start, end in spans:
        parts += [escape(printable(text[done:start])), Markup("<mark>{}</mark>").format(printable(text[start:end]))]
        done = end
    return Markup("").join([*parts, escape(printable(text[done:]))])


def _border(text: str, at: int, step: int) -> int:
    """The space nearest to *at* in the direction of *step*, or the text's end; words of a line's length are cut."""
    if not 0 < at < len(text):
        return 0 if at <= 0 else len(text)
    found = text.rfind(" ", max(0, at - 40), at) + 1 if step < 0 else text.find(" ", at, at + 40)
    return found if found > 0 else at
