"""Requests and responses as values, and the rules of HTTP that every answer shares; it knows no page and no socket."""

import gzip
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

_GZIP_LEAST_BYTES = 1024
_COMPRESSIBLE = ("text/", "application/xml", "application/rss", "application/atom", "application/json")


@dataclass(frozen=True)
class Request:
    """A request as the site sees it; header names are lower case."""

    target: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    is_persistent: bool = True
    """Whether the client's version of HTTP keeps connections open."""

    @property
    def base(self) -> str:
        """The outlet's address as the client knows it, without a final slash."""
        return f"http://{self.headers.get('host', '127.0.0.1')}"


@dataclass
class Response:
    """What goes back; *delay_seconds* is how long to wait before sending it."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay_seconds: float = 0.0


@dataclass
class SiteStats:
    """What was asked for since the start or the last reset; control requests are not counted."""

    requests: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    """By number: how often its page was sent whole (a 304 does not count)."""
    body_bytes: int = 0

    def count(self, kind: str, name: str, response: Response) -> None:
        """Take one answered request into account; *name* is the article's number where there is one."""
        self.requests += 1
        self.kinds[kind] += 1
        self.statuses[str(response.status)] += 1
        self.body_bytes += len(response.body)
        if kind == "article" and response.status == 200:  # noqa: PLR2004 - OK
            self.articles[name] += 1

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON has it; ``not_modified`` is the count of 304s."""
        return {**self.__dict__, "not_modified": self.statuses["304"]}


def page_response(
    text: str, content_type: str = "text/html", *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with a text in UTF-8."""
    return Response(status, text.encode(), {**(headers or {}), "Content-Type": f"{content_type}; charset=utf-8"})


def validated_response(request: Request, tag: str, modified: datetime) -> Response:
    """Answer 304 if the client's copy is fresh, else a 200 without a body; both carry the validators.

    The tag is weak: it stands for the article, while sidebars change with every new one. If-None-Match wins over
    If-Modified-Since, as RFC 9110 has it.
    """
    etag = f'W/"{tag}"'
    headers = {
        "ETag": etag,
        "Last-Modified": format_datetime(modified.astimezone(UTC), usegmt=True),
        "Vary": "Accept-Encoding",
    }
    if "if-none-match" in request.headers:
        known = {part.strip().removeprefix("W/") for part in request.headers["if-none-match"].split(",")}
        is_fresh = "*" in known or etag.removeprefix("W/") in known
    else:
        is_fresh = _is_since(request.headers.get("if-modified-since"), modified)
    return Response(304 if is_fresh else 200, b"", headers)


def _is_since(header: str | None, modified: datetime) -> bool:
    if header is None:
        return False
    try:
        since = parsedate_to_datetime(header)
    except ValueError:
        return False
    return since.tzinfo is not None and since >= modified.replace(microsecond=0)


def compress(request: Request, response: Response) -> None:
    """Gzip the body where the client accepts it and it is a text worth it."""
    accepted = {part.partition(";")[0].strip() for part in request.headers.get("accept-encoding", "").split(",")}
    is_text = response.headers.get("Content-Type", "").startswith(_COMPRESSIBLE)
    if "gzip" in accepted and is_text and len(response.body) >= _GZIP_LEAST_BYTES:
        response.body = gzip.compress(response.body, 1, mtime=0)
        response.headers.update({"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})
