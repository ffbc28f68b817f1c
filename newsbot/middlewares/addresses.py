"""Refuses requests that leave the outlet's site or lead into a private network, after redirects too; it delays nothing.

A name is resolved before its first request and the answer is judged; Scrapy's DNS cache then gives the connection the
same answer, so that a name cannot change its mind in between. A proxy that the operator sets in http_proxy or
https_proxy resolves names itself and is trusted, on loopback too.
"""

from collections.abc import Awaitable
from ipaddress import ip_address
from typing import Self
from urllib.request import getproxies, proxy_bypass

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import DNSLookupError

from newsbot.text.urls import is_private_host

SCHEMES = frozenset({"http", "https"})


class RefusedRequest(IgnoreRequest):  # it is no error: Scrapy's own name for it is IgnoreRequest
    """A request that we decided not to make; *reason* is one word for the report."""

    def __init__(self, reason: str, url: str) -> None:
        super().__init__(f"{reason}: {url}")
        self.reason = reason


class AddressMiddleware:
    """The first downloader middleware: what it refuses costs nothing more."""

    def __init__(self, crawler: Crawler, *, is_loopback_allowed: bool) -> None:
        self.crawler = crawler
        self.is_loopback_allowed = is_loopback_allowed
        self.proxied_schemes = SCHEMES & getproxies().keys()
        self.judged: dict[tuple[str, str, bool], str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSBOT_LOOPBACK_ALLOWED."""
        return cls(crawler, is_loopback_allowed=crawler.settings.getbool("NEWSBOT_LOOPBACK_ALLOWED"))

    def process_request(self, request: Request) -> Awaitable[None] | None:
        """Raise RefusedRequest, or return None; the first request to a host returns what has to be awaited."""
        parts = urlparse_cached(request)
        host = (parts.hostname or "").rstrip(".")
        key = (parts.scheme, host, _is_offsite_allowed(request))
        if key not in self.judged:
            return self._judge(request, *key)
        self._refuse(self.judged[key], request)
        return None

    async def _judge(self, request: Request, scheme: str, host: str, is_offsite_allowed: bool) -> None:  # noqa: FBT001 - the key's part
        reason = self._reason(scheme, host)
        if reason == "offsite" and is_offsite_allowed:
            reason = None
        if reason is None and not self._is_proxied(scheme, host) and await self._resolves_to_private(host):
            reason = "private_address"
        self.judged[scheme, host, is_offsite_allowed] = reason
        self._refuse(reason, request)

    def _refuse(self, reason: str | None, request: Request) -> None:
        if reason is not None:
            raise RefusedRequest(reason, request.url)

    def _reason(self, scheme: str, host: str) -> str | None:
        """Judge what can be told from the address alone."""
        if scheme not in SCHEMES:
            return "scheme"
        if self._is_private(host):
            return "private_address"
        domains = getattr(self.crawler.spider, "allowed_domains", None) or ()
        if domains and not any(host == domain or host.endswith(f".{domain}") for domain in domains):
            return "offsite"
        return None

    def _is_private(self, host: str) -> bool:
        return is_private_host(host) and not (self.is_loopback_allowed and is_loopback(host))

    def _is_proxied(self, scheme: str, host: str) -> bool:
        return scheme in self.proxied_schemes and not proxy_bypass(host)

    async def _resolves_to_private(self, host: str) -> bool:
        """Ask the resolver that the connection will ask; a name without an answer is the download's to report."""
        from twisted.internet import reactor  # noqa: PLC0415 # importing it earlier would install the wrong one

        try:
            address = await maybe_deferred_to_future(reactor.resolve(host))  # type: ignore[arg-type] # the interface is typed wrongly
        except DNSLookupError:
            return False
        return self._is_private(str(address))


def _is_offsite_allowed(request: Request) -> bool:
    """Tell whether *request* may leave the outlet: a page's picture, and the robots.txt that is asked about it."""
    is_robots = request.meta.get("dont_obey_robotstxt") and urlparse_cached(request).path == "/robots.txt"
    return bool(request.meta.get("allow_offsite") or is_robots)


def is_loopback(host: str) -> bool:
    """Tell whether *host* is this machine, by number or as localhost."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
