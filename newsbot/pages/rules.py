"""What an outlet declares of its own pages: addresses, clock, headings, rules; and how these are read on a page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import cached_property, lru_cache
from re import Pattern
from re import compile as pattern
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from lxml.etree import Element as MakeElement
from lxml.etree import XPath, XPathEvalError, XPathSyntaxError

from newsbot.errors import ConfigurationError
from newsbot.pages.metadata import Metadata
from newsbot.pages.zones import Element
from newsbot.text.urls import site_of, url_key

FIELDS = frozenset(
    [
        "headline",
        "kicker",
        "description",
        "body",
        "date_published",
        "date_modified",
        "authors",
        "section",
        "keywords",
        "main_image",
        "caption",
        "credit",
        "quotes",
        "attribution",
        "subheads",
        "related",
        "views",
        "short_url",
    ]
)


JSON_LD = "json-ld:"
"""What a rule begins with that names a value of the page's JSON-LD article: ``json-ld:author.name``."""
_ELEMENTS_ONLY = frozenset({"quotes", "attribution", "related"})
_KEYS = pattern(r"[@\w][\w-]*(?:\.[@\w][\w-]*)*")
# A list that is longer was made to hurt.
_LIST_LIMIT = 50


@dataclass(frozen=True, slots=True)
class JsonLdKey:
    """A dotted path into the JSON-LD article; lists on the way are gone through, so that it may give several texts."""

    keys: tuple[str, ...]

    def texts(self, article: Mapping[str, Any]) -> list[str]:
        """The texts at the path, in order: of an object its value or name, else its address."""
        return [text for value in _at(dict(article), self.keys) if (text := _json_text(value))]


Rule: TypeAlias = XPath | JsonLdKey


class Rules:
    """Rules by field; several for one field are tried in order.

    A rule is an XPath, or ``json-ld:`` and a key of the page's JSON-LD article («json-ld:datePublished»). The XPaths of
    ``body``, ``quotes``, ``related`` and ``main_image`` select elements (the body's container or its paragraphs; each
    quote; the links or what holds them; the <img>); those of the other fields select text, attributes or elements
    whose text counts. ``attribution`` is read inside each quote. A text that a rule of ``body`` gives is the body, a
    paragraph a line; one that a rule of ``main_image`` gives is the picture's address.
    """

    def __init__(self, **fields: str | tuple[str, ...]) -> None:
        """Raise ConfigurationError for a field that no rule can fill, or a rule that cannot be read."""
        self._rules: dict[str, tuple[Rule, ...]] = {}
        for name, texts in fields.items():
            if name not in FIELDS:
                raise ConfigurationError("rules", name, f"a field among {', '.join(sorted(FIELDS))}")
            self._rules[name] = tuple(_read(name, text) for text in ((texts,) if isinstance(texts, str) else texts))
        self.texts: Mapping[str, tuple[str, ...]] = {
            name: (texts,) if isinstance(texts, str) else tuple(texts) for name, texts in fields.items()
        }
        """The rules as they were written."""

    def __contains__(self, name: str) -> bool:
        return name in self._rules

    def __bool__(self) -> bool:
        return bool(self._rules)

    def on(self, root: Element, read_metadata: Callable[[], Metadata]) -> "PageRules":
        """The rules, to be evaluated on one page; *read_metadata* is called when a rule asks for JSON-LD."""
        return PageRules(self._rules, root, read_metadata)


class PageRules:
    """An outlet's rules on one page: each field's rule is evaluated once, when it is first asked for."""

    def __init__(
        self, rules: Mapping[str, tuple[Rule, ...]], root: Element, read_metadata: Callable[[], Metadata]
    ) -> None:
        self._rules, self._root, self._read_metadata = rules, root, read_metadata
        self._found: dict[str, list[Element | str]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._rules

    def __bool__(self) -> bool:
        return bool(self._rules)

    def is_empty(self, name: str) -> bool:
        """Whether the outlet declares with ``()`` that its pages have no *name*: nothing else is looked for then."""
        return self._rules.get(name) == ()

    def elements(self, name: str) -> list[Element]:
        """What the first rule of *name* that finds anything finds, without its texts."""
        return [value for value in self._values(name) if not isinstance(value, str)]

    def texts(self, name: str) -> list[str]:
        """The non-blank texts of what the first rule of *name* that finds anything finds."""
        return [text for text in map(_text, self._values(name)) if text and not text.isspace()]

    def text(self, name: str) -> str | None:
        """The first text of *name*."""
        return next(iter(self.texts(name)), None)

    def text_in(self, element: Element, name: str) -> str | None:
        """The first text of *name* inside *element*: a quote's speaker."""
        xpaths = (rule for rule in self._rules.get(name, ()) if isinstance(rule, XPath))
        texts = (_text(value) for xpath in xpaths for value in _results(xpath, element))
        return next((text for text in texts if text and not text.isspace()), None)

    def _values(self, name: str) -> list[Element | str]:
        found = self._found.get(name)
        if found is None:
            results = map(self._evaluated, self._rules.get(name, ()))
            found = next((values for values in results if any(map(_says_something, values))), [])
            if name == "main_image":
                found = [_picture(value) if isinstance(value, str) else value for value in found]
            self._found[name] = found
        return found

    def _evaluated(self, rule: Rule) -> list[Element | str]:
        return _results(rule, self._root) if isinstance(rule, XPath) else [*rule.texts(self._read_metadata().article)]


def _at(value: object, keys: tuple[str, ...]) -> Iterator[object]:
    if isinstance(value, list):
        for part in value[:_LIST_LIMIT]:
            yield from _at(part, keys)
    elif not keys:
        yield value
    elif isinstance(value, dict):
        yield from _at(value.get(keys[0]), keys[1:])


def _json_text(value: object) -> str | None:
    if isinstance(value, dict):
        value = next((value[key] for key in ("@value", "name", "url", "@id") if value.get(key)), None)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else None


def _picture(address: str) -> Element:
    """The <img> that would show what stands at *address*."""
    picture = MakeElement("img")
    # An element takes no control characters; an address with some is no address.
    picture.set("src", "".join(filter(str.isprintable, address)))
    return picture


def _results(xpath: XPath, element: Element) -> list[Element | str]:
    value: Any = xpath(element)
    return value if isinstance(value, list) else [str(value)]


def _says_something(value: Element | str) -> bool:
    return not isinstance(value, str) or bool(value and not value.isspace())


def _text(value: Element | str) -> str:
    return value if isinstance(value, str) else "".join(map(str, value.itertext()))


def _read(name: str, text: str) -> Rule:
    if not text.startswith(JSON_LD):
        return _compiled(name, text)
    keys = text.removeprefix(JSON_LD)
    if name in _ELEMENTS_ONLY:
        raise ConfigurationError(f"rules.{name}", text, "an XPath, since it selects elements")
    if not _KEYS.fullmatch(keys):
        raise ConfigurationError(f"rules.{name}", text, f"{JSON_LD} and a key such as datePublished or author.name")
    return JsonLdKey(tuple(keys.split(".")))


def _compiled(name: str, path: str) -> XPath:
    try:
        XPath(path)
        return XPath(_quicker(path), smart_strings=False)
    except (XPathSyntaxError, XPathEvalError) as error:
        raise ConfigurationError(f"rules.{name}", path, f"an XPath 1.0 expression ({error})") from error


# libxml2 takes 25 us for //h1[@class='title'] on a page of 1,000 elements, and 10 for descendant::h1[@class='title'],
# which finds the same unless it counts: //a[1] is the first <a> of each parent.
_COUNTS = pattern(r"\[\s*\d|position\s*\(|last\s*\(")
_FROM_THE_TOP = pattern(r"(^|\|)\s*//(?=[\w*])")


def _quicker(path: str) -> str:
    return path if _COUNTS.search(path) else _FROM_THE_TOP.sub(r"\1descendant::", path)


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """One outlet as the pages need to know it; the generic outlet is the one that declares nothing."""

    name: str = "generic"
    domains: tuple[str, ...] = ()
    """Registrable domains or hosts; their sub-domains belong to them. Empty: the site of the page itself."""
    article_pattern: Pattern[str] | None = None
    """Searched in an address's path; the part that matches is the article's identity, what follows it is not."""
    listing_pattern: Pattern[str] | None = None
    """Searched in the path and query of pages that list articles: sections, archives, front pages."""
    related_headings: tuple[str, ...] = ()
    """Headings of the related block that are this outlet's own, beside the common ones."""
    timezone: tzinfo = UTC
    """The clock of dates printed without an offset."""
    encoding: str | None = None
    """The encoding of its pages, where neither header nor page can be trusted."""
    rules: Rules = field(default_factory=Rules)

    @cached_property
    def _hosts(self) -> tuple[str, ...]:
        return tuple(domain.lower().removeprefix("www.") for domain in self.domains)

    def owns(self, url: str, page_url: str | None = None) -> bool:
        """Whether *url* is on this outlet's site (or, for an outlet without domains, on the site of *page_url*)."""
        if not self._hosts:
            return page_url is None or site_of(url) == site_of(page_url)
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        return any(host == own or host.endswith(f".{own}") for own in self._hosts)

    def is_article(self, url: str) -> bool:
        """Whether *url* has the form of this outlet's articles; always False for an outlet without a pattern."""
        return self.article_pattern is not None and self.article_pattern.search(urlsplit(url).path) is not None

    def is_listing(self, url: str) -> bool:
        """Whether *url* has the form of this outlet's listing pages; False without a pattern."""
        if self.listing_pattern is None:
            return False
        parts = urlsplit(url)
        return self.listing_pattern.search(f"{parts.path}?{parts.query}" if parts.query else parts.path) is not None

    def identity(self, url: str) -> str:
        """The key that all addresses of one page share; of an article's only what the pattern matches counts."""
        return self._identity(url)

    @cached_property
    def _identity(self) -> Callable[[str], str]:
        """Remembers the last thousands: a page's own address is asked for several times, and its links again."""
        search = self.article_pattern.search if self.article_pattern is not None else None

        @lru_cache(maxsize=8192)
        def identity(url: str) -> str:
            if search is not None:
                parts = urlsplit(url)
                match = search(parts.path)
                if match:
                    return url_key(f"{parts.scheme}://{parts.netloc}{parts.path[: match.end()]}")
            return url_key(url)

        return identity
