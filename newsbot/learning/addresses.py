"""The addresses that a site's sampled pages stand at and lead to, by what is known of them; it generalises nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from re import IGNORECASE
from re import compile as pattern
from urllib.parse import unquote, urlsplit

from newsbot.pages.discovery import page_links
from newsbot.pages.reading import parsed
from newsbot.pages.rules import Outlet
from newsbot.pages.samples import Sample
from newsbot.pages.zones import Element
from newsbot.text.encodings import page_encoding
from newsbot.text.urls import absolute_url, url_key

LEAST_HEADLINES = 3
"""A page that leads to fewer articles is no listing: a contact page has two in its footer."""
MOST_LINKS = 2_000
"""Of one page; an archive's calendar can hold more, and they say nothing new."""

_SERVICE = pattern(
    r"/(?:tags?|categor(?:y|ies)|sections?|authors?|writers?|page|search|users?|log-?in|register|about(?:-us)?"
    r"|contact(?:-us)?|privacy(?:-policy)?|terms|feeds?|rss|archives?|topics?|wp-\w+|cdn-cgi|amp|print|share|sitemap\w*"
    r"|وسم|وسوم|تصنيف|قسم|اقسام|أقسام|كاتب|صفحة|بحث|من-نحن|اتصل-بنا)(?=/|$)",
    IGNORECASE,
)
_FILE = pattern(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|m4a|avi|mov|zip|rar|docx?|xlsx?|pptx?|css|js|json|xml|ico|apk|exe)$",
    IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SiteAddresses:
    """Addresses of one site; none stands in two of them."""

    articles: tuple[str, ...]
    """Of pages that hold an article."""
    listings: tuple[str, ...] = ()
    """Of pages that lead to articles; the front page is left out."""
    services: tuple[str, ...] = ()
    """Of what is no article by its words: tags, authors, searches, files."""
    menu: tuple[str, ...] = ()
    """Of links with a few words, as menus have them: sections for the most part, and short headlines."""


def site_addresses(samples: Sequence[Sample], outlet: Outlet) -> SiteAddresses:
    """Sort the addresses of *samples* and of the links on them; the domains of *outlet* tell which are the site's."""
    articles = {url_key(sample.url): sample.url for sample in samples if sample.kind == "article"}
    listings: dict[str, str] = {}
    services: dict[str, str] = {}
    menu: dict[str, str] = {}
    for sample in samples:
        root = _tree(sample, outlet)
        links = page_links(root, sample.url, sample.url, outlet)
        if sample.kind == "listing" and len(links.articles) >= LEAST_HEADLINES:
            listings[url_key(sample.url)] = sample.url
        services.update((url_key(url), url) for url in _addresses(root, sample.url, outlet) if is_service(url))
        menu.update((url_key(url), url) for url in (*links.listings, *links.further))
    return SiteAddresses(
        articles=tuple(articles.values()),
        listings=_without(listings, articles),
        services=_without(services, articles | listings),
        menu=_without(menu, articles | listings | services),
    )


def is_service(url: str) -> bool:
    """Tell whether the words of an address say that no article stands there."""
    path = unquote(urlsplit(url).path)
    return _SERVICE.search(path) is not None or _FILE.search(path) is not None


def _addresses(root: Element, page_url: str, outlet: Outlet) -> Iterator[str]:
    for _, anchor in zip(range(MOST_LINKS), root.iter("a"), strict=False):
        url = absolute_url(page_url, anchor.get("href") or "")
        if url is not None and outlet.owns(url, page_url):
            yield url


def _tree(sample: Sample, outlet: Outlet) -> Element:
    return parsed(sample.body, page_encoding(sample.body, outlet=outlet.encoding, header=sample.header_encoding).name)


def _without(found: dict[str, str], others: dict[str, str]) -> tuple[str, ...]:
    return tuple(url for key, url in found.items() if key not in others and not _is_front(url))


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query
