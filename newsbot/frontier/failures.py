"""Names why a page was not read, in one word that a report can count; never decides when to try again."""

import re
import zlib
from collections.abc import Mapping
from gzip import BadGzipFile
from types import MappingProxyType

from scrapy import exceptions
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsbot.frontier.policy import Ending, Outcome
from newsbot.frontier.requests import validators

HTTP_NOT_MODIFIED = 304
CHALLENGE = "challenge"
"""The flag of a response that `newsbot.middlewares.challenges` took for a refusal."""
_GONE = frozenset({404, 410})

_WORDS: Mapping[type[BaseException], str] = MappingProxyType(
    {
        exceptions.CannotResolveHostError: "dns",
        exceptions.DownloadConnectionRefusedError: "refused",
        exceptions.DownloadTimeoutError: "timeout",
        exceptions.DownloadCancelledError: "too_large",
        exceptions.DownloadFailedError: "connection",
        exceptions.ResponseDataLossError: "truncated",
        BadGzipFile: "bad_compression",
        zlib.error: "bad_compression",
        ValueError: "bad_address",  # what the redirect middleware and the URL functions raise for one
    }
)
_CAPITAL = re.compile("(?<!^)(?=[A-Z])")
_IGNORED = (
    ("Forbidden by robots.txt", "robots"),
    ("Filtered offsite request", "offsite"),
    ("max redirections reached", "too_many_redirects"),
    ("DOWNLOAD_MAXSIZE", "too_large"),
)


class PageUnchangedError(IgnoreRequest):
    """The body is, byte for byte, that of the last visit: its links and article are known."""

    def __init__(self, response: Response) -> None:
        super().__init__(f"{response.url} is unchanged")
        self.response = response


def failure_outcome(failure: Failure) -> Outcome:
    """Return what a failed request brought.

    An exception's own *reason* attribute, where it has one, is the word for it.
    """
    error = failure.value
    match error:
        case PageUnchangedError():
            return Outcome(ending=Ending.UNCHANGED, status=error.response.status, **validators(error.response))
        case HttpError():
            return status_outcome(error.response)
        case IgnoreRequest():
            return Outcome(ending=Ending.SKIPPED, reason=_reason(error) or _ignored(str(error)))
        case exceptions.UnsupportedURLSchemeError():
            return Outcome(ending=Ending.SKIPPED, reason="scheme")
    name = _CAPITAL.sub("_", type(error).__name__).lower()
    word = next((word for kind, word in _WORDS.items() if isinstance(error, kind)), name)
    return Outcome(ending=Ending.FAILED, reason=_reason(error) or word)


def status_outcome(response: Response) -> Outcome:
    """Return what a response brought whose status is no success."""
    status = response.status
    if status == HTTP_NOT_MODIFIED:
        return Outcome(ending=Ending.UNCHANGED, status=status, **validators(response))
    ending = Ending.GONE if status in _GONE else Ending.FAILED
    return Outcome(
        ending=ending, status=status, reason="challenge" if CHALLENGE in response.flags else f"http_{status}"
    )


def _reason(error: BaseException | None) -> str | None:
    reason = getattr(error, "reason", None)
    return reason if isinstance(reason, str) else None


def _ignored(message: str) -> str:
    return next((word for part, word in _IGNORED if part in message), "ignored")
