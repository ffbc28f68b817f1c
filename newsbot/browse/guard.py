"""Who may read, how, and what browsers may do with what they get: before any page, and for every answer.

- Other methods than GET and HEAD are refused.
- The Host header has to name this server: a page of another site that points its own name at this machine (DNS
  rebinding) reads nothing.
- With a token, a request has to bring it: once in the address, from then on in a cookie.
- Every answer carries the policy that no script runs, nothing is fetched from elsewhere and nobody may frame it.
"""

import re
from dataclasses import dataclass
from hmac import compare_digest

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsbot.browse.failures import failure

TOKEN = "token"  # noqa: S105 - the parameter's name
COOKIE = "newsbot_token"
METHODS = ("GET", "HEAD")
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
OPEN_PATHS = frozenset({"/healthz", "/robots.txt", "/favicon.svg", "/favicon.ico"})
"""These tell nothing of the store; the style sheet dresses the page that asks for the token."""
OPEN_FOLDER = "/static/"
LONGEST_QUERY = 8192
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?")
_A_YEAR = 365 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """Who is let in."""

    hosts: frozenset[str] | None = LOOPBACK_NAMES
    """The names of this server in lower case, without port, since a tunnel's is another one; None: any name."""
    token: str | None = None
    """What a reader has to know; None: nothing."""


def policy(*, with_images: bool) -> str:
    """The Content-Security-Policy of every answer."""
    images = "'self' data: https:" if with_images else "'self' data:"
    return (
        f"default-src 'none'; style-src 'self'; img-src {images}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


class Guard:
    """Stands before the pages."""

    def __init__(self, app: ASGIApp, entrance: Entrance, *, with_images: bool) -> None:
        self._app, self._entrance = app, entrance
        self._headers = {
            "Content-Security-Policy": policy(with_images=with_images),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Robots-Tag": "noindex, nofollow",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it."""
        if scope["type"] != "http":
            return
        request = Request(scope)

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(MutableHeaders(scope=message), request)
            await send(message)

        refusal = self._refusal(request)
        await (refusal or self._app)(scope, receive, dressed)

    def _refusal(self, request: Request) -> Response | None:
        if request.method not in METHODS:
            return failure(request, 405, headers={"Allow": ", ".join(METHODS)})
        if not self._is_named(request.headers):
            return PlainTextResponse("This server goes by another name; see newsbot serve --allow-host.\n", 421)
        if len(request.scope["query_string"]) > LONGEST_QUERY:
            return PlainTextResponse("The address is too long.\n", 414)
        if not self._is_known(request):
            return failure(request, 401, headers={"WWW-Authenticate": "Bearer"})
        return None

    def _is_named(self, headers: Headers) -> bool:
        found = _HOST.fullmatch(headers.get("host", ""))
        hosts = self._entrance.hosts
        return found is not None and (hosts is None or found[1].lower().removesuffix(".") in hosts)

    def _is_known(self, request: Request) -> bool:
        path = request.url.path
        if self._entrance.token is None or path in OPEN_PATHS or path.startswith(OPEN_FOLDER):
            return True
        _, _, bearer = request.headers.get("authorization", "").partition("Bearer ")
        shown = (request.cookies.get(COOKIE), request.query_params.get(TOKEN), bearer)
        # No `any` over a generator: each is compared, whichever fits.
        return any([self._is_token(word) for word in shown])  # noqa: C419

    def _is_token(self, word: str | None) -> bool:
        return compare_digest((word or "").encode(), (self._entrance.token or "").encode())

    def _dress(self, headers: MutableHeaders, request: Request) -> None:
        for name, value in self._headers.items():
            headers[name] = value
        headers.setdefault("Cache-Control", "no-store" if self._entrance.token else "no-cache")
        if self._entrance.token and self._is_token(request.query_params.get(TOKEN)):
            secure = "; Secure" if request.url.scheme == "https" else ""
            headers.append(
                "Set-Cookie",
                f"{COOKIE}={self._entrance.token}; Path=/; Max-Age={_A_YEAR}; HttpOnly; SameSite=Strict{secure}",
            )
