"""Keeps articles and revisions in the store; what is kept but not published is dropped here with its reason.

Stats: newsbot/article/new, newsbot/article/changed, newsbot/article/duplicate, newsbot/article/near_duplicate.
"""

from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newsbot.feeds.jsonl import line
from newsbot.frontier.storage import crawler_store
from newsbot.items import Article
from newsbot.pages.rules import Outlet
from newsbot.pipelines.deduplicate import address_keys, outlet_of_crawl
from newsbot.pipelines.drops import NearlySameText, NewsbotDrop, SameArticle, SameText
from newsbot.store.articles import Articles
from newsbot.store.records import ArticleRecord, Revision
from newsbot.text.fingerprints import fingerprint

# What may change without a new revision, and does from visit to visit.
VOLATILE_FIELDS = frozenset(
    (
        "views", "related", "images", "sources", "date_downloaded", "first_seen", "encoding", "parser_version",
        "revision", "content_hash", "url",
    )
)  # fmt: skip


class StorePipeline:
    """Writes each article once; *left_out* is NEWSBOT_DUPLICATES_LEFT_OUT: none, exact or near."""

    def __init__(self, articles: Articles, outlet: Outlet, stats: StatsCollector, left_out: str) -> None:
        self.articles, self.outlet, self.stats, self.left_out = articles, outlet, stats, left_out

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take store, outlet and settings from the crawl."""
        left_out = crawler.settings.get("NEWSBOT_DUPLICATES_LEFT_OUT", "exact")
        return cls(crawler_store(crawler).articles, outlet_of_crawl(crawler), crawler.stats, left_out)

    def process_item(self, item: Article) -> Article:
        """Store *item* and return it, or raise the reason for which it is not published."""
        is_exact = self._is_exact_copy(item)
        reason = self._left_out_as(item, is_exact=is_exact)
        known = self.articles.find(item.id or "")
        if known is None:
            self._add(item, is_publishable=reason is None)
        elif known.revision == item.revision:
            self._replace(item, known)
            raise SameArticle(f"the canonical page of {item.id}, in place of another version")
        else:
            self._revise(item, known, is_publishable=reason is None)
        self._count(item, is_exact=is_exact)
        if reason is not None:
            raise reason
        return item

    def _is_exact_copy(self, item: Article) -> bool:
        if item.duplicate_of is None:
            return False
        # Not the article that it is marked as a copy of: of a near-copy's copy that is the first of the story.
        twin = self.articles.find_by_text(fingerprint(item.headline, item.article_body).text_hash)
        return twin is not None and twin.id != item.id

    def _left_out_as(self, item: Article, *, is_exact: bool) -> NewsbotDrop | None:
        if item.duplicate_of is None or self.left_out == "none":
            return None
        if is_exact:
            return SameText(f"the text of {item.duplicate_of}")
        return NearlySameText(f"nearly the text of {item.duplicate_of}") if self.left_out == "near" else None

    def _add(self, item: Article, *, is_publishable: bool) -> None:
        marks = fingerprint(item.headline, item.article_body)
        is_first = item.duplicate_of is None
        record = ArticleRecord(
            **_described(item),
            id=item.id or "",
            outlet=item.outlet or "",
            text_hash=marks.text_hash,
            duplicate_of=item.duplicate_of,
            story=item.story,
            first_seen_at=_time(item.date_downloaded),
            seen_at=_time(item.date_downloaded),
        )
        self.articles.add(
            record,
            _revision(item, (), is_publishable=is_publishable),
            keys=address_keys(item, self.outlet),
            signature=marks.signature if is_first else None,
            bands=marks.bands if is_first else (),
        )

    def _revise(self, item: Article, known: ArticleRecord, *, is_publishable: bool) -> None:
        before = self.articles.current_item(known.id) or {}
        revision = _revision(item, changed_fields(before, asdict(item)), is_publishable=is_publishable)
        self.articles.revise(_as_seen(item, known), revision, keys=address_keys(item, self.outlet))

    def _replace(self, item: Article, known: ArticleRecord) -> None:
        revision = _revision(item, (), is_publishable=True)
        self.articles.replace(_as_seen(item, known), revision, keys=address_keys(item, self.outlet))
        self.stats.inc_value("newsbot/article/same_article")

    def _count(self, item: Article, *, is_exact: bool) -> None:
        if item.duplicate_of is not None:
            self.stats.inc_value(f"newsbot/article/{'duplicate' if is_exact else 'near_duplicate'}")
        if not is_exact:
            self.stats.inc_value(f"newsbot/article/{'new' if item.revision == 1 else 'changed'}")


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    """The fields whose values differ, in the item's order; what changes from visit to visit is left out."""
    return tuple(name for name, value in after.items() if name not in VOLATILE_FIELDS and before.get(name) != value)


def _described(item: Article) -> dict[str, Any]:
    published = datetime.fromisoformat(item.date_published) if item.date_published else None
    return {
        "url": item.url or "",
        "canonical_url": item.canonical_url,
        "headline": item.headline,
        "section": item.section,
        "language": item.language,
        "date_published": published,
        "content_hash": item.content_hash,
    }


def _as_seen(item: Article, known: ArticleRecord) -> ArticleRecord:
    """The record of *known* with what its page says now."""
    return replace(
        known,
        **_described(item),
        text_hash=fingerprint(item.headline, item.article_body).text_hash,
        revision=item.revision or 1,
        seen_at=_time(item.date_downloaded),
        state="live",
        gone_at=None,
    )


def _revision(item: Article, changed: tuple[str, ...], *, is_publishable: bool) -> Revision:
    return Revision(
        article_id=item.id or "",
        outlet=item.outlet or "",
        revision=item.revision or 1,
        content_hash=item.content_hash,
        item=line(item),
        changed_fields=changed,
        stored_at=_time(item.date_downloaded),
        is_publishable=is_publishable,
    )


def _time(text: str | None) -> datetime:
    """The aware time of a field that the pipelines before have filled."""
    return datetime.fromisoformat(text) if text else datetime.now(UTC)
