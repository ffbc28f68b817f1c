"""JSON Feed 1.1, written item by item; what the format has no word for stands in each item's ``_newsbot``."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from newsbot.feeds import entries
from newsbot.feeds.writing import ArticleWriter, Plan, Sink

VERSION = "https://jsonfeed.org/version/1.1"
LANGUAGE = "ar"
_TOLD_ELSEWHERE = frozenset(
    {
        "id", "headline", "description", "article_body", "date_published", "date_modified", "keywords", "language",
    }
)  # fmt: skip


class JsonFeedWriter(ArticleWriter):
    """A head, then items."""

    def __init__(self, stream: Sink, plan: Plan) -> None:
        self._stream, self._plan = stream, plan
        self._separator = b""
        self._has_begun = False

    def write(self, lines: Sequence[str]) -> None:
        """Add items."""
        articles = entries.read_entries(lines)
        if articles and not self._has_begun:
            self._begin(articles[0])
        for article in articles:
            self._stream.write(self._separator + _text(self._item(article)).encode("utf-8"))
            self._separator = b",\n"

    def finish(self) -> None:
        """Close the list; a feed of no articles has a head too."""
        if not self._has_begun:
            self._begin(None)
        self._stream.write(b"\n]}\n")

    def _begin(self, first: Mapping[str, Any] | None) -> None:
        self._has_begun = True
        head = {"version": VERSION, "title": self._plan.title, "language": LANGUAGE}
        if first is not None and (home := entries.home(first)) != entries.FALLBACK_HOME:
            head["home_page_url"] = home
        self._stream.write((_text(head)[:-1] + ', "items": [\n').encode("utf-8"))

    def _item(self, article: Mapping[str, Any]) -> dict[str, Any]:
        told = {
            "id": entries.identity(article, with_revisions=self._plan.with_revisions),
            "url": entries.link(article),
            "title": article.get("headline"),
            "summary": article.get("description"),
            "content_text": article.get("article_body") or article.get("headline") or "",
            "image": entries.picture(article),
            "date_published": article.get("date_published"),
            "date_modified": article.get("date_modified"),
            "authors": [{"name": name} for name in article.get("authors") or ()],
            "tags": entries.tags(article),
            "language": article.get("language"),
        }
        rest = {name: value for name, value in article.items() if name not in _TOLD_ELSEWHERE and value is not None}
        return {name: value for name, value in told.items() if value is not None and value != []} | {"_newsbot": rest}


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
