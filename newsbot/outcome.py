"""How a crawl ended, as an exit code and a word; it only reads a run's stats and decides nothing during it.

A finish reason is Scrapy's ("finished", "shutdown", "closespider_pagecount"...) or one of ours ("storage_failure",
"blocked", "max_pages"). A failure of the store after the reason was fixed is told by a stat.
"""

from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from newsbot.errors import ExitCode

STORAGE_ERROR = "newsbot/storage/error"
"""The one readable line of a StorageError that ended the run, wherever it happened."""

FINISHED, LOCK_LOST = "finished", "lock_lost"
"""The latter: another run has taken the outlet, since a restart of the server let go of its lock."""

EXIT_CODES: Mapping[str, ExitCode] = {
    FINISHED: ExitCode.COMPLETE,
    "shutdown": ExitCode.INTERRUPTED,
    "blocked": ExitCode.BLOCKED,
    "max_pages": ExitCode.LIMIT_REACHED,
    "closespider_pagecount": ExitCode.LIMIT_REACHED,
    "closespider_itemcount": ExitCode.LIMIT_REACHED,
    "closespider_timeout": ExitCode.LIMIT_REACHED,
    "closespider_timeout_no_item": ExitCode.LIMIT_REACHED,
    "memusage_exceeded": ExitCode.LIMIT_REACHED,
    "quality_gate_failed": ExitCode.QUALITY_GATE_FAILED,
    "storage_failure": ExitCode.STORAGE_FAILURE,
    LOCK_LOST: ExitCode.OUTLET_BUSY,
}

UNREAD = frozenset({"no_articles", "layout_changed"})
"""Troubles of a site that answers; with the others no page comes at all, for which the site is to blame."""

FAILURES: Mapping[str, str] = {
    "CannotResolveHostError": "dns",
    "DownloadConnectionRefusedError": "refused",
    "DownloadTimeoutError": "timeout",
    "TimeoutError": "timeout",
}
"""What each kind of download error says about the site; any other is "network"."""

STATUSES: Mapping[int, str] = {
    401: "forbidden",
    403: "forbidden",
    404: "not_found",
    410: "not_found",
    429: "too_many_requests",
    451: "forbidden",
}

OUTCOMES = ("new", "changed", "unchanged", "duplicate")
FEW_PAGES = 5
"""Below this many article pages, all of them without an article are an accident, not a changed layout."""


def exit_code(stats: Mapping[str, Any]) -> ExitCode:
    """Return the exit code of a run with these *stats*; one without a finish reason was killed half-way."""
    if stats.get(STORAGE_ERROR):
        return ExitCode.STORAGE_FAILURE
    reason = stats.get("finish_reason")
    if reason is None:
        return ExitCode.INTERRUPTED
    trouble = site_trouble(stats) if reason == FINISHED else None
    if trouble is not None:
        return ExitCode.QUALITY_GATE_FAILED if trouble in UNREAD else ExitCode.BLOCKED
    return EXIT_CODES.get(reason, ExitCode.UNEXPECTED)


def site_trouble(stats: Mapping[str, Any]) -> str | None:
    """Return why the site looks dead, in one word that tells an operator where to look; None if it does not.

    dns, refused, timeout, network, forbidden, too_many_requests, not_found, server: no page came at all. robots,
    private_address, offsite...: none was asked for, see <run>.skipped.jsonl.
    The same words where listings came, and of all article pages none.
    no_articles: pages came, and none was, or is known to be, an article. layout_changed: article pages came, and not
    one held an article any more.
    """
    if not _good_pages(stats):
        return _nothing_came(stats)
    articles = sum(_count(stats, f"newsbot/article/{outcome}") for outcome in OUTCOMES)
    if articles or _count(stats, "newsbot/frontier/unchanged"):
        return None
    if _good_pages(stats, "article"):
        return "layout_changed" if _good_pages(stats, "article") >= FEW_PAGES else None
    if _count(stats, "newsbot/frontier/known_articles"):
        return None
    return _nothing_came(stats, "article") or "no_articles"


def totals(stats: Mapping[str, Any], prefix: str) -> dict[str, int]:
    """Return the counts below *prefix*, which ends in a slash, by the rest of their names."""
    return {name.removeprefix(prefix): value for name, value in stats.items() if name.startswith(prefix)}


def _count(stats: Mapping[str, Any], name: str) -> int:
    return int(stats.get(name, 0))


def _good_pages(stats: Mapping[str, Any], kind: str | None = None) -> int:
    """Return how many pages (of *kind*, if given) were answered with 200 or 304."""
    pages = totals(stats, "newsbot/page/status/")
    split = ((name.partition("/"), count) for name, count in pages.items())
    return sum(count for (of, _, status), count in split if status in {"200", "304"} and kind in {None, of})


def _nothing_came(stats: Mapping[str, Any], kind: str = "") -> str | None:
    """Return the commonest reason why no page (of *kind*) came: the site's answer, or why nothing was asked for."""
    troubles: Counter[str] = Counter() if kind else Counter(totals(stats, "newsbot/page/failed/"))
    for name, count in totals(stats, f"newsbot/page/status/{kind}").items():
        status = int(name.rpartition("/")[2])
        troubles[STATUSES.get(status, "server")] += count if status >= HTTPStatus.BAD_REQUEST else 0
    # Among the skipped are the failed ones too, under other words (http_403).
    told = +troubles or Counter({} if kind else totals(stats, "newsbot/skipped/"))
    return next((trouble for trouble, _ in told.most_common(1)), None)
