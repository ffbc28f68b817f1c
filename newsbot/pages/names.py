"""Finds who wrote an article, where its outlet files it and how it sums it up; names stay as printed."""

from collections.abc import Iterator
from itertools import islice
from re import IGNORECASE
from re import compile as pattern

from newsbot.pages.breadcrumbs import declared_sections, kicker_sections, lined_trail, printed_trail, section_among
from newsbot.pages.bylines import (
    agency_line,
    byline,
    byline_behind,
    byline_in_pieces,
    bylines,
    is_byline_label,
    named_source,
)
from newsbot.pages.container import is_prose
from newsbot.pages.headline import title_parts
from newsbot.pages.metadata import names_of, text_of
from newsbot.pages.outline import Block
from newsbot.pages.page import ArticlePage
from newsbot.pages.people import people
from newsbot.pages.tags import declared_tags, is_of_article, printed_tags
from newsbot.pages.values import Reading
from newsbot.pages.zones import Element
from newsbot.text.arabic import fold
from newsbot.text.urls import site_of

_META_AUTHORS = (
    "article:author", "og:article:author", "author", "dc.creator", "dcterms.creator", "dc:creator", "parsely-author",
    "sailthru.author", "byl", "cxenseparse:author", "article:author_name", "article.author",
)  # fmt: skip
_META_SECTIONS = (
    "article:section",
    "og:article:section",
    "articlesection",
    "parsely-section",
    "sailthru.section",
    "section",
)
_SITE_NAME_WORDS = 5
# A byline may stand under a sub-title that is read as the lead.
_LEAD_LINES = 3
_AUTHOR_PATH = pattern(
    r"/(?:authors?|writers?|columnists?|contributors?|journalists?|kuttab|katib|كاتب|الكاتب|كتاب|الكتاب|كتّاب|مؤلف)(?:/|s?\?|$|-)|[?&]author",
    IGNORECASE,
)
_AUTHOR_NAMES = pattern(
    r"(?:^|[\s_-])(?:author|byline|by-line|writer|journalist|columnist|kateb|katib)(?:$|[\s_-]|s$|name)", IGNORECASE
)
_FEWEST_WORDS, _MOST_WORDS = 2, 6
_DIGIT = pattern(r"\d")
_WROTE = pattern(r"written by|كُ?تب|بقلم|الكاتب|author|نویسنده", IGNORECASE)
_LINES, _LINE_WORDS, _FEW_TAGS = 4, 24, 15


def read_names(page: ArticlePage, reading: Reading) -> None:
    """Take authors, section, keywords and description."""
    own = _own_names(page)
    _read_authors(page, reading, own | {folded for part in _title_parts(page) if (folded := fold(part))})
    _read_section(page, reading, own)
    _read_keywords(page, reading)
    meta = page.metadata
    reading.take("description", page.rules.text("description"), "rules")
    reading.take("description", text_of(meta.article.get("description")), "json-ld")
    described = (
        "og:description",
        "description",
        "twitter:description",
        "dc.description",
        "dcterms.description",
        "sailthru.description",
    )
    reading.take("description", meta.first(*described) or text_of(meta.microdata.get("description")), "opengraph")


def _own_names(page: ArticlePage) -> set[str]:
    """What the outlet calls itself, folded: its names in metadata and in its address."""
    site = site_of(page.url)
    declared = [part for name in page.metadata.publisher for part in (name, *title_parts(name))]
    names = (*declared, site, site.partition(".")[0])
    return {folded for name in names if (folded := fold(name))}


def _title_parts(page: ArticlePage) -> list[str]:
    """What the page's titles say beside the headline: the site's name or a section's, never an author's."""
    headline = fold(page.headline_text or "")
    titles = (page.title, page.metadata.first("og:title"))
    parts = [part for title in titles if title for part in title_parts(title)]
    return [part for part in parts if len(part.split()) <= _SITE_NAME_WORDS and fold(part) not in headline]


def _read_authors(page: ArticlePage, reading: Reading, own: set[str]) -> None:
    if reading.take("authors", page.rules.texts("authors"), "rules"):
        return
    meta = page.metadata
    declared = names_of(meta.article.get("author")) or names_of(meta.article.get("creator"))
    reading.take("authors", people(declared, own), "json-ld")
    for name in _META_AUTHORS:
        if "authors" not in reading:
            reading.take("authors", people(meta.every(name), own), "opengraph")
    if "authors" not in reading:
        reading.take("authors", people(_twitter_author(page), own), "opengraph")
        reading.take("authors", people(names_of(meta.microdata.get("author")), own), "opengraph")
    if "authors" not in page.rules:
        _read_printed_authors(page, reading, own)


def _twitter_author(page: ArticlePage) -> list[str]:
    """What follows «Written by» among the labels that a card shows."""
    meta = page.metadata
    pairs = ((meta.first(f"twitter:label{number}"), meta.first(f"twitter:data{number}")) for number in (1, 2))
    return [value for label, value in pairs if label and value and _WROTE.search(label)]


def _read_printed_authors(page: ArticlePage, reading: Reading, own: set[str]) -> None:
    """A labelled name, a link to an author's page, an element named as an author's, at last an agency's name."""
    for find in (_labelled_names, _linked_names, _marked_names, _agencies):
        if "authors" in reading:
            return
        reading.take("authors", people(find(page), own), "text")


def _near(page: ArticlePage) -> list[Block]:
    """The lines where a byline stands: near the headline, the body's first ones and its last."""
    body, _ = page.body
    near = list(page.head)
    if body.first_index is not None and body.last_index is not None:
        blocks = page.outline.blocks
        near += [
            *blocks[body.first_index : body.first_index + _LEAD_LINES],
            *blocks[body.last_index : body.last_index + 2],
        ]
    return near


def _labelled_names(page: ArticlePage) -> list[str]:
    blocks = page.outline.blocks
    for block in _near(page):
        following = [other.text for other in blocks[block.index + 1 : block.index + _LINES]]
        names = bylines([block.text, *following])[:_LINES] if _begins(block) else []
        if names := names or byline_in_pieces(block.inline) or byline_behind(block.text):
            return names
    return []


def _begins(block: Block) -> bool:
    """Whether a line is a byline or the label of one; «كتب» as a link leads to a section or tag: books."""
    return byline(block.text) is not None or (is_byline_label(block.text) and not block.is_linked)


def _linked_names(page: ArticlePage) -> list[str]:
    """The texts of links to an author's page near the headline; elsewhere of the only rel=author on the page."""
    links = [(link, text) for block in page.head for link, text in block.links]
    near = [text for link, text in links if _is_author_link(link) and len(text.split()) <= _MOST_WORDS]
    if near:
        return list(dict.fromkeys(near))
    everywhere = {
        text for block in page.outline.blocks for link, text in block.links if "author" in link.get("rel", "").split()
    }
    return list(everywhere) if len(everywhere) == 1 else []


def _is_author_link(link: Element) -> bool:
    return "author" in link.get("rel", "").split() or _AUTHOR_PATH.search(link.get("href", "")) is not None


def _marked_names(page: ArticlePage) -> list[str]:
    """The text of the first short element near the headline whose name says that it holds the author's."""
    for block in page.head:
        if block.words <= _LINE_WORDS:
            parent = block.element.getparent()
            for element in (*([parent] if parent is not None else []), *islice(block.element.iter(), _LINE_WORDS)):
                for text in _pieces(element, block) if _is_author_element(element) else ():
                    if _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS and not _DIGIT.search(text):
                        return [text]
    return []


def _pieces(element: Element, block: Block) -> tuple[str, ...]:
    """What an element says, piece by piece where the line is made of such: a byline often holds a date too."""
    if element is block.element and block.inline:
        return block.inline
    return (" ".join("".join(map(str, element.itertext())).split()),)


def _is_author_element(element: Element) -> bool:
    names = (element.get(key) for key in ("class", "itemprop", "id"))
    return any(name and _AUTHOR_NAMES.search(name) for name in names)


def _agencies(page: ArticlePage) -> list[str]:
    """The agency that a line near the headline is, or that «المصدر:» names there or behind the body.

    A dateline («دمشق - سانا ...») and a signature («(بترا)») are part of the text and tell no author.
    """
    text_start = page.body[0].first_index
    is_before_text = True
    for block in _near(page):
        # A body that a rule names has no place among the lines: it begins with the first sentence.
        has_begun = is_prose(block) if text_start is None else block.index > text_start
        is_before_text = is_before_text and not has_begun
        for text in (block.text, *block.inline):
            name = named_source(text) or (agency_line(text) if is_before_text else None)
            if name:
                return [name]
    return []


def _read_section(page: ArticlePage, reading: Reading, own: set[str]) -> None:
    if reading.take("section", page.rules.text("section"), "rules"):
        return
    meta, headline = page.metadata, reading.values.get("headline")

    def chosen(names: list[str]) -> str | None:
        return section_among(declared_sections(reversed(names)), own, headline)

    reading.take("section", chosen(names_of(meta.article.get("articleSection"))), "json-ld")
    for name in _META_SECTIONS:
        reading.take("section", chosen(meta.every(name)[:3]), "opengraph")
    reading.take("section", chosen(names_of(meta.microdata.get("articleSection"))), "opengraph")
    reading.take("section", section_among(meta.breadcrumbs, own, headline), "json-ld")
    if "section" not in reading and "section" not in page.rules:
        for trail in _printed_trails(page):
            reading.take("section", section_among(trail, own, headline), "text")


def _printed_trails(page: ArticlePage) -> Iterator[list[str]]:
    yield printed_trail(page.root)
    yield lined_trail(page.outline.blocks, page.headline_block)
    yield kicker_sections(page.outline.blocks, page.headline_block, page.url)


def _read_keywords(page: ArticlePage, reading: Reading) -> None:
    meta, headline = page.metadata, reading.values.get("headline")
    if reading.take("keywords", declared_tags(page.rules.texts("keywords"), headline), "rules"):
        return
    reading.take(
        "keywords", _believed(page, declared_tags(names_of(meta.article.get("keywords")), headline)), "json-ld"
    )
    reading.take("keywords", _believed(page, declared_tags(meta.every("article:tag"), headline)), "opengraph")
    if "keywords" not in reading and "keywords" not in page.rules:
        start = page.headline_block.index if page.headline_block is not None else 0
        end = page.body[0].last_index or start
        reading.take("keywords", printed_tags(page.root, page.outline.blocks, start, end), "text")
    for name in ("news_keywords", "parsely-tags", "sailthru.tags", "keywords"):
        if "keywords" not in reading:
            tags = declared_tags(meta.every(name), headline)
            reading.take("keywords", tags if tags and is_of_article(tags, _said(page)) else None, "opengraph")
    if "keywords" not in reading:
        reading.take("keywords", declared_tags(names_of(meta.microdata.get("keywords")), headline), "opengraph")


def _believed(page: ArticlePage, tags: list[str]) -> list[str] | None:
    """*tags* if they are few or the article's words; a long list that it does not mention is the site's."""
    return tags if len(tags) <= _FEW_TAGS or is_of_article(tags, _said(page)) else None


def _said(page: ArticlePage) -> str:
    body, _ = page.body
    return fold(" ".join([page.headline_text or "", *(part.text for part in body.parts)]))
