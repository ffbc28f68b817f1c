"""A page's source written anew with other words, piece by piece; what it is made of stays, what it says goes."""

from itertools import count
from re import Match
from re import compile as pattern

from newsbot.golden.markup import Kind, Piece, pieces
from newsbot.golden.passages import Passages
from newsbot.golden.replaced import WordTable
from newsbot.golden.scripts import Scripts
from newsbot.golden.slugs import Slugs
from newsbot.golden.tags import TagWriter
from newsbot.pages.zones import INLINE

_WITHIN_LINES = INLINE | {"img", "script", "noscript", "style"}
_COMMENT = "<!-- -->"
# Indentation is a tenth of many pages.
_SPACES = pattern(r"[ \t\r\n]{2,}")


class PageWriter:
    """Writes a page's source anew, piece by piece; scripts, styles, drawings and comments lose what they hold."""

    def __init__(self, words: WordTable, slugs: Slugs) -> None:
        self.slugs = slugs
        self._passages = Passages(words, slugs.rewritten, self.rewritten)
        self._tags = TagWriter(self._passages, slugs)
        self._scripts = Scripts(self._passages, slugs, self.rewritten)

    def rewritten(self, source: str) -> str:
        """*source* with other words."""
        made: list[str] = []
        line: list[int] = []
        script = ""
        for piece in _without_drawings(list(pieces(source))):
            if piece.kind is Kind.TEXT:
                line.append(len(made))
            elif piece.name not in _WITHIN_LINES and piece.kind in {Kind.START, Kind.END}:
                self._replace(made, line)
                line = []
            made.append(self._piece(piece, script))
            script = piece.source if piece.kind is Kind.START else ""
        self._replace(made, line)
        return "".join(made)

    def _replace(self, made: list[str], line: list[int]) -> None:
        """Replace the texts of one line, which stand in *made* at the places *line*."""
        if line:
            for place, text in zip(line, self._passages.rewritten([made[place] for place in line]), strict=True):
                made[place] = _SPACES.sub(_space, text)

    def _piece(self, piece: Piece, script: str) -> str:
        """*piece* with its values replaced; text stays for its line. *script* is the tag right before a raw text."""
        match piece.kind:
            case Kind.START:
                return self._tags.rewritten(piece.source, piece.name)
            case Kind.COMMENT:
                return _COMMENT
            case Kind.RAW:
                return self._scripts.rewritten(piece.source) if "ld+json" in script.lower() else ""
            case Kind.DECLARATION:
                is_own = piece.source[:9].lower() == "<!doctype" or piece.source.startswith("<?xml ")
                return piece.source if is_own else f"{piece.source[:2]}>"
        return piece.source


def _space(match: Match[str]) -> str:
    return "\n" if "\n" in match[0] else " "


def _without_drawings(found: list[Piece]) -> list[Piece]:
    """The pieces without those between <svg> and </svg>; a drawing that never ends is kept."""
    kept: list[Piece] = []
    at = 0
    while at < len(found):
        piece = found[at]
        kept.append(piece)
        at += 1
        if piece.kind is Kind.START and piece.name == "svg" and not piece.source.endswith("/>"):
            ends = (place for place in count(at) if place == len(found) or _closes_drawing(found[place]))
            end = next(ends)
            at = end if end < len(found) else at
    return kept


def _closes_drawing(piece: Piece) -> bool:
    return piece.kind is Kind.END and piece.name == "svg"
