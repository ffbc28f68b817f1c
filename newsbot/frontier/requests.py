"""What spiders and the frontier tell each other in a request's meta; never stores or schedules anything."""

from datetime import datetime
from hashlib import blake2b
from typing import Any, Literal, NamedTuple, TypedDict, cast

from scrapy import Request
from scrapy.http import Response

from newsbot.frontier.policy import Ending

META_KEY = "newsbot"

Kind = Literal["article", "listing", "feed", "sitemap", "requisite"]


class PageMeta(TypedDict, total=False):
    """``request.meta["newsbot"]``: a spider gives the first part, the frontier adds the second."""

    kind: Kind
    """What the page is; it chooses the callback: read_article, read_listing, read_feed, read_sitemap,
    read_requisite."""
    depth: int
    """Links between it and a start page; 0: a start page, read in every run."""
    headline: str | None
    """The link's text."""
    found_on: str | None
    """The address of the page with the link."""
    dated_at: datetime | None
    """Aware: when the page was published or last changed, where the link tells it."""

    row: int
    """The frontier's number of the address: the request was handed out by it."""
    parent: int
    """The number of the page whose reading gave this link."""
    article_id: str | None
    """The article that the last visit found here."""
    body_hash: str | None
    """What the last visit's body was."""
    is_revisit: bool
    """It was fetched before."""
    refused: str
    """Why the frontier did not take the request: read it in a request_dropped handler."""
    verdict: tuple[Ending, str]
    """What the callback said of the page: see `mark_gone` and its neighbours."""


class PageLink(NamedTuple):
    """A link as a callback yields it: the frontier's middleware takes it straight to the queue.

    It says what `page_request` says. A Request for each of ten links a page would cost 0.7 ms of the page's 8, and
    most links are known already.
    """

    url: str
    """Absolute, as `newsbot.text.urls.absolute_url` gives it."""
    kind: Kind
    depth: int = 0
    headline: str | None = None
    found_on: str | None = None
    dated_at: datetime | None = None


def page_request(
    url: str,
    kind: Kind,
    *,
    depth: int = 0,
    headline: str | None = None,
    found_on: str | None = None,
    dated_at: datetime | None = None,
) -> Request:
    """Return a request that the frontier keeps; ValueError for an *url* that is none."""
    page = PageMeta(kind=kind, depth=depth, headline=headline, found_on=found_on, dated_at=dated_at)
    return Request(url, meta={META_KEY: page})


def page_meta(message: Request | Response) -> PageMeta | None:
    """Return what is known of the page of a request or response; None where the frontier does not keep it."""
    request = message if isinstance(message, Request) else message.request
    return None if request is None else cast("PageMeta | None", request.meta.get(META_KEY))


def mark_gone(response: Response, reason: str) -> None:
    """Say in a callback that the page is no more, whatever its status (a soft 404): its article is marked gone."""
    _judge(response, Ending.GONE, reason)


def mark_failed(response: Response, reason: str) -> None:
    """Say in a callback that the page could not be read now: it is fetched again, after a growing wait."""
    _judge(response, Ending.FAILED, reason)


def mark_skipped(response: Response, reason: str) -> None:
    """Say in a callback that the page is not wanted (noindex, not an article)."""
    _judge(response, Ending.SKIPPED, reason)


def body_hash(body: bytes) -> str:
    """Return the identity of a body, byte for byte."""
    return blake2b(body, digest_size=16).hexdigest()


def validators(response: Response) -> dict[str, Any]:
    """Return the response's ``etag`` and ``last_modified`` as texts, None where it has none."""
    return {
        "etag": _header(response, b"ETag"),
        "last_modified": _header(response, b"Last-Modified"),
    }


def _header(response: Response, name: bytes) -> str | None:
    value = response.headers.get(name)
    return None if value is None else value.decode("latin-1")


def _judge(response: Response, ending: Ending, reason: str) -> None:
    if page := page_meta(response):
        page["verdict"] = (ending, reason)
