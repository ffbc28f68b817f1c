"""The figures of a run, read from its stats: what the report writes down and the summary prints; it counts nothing.

| stats key | counted by |
|---|---|
| newsbot/article/new, changed, unchanged, duplicate | the pipelines |
| newsbot/article/dropped/<reason> | extensions.report: items dropped for any other reason, in snake_case |
| newsbot/page/status/<kind>/<status>, newsbot/page/failed/<trouble> | middlewares.politeness |
| newsbot/skipped/<reason> | extensions.report: addresses left out on purpose |
| newsbot/encoding/<name>, newsbot/encoding/suspect | middlewares.encoding |
| newsbot/date/<source>, newsbot/field/<name> | extensions.report, from the items |
| newsbot/source/<field>/<source> | extensions.report, from every article that was read, known texts included |
| newsbot/rule/<rule>/usual_share | extensions.report, at the start, from earlier runs |
| newsbot/backoff/count, seconds, capped | middlewares.politeness |
| newsbot/frontier/... | the frontier |
| newsbot/rendering/asked, gained, wasted, missed | middlewares.rendering: pages for the browser, and what came of it |
| newsbot/rendering/clicks, limited | middlewares.rendering: clicks in lists, lists cut at the limit |
| newsbot/rendering/failed/<reason> | middlewares.rendering |
| newsbot/feed/path, lines, bytes | extensions.publishing |
| newsbot/run/id, newsbot/run/report | extensions.report |
| newsbot/health/findings, opened, closed | extensions.health |
| newsbot/storage/error | whoever met the failure |
"""

from collections.abc import Mapping
from typing import Any

from newsbot.extensions.rulehealth import rule_figures, source_figures
from newsbot.frontier.policy import Ending
from newsbot.outcome import OUTCOMES, exit_code, site_trouble, totals

Stats = Mapping[str, Any]


def article_figures(stats: Stats) -> dict[str, Any]:
    """Return how many articles were new, changed, unchanged, duplicate or gone, and dropped for which reason.

    A page that the server calls unchanged (304), or that has the same bytes, is an unchanged article not read again.
    """
    counts = {outcome: int(stats.get(f"newsbot/article/{outcome}", 0)) for outcome in OUTCOMES}
    counts["unchanged"] += int(stats.get("newsbot/frontier/unchanged/article", 0))
    return counts | {
        "gone": stats.get("newsbot/frontier/gone", 0),
        "dropped": totals(stats, "newsbot/article/dropped/"),
    }


def article_line(articles: Mapping[str, Any], names: tuple[str, ...] = OUTCOMES) -> str:
    """Return "3 new, 0 changed..." of article_figures."""
    return ", ".join(f"{articles.get(name, 0):,} {name}" for name in names)


def page_figures(stats: Stats) -> dict[str, Any]:
    """Return how many pages were answered, by kind and status, and how many downloads failed, by trouble."""
    answered: dict[str, dict[str, int]] = {}
    for name, count in totals(stats, "newsbot/page/status/").items():
        kind, _, status = name.partition("/")
        answered.setdefault(kind, {})[status] = count
    return {
        "answered": sum(sum(statuses.values()) for statuses in answered.values()),
        "by_kind_and_status": answered,
        "failed": totals(stats, "newsbot/page/failed/"),
        "bytes": stats.get("downloader/response_bytes", 0),
    }


def address_figures(stats: Stats) -> tuple[int, int]:
    """Return how many addresses the run has done with, whatever came of them, and how many it has found or woken."""
    done = sum(int(stats.get(f"newsbot/frontier/{ending.value}", 0)) for ending in Ending)
    return done, int(stats.get("newsbot/frontier/new", 0))


def failure_count(stats: Stats) -> int:
    """Return how many pages could not be had or read; the frontier comes back to them in a later run."""
    return int(stats.get("newsbot/frontier/failed", 0))


def run_figures(stats: Stats) -> dict[str, Any]:
    """Return all the figures of a run, ready for JSON."""
    return {
        "articles": article_figures(stats),
        "pages": page_figures(stats),
        "failed": failure_count(stats),
        "skipped": totals(stats, "newsbot/skipped/"),
        "fields": totals(stats, "newsbot/field/"),
        "date_sources": totals(stats, "newsbot/date/"),
        "sources": source_figures(stats),
        "rules": rule_figures(stats),
        "encodings": totals(stats, "newsbot/encoding/"),
        "backoff": totals(stats, "newsbot/backoff/"),
        "frontier": totals(stats, "newsbot/frontier/"),
        "rendering": totals(stats, "newsbot/rendering/"),
        "feed": totals(stats, "newsbot/feed/"),
        "trouble": site_trouble(stats),
        "exit_code": int(exit_code(stats)) if "finish_reason" in stats else None,
        "storage_error": stats.get("newsbot/storage/error"),
        "findings": stats.get("newsbot/health/findings", []),
    }
