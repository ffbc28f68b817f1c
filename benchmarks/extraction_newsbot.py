"""``extraction_newsbot.py HOW MANIFEST ROUNDS RULES``: reads the pages of a manifest with newsbot, in one of two ways.

``without-rules`` is the outlet that declares nothing; ``with-rules`` gives every page the rules that ``learn`` has
written to the file RULES, learnt from that very page: the pages are of as many sites, a few pages each. So the quality
of ``with-rules`` says only that rules lose nothing; what rules are worth on pages that they were not learnt from is
what ``newsbot addoutlet`` prints. The CPU is that of any outlet with rules. Outlet and rules are made beforehand, as a
crawl makes them once, and ``learn`` runs in a process of its own: its memory is not that of reading.
"""

import json
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from page_rounds import Found, pages, read_rounds

from newsbot import __version__
from newsbot.items import Article
from newsbot.learning.induction import absent, learnt_rules
from newsbot.learning.labels import labelled
from newsbot.pages.reading import PageReader, parsed, read_page
from newsbot.pages.rules import Outlet, Rules
from newsbot.pages.samples import Sample
from newsbot.text.encodings import page_encoding
from newsbot.text.urls import site_of

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> int:
    """Do what the command line names."""
    how, manifest, rules = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[4])
    if how == "learn":
        learn(manifest, rules)
    elif how == "without-rules":
        read_rounds(manifest, int(sys.argv[3]), without_rules, __version__)
    else:
        told = json.loads(rules.read_text(encoding="utf-8"))
        readers = {key: PageReader.of(_outlet(found["site"], found["rules"])) for key, found in told.items()}
        read_rounds(manifest, int(sys.argv[3]), partial(with_rules, readers), __version__)
    return 0


def learn(manifest: Path, rules: Path) -> None:
    """Write each page's site and rules to the file *rules*."""
    found = {}
    for key, body, url in pages(manifest):
        site = site_of(url) or "unknown.example"
        outlet = _outlet(site, {})
        page = labelled(Sample(url, body, None, "article", NOW), outlet)
        found[key] = {"site": site, "rules": {**learnt_rules([page], outlet), **absent([page])}}
    rules.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def without_rules(_: str, body: bytes, url: str) -> Found:
    """Read a page of a site that nothing is known of."""
    return _told(read_page(body, url, now=NOW))


def with_rules(readers: dict[str, PageReader], key: str, body: bytes, url: str) -> Found:
    """Read a page with its outlet's reader, which read_page keeps of a few outlets only."""
    encoding = page_encoding(body, outlet=None, header=None).name
    return _told(readers[key].article(readers[key].page(parsed(body, encoding), url, NOW), encoding))


def _outlet(site: str, rules: dict[str, list[str]]) -> Outlet:
    return Outlet(name="learnt", domains=(site,), rules=Rules(**{name: tuple(each) for name, each in rules.items()}))


def _told(article: Article) -> Found:
    return {
        "headline": article.headline,
        "date_published": article.date_published,
        "article_body": article.article_body,
        "authors": article.authors,
        "sources": article.sources,
    }


if __name__ == "__main__":
    sys.exit(main())
