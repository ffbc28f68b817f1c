"""What the schedule tells people: a line at the end of each run, and the table of ``--check``."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from rich.table import Table

from newsbot.extensions.figures import article_figures, article_line, page_figures
from newsbot.outcome import site_trouble
from newsbot.schedule.book import Ending
from newsbot.schedule.plan import Plan

COLUMNS = ("outlet", "timing", "priority", "quiet", "next due")


def ending_line(outlet: str, ending: Ending, stats: Mapping[str, Any], seconds: float, due_at: datetime | None) -> str:
    """Return how a run ended, what came of it and when the next is due."""
    trouble = site_trouble(stats) if ending.reason == "finished" else None
    how = ending.reason + (f", but the site looks dead: {trouble}" if trouble else "")
    how += f" ({ending.error})" if ending.error else ""
    pages = page_figures(stats)["answered"]
    due = f"{due_at:%Y-%m-%d %H:%M:%S}Z" if due_at else "never"
    return (
        f"{outlet}: {how}; {article_line(article_figures(stats), ('new', 'changed', 'duplicate'))},"
        f" {pages:,} pages in {timedelta(seconds=round(seconds))}; next due {due}"
    )


def plan_table(plan: Plan, due_at: Mapping[str, datetime | None]) -> Table:
    """Return the plan for people; *due_at* lacks what the store does not know yet."""
    table = Table(*COLUMNS, box=None, pad_edge=False)
    for name, outlet in sorted(plan.outlets.items(), key=lambda item: (due_at.get(item[0]) is None, item[0])):
        quiet = f"{outlet.quiet.begin:%H:%M}-{outlet.quiet.end:%H:%M}" if outlet.quiet else "-"
        moment = due_at.get(name)
        due = "off" if not outlet.is_enabled else f"{moment:%Y-%m-%d %H:%M:%S}Z" if moment else "at once"
        table.add_row(name, str(outlet.timing), str(outlet.priority), quiet, due)
    return table
