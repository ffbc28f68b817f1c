"""``extraction_peer.py NAME MANIFEST ROUNDS``: reads the pages of a manifest with another extractor, at its defaults.

``--is-installed`` in place of the manifest only tells, by the exit code, whether the extractor is there. Each gets the
bytes of the page, as its documentation allows, and none may fetch pictures. It imports nothing of newsbot: the Python
that has the peers need not have it.
"""

import importlib
import io
import sys
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from page_rounds import Found, read_rounds

_NOWHERE = "http://unknown.example/"
Reader = Callable[[bytes, str], Found]


def trafilatura() -> Reader:
    """Return trafilatura with metadata, authors and date among them."""
    extract = importlib.import_module("trafilatura").bare_extraction

    def read(body: bytes, url: str) -> Found:
        document = extract(body, url=url or None, with_metadata=True)
        if document is None:
            return {}
        authors = (document.author or "").split("; ")
        return _found(document.title, document.date, document.text, authors)

    return read


def newspaper4k() -> Reader:
    """Return newspaper4k without the pictures that it would fetch from the site."""
    article_of = importlib.import_module("newspaper").article

    def read(body: bytes, url: str) -> Found:
        article = article_of(url or _NOWHERE, input_html=body, fetch_images=False)
        return _found(article.title, article.publish_date, article.text, article.authors)

    return read


def readability() -> Reader:
    """Return readability-lxml, which has neither date nor authors; the text is that of the blocks of its summary."""
    document_of = importlib.import_module("readability").Document
    parsed = importlib.import_module("lxml.html").document_fromstring

    def read(body: bytes, url: str) -> Found:
        document = document_of(body, url=url or None)
        text = "\n\n".join(_blocks(parsed(document.summary(html_partial=True))))
        return _found(document.short_title(), None, text, None)

    return read


def newsplease() -> Reader:
    """Return news-please by its way for kept pages, a WARC record: that way tells the encoding of bytes itself."""
    extract = importlib.import_module("newsplease").NewsPlease.from_warc
    headers_of = importlib.import_module("warcio.statusandheaders").StatusAndHeaders
    writer = importlib.import_module("warcio.warcwriter").WARCWriter(io.BytesIO())

    def read(body: bytes, url: str) -> Found:
        headers = headers_of("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = writer.create_warc_record(url or _NOWHERE, "response", payload=io.BytesIO(body), http_headers=headers)
        article = extract(record, fetch_images=False)
        return _found(article.title, article.date_publish, article.maintext, article.authors)

    return read


PEERS: dict[str, Callable[[], Reader]] = {
    "trafilatura": trafilatura,
    "newspaper4k": newspaper4k,
    "news-please": newsplease,
    "readability-lxml": readability,
}
"""By the name of the distribution."""


def main() -> int:
    """Read what the command line names."""
    warnings.simplefilter("ignore")
    name = sys.argv[1]
    try:
        reader = PEERS[name]()
    except ImportError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if sys.argv[2] != "--is-installed":
        read_rounds(Path(sys.argv[2]), int(sys.argv[3]), lambda _, body, url: reader(body, url), version(name))
    return 0


def _found(headline: str | None, published: Any, body: str | None, authors: list[str] | None) -> Found:
    moment = published.isoformat() if isinstance(published, date) else published
    named = None if authors is None else [author for author in authors if author]
    return {"headline": headline, "date_published": moment, "article_body": body, "authors": named}


def _blocks(root: Any) -> Iterator[str]:
    for element in root.iter("p", "h2", "h3", "h4", "li", "blockquote", "pre"):
        if text := " ".join(element.text_content().split()):
            yield text


if __name__ == "__main__":
    sys.exit(main())
