"""``extraction_peer.py NAME MANIFEST``: reads the pages of a manifest with another extractor, at its defaults.

Prints JSON lines with ``key``, ``headline``, ``date_published`` and ``article_body``, as ``newsbot extract --batch``
does. ``--is-installed`` for a manifest only tells, by the exit code, whether the extractor is there. It imports nothing
of newsbot: the Python that has the peers need not have it.
"""

import gzip
import importlib
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

Found = dict[str, Any]
_GZIP = b"\x1f\x8b"


def with_trafilatura(html: str, url: str) -> Found:
    """Read with trafilatura, metadata included."""
    document = importlib.import_module("trafilatura").bare_extraction(html, url=url or None, with_metadata=True)
    return {} if document is None else _found(document.title, document.date, document.text)


def with_newspaper4k(html: str, url: str) -> Found:
    """Read with newspaper4k, without the pictures that it would fetch from the site."""
    newspaper = importlib.import_module("newspaper")
    article = newspaper.article(url or "http://unknown.example/", input_html=html, fetch_images=False)
    return _found(article.title, article.publish_date, article.text)


def with_readability(html: str, url: str) -> Found:
    """Read with readability-lxml, which has no date; the text is that of the blocks of its summary."""
    document = importlib.import_module("readability").Document(html, url=url or None)
    root = importlib.import_module("lxml.html").document_fromstring(document.summary(html_partial=True))
    return _found(document.short_title(), None, "\n\n".join(_blocks(root)))


def with_newsplease(html: str, url: str) -> Found:
    """Read with news-please, which asks several extractors and compares."""
    article = importlib.import_module("newsplease").NewsPlease.from_html(html, url=url or None)
    return _found(article.title, article.date_publish, article.maintext)


PEERS: dict[str, tuple[str, Callable[[str, str], Found]]] = {
    "trafilatura": ("trafilatura", with_trafilatura),
    "newspaper4k": ("newspaper", with_newspaper4k),
    "readability-lxml": ("readability", with_readability),
    "news-please": ("newsplease", with_newsplease),
}
"""By name: the module to import, and the reading of one page."""


def main() -> int:
    """Read what the command line names."""
    module, read = PEERS[sys.argv[1]]
    try:
        importlib.import_module(module)
    except ImportError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if sys.argv[2] == "--is-installed":
        return 0
    manifest = Path(sys.argv[2])
    for line in manifest.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        body = (manifest.parent / row["file"]).read_bytes()
        body = gzip.decompress(body) if body.startswith(_GZIP) else body
        try:
            found = read(body.decode("utf-8", "replace"), row.get("url") or "")
        except Exception as error:  # noqa: BLE001 - a peer's failure is its score, and told beside it
            sys.stderr.write(f"failed: {type(error).__name__}\n")
            found = {}
        print(json.dumps({"key": row["key"], **found}, ensure_ascii=False))
    return 0


def _found(headline: str | None, published: Any, body: str | None) -> Found:
    moment = published.isoformat() if isinstance(published, date) else published
    return {"headline": headline, "date_published": moment, "article_body": body}


def _blocks(root: Any) -> Iterator[str]:
    for element in root.iter("p", "h2", "h3", "h4", "li", "blockquote", "pre"):
        if text := " ".join(element.text_content().split()):
            yield text


if __name__ == "__main__":
    sys.exit(main())
