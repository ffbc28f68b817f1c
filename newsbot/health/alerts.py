"""Tells people what opened and what is well again, through apprise; it judges nothing and never fails a crawl.

Each service is told of a change once. What could not be delivered is tried again with the outlet's next run. The
services' addresses hold passwords: no line that is written here has one, and apprise's own log is kept out of ours.
"""

import logging
import re
import socket
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.util import find_spec
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Self

from newsbot.errors import ConfigurationError
from newsbot.health.wording import duration_text, number_of
from newsbot.store.findings import ERROR, WARNING, FindingRecord

if TYPE_CHECKING:
    from apprise import Apprise
    from apprise.logger import NotifyLogEntry

SETTING = "NEWSBOT_ALERT_URLS"
ACCEPTED = "addresses that apprise knows, separated by spaces, such as mailto://user:password@example.org"
TO_INSTALL = "the package apprise, which newsbot[alerts] names"
TIMEOUT_SECONDS = 20.0
ERROR_NUMBER = re.compile(r"error=(\d{3})")


@dataclass(frozen=True, slots=True)
class Service:
    """One address that is told; *number* is its place in the setting."""

    number: int
    key: str
    """What the store remembers it by: a digest."""
    kind: str
    """Slack, E-Mail..."""
    notifier: "Apprise"

    @property
    def name(self) -> str:
        """What a log line calls it."""
        return f"number {self.number} of {SETTING} ({self.kind})"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one service was told, and whether it arrived."""

    service: Service
    findings: Sequence[FindingRecord]
    is_delivered: bool
    trouble: str = ""


class Alerts:
    """The services that are told, each within *timeout_seconds*."""

    def __init__(self, services: Sequence[Service] = (), timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._services = services
        self._timeout_seconds = timeout_seconds

    @classmethod
    def from_urls(cls, urls: Sequence[str], timeout_seconds: float = TIMEOUT_SECONDS) -> Self:
        """Read addresses; ConfigurationError, without any password, for one that apprise does not know."""
        if not urls:
            return cls()
        if find_spec("apprise") is None:
            raise ConfigurationError(SETTING, f"{len(urls)} addresses", f"nothing without {TO_INSTALL}")
        return cls([_service(number, url) for number, url in enumerate(urls, 1)], timeout_seconds)

    @property
    def keys(self) -> list[str]:
        """What the store remembers the services by."""
        return [service.key for service in self._services]

    def send(self, outlet: str, untold: Sequence[FindingRecord], place: str, now: datetime) -> list[Delivery]:
        """Tell each service what it does not know yet, one message for all of it; waits for every answer.

        *place* is where a person looks next, such as the path of the report.
        """
        found = []
        for service in self._services:
            news = [one for one in untold if one.is_news_to(service.key)]
            if news:
                found.append((service, news))
        return _all_delivered([(*one, *message(outlet, one[1], place, now)) for one in found], self._timeout_seconds)


def message(outlet: str, findings: Sequence[FindingRecord], place: str, now: datetime) -> tuple[str, str]:
    """Return title and text: what opened, errors first, then what is well again, and where to look."""
    opened = sorted((one for one in findings if one.is_open), key=lambda one: one.severity != ERROR)
    closed = [one for one in findings if not one.is_open]
    heads = [number_of(len(opened), "finding")] if opened else []
    heads += [f"{len(closed)} well again"] if closed else []
    lines = [f"{_gravity(one)}: {outlet}: {one.message} ({_name(one)}), since {_time(one.opened_at)}" for one in opened]
    for one in closed:
        lasted = duration_text((one.closed_at or now) - one.opened_at)
        lines.append(f"well again: {outlet}: {_name(one)}, after {lasted}; it was: {one.message}")
    lines += ["", f"Look at: {place}", f"newsbot on {socket.gethostname()}, {_time(now)}"]
    return f"newsbot: {outlet}: {', '.join(heads)}", "\n".join(lines)


def _gravity(finding: FindingRecord) -> str:
    has_risen = finding.severity == ERROR and finding.told_as_warning
    return f"{finding.severity}, until now a {WARNING}" if has_risen else finding.severity


def _name(finding: FindingRecord) -> str:
    return f"{finding.rule}, {finding.field}" if finding.field else finding.rule


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _service(number: int, url: str) -> Service:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its modules, loaded by the first address, import old ones
        from apprise import Apprise  # noqa: PLC0415 # an extra, and 70 ms

        _keep_to_itself()
        known = Apprise.instantiate(url, suppress_exceptions=True)
    if known is None:
        kind = url.partition("://")[0] if "://" in url else ""
        shown = f"{kind[:20]}://..." if kind.isalnum() else "..."
        raise ConfigurationError(SETTING, f"{shown} (number {number})", ACCEPTED)
    notifier = Apprise()
    notifier.add(known)
    return Service(number, sha256(url.encode()).hexdigest()[:8], str(known.service_name), notifier)


def _keep_to_itself() -> None:
    """Keep apprise's log, which names hosts, users and more, out of ours."""
    log = logging.getLogger("apprise")
    log.propagate = False
    if not log.handlers:
        log.addHandler(logging.NullHandler())


Parcel = tuple[Service, list[FindingRecord], str, str]


def _all_delivered(parcels: Sequence[Parcel], timeout_seconds: float) -> list[Delivery]:
    """Send everything at once, each in a thread that dies with the process: a dead server holds nothing up."""
    done: dict[int, Delivery] = {}
    threads = [
        Thread(target=lambda parcel=parcel: done.__setitem__(parcel[0].number, _delivered(parcel)), daemon=True)
        for parcel in parcels
    ]
    until = monotonic() + timeout_seconds
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(until - monotonic(), 0))
    late = f"no answer within {timeout_seconds:g} s"
    return [done.get(one[0].number, Delivery(one[0], one[1], is_delivered=False, trouble=late)) for one in parcels]


def _delivered(parcel: Parcel) -> Delivery:
    from apprise import NotifyFormat, NotifyType  # noqa: PLC0415 # as above

    service, findings, title, body = parcel
    kinds = {one.severity for one in findings if one.is_open}
    kind = NotifyType.FAILURE if ERROR in kinds else NotifyType.WARNING if kinds else NotifyType.SUCCESS
    statuses: list[str] = []

    def note(entry: "NotifyLogEntry", _notifier: object) -> None:
        """Keep the status that a web service refused with: nothing else of what apprise says."""
        statuses.extend(ERROR_NUMBER.findall(entry.message))

    # It never raises: what a service's module raises, it logs.
    arrived = service.notifier.notify(
        body, title=title, notify_type=kind, body_format=NotifyFormat.TEXT, log_callback=note
    )
    return Delivery(service, findings, bool(arrived), f"HTTP {statuses[-1]}" if statuses else "")
