"""What a page says of itself to machines: JSON-LD, OpenGraph and other meta elements, microdata; values stay raw."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from lxml.etree import XPath

from newsbot.pages.jsonld import JsonLd, Thing, addresses_of, names_of, text_of, types
from newsbot.pages.microdata import things_in
from newsbot.pages.subject import PageSigns, subject
from newsbot.pages.zones import Element

__all__ = ["Metadata", "addresses_of", "metadata", "names_of", "text_of"]

# Along the attribute's axis: a test of every element's attributes takes four times as long.
_ATTRIBUTED = (XPath("//@itemprop/.."), XPath("//@property/.."))
_HEADINGS_LIMIT = 3
_REFERRING = ("author", "creator", "publisher", "image", "contributor")
_META_PREFIXES = ("og:", "article:", "fb:", "twitter:", "al:", "product:", "profile:", "book:", "video:")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The machine-readable part of a page.

    *article* is the JSON-LD object of the article and *microdata* the one in microdata or RDFa, each empty without
    one; *meta* maps lower-case property, name or itemprop to its values in order; *links* maps rel to addresses, as
    written.
    """

    article: Mapping[str, Any]
    meta: Mapping[str, list[str]]
    links: Mapping[str, list[str]]
    breadcrumbs: tuple[str, ...]
    publisher: tuple[str, ...]
    """Names that the site gives itself: they are no authors, and no part of a headline."""
    microdata: Mapping[str, Any] = field(default_factory=dict)

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
    meta: dict[str, list[str]] = {}
    for node in root.iter("meta"):
        _note(node, ("property", "name", "http-equiv"), meta)
    marked, free = things_in(_properties(root))
    for node in free:
        _note(node, ("itemprop",) if node.tag == "meta" else ("itemprop", "property"), meta)
    links = _links(root)
    declared = JsonLd(root)
    signs = _signs(root, meta, links) if declared.things or marked else PageSigns.of((), ())
    article = subject(declared.things, declared.listed, signs)
    for name in _REFERRING:
        if name in article:
            article[name] = declared.resolved(article[name])
    return Metadata(
        article=article,
        meta=meta,
        links=links,
        breadcrumbs=tuple(_breadcrumbs(declared.things)) or tuple(_breadcrumbs(marked)),
        publisher=tuple(_publisher_names(declared.things, article, meta)),
        microdata=subject(marked, (), signs),
    )


def _properties(root: Element) -> list[Element]:
    """The elements of microdata and RDFa; OpenGraph's meta elements are none."""
    marked, described = (cast("list[Element]", xpath(root)) for xpath in _ATTRIBUTED)
    marked += [node for node in described if node.get("itemprop") is None and _is_rdfa(node)]
    return marked


def _is_rdfa(node: Element) -> bool:
    name = node.get("property", "").lower()
    return node.tag != "meta" or not (name.startswith(_META_PREFIXES) or ":" not in name)


def _signs(root: Element, meta: Mapping[str, list[str]], links: Mapping[str, list[str]]) -> PageSigns:
    headings = ["".join(map(str, node.itertext())) for node in list(root.iter("h1"))[:_HEADINGS_LIMIT]]
    titles = [*meta.get("og:title", ())[:2], *meta.get("twitter:title", ())[:1], root.findtext(".//title"), *headings]
    return PageSigns.of([*links.get("canonical", ())[:1], *meta.get("og:url", ())[:1]], titles)


def _links(root: Element) -> dict[str, list[str]]:
    links: dict[str, list[str]] = {}
    for node in root.iter("link"):
        for rel in node.get("rel", "").lower().split():
            links.setdefault(rel, []).append(node.get("href", ""))
    return links


def _note(node: Element, attributes: Iterable[str], meta: dict[str, list[str]]) -> None:
    """Keep what a <meta>, a microdata or an RDFa element says, under each of the names that *attributes* give it."""
    value = node.get("content") or node.get("datetime")
    if not value:
        return
    for name in {node.get(attribute) for attribute in attributes}:
        if name:
            meta.setdefault(name.strip().lower(), []).append(value)


def _breadcrumbs(things: Iterable[Thing]) -> Iterator[str]:
    for thing in things:
        parts = thing.get("itemListElement")
        if "BreadcrumbList" in types(thing) and isinstance(parts, (list, dict)):
            for part in (parts if isinstance(parts, list) else [parts])[:20]:
                if isinstance(part, dict):
                    names = names_of(part.get("name")) or names_of(part.get("item"))
                    yield from (name for name in names[:1] if "://" not in name)
            return


def _publisher_names(things: Iterable[Thing], article: Thing, meta: Mapping[str, list[str]]) -> Iterator[str]:
    yield from names_of(article.get("publisher"))
    for thing in things:
        yield from names_of(thing.get("publisher"))
        if {"WebSite", "Organization", "NewsMediaOrganization"}.intersection(types(thing)):
            yield from names_of(thing.get("name"))
            yield from names_of(thing.get("alternateName"))
    for name in ("og:site_name", "application-name", "publisher", "dc.publisher", "apple-mobile-web-app-title"):
        yield from meta.get(name, ())
