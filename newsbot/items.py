"""The one item of newsbot: what is known of a news article, named in schema.org's words; it holds, never behaves.

A field that the page does not give is None, never guessed; docs/fields.md tells each field's form, an example and its
name in schema.org, JSON Feed 1.1 and zyte-common-items. The order below is the order of the feed.
"""

from dataclasses import dataclass
from typing import TypedDict


class Quote(TypedDict):
    """A pull quote: a sentence that the page repeats or sets apart, and who is said to have spoken it."""

    text: str
    attribution: str | None


class Image(TypedDict):
    """A picture that belongs to the article; *url* is absolute."""

    url: str
    caption: str | None
    credit: str | None


class RelatedLink(TypedDict):
    """One headline of the page's related block («المزيد»); *url* is absolute."""

    headline: str
    url: str


@dataclass(slots=True, kw_only=True)
class Article:
    """A schema.org NewsArticle, in snake_case."""

    id: str | None = None
    """Stable for the article's life, whatever address it is reached by."""
    outlet: str | None = None
    """The spider's name."""
    url: str | None = None
    """The address that was fetched, after redirects."""
    canonical_url: str | None = None
    """What the page names as its own address (rel=canonical, og:url), where that is believable."""
    short_url: str | None = None
    """The printed permalink or rel=shortlink."""

    headline: str | None = None
    """The main heading as printed, its own quotation marks kept, without the site's name."""
    kicker: str | None = None
    """The short line printed above the headline."""
    description: str | None = None
    """The standfirst or summary that the page gives of itself."""
    article_body: str | None = None
    """The article's own text: paragraphs and subheads, an empty line between two of them."""
    subheads: list[str] | None = None
    """The body's section headings, in order."""
    quotes: list[Quote] | None = None
    """Pull quotes, in order; they are not part of the body."""

    date_published: str | None = None
    """ISO 8601 with offset; None where the page gives no whole date."""
    date_published_raw: str | None = None
    """The text that the date was, or could not be, read from."""
    date_modified: str | None = None
    """ISO 8601 with offset."""
    date_modified_raw: str | None = None
    """The text that the date was, or could not be, read from."""

    authors: list[str] | None = None
    """Names as printed, without «كتب» or «بقلم»."""
    section: str | None = None
    """The section that the outlet files the article under."""
    keywords: list[str] | None = None
    """Tags, as printed."""
    language: str | None = None
    """BCP 47, told from the text and not from the page's claim."""

    main_image: Image | None = None
    """The lead picture."""
    images: list[Image] | None = None
    """Every picture of the article, the lead one first."""
    related: list[RelatedLink] | None = None
    """The page's related block, in order."""
    views: int | None = None
    """The printed count of readers."""

    sources: dict[str, str] | None = None
    """For each field that was found, where: rules, json-ld, opengraph, text or generic."""
    content_hash: str | None = None
    """Identity of the folded headline and body: equal texts have equal hashes."""
    revision: int | None = None
    """1 for the text first seen, then one more for each change of it."""
    duplicate_of: str | None = None
    """``id`` of the first article that has (nearly) this text."""
    story: str | None = None
    """``id`` of the first article of the cluster that tells this story."""

    date_downloaded: str | None = None
    """When this revision's page was fetched: ISO 8601, UTC."""
    first_seen: str | None = None
    """When the article was first fetched: ISO 8601, UTC."""
    encoding: str | None = None
    """The character encoding that the page was read with, as the WHATWG names it."""
    parser_version: str | None = None
    """The version of newsbot that read the page."""
