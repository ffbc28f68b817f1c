"""A selection as a feed that names its own address, for feed readers; what an entry is, `newsbot.feeds` says."""

import json
from collections.abc import Callable
from hashlib import blake2b
from io import BytesIO

from lxml import etree
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsbot.browse.asking import Selection, selection
from newsbot.browse.choice import speech_of
from newsbot.browse.failures import NOT_FOUND
from newsbot.browse.room import room_of
from newsbot.feeds.formats import FORMATS
from newsbot.feeds.jsonl import json_line
from newsbot.feeds.writing import Plan
from newsbot.feeds.xmlfeeds import ATOM
from newsbot.store.listing import listing

NEWEST = 100
"""So many articles, as the list has them: who asks once a day misses nothing of most selections."""
NOT_MODIFIED = 304


def feed(request: Request) -> Response:
    """The newest articles of the selection, as RSS, Atom or JSON Feed."""
    known = _FEEDS.get(request.path_params["kind"])
    if known is None:
        raise HTTPException(NOT_FOUND)
    form, named = FORMATS[known[0]], known[1]
    room = room_of(request)
    asked = selection(request.query_params, speech_of(request))
    newest = listing(room.store.database, asked.slice(room.zone), limit=NEWEST).articles
    known_by = str([(article.id, article.revision) for article in newest]) + str(asked.pairs())
    mark = f'"{blake2b(known_by.encode(), digest_size=12).hexdigest()}"'
    headers = {"ETag": mark, "Cache-Control": "no-cache"}
    if mark in request.headers.get("if-none-match", ""):
        return Response(status_code=NOT_MODIFIED, headers=headers)
    content = BytesIO()
    writer = form.maker()(content, Plan(title=title(asked), now=room.clock()))
    items = (room.store.articles.current_item(article.id) for article in newest)
    writer.write([json_line(item) for item in items if item is not None])
    writer.finish()
    own = f"{request.url.scheme}://{request.url.netloc}{asked.address(request.url.path)}"
    return Response(named(content.getvalue(), own), media_type=form.media_type, headers=headers)


def title(asked: Selection) -> str:
    """What feed readers call it: «أخبار demo: حلب»."""
    of = "، ".join((*asked.outlets, *asked.sections, *asked.authors)) or "newsbot"
    return f"أخبار {of}: {asked.words}" if asked.words else f"أخبار {of}"


def _rss(content: bytes, own_address: str) -> bytes:
    root = _parsed(content)
    root[0].insert(0, _self_link(own_address, "application/rss+xml"))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _atom(content: bytes, own_address: str) -> bytes:
    root = _parsed(content)
    root.insert(0, _self_link(own_address, "application/atom+xml"))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _json(content: bytes, own_address: str) -> bytes:
    head = json.loads(content)
    items = head.pop("items")
    return json.dumps(head | {"feed_url": own_address, "items": items}, ensure_ascii=False).encode("utf-8")


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(huge_tree=True, resolve_entities=False))


def _self_link(own_address: str, media_type: str) -> etree._Element:
    link = etree.Element(f"{{{ATOM}}}link", nsmap={"atom": ATOM})
    link.attrib.update({"rel": "self", "type": media_type, "href": own_address})
    return link


_FEEDS: dict[str, tuple[str, Callable[[bytes, str], bytes]]] = {
    "rss": ("rss", _rss),
    "atom": ("atom", _atom),
    "json": ("jsonfeed", _json),
}
