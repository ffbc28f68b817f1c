"""What a perfect reader takes from each article, and what a crawl is to publish: known from the archive alone."""

from typing import Any
from urllib.parse import urljoin

from newsbot.demo import pages
from newsbot.demo.archive import Archive
from newsbot.demo.encoding import WINDOWS_SECTION
from newsbot.demo.places import Kind, original_of


def truth(archive: Archive, number: int, base: str) -> dict[str, Any]:
    """Tell what an article's page says, in the item's field names where there is one; a missing article is a KeyError.

    ``article_body`` has an empty line between blocks, without pull quotes. ``date_published`` is what the printed
    date and the outlet's zone give, so it is there for pages without metadata too; ``date_modified`` is only where the
    page says it. ``duplicate_of`` is the *number* whose words a copy repeats (None for a near-copy, which has
    ``near_duplicate_of``). *base* is the outlet's address without a final slash.
    """
    article = archive.article(number)
    story = article.story
    original = original_of(number, archive.initial)
    address = f"{base}/article/{number}"
    has_metadata = pages.has_metadata(article)
    return {
        "number": number,
        "kind": article.kind.value,
        "url": address,
        "canonical_url": address,
        "short_url": f"{base}/s/{number}",
        "headline": story.headline,
        "description": story.description,
        "article_body": "\n\n".join(block.text for block in story.blocks if block.kind != "quote"),
        "paragraphs": story.texts("paragraph"),
        "subheads": story.texts("subhead"),
        "quotes": [{"text": b.text, "attribution": b.attribution} for b in story.blocks if b.kind == "quote"],
        "date_published": article.published.isoformat(),
        "date_published_raw": pages.printed_date(article),
        "date_modified": article.modified.isoformat() if has_metadata else None,
        "authors": [story.author],
        "section": story.section_title,
        "keywords": list(story.tags),
        "main_image": {"url": f"{base}/images/{number % 50}.jpg", "caption": story.caption, "credit": None},
        "related": [{"headline": link.headline, "url": urljoin(base, link.address)} for link in article.related],
        "related_heading": pages.related_heading(article),
        "views": article.views,
        "revision": article.revision,
        "encoding": "windows-1256" if story.section == WINDOWS_SECTION else "utf-8",
        "duplicate_of": original if article.kind is Kind.COPY else None,
        "near_duplicate_of": original if article.kind is Kind.NEAR_COPY else None,
    }


def expected(archive: Archive) -> dict[str, Any]:
    """Tell what a whole crawl is to find; numbers are ints in lists and values, and strings as keys (as JSON has them).

    ``published`` are the articles of a feed that leaves out equal texts (NEWSBOT_DUPLICATES_LEFT_OUT=exact); of a copy
    and its original either may be seen first, so ``duplicates`` maps each copy to its original and only the original
    is listed as published.
    """
    numbers = archive.numbers()
    kinds = {number: archive.kind_of(number) for number in numbers}
    left_out = (Kind.COPY, Kind.NOINDEX)
    copies = {str(number): number - 1 for number, kind in kinds.items() if kind is Kind.COPY}
    near_copies = {str(number): number - 1 for number, kind in kinds.items() if kind is Kind.NEAR_COPY}
    return {
        "published": [number for number, kind in kinds.items() if kind not in left_out],
        "duplicates": copies,
        "near_duplicates": near_copies,
        "dropped": {str(number): "noindex" for number, kind in kinds.items() if kind is Kind.NOINDEX},
        "removed": sorted(archive.removed),
    }
