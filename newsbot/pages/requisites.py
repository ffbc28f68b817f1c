"""What a page or a style sheet needs to look like itself: images, styles, scripts, fonts; it fetches none of them.

Video and sound are left out (a poster is not): one would outweigh a thousand articles. So are the pages of other sites
in frames, and what only a script asks for.
"""

import re
from collections.abc import Iterable, Iterator

from lxml.etree import XPath

from newsbot.pages.zones import Element
from newsbot.text.urls import absolute_url

_ELEMENTS = XPath(
    "descendant::*[self::img or self::source or self::link or self::script or self::video or self::input or self::image"
    " or self::use or self::embed or self::object or self::style or @style or @background]"
)
# Pictures that appear when they are scrolled to stand in attributes of the theme's own; a replay asks for them too.
_ATTRIBUTES = {
    "img": ("src", "data-src", "data-lazy-src", "data-original", "data-lazy"),
    "script": ("src",),
    "video": ("poster",),
    "input": ("src",),
    "image": ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
_SRCSETS = ("srcset", "data-srcset", "data-lazy-srcset")
_LINKS = frozenset({"stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "preload", "modulepreload"})
_MEDIA = frozenset({"video", "audio", "track", "document"})
_PICTURES = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|ico|bmp)(?:[?#]|$)", re.IGNORECASE)
# url(a.png), url( "a b.png" ); quotes may hold brackets.
_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]{1,4096}))\s*\)""", re.IGNORECASE)
_CSS_IMPORT = re.compile(r"""@import\s+(?:"([^"]+)"|'([^']+)')""", re.IGNORECASE)
# A comment without an end reaches to the sheet's; a name space's address is no file.
_CSS_IDLE = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?|@namespace[^;{}]*", re.IGNORECASE)
# «a.jpg 1x, b,c.jpg 2x»: a comma belongs to the address unless a space follows or stands before it.
_SRCSET_ITEM = re.compile(r"([^\s,](?:\S*[^\s,])?)(?:\s+[^,]*)?(?:,|$)")
_MOST = 2000


def page_requisites(root: Element, base_url: str) -> list[str]:
    """The absolute addresses that a parsed page needs, each once, in order; *base_url* is its own or <base href>."""
    return _absolute(_of_page(root), base_url)


def style_requisites(css: str, base_url: str) -> list[str]:
    """The absolute addresses that a style sheet needs; *base_url* is its own."""
    return _absolute(_of_style(css), base_url)


def _absolute(found: Iterable[str], base_url: str) -> list[str]:
    urls: dict[str, None] = {}
    for text in found:
        if len(urls) >= _MOST:
            break
        if text and not text.startswith(("data:", "#", "about:", "blob:", "javascript:")):
            url = absolute_url(base_url, text)
            if url is not None:
                urls[url] = None
    return list(urls)


def _of_page(root: Element) -> Iterator[str]:
    elements: list[Element] = _ELEMENTS(root)  # type: ignore[assignment] # an XPath may give other things too
    for element in elements:
        tag = str(element.tag)
        if tag == "link":
            yield from _of_link(element)
        elif tag == "style":
            yield from _of_style(element.text or "")
        elif tag in {"embed", "object"}:
            yield from _of_object(element)
        elif not _is_of_film(element):
            yield from (address for name in _ATTRIBUTES.get(tag, ()) if (address := element.get(name)))
            for name in _SRCSETS:
                yield from (match[1] for match in _SRCSET_ITEM.finditer(element.get(name) or ""))
        yield element.get("background") or ""
        if style := element.get("style"):
            yield from _of_style(style)


def _of_object(element: Element) -> Iterator[str]:
    address = element.get("src") or element.get("data") or ""
    if _PICTURES.search(address):
        yield address


def _is_of_film(element: Element) -> bool:
    parent = element.getparent()
    return element.tag == "source" and parent is not None and parent.tag in {"video", "audio"}


def _of_link(element: Element) -> Iterator[str]:
    kinds = set((element.get("rel") or "").lower().split())
    if kinds & _LINKS and (element.get("as") or "").lower() not in _MEDIA:
        yield element.get("href") or ""
        yield from (match[1] for match in _SRCSET_ITEM.finditer(element.get("imagesrcset") or ""))


def _of_style(css: str) -> Iterator[str]:
    css = _CSS_IDLE.sub(" ", css)
    for match in (*_CSS_IMPORT.finditer(css), *_CSS_URL.finditer(css)):
        yield next((text.strip() for text in match.groups() if text), "")
