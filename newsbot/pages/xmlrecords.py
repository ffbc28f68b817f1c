"""XML of feeds and sitemaps as a stream of flat records, however broken; it fetches nothing and reads no DTD.

No tree is built: a sitemap of 50,000 addresses and 13.6 MB takes 56 MiB, its entries included, and 2.1 s, half of it to
make the addresses fit for a request. What precedes the root element is cut off, a DTD with it, and what looks like an
entity of its own is text: nothing is left to expand.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import XMLParser, XMLSyntaxError

ELEMENTS_LIMIT = 2_000_000
"""50,000 addresses with ten elements each are a quarter of it; beyond, a document is read no further (3 s here)."""

_RECORDS = {
    "rss": frozenset({"item"}),
    "rdf": frozenset({"item"}),
    "channel": frozenset({"item"}),
    "feed": frozenset({"entry"}),
    "urlset": frozenset({"url", "sitemap"}),
    "sitemapindex": frozenset({"url", "sitemap"}),
}
_ROOT = re.compile(rf"<(?:[\w.-]+:)?({'|'.join(_RECORDS)})\b[^<>]*>|<(?:!doctype\s+)?(html)\b", re.IGNORECASE)
_HEAD = 64 * 1024  # characters that may precede the root: a PHP warning, comments, a licence
_PIECE = 64 * 1024
_SLACK = b"<x>" * 32
"""Each end tag too many closes one of these: it would close the root, and end the document for libxml2."""

# Namespaces that share names with the fields we read («media:title»), by a part of their name. All others, wrong
# ones and none at all count as the document's own.
_FOREIGN = {
    "search.yahoo.com/mrss": "media",
    "itunes": "itunes",
    "purl.org/dc": "dc",
    "rss/1.0/modules": "module",
    "sitemap-news": "news",
    "sitemap-image": "image",
    "sitemap-video": "video",
    "sitemap-mobile": "mobile",
    "feedburner": "feedburner",
    "1999/xhtml": "xhtml",
}
_PREFIXES = {
    "dc": "purl.org/dc",
    "content": "rss/1.0/modules",
    "news": "sitemap-news",
    "image": "sitemap-image",
    "video": "sitemap-video",
    "media": "search.yahoo.com/mrss",
    "feedburner": "feedburner",
    "itunes": "itunes",
    "xhtml": "1999/xhtml",
    "atom": "atom",
}
"""Prefixes that documents use without declaring them; libxml2 would drop the prefix and mistake the name."""

_GROUPS = frozenset({"news", "news:news"})
"""Elements inside a record whose children are fields of it."""
_DECLARED = re.compile(r"xmlns:([\w.-]+)")
_BARE = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)|<(?![A-Za-z_/!?])")
_ESCAPED = {"&": "&amp;", "<": "&lt;"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)))

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


class Field(NamedTuple):
    """An element inside a record; *name* has a prefix only for vocabularies that are no feed's or sitemap's own."""

    name: str
    attributes: Mapping[str, str]
    text: str


class Record(NamedTuple):
    """An item, entry, url or sitemap."""

    name: str
    attributes: Mapping[str, str]
    fields: list[Field]

    def text(self, *names: str) -> str | None:
        """Return the first text that is not blank of the first of *names* that has one, without outer whitespace."""
        for name in names:
            for field in self.fields:
                if field.name == name and (text := field.text.strip()):
                    return text
        return None


class Document(NamedTuple):
    """*root* is rss, rdf, channel, feed, urlset or sitemapindex; *base* is its xml:base."""

    root: str
    base: str | None
    text: str
    """From the root's start tag on, or from behind it where that was mended."""


def document(text: str) -> Document | None:
    """Find the root element of a feed or sitemap; None for anything else, an HTML page above all."""
    match = _ROOT.search(text, 0, _HEAD)
    if match is None or match[2]:
        return None
    missing = _PREFIXES.keys() - set(_DECLARED.findall(match[0]))
    declared = "".join(f' xmlns:{prefix}="{_PREFIXES[prefix]}"' for prefix in sorted(missing))
    end = match.end(1)
    base = re.search(r"xml:base\s*=\s*[\"']([^\"']+)", match[0])
    return Document(match[1].lower(), base and base[1], f"{text[match.start() : end]}{declared}{text[end:]}")


def records(found: Document, wanted: frozenset[str]) -> Iterator[Record]:
    """Give the records of a document with their *wanted* fields; stops where the document cannot be read any more."""
    collector = _Collector(_RECORDS[found.root], wanted)
    # libxml2 drops what follows a bare «&» in an address, and all that follows a bare «<» in a headline.
    text = found.text.translate(_CONTROLS) if _CONTROL.search(found.text) else found.text
    text = _BARE.sub(lambda sign: _ESCAPED[sign[0]], text)
    parser = XMLParser(
        target=collector,  # type: ignore[arg-type]  # the stub asks for more methods than lxml calls
        recover=True,
        encoding="utf-8",
        no_network=True,
    )
    try:
        parser.feed(_SLACK)
        for start in range(0, len(text), _PIECE):
            parser.feed(text[start : start + _PIECE].encode("utf-8", "replace"))
            yield from collector.taken()
            if collector.elements > ELEMENTS_LIMIT:
                return
        parser.close()
    except XMLSyntaxError:
        pass
    yield from collector.taken()


@lru_cache(maxsize=1024)
def field_name(tag: str) -> str:
    """Return the name of an element in lower case, with a prefix where its vocabulary is not the document's own.

    >>> field_name("{http://www.google.com/schemas/sitemap-news/0.9}publication_date")
    'news:publication_date'
    """
    namespace, _, name = tag.rpartition("}")
    namespace, name = namespace.lower(), name.lower()
    prefix = next((prefix for part, prefix in _FOREIGN.items() if part in namespace), None) if namespace else None
    return f"{prefix}:{name}" if prefix else name


class _Collector:
    """A parser target: lxml calls start, data and end as it meets them."""

    def __init__(self, names: Iterable[str], wanted: frozenset[str]) -> None:
        self._names, self._wanted = frozenset(names), wanted
        self._done: list[Record] = []
        self._record: Record | None = None
        self._depth = self._record_depth = self._field_depth = 0
        self._field: tuple[str, Mapping[str, str]] | None = None
        self._text: list[str] | None = None
        self.elements = 0

    def taken(self) -> list[Record]:
        """Return the records that ended since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self.elements += 1
        name = field_name(tag)
        if name in self._names:
            self._end_record()
            self._record, self._record_depth = Record(name, dict(attributes), []), self._depth
        elif self._record is not None and name not in _GROUPS and self._is_field(name):
            self._keep_field()
            self._field, self._field_depth = (name, dict(attributes)), self._depth
            self._text = [] if name in self._wanted else None

    def _is_field(self, name: str) -> bool:
        """Tell a field from what stands inside one: markup, or the title and link of an entry's source.

        A wanted field inside another wanted one follows it: that one was not closed.
        """
        return self._field is None or (self._text is not None and name in self._wanted)

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, _tag: str) -> None:
        if self._field is not None and self._depth <= self._field_depth:
            self._keep_field()
        elif self._record is not None and self._depth <= self._record_depth:
            self._end_record()
        self._depth -= 1

    def close(self) -> None:
        """Leave out a record that the document broke off in: its address may be cut."""

    def _keep_field(self) -> None:
        if self._record is not None and self._field is not None and self._text is not None:
            self._record.fields.append(Field(*self._field, "".join(self._text)))
        self._field = self._text = None

    def _end_record(self) -> None:
        self._keep_field()
        if self._record is not None:
            self._done.append(self._record)
        self._record = None
