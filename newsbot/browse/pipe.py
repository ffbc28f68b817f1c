"""Bytes from a writer's thread to a connection, a few pieces at a time; it knows neither format nor place."""

from collections.abc import AsyncIterator, Callable
from queue import Full, Queue
from threading import Event, Thread

from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

_PIECES = 8
_PIECE_BYTES = 1 << 16
_LOOK_SECONDS = 0.5
"""How soon a writer that waits notices that its reader has gone."""


class ReaderGoneError(Exception):
    """Nobody wants the rest; raised in the writer's thread and ended there."""


class Pipe:
    """Holds a few pieces between a thread that writes and a connection that reads."""

    def __init__(self, write: Callable[[Callable[[bytes], None]], None], end: Callable[[], None]) -> None:
        """*write* is called in a thread of its own with what takes the bytes; *end* is called when that is over."""
        self._write, self._end = write, end
        self._queue: Queue[bytes | BaseException | None] = Queue(_PIECES)
        self._is_closed = Event()
        self._held = bytearray()
        self._thread = Thread(target=self._run, name="newsbot-download", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def get(self) -> bytes | None:
        """The next piece; None at the end. Waits for it. Raises what ended the writer early."""
        piece = self._queue.get()
        if isinstance(piece, BaseException):
            raise piece
        return piece

    def close(self) -> None:
        """Tell the writer that nobody reads on."""
        self._is_closed.set()

    def _run(self) -> None:
        try:
            self._write(self._take)
            self._put(bytes(self._held))
            self._put(None)
        except ReaderGoneError:
            pass
        except BaseException as error:  # noqa: BLE001 - whatever it is, the reader's side raises it and the server logs it
            self._put_last(error)
        finally:
            self._end()

    def _take(self, data: bytes) -> None:
        self._held += data
        if len(self._held) >= _PIECE_BYTES:
            self._put(bytes(self._held))
            self._held.clear()

    def _put(self, piece: bytes | BaseException | None) -> None:
        while not self._is_closed.is_set():
            try:
                return self._queue.put(piece, timeout=_LOOK_SECONDS)
            except Full:
                continue
        raise ReaderGoneError

    def _put_last(self, error: BaseException) -> None:
        try:
            self._put(error)
        except ReaderGoneError:
            return


class PipeResponse(StreamingResponse):
    """Sends what a pipe gives; the pipe is closed whatever becomes of the connection."""

    def __init__(self, pipe: Pipe, media_type: str, headers: dict[str, str]) -> None:
        self._pipe = pipe
        super().__init__(self._pieces(), media_type=media_type, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Start the writer and send."""
        self._pipe.start()
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._pipe.close()

    async def _pieces(self) -> AsyncIterator[bytes]:
        while (piece := await run_in_threadpool(self._pipe.get)) is not None:
            if piece:
                yield piece
