"""How ``newsbot show --revisions`` tells what changed."""

import json
from datetime import UTC, datetime

from newsbot.commands.show import article_lines
from newsbot.feeds.jsonl import line
from newsbot.store.records import ArticleRecord, Revision

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def revision(number, headline, body, changed=()):
    item = line({"id": "x", "outlet": "demo", "headline": headline, "article_body": body, "revision": number})
    return Revision(
        article_id="x",
        outlet="demo",
        revision=number,
        content_hash=None,
        item=item,
        changed_fields=changed,
        stored_at=NOON,
    )


def test_changed_paragraphs_are_marked_and_the_rest_is_left_out():
    record = ArticleRecord(id="x", outlet="demo", url="u", first_seen_at=NOON, seen_at=NOON)
    first = revision(1, "افتتاح المعرض", "فقرة أولى.\n\nفقرة ثانية.")
    second = revision(2, "افتتاح المعرض", "فقرة أولى.\n\nفقرة ثالثة.", ("article_body",))
    assert list(article_lines(record, [first, second])) == [
        "revision 2, 2026-03-01T12:00:00+00:00: article_body",
        "-فقرة ثانية.",
        "+فقرة ثالثة.",
        "",
        "افتتاح المعرض",
        "  id: x",
        "  outlet: demo",
        "  revision: 2",
        "",
        "فقرة أولى.\n\nفقرة ثالثة.",
    ]


def test_an_article_that_is_gone_says_since_when():
    record = ArticleRecord(id="x", outlet="d", url="u", first_seen_at=NOON, seen_at=NOON, state="gone", gone_at=NOON)
    assert any("gone since 2026-03-01" in text for text in article_lines(record, [revision(1, None, None)]))
    assert json.loads(revision(1, None, None).item)["headline"] is None
