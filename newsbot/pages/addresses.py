"""Finds the addresses that a page gives itself: its canonical one and its short or printed link; fetches none."""

from re import compile as pattern
from typing import cast

from lxml.etree import XPath

from newsbot.pages.dateline import printed_permalink
from newsbot.pages.page import ArticlePage
from newsbot.pages.values import Reading
from newsbot.text.urls import absolute_url, url_key

_INPUTS = XPath("descendant::input[starts-with(@value, 'http')]/@value", smart_strings=False)

# A short link ends in a number or code: /?p=123, /s/4f2a; the address of a theme or section does not.
_NUMBERED = pattern(r"[/=](?=\w*\d)\w{2,}/?$")


def read_addresses(page: ArticlePage, reading: Reading) -> None:
    """Take ``canonical_url`` and ``short_url``."""
    meta = page.metadata
    for value in meta.links.get("canonical", ()):
        reading.take("canonical_url", _own_address(page, value), "opengraph")
    for value in meta.meta.get("og:url", ()):
        reading.take("canonical_url", _own_address(page, value), "opengraph")
    if reading.take("short_url", page.rules.text("short_url"), "rules"):
        return
    for value in meta.links.get("shortlink", ()):
        reading.take("short_url", absolute_url(page.base_url, value), "opengraph")
    if "short_url" not in reading:
        for value in cast("list[str]", _INPUTS(page.root)):
            reading.take("short_url", _permalink(page, value), "text")
    if "short_url" not in reading and not page.rules:
        reading.take("short_url", printed_permalink(page.outline, page.url), "text")


def _own_address(page: ArticlePage, value: str) -> str | None:
    """*value* as an address, if it may be this page's: on its site, and no front page, which many name by mistake."""
    url = absolute_url(page.base_url, value)
    if url is None or not page.outlet.owns(url, page.url):
        return None
    _, _, path = url_key(url).partition("/")
    return url if path or url_key(url) == url_key(page.url) else None


def _permalink(page: ArticlePage, value: str) -> str | None:
    """An address that the page offers for copying: its own, or a shorter one on its site."""
    url = _own_address(page, value)
    if url is None or url_key(url) == url_key(page.url):
        return url
    return url if len(url) < len(page.url) and _NUMBERED.search(url) else None
