"""Accepts what is an article and drops the rest with a reason; it changes nothing."""

from datetime import datetime
from typing import Self

from scrapy.crawler import Crawler

from newsbot.frontier.scope import since_of
from newsbot.items import Article
from newsbot.pipelines.drops import BeforeSince, Garbled, NoBody, NoHeadline
from newsbot.text.mojibake import looks_garbled

# What is garbled is so from its first words; judging 2,000 characters took 0.4 ms.
SAMPLE_LENGTH = 300


class ValidatePipeline:
    """Asks for a headline and a text that can be read; how long the text is does not matter."""

    def __init__(self, since: datetime | None = None) -> None:
        """*since*, aware, leaves out what was published before; what has no date stays."""
        self.since = since

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSBOT_SINCE."""
        return cls(since_of(crawler.settings))

    def process_item(self, item: Article) -> Article:
        """Return *item*, or raise the drop that says what it lacks."""
        if not item.headline:
            raise NoHeadline("no headline")
        if not item.article_body:
            raise NoBody("no text of its own")
        if looks_garbled(item.article_body[:SAMPLE_LENGTH]):
            raise Garbled(f"unreadable text, read as {item.encoding}")
        if self.since and item.date_published and datetime.fromisoformat(item.date_published) < self.since:
            raise BeforeSince(f"published on {item.date_published[:10]}")
        return item
