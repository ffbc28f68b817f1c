"""What sitemaps list: url sets, news sitemaps, indexes, plain text, feeds used as sitemaps; it fetches none of it.

Not scrapy.utils.sitemap: of a news sitemap it gives no date and no title, for it looks at direct children only.
"""

import re
from datetime import UTC, tzinfo
from itertools import islice
from urllib.parse import urlsplit

from newsbot.pages.entries import ENTRIES_LIMIT, Entry, EntryList, entry_title, entry_url, first_moment
from newsbot.pages.feeds import feed_entries_of
from newsbot.pages.payload import payload_text
from newsbot.pages.xmlrecords import Document, Record, document, records

_SITEMAP_ROOTS = frozenset({"urlset", "sitemapindex"})
_PUBLISHED = ("news:publication_date", "publication_date")
_TITLES = ("news:title", "title")
_WANTED = frozenset({"loc", "lastmod", *_PUBLISHED, *_TITLES})
# Some sites list their sitemaps in a <urlset>.
_SITEMAP_PATH = re.compile(r"sitemap[^/]*\.(?:xml|txt)(?:\.gz)?$", re.IGNORECASE)


def sitemap_entries(body: bytes, base_url: str, *, zone: tzinfo = UTC, hint: str | None = None) -> EntryList:
    """Read a sitemap served at *base_url*, gzipped or not; an EntryList without a root for what is none.

    *zone* is the clock of dates without an offset, *hint* the encoding of the outlet's pages. Never raises: a sitemap
    that breaks off or is broken gives what can be read of it. Sitemaps named twice, and this one, are left out.
    """
    text = payload_text(body, hint=hint)
    found = document(text)
    if found is None and text.lstrip()[:4].lower() == "http":
        return _plain_entries(text)
    if found is None or found.root not in _SITEMAP_ROOTS:
        return feed_entries_of(text, base_url, zone)
    return _xml_entries(found, base_url, zone)


def _xml_entries(found: Document, base_url: str, zone: tzinfo) -> EntryList:
    listed, seen = EntryList(found.root), {base_url}
    for record in islice(records(found, _WANTED), ENTRIES_LIMIT):
        entry = _entry(record, base_url, zone)
        if entry is None:
            continue
        if record.name == "url" and not _SITEMAP_PATH.search(urlsplit(entry.url).path):
            listed.entries.append(entry)
        elif entry.url not in seen:
            seen.add(entry.url)
            listed.sitemaps.append(entry)
    return listed


def _entry(record: Record, base_url: str, zone: tzinfo) -> Entry | None:
    url = entry_url(base_url, record.text("loc"))
    if url is None:
        return None
    title = entry_title(record.text(*_TITLES))
    published = first_moment(map(record.text, _PUBLISHED), zone)
    modified = first_moment([record.text("lastmod")], zone, is_end=True)
    return Entry(url, title, published, modified, is_news=bool(title or published))


def _plain_entries(text: str) -> EntryList:
    """Read a sitemap of one address a line."""
    lines = islice((line for line in text.splitlines() if line.lstrip()[:4].lower() == "http"), ENTRIES_LIMIT)
    return EntryList("text", [Entry(url) for line in lines if (url := entry_url("", line))])
