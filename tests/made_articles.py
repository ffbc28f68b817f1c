"""A small store of made articles for exports: every form of field, hostile texts, copies, revisions."""

from datetime import UTC, datetime, timedelta

from newsbot.feeds.jsonl import line
from newsbot.store.records import ArticleRecord, Revision

FIRST = datetime(2026, 11, 1, 9, tzinfo=UTC)
HOSTILE = (
    '=HYPERLINK("http://evil.example")]]> <script>alert(1)</script> & "quoted" \'single\'\x00\x0b\x1f\ufffe '
    "\N{RIGHT-TO-LEFT OVERRIDE}معكوس\N{LINE SEPARATOR}سطر, فاصلة; \U0001f30d"
)


def values(number, **given):
    """A whole item."""
    at = FIRST + timedelta(hours=7 * number)
    url = f"https://demo.example/a/{number}"
    return {
        "id": f"a{number:03}",
        "outlet": "demo",
        "url": url,
        "canonical_url": url,
        "headline": f"افتتاح المعرض رقم {number}",
        "description": "يعرض المعرض صورًا قديمة.",
        "article_body": f"الفقرة الأولى من الخبر {number}.\n\nعنوان فرعي\n\nالفقرة الثانية.",
        "subheads": ["عنوان فرعي"],
        "quotes": [{"text": "المكان جميل", "attribution": None}, {"text": "نشكركم", "attribution": "سلمى الحلبي"}],
        "date_published": at.astimezone(UTC).isoformat().replace("+00:00", "") + "+00:00",
        "date_published_raw": "اليوم",
        "authors": ["نجوى العقاد", "سامر الأسعد"],
        "section": "ثقافة",
        "keywords": ["معارض", "صور"],
        "language": "ar",
        "main_image": {"url": f"{url}/1.jpg", "caption": "القاعة", "credit": None},
        "images": [{"url": f"{url}/1.jpg", "caption": None, "credit": None}],
        "related": [{"headline": "خبر آخر", "url": f"{url}/r"}],
        "views": 10 * number,
        "sources": {"headline": "rules", "article_body": "text"},
        "content_hash": f"{number:032x}",
        "revision": 1,
        "date_downloaded": at.isoformat(),
        "first_seen": at.isoformat(),
        "encoding": "utf-8",
        "parser_version": "0.1.0",
        **given,
    }


def bare(number, **given):
    """An item of which the page gave hardly anything."""
    at = (FIRST + timedelta(hours=7 * number)).isoformat()
    return {"id": f"a{number:03}", "outlet": "bare", "headline": "خبر", "revision": 1, "first_seen": at, **given}


def keep(store, *items):
    """Store the items, each as a new article or as the next revision of a known one."""
    for item in items:
        published = item.get("date_published")
        seen = datetime.fromisoformat(item["first_seen"])
        record = ArticleRecord(
            id=item["id"],
            outlet=item["outlet"],
            url=item.get("url") or "https://bare.example/",
            headline=item["headline"],
            section=item.get("section"),
            language=item.get("language"),
            date_published=datetime.fromisoformat(published) if published else None,
            revision=item["revision"],
            duplicate_of=item.get("duplicate_of"),
            first_seen_at=seen,
            seen_at=seen,
        )
        text = Revision(
            article_id=item["id"],
            outlet=item["outlet"],
            revision=item["revision"],
            content_hash=None,
            item=line(item),
            stored_at=seen,
        )
        if item["revision"] == 1:
            store.articles.add(record, text, keys=[item["id"]])
        else:
            store.articles.revise(record, text)
    store.flush()


def hostile(number, **given):
    """An item whose every text tries something."""
    return values(
        number,
        headline=HOSTILE,
        description=HOSTILE,
        article_body=f"{HOSTILE}\n\n-2+3\n\n@SUM(1)",
        authors=[HOSTILE, "+1"],
        section="@قسم",
        keywords=["=1+1", "<b>"],
        quotes=[{"text": HOSTILE, "attribution": "\tتبويب"}],
        canonical_url="javascript:alert(1)",
        **given,
    )
