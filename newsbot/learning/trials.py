"""A proposed rule, tried on every page of a site: what it finds, and how far that is the label; it chooses nothing."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from re import compile as pattern
from typing import Any

from newsbot.learning.agreement import under
from newsbot.learning.labels import Labelled
from newsbot.learning.steps import Path
from newsbot.loaders import ArticleLoader
from newsbot.pages.page import ArticlePage
from newsbot.pages.parts import Kind
from newsbot.pages.pictures import address
from newsbot.pages.reading import PageReader
from newsbot.pages.rules import Outlet, PageRules, Rules
from newsbot.pages.zones import Element
from newsbot.text.arabic import clean, fold
from newsbot.text.dates import parse_date

_LISTS = frozenset({"authors", "keywords"})
_READ_AS_PAGE = frozenset({"body", "related", "quotes"})
# A field is given up for a path that finds nothing, or the wrong thing, on so many pages in the beginning.
_PATIENCE = 6
# What a date is worth that names no offset: the outlet's zone makes a moment of it, or does not.
PRINTED_DATE = 0.97
# A related block is found with its heading: what stays of it would be read as the body's.
_HEADING_LENGTH = 40
_OFFSET = pattern(r"(?:[+-]\d{2}:?\d{2}|Z)\s*$")


@dataclass(frozen=True, slots=True)
class Trial:
    """What one proposed rule did on each page."""

    path: Path
    scores: tuple[float | None, ...]
    """Page by page how far it agrees with the label, None where it finds nothing."""
    precision: float
    """1 where it selects nothing but the value; less where a first text is followed by others."""
    selection: Hashable
    """What it selects on all pages: paths that select the same are one."""


class Trials:
    """Tries the paths of one field on all pages; remembers what was read of the same elements."""

    def __init__(self, field: str, pages: Sequence[Labelled], outlet: Outlet) -> None:
        self.field, self.pages = field, pages
        self.labels = [page.value(field) for page in pages]
        self.outlet = outlet
        self._read: dict[Hashable, float | None] = {}

    def trial(self, path: Path) -> Trial | None:
        """*path* on all pages; None where it finds nothing that is like the label."""
        rules = Rules(**{self.field: path.text})
        reader = PageReader.of(replace(self.outlet, rules=rules)) if self.field in _READ_AS_PAGE else None
        scores: list[float | None] = []
        precision: list[float] = []
        selections: list[Hashable] = []
        for number, page in enumerate(self.pages):
            on_page = rules.on(page.page.root, lambda page=page: page.page.metadata)  # type: ignore[misc]
            selection = _selection(on_page, self.field)
            selections.append(selection)
            precision.append(self._precision(number, selection))
            scores.append(self._score(number, on_page, selection, reader))
            if number + 1 == _PATIENCE and not any(scores):
                return None
        if not any(scores):
            return None
        return Trial(path, tuple(scores), sum(precision) / len(precision), tuple(selections))

    def _precision(self, number: int, selection: tuple[Hashable, ...]) -> float:
        """The share of the value in what is selected: of texts the first counts; of elements all that they hold."""
        if not selection or self.field in _LISTS:
            return 1.0
        if self.field not in _READ_AS_PAGE:
            return 1 / len(selection)
        label = self.labels[number]
        if isinstance(label, str):
            label = self.pages[number].own_lines(label)
        parts = [label] if isinstance(label, str) else [part.get("headline") or part["text"] for part in label or ()]
        held = sum(len(_text_of(part)) for part in selection)
        return min(1.0, (sum(map(len, parts)) + _HEADING_LENGTH) / max(1, held))

    def _score(
        self, number: int, on_page: PageRules, selection: tuple[Hashable, ...], reader: PageReader | None
    ) -> float | None:
        if not selection:
            return None
        key = (number, selection)
        if key not in self._read:
            value = self._value(number, on_page, reader)
            self._read[key] = self._agreement(value, number, selection) if value else None
        return self._read[key]

    def _agreement(self, value: Any, number: int, selection: tuple[Hashable, ...]) -> float:
        agreement = self.pages[number].agreement(self.field, value)
        is_whole = not self.field.startswith("date_") or _OFFSET.search(str(selection[0])) is not None
        return agreement if is_whole else agreement * PRINTED_DATE

    def _value(self, number: int, on_page: PageRules, reader: PageReader | None) -> Any:
        page = self.pages[number].page
        if reader is None:
            return cleaned(self.field, on_page, page)
        other = under(reader, page)
        if self.field == "related":
            # A block that its heading tells was not found by the rule.
            is_declared = bool(other.related_blocks) and not other.related_blocks[0].heading
            links = other.related_links if is_declared else ()
            return [{"headline": headline, "url": url} for headline, url in links]
        if self.field == "quotes":
            return _quoted(on_page, self.labels[number] or ())
        # Links of the related block are no body, whoever finds them.
        vars(other)["related_blocks"] = page.related_blocks
        body, source = other.body
        parts = [clean(part.text) for part in body.parts if part.kind is not Kind.QUOTE]
        return "\n\n".join(parts) if source == "rules" else None


def _text_of(part: Hashable) -> str:
    """A text as it is, or the text of an element."""
    if isinstance(part, str):
        return part
    return " ".join("".join(map(str, part.itertext())).split()) if isinstance(part, Element) else ""


def _quoted(on_page: PageRules, label: Sequence[Any]) -> list[dict[str, str]]:
    """The text of each quote; a speaker behind it belongs to another rule."""
    known = [quote["text"] for quote in label]
    texts = [clean(" ".join(map(str, element.itertext()))) for element in on_page.elements("quotes")]
    return [{"text": next((quote for quote in known if fold(quote) in fold(text)), text)} for text in texts]


def _selection(on_page: PageRules, field: str) -> tuple[Hashable, ...]:
    if field in _READ_AS_PAGE or field == "main_image":
        elements = on_page.elements(field)
        if elements and field != "main_image":
            return tuple(elements)
        if elements:
            return tuple(address(element) or "" for element in elements)
    return tuple(on_page.texts(field))


def cleaned(field: str, on_page: PageRules, page: ArticlePage) -> Any:
    """The value that the rules of *field* give on *page*, cleaned; of body, related and quotes this tells nothing."""
    if field == "main_image":
        found = [url for element in on_page.elements(field) if (url := address(element))]
        return _loaded("short_url", tuple(found[:1]), page)
    texts = tuple(on_page.texts(field))
    if field in {"date_published", "date_modified"}:
        zone = page.outlet.timezone
        texts = tuple(text for text in texts if parse_date(text, zone, page.now) is not None)[:1] or texts[:1]
    return _loaded(field, texts, page)


def cleaned_texts(field: str, texts: Sequence[str], page: ArticlePage) -> Any:
    """The value that *texts* make of *field*, as the item has it."""
    if field == "body":
        return "\n\n".join(map(clean, "\n".join(texts).splitlines()))
    if field == "main_image":
        return _loaded("short_url", tuple(texts[:1]), page)
    return _loaded(field, tuple(texts), page)


def _loaded(field: str, texts: tuple[str, ...], page: ArticlePage) -> Any:
    if field in {"caption", "credit"}:
        return clean(texts[0]) if texts else None
    return _load(field, texts, (page.outlet.timezone, page.now, page.base_url))


@lru_cache(maxsize=20_000)
def _load(field: str, texts: tuple[str, ...], context: tuple[Any, ...]) -> Any:
    zone, now, base_url = context
    loader = ArticleLoader(zone=zone, now=now, base_url=base_url)
    loader.add_value(field, list(texts))
    value = loader.get_output_value(field)
    if value is None and field.startswith("date_") and texts:
        return clean(texts[0])
    return value
