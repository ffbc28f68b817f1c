"""Bodies that are not read off the page's lines: trafilatura's, and the text that a page declares to machines."""

from lxml import etree, html

from newsbot.pages.outline import outline
from newsbot.pages.zones import Element


def generic_body(root: Element, url: str) -> str | None:
    """The page's main text, paragraphs on lines of their own; None where trafilatura finds none (7-20 ms a page).

    ``fast`` leaves out its comparison with two other extractors: as good on the public benchmark, at two thirds of the
    time. Imported when first needed: that takes 0.4 s, and most crawls never do.
    """
    from trafilatura import extract  # noqa: PLC0415 - said above

    # It prunes the tree that it is given, and wants lxml.html's elements.
    copy = html.fromstring(etree.tostring(root, encoding="unicode", method="html"))
    return extract(copy, url=url, include_comments=False, include_tables=True, fast=True)


def declared_body(text: str) -> str:
    """The text that JSON-LD calls articleBody, paragraphs on lines of their own; some sites keep their markup in it."""
    if "<p" not in text and "<br" not in text and "<div" not in text:
        return text
    root = etree.fromstring(f"<html><body>{text}</body></html>", parser=etree.HTMLParser())
    return "\n".join(block.text for block in outline(root).blocks) if root is not None else text
