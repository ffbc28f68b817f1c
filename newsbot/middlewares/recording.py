"""Download handlers that keep every exchange as it goes over the wire, and send it out as a signal; they write nothing.

Scrapy hands over a response whose status text, header names and chunks are gone. So the bytes are taken where Twisted
reads and writes them; a connection carries one exchange at a time.
"""

from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure
from twisted.web.client import HTTPConnectionPool

from newsbot.archive.exchange import Exchange
from newsbot.signals import exchange_recorded

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred
    from twisted.web.iweb import IResponse

_SLACK = 1 << 20
"""What an answer may weigh beyond twice DOWNLOAD_MAXSIZE: heads and the lines between chunks are not in its count."""


class UnrecordedError(Exception):
    """An answer came and could not be kept: the page that it is counts as failed."""

    reason = "not_archived"


class _Taking:
    """What is kept of one download: the last exchange, since Twisted asks again where a kept connection was closed."""

    __slots__ = ("exchange", "most_bytes", "url")

    def __init__(self, url: str, most_bytes: float) -> None:
        self.url, self.most_bytes = url, most_bytes
        self.exchange: Exchange | None = None

    def begin(self, address: str | None) -> Exchange:
        self.exchange = Exchange(self.url, datetime.now(UTC), address)
        return self.exchange


_current: ContextVar[_Taking | None] = ContextVar("_current", default=None)


class _Tee:
    """A transport that also keeps what is written to it."""

    def __init__(self, transport: Any, kept: bytearray) -> None:
        self._transport, self._kept = transport, kept

    def write(self, data: bytes) -> None:
        self._kept += data
        self._transport.write(data)

    def writeSequence(self, data: list[bytes]) -> None:  # noqa: N802 - Twisted's name
        self.write(b"".join(data))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class _RecordingProtocol(http11._LenientHTTP11ClientProtocol):  # noqa: SLF001 - no public class reads the wire
    """One connection."""

    _exchange: Exchange | None = None
    _most_bytes = 0.0

    def request(self, request: Any) -> "Deferred[IResponse]":
        taking: _Taking | None = getattr(request, "taking", None)
        if taking is None:
            return super().request(request)
        transport: Any = self.transport
        host = getattr(transport.getPeer(), "host", None)
        self._exchange = exchange = taking.begin(host.partition("%")[0] if host else None)
        self._most_bytes = taking.most_bytes
        self.transport = _Tee(transport, exchange.sent)  # type: ignore[assignment]
        try:
            return super().request(request)
        finally:
            self.transport = transport

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        exchange = self._exchange
        if exchange is not None:
            exchange.received += data
            if len(exchange.received) > self._most_bytes:
                # Only a head or chunks that never end come here: Scrapy counts what it takes for the body.
                self._exchange = None
                self.transport.abortConnection()  # type: ignore[union-attr] # TCP's and TLS's have it
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802 - Twisted's name
        """Take away what came behind the answer: it is no part of it."""
        exchange, self._exchange = self._exchange, None
        if exchange is not None and rest:
            del exchange.received[-len(rest) :]
        super()._finishResponse(rest)


class _RecordingFactory(http11._LenientHTTP11ClientFactory):  # noqa: SLF001 - as above
    """Makes the connections of a pool."""

    def buildProtocol(self, _: Any) -> _RecordingProtocol:  # noqa: N802 - Twisted's name
        return _RecordingProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class _Connection:
    """A connection taken from the pool for one download: marks its requests with where they are kept."""

    def __init__(self, connection: Any, taking: _Taking | None) -> None:
        self._connection, self._taking = connection, taking

    def request(self, request: Any) -> "Deferred[IResponse]":
        request.taking = self._taking
        answer: Deferred[IResponse] = self._connection.request(request)
        return answer


class _RecordingPool(HTTPConnectionPool):
    """Hands connections out to the download that asks: two of the same address at once are told apart."""

    _factory = _RecordingFactory

    def getConnection(self, key: Any, endpoint: Any) -> "Deferred[Any]":  # noqa: N802 - Twisted's name
        connection: Deferred[Any] = super().getConnection(key, endpoint)
        return connection.addCallback(_Connection, _current.get())


class Recording:
    """Stands before a download handler of Scrapy's and sends ``exchange_recorded`` for each whole answer."""

    _crawler: Crawler
    _pool: HTTPConnectionPool

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)  # type: ignore[call-arg] # the handler that this class is mixed into
        from twisted.internet import reactor  # noqa: PLC0415 - importing it earlier would install the wrong one

        pool = _RecordingPool(reactor, persistent=True)  # type: ignore[no-untyped-call] # of Twisted
        pool.maxPersistentPerHost = self._pool.maxPersistentPerHost
        self._pool = pool
        self._maxsize = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download_request(self, request: Request) -> Response:
        """Download as ever; the exchange is sent out before anybody else sees the response.

        UnrecordedError where somebody who heard of it broke: a page must not count as done that is not in the archive.
        """
        maxsize = request.meta.get("download_maxsize", self._maxsize)
        taking = _Taking(request.url.partition("#")[0], 2 * maxsize + _SLACK if maxsize else float("inf"))
        # Read when the handler asks the pool for a connection, before it first waits for anything.
        _current.set(taking)
        response: Response = await super().download_request(request)  # type: ignore[misc] # as above
        exchange = taking.exchange
        if exchange is None or exchange.status is None:
            raise UnrecordedError(f"{request.url}: its answer was not recorded")
        if request.meta.get("proxy"):
            exchange.address = None
        heard = self._crawler.signals.send_catch_log(exchange_recorded, exchange=exchange, request=request)
        for _, answer in heard:
            if isinstance(answer, Failure):
                raise UnrecordedError(f"{request.url}: {answer.getErrorMessage()}") from answer.value
        return response


class RecordingHandler(Recording, http11.HTTP11DownloadHandler):
    """Scrapy's own handler, recorded."""
