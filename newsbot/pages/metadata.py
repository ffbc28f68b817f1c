"""What a page says of itself to machines: JSON-LD, OpenGraph and other meta elements, microdata; values stay raw."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from re import DOTALL
from re import compile as pattern
from typing import Any, cast

from lxml.etree import XPath

from newsbot.pages.zones import Element

ARTICLE_TYPES = frozenset(
    [
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BackgroundNewsArticle",
        "AskPublicNewsArticle",
        "ReviewNewsArticle",
        "LiveBlogPosting",
        "BlogPosting",
        "SocialMediaPosting",
        "Report",
        "TechArticle",
    ]
)
_NESTING_LIMIT = 12
# Along the attribute's axis: a test of every element's attributes takes four times as long.
_ATTRIBUTED = (XPath("//@itemprop/.."), XPath("//@property/.."))
# JSON that people paste by hand: control characters in strings, commas before a closing bracket, comments around it.
_TRAILING_COMMA = pattern(r",\s*([}\]])")
_WRAPPING = pattern(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
_PAIR = pattern(r'"(headline|datePublished|dateModified|articleSection|description)"\s*:\s*"((?:[^"\\]|\\.)*)"', DOTALL)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The machine-readable part of a page.

    *article* is the JSON-LD object of the article, empty without one; *meta* maps lower-case property, name or
    itemprop to its values in order; *links* maps rel to addresses, as written.
    """

    article: Mapping[str, Any]
    meta: Mapping[str, list[str]]
    links: Mapping[str, list[str]]
    breadcrumbs: tuple[str, ...]
    publisher: tuple[str, ...]
    """Names that the site gives itself: they are no authors, and no part of a headline."""

    def first(self, *names: str) -> str | None:
        """The first non-empty value of the first of the meta *names* that has one."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value and not value.isspace():
                    return value
        return None

    def every(self, *names: str) -> list[str]:
        """All non-empty values of the first of the meta *names* that has any."""
        for name in names:
            values = [value for value in self.meta.get(name, ()) if value and not value.isspace()]
            if values:
                return values
        return []


def metadata(root: Element) -> Metadata:
    """Read what *root* declares; broken parts are passed over."""
    scripts = (node for node in root.iter("script") if "ld+json" in node.get("type", ""))
    objects = [value for script in scripts for value in _objects(_parsed(script.text or ""))]
    meta: dict[str, list[str]] = {}
    for node in root.iter("meta"):
        _note(node, meta)
    for xpath in _ATTRIBUTED:
        for node in cast("list[Element]", xpath(root)):
            if node.tag != "meta":
                _note(node, meta)
    return Metadata(
        article=_article_of(objects),
        meta=meta,
        links=_links(root),
        breadcrumbs=tuple(_breadcrumbs(objects)),
        publisher=tuple(_publisher_names(objects, meta)),
    )


def _links(root: Element) -> dict[str, list[str]]:
    links: dict[str, list[str]] = {}
    for node in root.iter("link"):
        for rel in node.get("rel", "").lower().split():
            links.setdefault(rel, []).append(node.get("href", ""))
    return links


def _note(node: Element, meta: dict[str, list[str]]) -> None:
    """Keep what a <meta>, a microdata or an RDFa element says, under each of its names."""
    value = node.get("content") or node.get("datetime")
    if not value:
        return
    names = {
        node.get(name) for name in ("property", "itemprop", *(("name", "http-equiv") if node.tag == "meta" else ()))
    }
    for name in names:
        if name:
            meta.setdefault(name.strip().lower(), []).append(value)


def names_of(value: object) -> list[str]:
    """The names in a schema.org Person, Organization, text, or a list of them, in order."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [name for part in value[:50] for name in names_of(part)]
    if isinstance(value, dict):
        return names_of(value.get("name"))
    return []


def addresses_of(value: object) -> list[str]:
    """The addresses in a schema.org ImageObject, URL, or a list of them, in order."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [address for part in value[:50] for address in addresses_of(part)]
    if isinstance(value, dict):
        return addresses_of(value.get("url") or value.get("contentUrl") or value.get("@id"))
    return []


def text_of(value: object) -> str | None:
    """A schema.org text, or the first of a list; None for anything else."""
    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, str)), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return value if isinstance(value, str) and value.strip() else None


def _parsed(text: str) -> object:
    text = _WRAPPING.sub("", text)
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text), unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    pairs = dict(reversed(_PAIR.findall(text)))
    if not pairs:
        return None
    return {"@type": "NewsArticle"} | {name: _unquoted(value) for name, value in pairs.items()}


def _unquoted(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def _objects(value: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every object in a JSON-LD value, outermost first: graphs, lists and main entities are opened."""
    if depth > _NESTING_LIMIT:
        return
    if isinstance(value, list):
        for part in value[:200]:
            yield from _objects(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart", "breadcrumb"):
            if isinstance(value.get(name), (dict, list)):
                yield from _objects(value[name], depth + 1)


def _types(value: dict[str, Any]) -> set[str]:
    kind = value.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {str(kind).rsplit("/", 1)[-1] for kind in kinds}


def _article_of(objects: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The article's object: the first with a headline or body; keys compared without case («headLine» is seen)."""
    found: dict[str, Any] = {}
    for value in objects:
        if not _types(value) & ARTICLE_TYPES:
            continue
        keyed = {_KEYS.get(key.lower(), key): part for key, part in value.items() if isinstance(key, str)}
        if not found or (not found.get("headline") and keyed.get("headline")):
            found = keyed
    return found


_KEYS = {
    key.lower(): key
    for key in [
        "headline",
        "alternativeHeadline",
        "description",
        "articleBody",
        "datePublished",
        "dateModified",
        "dateCreated",
        "author",
        "creator",
        "articleSection",
        "keywords",
        "image",
        "thumbnailUrl",
        "publisher",
        "url",
        "name",
        "inLanguage",
        "mainEntityOfPage",
    ]
}


def _breadcrumbs(objects: Iterable[dict[str, Any]]) -> Iterator[str]:
    for value in objects:
        if "BreadcrumbList" in _types(value) and isinstance(value.get("itemListElement"), list):
            for part in value["itemListElement"][:20]:
                if isinstance(part, dict):
                    names = names_of(part.get("name")) or names_of(part.get("item"))
                    yield from names[:1]
            return


def _publisher_names(objects: Iterable[dict[str, Any]], meta: Mapping[str, list[str]]) -> Iterator[str]:
    for value in objects:
        yield from names_of(value.get("publisher"))
        if _types(value) & {"WebSite", "Organization", "NewsMediaOrganization"}:
            yield from names_of(value.get("name"))
            yield from names_of(value.get("alternateName"))
    for name in ("og:site_name", "application-name", "publisher", "dc.publisher", "apple-mobile-web-app-title"):
        yield from meta.get(name, ())
