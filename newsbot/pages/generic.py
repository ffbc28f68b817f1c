"""The last source of a body: trafilatura, for pages that no other reading understands; imported when first needed."""

from lxml import etree, html

from newsbot.pages.zones import Element


def generic_body(root: Element, url: str) -> str | None:
    """The page's main text, paragraphs on lines of their own; None where trafilatura finds none (16-22 ms a page)."""
    from trafilatura import extract  # noqa: PLC0415 - its import takes 0.4 s, and most crawls never need it

    # It prunes the tree that it is given, and wants lxml.html's elements.
    copy = html.fromstring(etree.tostring(root, encoding="unicode", method="html"))
    return extract(copy, url=url, include_comments=False, include_tables=True, favor_recall=True)
