"""The source of a page cut into its pieces as a browser's tokenizer cuts it; joined again they are the same source."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from re import IGNORECASE, VERBOSE
from re import compile as pattern
from typing import Self


class Kind(Enum):
    """What a piece of source is."""

    TEXT = "text"
    RAW = "raw"  # what stands inside <script> or <style>: no markup, no entities
    START = "start"
    END = "end"
    COMMENT = "comment"
    DECLARATION = "declaration"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a page's source; *name* is the lower-case name of the tag, or of the element that raw text is in."""

    kind: Kind
    source: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute as it stands in a tag: joined, its parts are its source."""

    before: str
    name: str
    equals: str
    quote: str
    value: str

    @property
    def source(self) -> str:
        """The attribute as it is written."""
        return f"{self.before}{self.name}{self.equals}{self.quote}{self.value}{self.quote}"

    def valued(self, value: str) -> Self:
        """The attribute with another value, escaped as far as its quotation marks ask for it."""
        if self.quote:
            value = value.replace(self.quote, "&quot;" if self.quote == '"' else "&#39;")
        return type(self)(self.before, self.name, self.equals, self.quote, value)


_RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes"})
_RAW_TEXT = frozenset({"title", "textarea"})
_MARK = pattern(r"<(?:!--|[!?]|/(?![A-Za-z>])|/?[A-Za-z])")
_COMMENT_END = pattern(r"(?<=<!--)-?>|--!?>")
_NAME = pattern(r"</?([A-Za-z][^\s/>]*+)")
_ATTRIBUTE = pattern(
    r"""(?P<before>[\s/]*+)(?P<name>[^\s/>][^\s/>=]*+)
    (?:(?P<equals>\s*+=\s*+)(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>"'][^\s>]*+|(?=>))))?+""",
    VERBOSE,
)
_OPEN_QUOTE = pattern(r"\s*=\s*[\"']")
_TAG_END = pattern(r"[\s/]*>")


def pieces(source: str) -> Iterator[Piece]:
    """The pieces of *source*, in order; what follows a tag or comment that never ends belongs to no piece."""
    at, raw = 0, ""
    while at < len(source):
        if raw:
            end = pattern(rf"</{raw}(?=[\s/>])", IGNORECASE).search(source, at)
            stop = end.start() if end else len(source)
            if stop > at:
                yield Piece(Kind.TEXT if raw in _RAW_TEXT else Kind.RAW, source[at:stop], raw)
            at, raw = stop, ""
            continue
        mark = _MARK.search(source, at)
        stop = mark.start() if mark else len(source)
        if stop > at:
            yield Piece(Kind.TEXT, source[at:stop])
        if mark is None:
            return
        piece = _marked(source, mark.start(), mark[0])
        if piece is None:
            return
        yield piece
        at = mark.start() + len(piece.source)
        is_raw = piece.kind is Kind.START and piece.name in _RAW | _RAW_TEXT and not piece.source.endswith("/>")
        raw = piece.name if is_raw else ""


def _marked(source: str, at: int, mark: str) -> Piece | None:
    """The comment, declaration or tag that begins at *at*; None where it has no end."""
    if mark == "<!--":
        end = _COMMENT_END.search(source, at + 2)
        return Piece(Kind.COMMENT, source[at : end.end()]) if end else None
    if not mark[-1].isalpha():
        stop = source.find(">", at)
        return Piece(Kind.DECLARATION, source[at : stop + 1]) if stop >= 0 else None
    name = _NAME.match(source, at)
    end_at = _tag_end(source, name.end()) if name else None
    if name is None or end_at is None:
        return None
    return Piece(Kind.END if mark[1] == "/" else Kind.START, source[at:end_at], name[1].lower())


def _tag_end(source: str, at: int) -> int | None:
    while (end := _TAG_END.match(source, at)) is None:
        attribute = _ATTRIBUTE.match(source, at)
        if attribute is None:
            return None
        at = attribute.end()
        if attribute["equals"] is None and _OPEN_QUOTE.match(source, at):
            return None
    return end.end()


def attributes(tag: str) -> tuple[str, list[Attribute], str]:
    """The source of a tag as its beginning, its attributes and its end."""
    name = _NAME.match(tag)
    at = name.end() if name else len(tag)
    begin, found = tag[:at], []
    while _TAG_END.match(tag, at) is None and (match := _ATTRIBUTE.match(tag, at)):
        quote = '"' if match["double"] is not None else "'" if match["single"] is not None else ""
        value = match["double"] or match["single"] or match["bare"] or ""
        found.append(Attribute(match["before"], match["name"], match["equals"] or "", quote, value))
        at = match.end()
    return begin, found, tag[at:]
