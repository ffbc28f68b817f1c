"""NewsSpider: the crawl of every outlet, from start pages by listings and «المزيد» to articles; it cleans nothing."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from re import compile as pattern
from re import error as pattern_error
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse

from newsbot.errors import ConfigurationError
from newsbot.frontier.requests import PageLink, mark_gone, mark_skipped, page_meta, page_request
from newsbot.frontier.scope import SectionScope
from newsbot.items import Article
from newsbot.pages.absence import is_soft_404
from newsbot.pages.discovery import PageLinks, page_links
from newsbot.pages.page import ArticlePage
from newsbot.pages.reading import PageReader, parsed
from newsbot.pages.requisites import page_requisites, style_requisites
from newsbot.pages.robots import is_noindex
from newsbot.pages.rules import Outlet, Rules
from newsbot.pages.zones import Element
from newsbot.spiders.discovery import Discovery
from newsbot.spiders.scripts import ScriptedPages


class NewsSpider(Spider):
    """An outlet. A sub-class declares; it needs no method of its own.

    Arguments (``-a``): ``max_pages`` and ``depth``, whole numbers from 1; see docs/settings.md.
    """

    start_urls: list[str]
    """Front page and sections: fetched in every run."""
    allowed_domains: list[str]
    """The outlet's hosts; their sub-domains belong to them."""
    article_pattern: ClassVar[str | None] = None
    """Regular expression searched in the path of an article's address; what it matches is the article's identity."""
    listing_pattern: ClassVar[str | None] = None
    """Regular expression searched in path and query of listing pages; None: found by their place and look."""
    related_headings: ClassVar[tuple[str, ...]] = ()
    """Headings of the related block that only this outlet uses; «المزيد» and some fifty others are known."""
    timezone: ClassVar[str] = "UTC"
    """IANA name of the clock that its dates are printed in."""
    encoding: ClassVar[str | None] = None
    """Its pages' encoding, where what they declare is wrong."""
    rules: ClassVar[Mapping[str, str | tuple[str, ...]]] = {}
    """XPaths by field: docs/adding-an-outlet.md."""
    render: ClassVar[bool] = False
    """Whether its articles need a browser."""
    revisit: ClassVar[tuple[tuple[timedelta, timedelta], ...]] = ()
    """(age, interval): an article younger than *age* is looked at again after *interval*; empty: the default policy."""

    feeds: ClassVar[tuple[str, ...] | None] = None
    """RSS, Atom or JSON feeds, read in every run; None: those that the start pages name; (): none."""
    sitemaps: ClassVar[tuple[str, ...] | None] = None
    """Sitemaps, read in every run; None: those that robots.txt names; (): none."""
    sitemap_age: ClassVar[timedelta | None] = None
    """What sitemaps date longer ago is left alone; None: they lead to the whole archive."""

    with_requisites = False
    """Whether pictures, styles, scripts and fonts are fetched too: NEWSBOT_WARC_REQUISITES."""

    outlet: Outlet
    scope: SectionScope
    reader: PageReader
    discovery: Discovery
    scripts: ScriptedPages

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Read the declarations; a wrong one is a ConfigurationError that names outlet and attribute."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.with_requisites = crawler.settings.getbool("NEWSBOT_WARC_REQUISITES")
        spider.outlet = outlet_of(cls)
        spider.reader = PageReader.of(spider.outlet)
        spider.narrow(tuple(crawler.settings.getlist("NEWSBOT_SECTIONS")))
        spider.discovery = Discovery.from_crawler(crawler, spider, spider.outlet)
        spider.scripts = ScriptedPages(crawler, lambda: spider.reader)
        return spider

    def narrow(self, sections: tuple[str, ...]) -> None:
        """Keep the crawl to some sections: their pages are the start pages, and feeds and sitemaps are not read."""
        self.scope = SectionScope(sections, next(iter(self.start_urls), ""))
        if self.scope:
            self.start_urls, self.feeds, self.sitemaps = self.scope.urls, (), ()  # type: ignore[misc] # this run's own

    async def start(self) -> AsyncIterator[Request]:
        """The start pages, as listings, and the feeds and sitemaps that are declared."""
        for url in self.start_urls:
            yield page_request(url, "listing")
        for request in self.discovery.start_requests():
            yield request

    def read_listing(self, response: Response) -> Iterator[PageLink | Request]:
        """Follow a listing page: its articles, its further pages, and the sections that it names."""
        if not isinstance(response, TextResponse):
            mark_skipped(response, "not_html")
            return
        root = parsed(response.body, response.encoding)
        links = page_links(root, response.url, response.urljoin(""), self.outlet)
        yield from self.followed(links, response)
        yield from self.requisites(root, response)
        yield from self.scripts.for_listing(response, root, links)

    def read_feed(self, response: Response) -> Iterator[PageLink]:
        """Follow a feed."""
        return self.discovery.read(response, datetime.now(UTC))

    def read_sitemap(self, response: Response) -> Iterator[PageLink]:
        """Follow a sitemap."""
        return self.discovery.read(response, datetime.now(UTC))

    def read_requisite(self, response: Response) -> Iterator[PageLink]:
        """Keep a picture, script or font as it is; follow what a style sheet names."""
        kind = (response.headers.get("Content-Type") or b"").split(b";")[0].strip().lower()
        if isinstance(response, TextResponse) and kind == b"text/css":
            yield from _requisite_links(style_requisites(response.text, response.url), response)

    def requisites(self, root: Element, response: Response) -> Iterator[PageLink]:
        """What a page needs to look like itself, where a snapshot wants that."""
        if self.with_requisites:
            yield from _requisite_links(page_requisites(root, response.urljoin("")), response)

    def read_article(self, response: Response) -> Iterator[PageLink | Article | Request]:
        """Yield the article of a page and links to what its related blocks name."""
        if not isinstance(response, TextResponse):
            mark_skipped(response, "not_html")
            return
        if self.scripts.are_due(response):
            yield self.scripts.forced(response)
            return
        page = self.reader.page(parsed(response.body, response.encoding), response.url, datetime.now(UTC))
        yield from self.requisites(page.root, response)
        if not self.scope:
            yield from _related_links(page, response)
        if is_noindex(page.metadata.meta, response.headers.get("X-Robots-Tag")):
            mark_skipped(response, "noindex")
            return
        article = self.reader.article(page, response.encoding)
        words = len((article.article_body or "").split())
        if is_soft_404(article.headline, page.title, words):
            mark_gone(response, "soft_404")
            return
        if self.scripts.may_bring(article, page.root, response):
            yield self.scripts.for_article(response, article)
            return
        yield article
        if article.canonical_url and self.outlet.identity(article.canonical_url) != self.outlet.identity(response.url):
            # A print or mobile view: the article's own page says more of it.
            yield _article_link(article.canonical_url, response, article.headline)

    def followed(self, links: PageLinks, response: Response) -> Iterator[PageLink]:
        """What a listing leads to."""
        for url, headline in links.articles:
            yield _article_link(url, response, headline)
        depth = _depth(response) + 1
        for url in filter(self.scope.holds, (*links.further, *links.listings)):
            yield PageLink(url, "listing", depth=depth, found_on=response.url)
        yield from self.discovery.feed_links(links.feeds, response)


def _related_links(page: ArticlePage, response: Response) -> Iterator[PageLink]:
    for block in page.related_blocks:
        for headline, url in block.links:
            yield _article_link(url, response, headline)


def _requisite_links(urls: list[str], response: Response) -> Iterator[PageLink]:
    depth = _depth(response) + 1
    for url in urls:
        yield PageLink(url, "requisite", depth=depth, found_on=response.url)


def outlet_of(spider: type[NewsSpider]) -> Outlet:
    """What the pages need to know of a spider's outlet; ConfigurationError where a declaration is wrong."""
    return Outlet(
        name=spider.name,
        domains=tuple(spider.allowed_domains),
        article_pattern=_pattern(spider, "article_pattern"),
        listing_pattern=_pattern(spider, "listing_pattern"),
        related_headings=spider.related_headings,
        timezone=_zone(spider),
        encoding=spider.encoding,
        rules=Rules(**spider.rules),
    )


def _pattern(spider: type[NewsSpider], name: str) -> Any:
    text = getattr(spider, name)
    try:
        return pattern(text) if text else None
    except pattern_error as error:
        raise ConfigurationError(f"{spider.name}.{name}", text, f"a regular expression ({error})") from error


def _zone(spider: type[NewsSpider]) -> ZoneInfo:
    try:
        return ZoneInfo(spider.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        accepted = "an IANA time zone such as Asia/Damascus"
        raise ConfigurationError(f"{spider.name}.timezone", spider.timezone, accepted) from error


def _article_link(url: str, response: Response, headline: str | None) -> PageLink:
    return PageLink(url, "article", _depth(response) + 1, headline or None, response.url)


def _depth(response: Response) -> int:
    meta = page_meta(response)
    return meta["depth"] if meta else 0
