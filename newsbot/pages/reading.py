"""From a page's bytes to a clean Article: the one path of the spiders and of ``newsbot extract``; fetches nothing."""

from codecs import BOM_UTF8
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial

from lxml.etree import HTMLParser, XMLSyntaxError, fromstring

from newsbot import __version__
from newsbot.items import Article
from newsbot.loaders import ArticleLoader
from newsbot.pages.article import read_article
from newsbot.pages.page import ArticlePage
from newsbot.pages.related import RelatedFinder
from newsbot.pages.rules import Outlet
from newsbot.pages.values import Reading
from newsbot.pages.zones import Element
from newsbot.text.encodings import page_encoding
from newsbot.text.language import language_of

GENERIC = Outlet()
# Letters tell a language within a paragraph or two.
LANGUAGE_LENGTH = 800


@dataclass(frozen=True, slots=True)
class PageReader:
    """Reads the article pages of one outlet; made once, used for every page."""

    outlet: Outlet
    finder: RelatedFinder

    @classmethod
    def of(cls, outlet: Outlet) -> "PageReader":
        """The reader of *outlet*."""
        return cls(outlet, RelatedFinder.of(outlet))

    def page(self, root: Element, url: str, now: datetime) -> ArticlePage:
        """The article page with this parsed tree; *now* is the time of its download, aware."""
        return ArticlePage(root, url, self.outlet, self.finder, now)

    def article(self, page: ArticlePage, encoding: str | None) -> Article:
        """The page's article, cleaned; what belongs to its life in the store (id, revision...) is not set."""
        return loaded(page, read_article(page), encoding)


def loaded(page: ArticlePage, reading: Reading, encoding: str | None) -> Article:
    """Clean what *reading* located on *page*."""
    loader = ArticleLoader(zone=page.outlet.timezone, now=page.now, base_url=page.base_url)
    for name, value in reading.values.items():
        if name in {"date_published", "date_modified"}:
            loader.add_dates(name, value)
        else:
            # A tuple is one value; itemloaders would spread it.
            loader.add_value(name, [value] if isinstance(value, tuple) else value)
    loader.add_value("url", page.url)
    loader.add_value("outlet", page.outlet.name)
    loader.add_value("encoding", encoding)
    loader.add_value("parser_version", __version__)
    article: Article = loader.load_item()
    article.date_downloaded = page.now.astimezone(UTC).isoformat(timespec="seconds")
    article.language = language_of(f"{article.headline or ''} {(article.article_body or '')[:LANGUAGE_LENGTH]}")
    kept = ((name, source) for name, source in reading.sources.items() if getattr(article, name, None) is not None)
    article.sources = dict(kept)
    return article


def read_page(
    body: bytes, url: str, *, header_encoding: str | None = None, outlet: Outlet = GENERIC, now: datetime
) -> Article:
    """Read the bytes of one page.

    *header_encoding* is the charset of its Content-Type header, None without one; *now* is when it was downloaded,
    aware. An empty page or one that is no HTML gives an Article with little more than its address.
    """
    encoding = page_encoding(body, outlet=outlet.encoding, header=header_encoding).name
    reader = _reader_of(outlet)
    return reader.article(reader.page(parsed(body, encoding), url, now), encoding)


@lru_cache(maxsize=64)
def _reader_of(outlet: Outlet) -> PageReader:
    return PageReader.of(outlet)


def parsed(body: bytes, encoding: str) -> Element:
    """The tree of a page in *encoding*; an empty document where there is none to make.

    The text is handed over decoded, so that no declaration inside can change the reading; NUL ends a page for libxml2.
    """
    try:
        root = fromstring(_as_utf_8(body, encoding), parser=_parser())
    except (XMLSyntaxError, ValueError):
        root = None
    return root if root is not None else fromstring("<html><body></body></html>", parser=_parser())


def _as_utf_8(body: bytes, encoding: str) -> bytes:
    """*body* as clean UTF-8 without NUL; a page that is so already is only looked through."""
    if encoding == "utf-8" and b"\0" not in body:
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return body.removeprefix(BOM_UTF8)
    return body.decode(encoding, "replace").replace("\0", " ").encode("utf-8", "replace")


_parser = partial(HTMLParser, encoding="utf-8", huge_tree=True)
