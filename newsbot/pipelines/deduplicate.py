"""Tells a new article from one that is known: by address, by text, by nearly the same text; it writes only aliases.

Stats: newsbot/article/unchanged, newsbot/article/same_article; the store pipeline counts what it keeps.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newsbot.frontier.storage import crawler_store
from newsbot.items import Article
from newsbot.pages.rules import Outlet
from newsbot.pipelines.drops import SameArticle, Unchanged
from newsbot.store.articles import Articles
from newsbot.store.records import ArticleRecord
from newsbot.text.fingerprints import fingerprint, is_near
from newsbot.text.urls import article_id


class DeduplicatePipeline:
    """Fills ``id``, ``content_hash``, ``revision``, ``first_seen``, ``duplicate_of`` and ``story``.

    A page at the article's canonical address is its best version: met after a print or mobile view of the same article
    it takes that one's place, with the same revision number.
    """

    def __init__(self, articles: Articles, outlet: Outlet, stats: StatsCollector) -> None:
        self.articles, self.outlet, self.stats = articles, outlet, stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take store, outlet and stats from the crawl."""
        return cls(crawler_store(crawler).articles, outlet_of_crawl(crawler), crawler.stats)

    def process_item(self, item: Article) -> Article:
        """Return *item* with its identity; raise Unchanged or SameArticle for what the store holds."""
        item.content_hash = fingerprint(item.headline, item.article_body).content_hash
        keys = address_keys(item, self.outlet)
        known = self.articles.find_by_address(keys)
        if known is None:
            same_text = self.articles.find_by_text(fingerprint(item.headline, item.article_body).text_hash)
            if same_text is not None and is_same_path(item, same_text):
                known = same_text
            else:
                self._begin(item, keys, same_text)
        if known is not None:
            self._continue(item, known, keys)
        return item

    def _begin(self, item: Article, keys: Sequence[str], same_text: ArticleRecord | None) -> None:
        item.id = article_id(self._own_key(item, keys))
        item.revision = 1
        item.first_seen = item.date_downloaded
        self._compare(item, same_text)

    def _continue(self, item: Article, known: ArticleRecord, keys: Sequence[str]) -> None:
        item.id = known.id
        item.first_seen = known.first_seen_at.isoformat(timespec="seconds")
        item.duplicate_of, item.story = known.duplicate_of, known.story
        known_key, own_key = self.outlet.identity(known.url), self._own_key(item, keys)
        is_other_version = keys[0] not in (known_key, own_key)
        is_better_version = keys[0] == own_key != known_key
        if is_better_version:
            item.revision = known.revision
        elif known.content_hash == item.content_hash or is_other_version:
            self._end(item, known, keys, is_same_address=keys[0] == known_key)
        else:
            item.revision = known.revision + 1
            # A copy that was rewritten is none any more.
            self._compare(item, self.articles.find_by_text(fingerprint(item.headline, item.article_body).text_hash))

    def _compare(self, item: Article, same_text: ArticleRecord | None) -> None:
        """Mark *item* as a copy of the first article with (nearly) its text, if that is another one."""
        first = same_text or self._nearly_same(item)
        is_other = first is not None and item.id not in (first.id, first.duplicate_of)
        item.duplicate_of = (first.duplicate_of or first.id) if first is not None and is_other else None
        item.story = (first.story or first.id) if first is not None and is_other else item.story

    def _end(self, item: Article, known: ArticleRecord, keys: Sequence[str], *, is_same_address: bool) -> None:
        self.articles.touch(known.id, datetime.fromisoformat(item.date_downloaded or ""), keys=keys)
        if is_same_address:
            self.stats.inc_value("newsbot/article/unchanged")
            raise Unchanged(f"unchanged since {known.id} was stored")
        self.stats.inc_value("newsbot/article/same_article")
        raise SameArticle(f"another address of {known.id}")

    def _own_key(self, item: Article, keys: Sequence[str]) -> str:
        """The key that the id is made of: the canonical address's, since it stays when the others change."""
        return self.outlet.identity(item.canonical_url) if item.canonical_url else keys[0]

    def _nearly_same(self, item: Article) -> ArticleRecord | None:
        marks = fingerprint(item.headline, item.article_body)
        if marks.signature is None:
            return None
        for candidate in self.articles.near_candidates(marks.bands):
            if candidate.id != item.id and is_near(marks.signature, candidate.signature):
                return self.articles.find(candidate.id)
        return None


def address_keys(item: Article, outlet: Outlet) -> list[str]:
    """The identities of all addresses that the page gives itself, the fetched one first."""
    urls = (item.url, item.canonical_url, item.short_url)
    return list(dict.fromkeys(outlet.identity(url) for url in urls if url))


def is_same_path(item: Article, known: ArticleRecord) -> bool:
    """Whether *known*, which has the same body, differs in the address's query only: «?ref=home» and its like."""
    if known.outlet != item.outlet or known.content_hash != item.content_hash:
        return False
    return _path(known.url) == _path(item.url or "")


def _path(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/")


def outlet_of_crawl(crawler: Crawler) -> Outlet:
    """The outlet that is crawled, as its NewsSpider declares it."""
    outlet: Outlet = crawler.spider.outlet  # type: ignore[union-attr] # pipelines are made after the spider
    return outlet
