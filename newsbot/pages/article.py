"""An article page: for each field the raw value of the best source that has one; locates and compares, never cleans.

Sources in order: the outlet's rules, JSON-LD, OpenGraph and other meta elements, visible text, trafilatura for a body
that nothing else gives. They check one another: a headline in JSON-LD is given as the page prints it, a date that the
address contradicts is passed over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, TypeAlias

from lxml.etree import XPath

from newsbot.pages.body import Body, BodyReader, Kind
from newsbot.pages.container import is_prose
from newsbot.pages.dateline import head_blocks, printed_date, printed_permalink, printed_views
from newsbot.pages.dates import DateCandidate, chosen_date
from newsbot.pages.generic import generic_body
from newsbot.pages.headline import guessed_headline, headline_block, without_site_name
from newsbot.pages.lines import byline
from newsbot.pages.metadata import Metadata, addresses_of, metadata, names_of, text_of
from newsbot.pages.outline import Block, Outline, outline
from newsbot.pages.pictures import FoundImage, address, pictures
from newsbot.pages.related import RelatedBlock, RelatedFinder
from newsbot.pages.rules import Outlet
from newsbot.pages.zones import Element
from newsbot.text.arabic import fold
from newsbot.text.urls import absolute_url, site_of, url_key

Source: TypeAlias = Literal["rules", "json-ld", "opengraph", "text", "generic"]

# Fewer words than these are a teaser or a caption: another source is asked for the body.
ENOUGH_WORDS = 40
_PERMALINK_INPUTS = XPath("//input[starts-with(@value, 'http')]/@value", smart_strings=False)
_BASE = XPath("string(//base/@href)", smart_strings=False)
_TAG_LINKS = XPath("//a[contains(concat(' ', @rel, ' '), ' tag ')]")
_HOME = frozenset(fold(name) for name in ("الرئيسية", "الصفحة الرئيسية", "home", "صفحه اصلی", "خانه", "الأولى"))


@dataclass(slots=True)
class Reading:
    """What was located: raw values by field, and for each the source that gave it."""

    values: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, value: object, source: Source) -> bool:
        """Keep *value* as the field's if it says anything and the field has none yet; True if it has one now."""
        if name not in self.values and value:
            self.values[name] = value
            self.sources[name] = source
        return name in self.values


class ArticlePage:
    """One page, parsed once; every part is looked for when it is first asked for."""

    def __init__(self, root: Element, url: str, outlet: Outlet, finder: RelatedFinder, now: datetime) -> None:
        self.root, self.url, self.outlet, self.now = root, url, outlet, now
        self._finder = finder
        self._rules = outlet.rules.on(root)

    def read(self) -> Reading:
        """Every field that the page gives."""
        reading = Reading()
        self._read_headline(reading)
        self._read_body(reading)
        self._read_dates(reading)
        self._read_names(reading)
        self._read_addresses(reading)
        self._read_pictures(reading)
        declared = "related" in self._rules and self.related_blocks and not self.related_blocks[0].heading
        reading.take("related", list(self.related_links), "rules" if declared else "text")
        self._read_views(reading)
        return reading

    @cached_property
    def base_url(self) -> str:
        """What relative addresses are relative to: <base href>, else the page's own."""
        return absolute_url(self.url, _BASE(self.root)) or self.url

    @cached_property
    def title(self) -> str | None:
        """The text of <title>; it may stand in the body, where markup before it was broken."""
        return self.root.findtext(".//title")

    @cached_property
    def metadata(self) -> Metadata:
        """What the page declares to machines."""
        return metadata(self.root)

    @cached_property
    def outline(self) -> Outline:
        return outline(self.root)

    @cached_property
    def related_blocks(self) -> list[RelatedBlock]:
        """Every related block, the main one first."""
        return self._finder.blocks(self._rules.elements("related"), lambda: self.outline, self.url, self.base_url)

    @property
    def related_links(self) -> Sequence[tuple[str, str]]:
        """(headline, address) of the main related block."""
        return self.related_blocks[0].links if self.related_blocks else ()

    @cached_property
    def _site_names(self) -> tuple[str, ...]:
        return self.metadata.publisher

    @cached_property
    def _titles(self) -> list[str]:
        title = self.title
        meta = self.metadata
        headline = text_of(meta.article.get("headline"))
        return [text for text in (headline, meta.first("og:title"), meta.first("twitter:title"), title) if text]

    @cached_property
    def _headline_block(self) -> Block | None:
        return headline_block(self.outline, self._titles)

    def _read_headline(self, reading: Reading) -> None:
        rules = self._rules
        if reading.take("headline", rules.text("headline"), "rules"):
            reading.take("kicker", rules.text("kicker"), "rules")
            return
        printed = self._headline_block.text if self._headline_block is not None else None
        declared = text_of(self.metadata.article.get("headline"))
        if printed:
            source: Source = "json-ld" if declared and fold(declared) == fold(printed) else "text"
            reading.take("headline", without_site_name(printed, self._site_names), source)
        if declared:
            reading.take("headline", without_site_name(declared, self._site_names), "json-ld")
        title = self.metadata.first("og:title", "twitter:title")
        if title:
            reading.take("headline", guessed_headline(title, self._site_names), "opengraph")
        if self.title:
            reading.take("headline", guessed_headline(self.title, self._site_names), "text")

    def _read_body(self, reading: Reading) -> None:
        body, source = self._body
        paragraphs = [part.text for part in body.parts if part.kind is not Kind.QUOTE]
        reading.take("article_body", paragraphs, source)
        subheads = [part.text for part in body.parts if part.kind is Kind.SUBHEAD]
        quotes = [(part.text, part.attribution) for part in body.parts if part.kind is Kind.QUOTE]
        rules = self._rules
        reading.take("subheads", rules.texts("subheads"), "rules")
        reading.take("subheads", subheads, source)
        reading.take("quotes", self._declared_quotes(), "rules")
        reading.take("quotes", quotes, source)

    def _declared_quotes(self) -> list[tuple[str, str | None]]:
        rules = self._rules
        found = []
        for element in rules.elements("quotes"):
            speaker = rules.text_in(element, "attribution")
            text = " ".join("".join(element.itertext()).split())
            if speaker:
                text = text.removesuffix(" ".join(speaker.split())).rstrip()
            found.append((text, speaker))
        return found

    @cached_property
    def _body(self) -> tuple[Body, Source]:
        others = [*self._caption_texts, *(block.heading for block in self.related_blocks)]
        reader = BodyReader(self._headline_text, others, self._cut)
        containers = self._rules.elements("body")
        if containers:
            body = reader.read_declared([outline(element) for element in containers], self._declared_quote_elements)
            if body.words:
                return body, "rules"
        body = reader.read(self.outline)
        if body.words >= ENOUGH_WORDS:
            return body, "text"
        return self._other_body(reader, body)

    def _other_body(self, reader: BodyReader, body: Body) -> tuple[Body, Source]:
        """A longer body than the visible text gives: JSON-LD's, for pages filled in by script, else trafilatura's."""
        declared = text_of(self.metadata.article.get("articleBody"))
        if declared and declared.count(" ") > 2 * body.words:
            return reader.read_text(declared), "json-ld"
        if sum(block.words for block in self.outline.blocks if is_prose(block)) < ENOUGH_WORDS:
            return body, "text"
        generic = generic_body(self.root, self.url)
        if generic and generic.count(" ") > 2 * body.words + 10:
            return reader.read_text(generic), "generic"
        return body, "text"

    @cached_property
    def _declared_quote_elements(self) -> list[Element]:
        return self._rules.elements("quotes")

    @cached_property
    def _headline_text(self) -> str | None:
        declared = self._rules.text("headline")
        if declared:
            return declared
        return self._headline_block.text if self._headline_block is not None else None

    @cached_property
    def _cut(self) -> list[Element]:
        return [element for block in self.related_blocks for element in block.cut]

    @cached_property
    def _caption_texts(self) -> list[str]:
        declared = self._rules.texts("caption") + self._rules.texts("credit")
        if "body" in self._rules and ("caption" in self._rules or "main_image" in self._rules):
            return declared
        return declared + [text for image in self._printed_pictures for text in image.captions]

    @cached_property
    def _printed_pictures(self) -> list[FoundImage]:
        blocks = self.outline.blocks
        first = max(0, self._headline_block.index - 4) if self._headline_block is not None else 0
        return list(pictures(self.outline, first, len(blocks)))

    @cached_property
    def _head(self) -> list[Block]:
        body, _ = self._body
        start = body.parts[0].first.index if body.parts and body.container is not None else None
        return list(head_blocks(self.outline, self._headline_block, start))

    def _read_dates(self, reading: Reading) -> None:
        found = chosen_date(list(self._dates("date_published")), self.url, self.outlet.timezone, self.now)
        if found is None:
            reading.take("date_published", printed_date(self._head, self.outlet.timezone), "text")
        else:
            reading.take("date_published", found.raw, found.source)
        modified = next(iter(self._dates("date_modified")), None)
        if modified is not None:
            reading.take("date_modified", modified.raw, modified.source)

    def _dates(self, name: str) -> Iterator[DateCandidate]:
        """Texts that may be the date, best source first; the printed line is only looked for when asked."""
        for text in self._rules.texts(name):
            yield DateCandidate(text, "rules")
        meta = self.metadata
        for key in _JSON_LD_DATES[name]:
            declared = text_of(meta.article.get(key))
            if declared:
                yield DateCandidate(declared, "json-ld")
        for key in _META_DATES[name]:
            for value in meta.meta.get(key, ())[:2]:
                yield DateCandidate(value, "opengraph")
        if name == "date_published" and name not in self._rules:
            printed = printed_date(self._head, self.outlet.timezone)
            if printed:
                yield DateCandidate(printed, "text")

    def _read_names(self, reading: Reading) -> None:
        rules, meta = self._rules, self.metadata
        article = meta.article
        reading.take("authors", rules.texts("authors"), "rules")
        own = {fold(name) for name in self._site_names} | {
            fold(site_of(self.url)),
            fold(site_of(self.url).partition(".")[0]),
        }
        declared = names_of(article.get("author")) or names_of(article.get("creator"))
        reading.take("authors", _people(declared, own), "json-ld")
        reading.take("authors", _people(meta.every("article:author", "author", "dc.creator", "byl"), own), "opengraph")
        if "authors" not in reading.values and "authors" not in rules:
            reading.take("authors", self._bylines(own), "text")
        reading.take("section", rules.text("section"), "rules")
        reading.take("section", text_of(article.get("articleSection")), "json-ld")
        reading.take("section", meta.first("article:section", "articlesection", "section"), "opengraph")
        reading.take("section", self._breadcrumb(reading.values.get("headline")), "json-ld")
        reading.take("keywords", rules.texts("keywords"), "rules")
        reading.take("keywords", _tags(names_of(article.get("keywords"))), "json-ld")
        reading.take("keywords", _tags(meta.every("article:tag", "news_keywords")), "opengraph")
        reading.take("keywords", [" ".join(link.itertext()) for link in _TAG_LINKS(self.root)[:30]], "text")
        reading.take("description", rules.text("description"), "rules")
        reading.take("description", text_of(article.get("description")), "json-ld")
        reading.take("description", meta.first("og:description", "description", "twitter:description"), "opengraph")

    def _bylines(self, own: set[str]) -> list[str]:
        body, _ = self._body
        near = [
            *self._head,
            *(self.outline.blocks[part.first.index] for part in body.parts[-1:] if body.container is not None),
        ]
        names = [name for block in near if (name := byline(block.text))]
        return _people(names[:1], own)

    def _breadcrumb(self, headline: str | None) -> str | None:
        trail = [name for name in self.metadata.breadcrumbs if fold(name) not in _HOME]
        if trail and headline and fold(trail[-1]) == fold(headline):
            trail.pop()
        return trail[-1] if trail else None

    def _read_addresses(self, reading: Reading) -> None:
        meta = self.metadata
        for value, source in (
            *((link, "json-ld") for link in meta.links.get("canonical", ())),
            *((link, "opengraph") for link in meta.meta.get("og:url", ())),
        ):
            url = absolute_url(self.base_url, value)
            if url and self._is_own_address(url):
                reading.take("canonical_url", url, "opengraph" if source == "opengraph" else "text")
        reading.take("short_url", self._rules.text("short_url"), "rules")
        for value in meta.links.get("shortlink", ()):
            reading.take("short_url", absolute_url(self.base_url, value), "opengraph")
        for value in _PERMALINK_INPUTS(self.root):
            if self._is_own_address(value) and (url_key(value) == url_key(self.url) or len(value) < len(self.url)):
                reading.take("short_url", value, "text")
        if "short_url" not in reading.values and not self._rules:
            reading.take("short_url", printed_permalink(self.outline, self.url), "text")

    def _is_own_address(self, url: str) -> bool:
        """Whether *url* may be this page's: on its site, and no front page; sites name theirs by mistake."""
        if not self.outlet.owns(url, self.url):
            return False
        _, _, path = url_key(url).partition("/")
        return bool(path) or url_key(url) == url_key(self.url)

    def _read_pictures(self, reading: Reading) -> None:
        rules, meta = self._rules, self.metadata
        declared = [image for element in rules.elements("main_image") if (image := address(element))]
        caption, credit = rules.text("caption"), rules.text("credit")
        if declared:
            reading.take("main_image", (declared[0], caption, credit), "rules")
            reading.take("images", [(declared[0], caption, credit)], "rules")
            return
        printed = self._body_pictures()
        named = addresses_of(meta.article.get("image")) or meta.every("og:image", "og:image:url", "twitter:image")
        source: Source = "json-ld" if addresses_of(meta.article.get("image")) else "opengraph"
        first = printed[0] if printed else None
        if named:
            texts = (first.caption, first.credit) if first is not None else (caption, credit)
            reading.take("main_image", (named[0], *texts), source)
        elif first is not None:
            reading.take("main_image", (first.url, first.caption, first.credit), "text")
        reading.take("images", [(image.url, image.caption, image.credit) for image in printed], "text")

    def _body_pictures(self) -> list[FoundImage]:
        body, source = self._body
        if body.container is None:
            return [] if source == "rules" else self._printed_pictures[:1]
        last = body.parts[-1].first.index + 1 if body.parts else 0
        first = (
            max(0, self._headline_block.index - 4)
            if self._headline_block is not None
            else body.parts[0].first.index - 6
        )
        return list(pictures(self.outline, first, last))

    def _read_views(self, reading: Reading) -> None:
        reading.take("views", self._rules.text("views"), "rules")
        if "views" not in self._rules and "views" not in reading.values:
            reading.take("views", printed_views(self._head), "text")


_JSON_LD_DATES = {"date_published": ("datePublished", "dateCreated"), "date_modified": ("dateModified",)}
_META_DATES = {
    "date_published": (
        "article:published_time", "datepublished", "og:published_time", "pubdate", "publishdate", "parsely-pub-date",
        "dc.date.issued", "dcterms.created", "dc:date", "dc.date", "sailthru.date", "article:published", "date",
    ),
    "date_modified": ("article:modified_time", "datemodified", "og:updated_time", "lastmod", "last-modified", "dcterms.modified"),
}  # fmt: skip


def _people(names: Sequence[str], own: set[str]) -> list[str]:
    """*names* without the outlet's own, web addresses and «name - city» tails; «A و B» stays one, as printed."""
    people: list[str] = []
    for name in names:
        text = byline(name) or name
        person = text.split(" - ")[0].split("|")[0].strip()
        folded = fold(person)
        if not folded or folded in own or any(folded in part or part in folded for part in own if len(part) > 3):  # noqa: PLR2004 - a site's name
            continue
        if "://" in person or "@" in person or len(person) > 80 or folded in {"admin", "editor", "root"}:  # noqa: PLR2004 - a name
            continue
        if person not in people:
            people.append(person)
    return people


def _tags(values: Sequence[str]) -> list[str]:
    parts = [part.strip() for value in values for part in value.replace("،", ",").replace("؛", ",").split(",")]
    return list(dict.fromkeys(part for part in parts if part))
