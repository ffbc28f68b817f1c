"""Finds the addresses that a listing page leads to: articles, further listings, feeds; decides nothing about fetching."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from re import IGNORECASE
from re import compile as pattern
from typing import cast
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml.etree import XPath

from newsbot.pages.rules import Outlet
from newsbot.pages.zones import Element
from newsbot.text.arabic import fold
from newsbot.text.numbers import western_digits
from newsbot.text.urls import absolute_url, url_key

HEADLINE_WORDS = 3
# «/article.aspx?id=5»: a script whose query names the article.
SCRIPT_LENGTH = 20
# «/ar/news/local/»
SECTION_DEPTH = 3
SECTION_QUERY = 30
# «»», «>>»
ARROW_LENGTH = 3
_FEEDS = XPath(
    "//link[contains(@rel, 'alternate') and (contains(@type, 'rss') or contains(@type, 'atom')"
    " or contains(@type, 'feed+json'))]/@href",
    smart_strings=False,
)
_SECTION_TEXT_WORDS = 4
# An article's address: a number of four digits or more or behind a telling word, a day, or a slug of four parts or more.
_ARTICLE_PATH = pattern(
    r"\d{4,}|/(?:articles?|story|stories|posts?|news|node|a|n)/\d+|/\d{4}/\d{1,2}/\d{1,2}/|[^/]+(?:[-_][^/-]+){3,}|\.(?:html?|aspx?|php)$",
    IGNORECASE,
)
_NO_ARTICLE_PATH = pattern(
    r"/(?:tags?|category|categories|section|author|authors|page|search|user|login|register|about|contact|privacy|terms"
    r"|feed|rss|archive|topics?|wp-content|wp-login|cdn-cgi|amp)(?:/|$)",
    IGNORECASE,
)
_FILE = pattern(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|m4a|avi|mov|zip|rar|docx?|xlsx?|pptx?|css|js|json|xml|ico|apk|exe)$",
    IGNORECASE,
)
_PAGE_NUMBER = frozenset({"page", "p", "pg", "paged", "pagenum", "pageno", "start", "offset", "صفحة"})
_PAGE_PATH = pattern(r"/page/\d+/?$", IGNORECASE)
_NEXT_TEXTS = frozenset(
    fold(text)
    for text in ("التالي", "الصفحة التالية", "التالية", "السابق", "الأقدم", "المزيد", "عرض المزيد", "تحميل المزيد", "next", "older", "more", "بعدی", "صفحه بعد")
)  # fmt: skip
_SERVICE_TEXTS = frozenset(
    fold(text)
    for text in (
        "من نحن", "اتصل بنا", "تواصل معنا", "للتواصل", "سياسة الخصوصية", "الخصوصية", "شروط الاستخدام", "اتفاقية الاستخدام",
        "أعلن معنا", "الإعلانات", "وظائف", "تسجيل الدخول", "تسجيل", "دخول", "الأرشيف", "خريطة الموقع", "بحث", "هيئة التحرير",
        "about", "about us", "contact", "contact us", "privacy", "privacy policy", "terms", "login", "register", "search",
        "درباره ما", "تماس با ما", "english", "عن الموقع", "حول الموقع", "فريق العمل", "اشترك", "النشرة البريدية",
    )
)  # fmt: skip


@dataclass(slots=True)
class PageLinks:
    """Where a page leads, each address once, in the order of the page."""

    articles: list[tuple[str, str]] = field(default_factory=list)
    """(address, the headline it is linked with; may be empty)"""
    listings: list[str] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    """Pages two and on of this very listing."""
    feeds: list[str] = field(default_factory=list)


def looks_like_article(url: str) -> bool:
    """Whether an address has a form that articles have; for sites whose own pattern is not known."""
    path = unquote(urlsplit(url).path)
    if len(path) < 4 or _NO_ARTICLE_PATH.search(path) or _FILE.search(path):  # noqa: PLR2004 - «/a/1» is the shortest
        query = parse_qsl(urlsplit(url).query)
        return len(path) < SCRIPT_LENGTH and any(
            name.lower() in {"id", "articleid", "newsid", "nid"} and value.isdigit() for name, value in query
        )
    return _ARTICLE_PATH.search(path) is not None


def page_links(root: Element, page_url: str, base_url: str, outlet: Outlet) -> PageLinks:
    """Sort the links of a listing page; links off the outlet's site, to files and to service pages are left out."""
    feeds = cast("list[str]", _FEEDS(root))
    found = PageLinks(feeds=[url for href in feeds if (url := absolute_url(base_url, href))])
    own_key = url_key(page_url)
    seen: dict[str, int] = {}
    for anchor, url in _anchors(root, base_url):
        key = outlet.identity(url)
        if key == own_key or not outlet.owns(url, page_url):
            continue
        text = " ".join("".join(map(str, anchor.itertext())).split())
        if key in seen:
            _better_text(found, seen[key], text)
        elif is_article_link(url, text, outlet):
            seen[key] = len(found.articles)
            found.articles.append((url, text))
        elif _is_further(url, page_url, anchor, text):
            seen[key] = -1
            found.further.append(url)
        elif _is_listing(url, text, outlet):
            seen[key] = -1
            found.listings.append(url)
    return found


def is_article_link(url: str, text: str, outlet: Outlet) -> bool:
    """Whether a link leads to an article: by the outlet's pattern, else by the address's form and the text's length."""
    if outlet.article_pattern is not None:
        return outlet.is_article(url)
    return (not text or len(text.split()) >= HEADLINE_WORDS) and looks_like_article(url)


def is_article_address(url: str, outlet: Outlet) -> bool:
    """Whether an address is an article's: by the outlet's pattern, else by its form."""
    return outlet.is_article(url) if outlet.article_pattern is not None else looks_like_article(url)


def _anchors(root: Element, base_url: str) -> Iterator[tuple[Element, str]]:
    for anchor in root.iter("a"):
        href = anchor.get("href")
        if href and not href.startswith("#"):
            url = absolute_url(base_url, href)
            if url is not None:
                yield anchor, url


def _better_text(found: PageLinks, position: int, text: str) -> None:
    if position >= 0 and len(text) > len(found.articles[position][1]) and text.count(" ") >= HEADLINE_WORDS - 1:
        found.articles[position] = (found.articles[position][0], text)


def _is_further(url: str, page_url: str, anchor: Element, text: str) -> bool:
    here, there = urlsplit(page_url), urlsplit(url)
    is_same_path = _PAGE_PATH.sub("", there.path).rstrip("/") == _PAGE_PATH.sub("", here.path).rstrip("/")
    if not is_same_path:
        return False
    is_numbered = _PAGE_PATH.search(there.path) is not None or any(
        name.lower() in _PAGE_NUMBER and western_digits(value).isdigit() for name, value in parse_qsl(there.query)
    )
    return is_numbered and (
        "next" in (anchor.get("rel") or "")
        or western_digits(text).isdigit()
        or fold(text) in _NEXT_TEXTS
        or not text
        or len(text) <= ARROW_LENGTH
    )


def _is_listing(url: str, text: str, outlet: Outlet) -> bool:
    if outlet.listing_pattern is not None:
        return outlet.is_listing(url)
    path = urlsplit(url).path
    if not text or len(text.split()) > _SECTION_TEXT_WORDS or fold(text) in _SERVICE_TEXTS or _FILE.search(path):
        return False
    return (
        not _SERVICE_PATH.search(path) and path.count("/") <= SECTION_DEPTH and len(urlsplit(url).query) < SECTION_QUERY
    )


_SERVICE_PATH = pattern(
    r"/(?:about|contact|privacy|terms|login|register|search|user|account|cart|feed|rss|sitemap|advertis\w*|print|share|policy|admin|wp-\w+)(?:[/.-]|$)",
    IGNORECASE,
)
