"""RSS 2.0 and Atom, written entry by entry; whatever a page's text holds, the file is well-formed XML.

Characters that XML does not allow, escaped or not, are left out.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from lxml import etree

from newsbot.feeds import entries
from newsbot.feeds.writing import ArticleWriter, Plan, Sink

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
XML = "http://www.w3.org/XML/1998/namespace"
LANGUAGE = "ar"
"""The feed's own; an entry in another language says so."""
GENERATOR = "newsbot"

_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


class XmlFeedWriter(ArticleWriter):
    """What the two have in common: a head, entries, and an end that closes what the head opened."""

    def __init__(self, stream: Sink, plan: Plan) -> None:
        self._plan = plan
        self._open = ExitStack()
        self._file: Any = self._open.enter_context(etree.xmlfile(stream, encoding="utf-8"))
        self._has_begun = False

    def write(self, lines: Sequence[str]) -> None:
        """Add entries."""
        articles = entries.read_entries(lines)
        if articles and not self._has_begun:
            self._start(articles[0])
        for article in articles:
            self._file.write(self._entry(article))

    def finish(self) -> None:
        """Close what is open; a feed of no articles has a head too."""
        if not self._has_begun:
            self._start(None)
        self._open.close()

    def _start(self, first: Mapping[str, Any] | None) -> None:
        self._has_begun = True
        self._file.write_declaration()
        self._head(first)

    def _head(self, first: Mapping[str, Any] | None) -> None:
        raise NotImplementedError

    def _entry(self, article: Mapping[str, Any]) -> Any:
        raise NotImplementedError

    def _enter(self, tag: str, attributes: Mapping[str, str], nsmap: Mapping[str | None, str] | None = None) -> None:
        self._open.enter_context(self._file.element(tag, attributes, nsmap=nsmap))


class RssWriter(XmlFeedWriter):
    """RSS 2.0 with the modules that readers know: content, dc, media."""

    def _head(self, first: Mapping[str, Any] | None) -> None:
        self._enter("rss", {"version": "2.0"}, {"content": CONTENT, "dc": DC, "media": MEDIA})
        self._enter("channel", {})
        told = {
            "title": self._plan.title,
            "link": entries.home(first),
            "description": self._plan.title,
            "language": LANGUAGE,
            "lastBuildDate": format_datetime(self._plan.now),
            "generator": GENERATOR,
        }
        for tag, text in told.items():
            self._file.write(_element(tag, text))

    def _entry(self, article: Mapping[str, Any]) -> Any:
        item = etree.Element("item")
        published = entries.published_at(article)
        _add(item, "title", article.get("headline"))
        _add(item, "link", entries.link(article))
        identity = entries.identity(article, with_revisions=self._plan.with_revisions)
        _add(item, "guid", identity, isPermaLink="false")
        _add(item, "pubDate", format_datetime(published) if published else None)
        for author in article.get("authors") or ():
            _add(item, f"{{{DC}}}creator", author)
        _add(item, f"{{{DC}}}language", article.get("language"))
        for tag in entries.tags(article):
            _add(item, "category", tag)
        # RSS demands a title or a description.
        _add(item, "description", article.get("description") or article.get("headline") or identity)
        _add(item, f"{{{CONTENT}}}encoded", entries.html_body(article))
        if picture := entries.picture(article):
            _add(item, f"{{{MEDIA}}}content", "", url=picture, medium="image")
        return item


class AtomWriter(XmlFeedWriter):
    """Atom (RFC 4287)."""

    def _head(self, first: Mapping[str, Any] | None) -> None:
        self._enter(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": LANGUAGE}, {None: ATOM, "xml": XML})
        home = entries.home(first)
        self._file.write(_element(f"{{{ATOM}}}id", f"urn:newsbot:feed:{quote(self._plan.title)}"))
        self._file.write(_element(f"{{{ATOM}}}title", self._plan.title))
        self._file.write(_element(f"{{{ATOM}}}updated", self._plan.now.isoformat()))
        self._file.write(_element(f"{{{ATOM}}}generator", GENERATOR))
        self._file.write(_element(f"{{{ATOM}}}link", "", rel="alternate", href=home))

    def _entry(self, article: Mapping[str, Any]) -> Any:
        entry = etree.Element(f"{{{ATOM}}}entry", nsmap={None: ATOM})  # type: ignore[dict-item] # the stubs know no default namespace
        identity = entries.identity(article, with_revisions=self._plan.with_revisions)
        published = entries.published_at(article)
        if article.get("language"):
            entry.set(f"{{{XML}}}lang", article["language"])
        _add(entry, f"{{{ATOM}}}id", f"urn:newsbot:{identity}")
        _add(entry, f"{{{ATOM}}}title", article.get("headline") or identity)
        _add(entry, f"{{{ATOM}}}updated", entries.updated_at(article, self._plan.now).isoformat())
        _add(entry, f"{{{ATOM}}}published", published.isoformat() if published else None)
        for name in article.get("authors") or [article.get("outlet") or GENERATOR]:
            _add(etree.SubElement(entry, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", name)
        for tag in entries.tags(article):
            _add(entry, f"{{{ATOM}}}category", "", term=tag)
        if address := entries.link(article):
            _add(entry, f"{{{ATOM}}}link", "", rel="alternate", href=address)
        _add(entry, f"{{{ATOM}}}summary", article.get("description"))
        _add(entry, f"{{{ATOM}}}content", entries.html_body(article), type="html")
        return entry


def _element(tag: str, text: str, **attributes: str) -> Any:
    plain = {name: allowed(value) for name, value in attributes.items()}
    # Without it every element would declare a prefix of its own for Atom's namespace.
    element = etree.Element(tag, plain, nsmap={None: ATOM} if tag.startswith(f"{{{ATOM}}}") else None)  # type: ignore[dict-item] # as above
    element.text = allowed(text) or None
    return element


def _add(parent: Any, tag: str, text: str | None, **attributes: str) -> None:
    if text is not None:
        parent.append(_element(tag, text, **attributes))


def allowed(text: str) -> str:
    r"""Return *text* without the characters that XML does not allow.

    >>> allowed("خبر\x00 \x0bعاجل\ufffe")
    'خبر عاجل'
    """
    return _NOT_XML.sub("", text)
