"""report.html of a snapshot: one page that opens from the disk, right to left, without scripts; it counts nothing.

The page's text comes from strangers: everything is escaped, stripped of what would turn the lines around it, isolated
and cut, and addresses become links only where they are http or https.
"""

import shlex
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from newsbot.archive import timeline, wording
from newsbot.archive.folder import Snapshot
from newsbot.archive.summary import Ranking, SnapshotSummary
from newsbot.text.printing import cut, link, printable

_TEMPLATE = "report.html.j2"
_LONGEST_URL = 90
_MOST_REASONS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One row of a table with bars."""

    name: str
    count: int
    percent: float
    """Of the largest: how long the bar is."""


def report_page(summary: SnapshotSummary) -> str:
    """The whole page; what it says is as of *summary.packed_at*."""
    snapshot = summary.snapshot
    states = [state for state in wording.STATES if any(state == told for _, told in summary.addresses)]
    reasons = summary.reasons.most_common(_MOST_REASONS)
    return (
        _environment()
        .get_template(_TEMPLATE)
        .render(
            summary=summary,
            snapshot=snapshot,
            started_at=datetime.fromisoformat(snapshot.started_at),
            command=resume_command(snapshot),
            timeline=timeline.timeline(summary.months),
            chart=timeline,
            sections=shares(summary.sections, {"": "من دون قسم"}),
            authors=shares(summary.authors, {}),
            languages=shares(summary.languages, wording.LANGUAGES | {"": "لم تُعرف"}),
            states=states,
            kinds=sorted({kind for kind, _ in summary.addresses}, key=_kind_order),
            reasons=reasons,
            reasons_left=len(summary.reasons) - len(reasons),
            words=wording,
        )
    )


def resume_command(snapshot: Snapshot) -> str:
    """The command that goes on with a snapshot; DIR stands for its folder, which may have been moved."""
    site = [snapshot.outlet]
    if snapshot.url is not None:
        site = [snapshot.url] if snapshot.outlet == "generic" else [snapshot.outlet, "-a", f"url={snapshot.url}"]
    return f"newsbot snapshot {shlex.join(site)} --to DIR"


def shares(ranking: Ranking, words: dict[str, str]) -> list[Share]:
    """The rows of a ranking, named by *words* where these know them."""
    most = max((count for _, count in ranking.named), default=1)
    return [
        Share(name=wording.named(words, name), count=count, percent=100 * count / most) for name, count in ranking.named
    ]


def _short_url(url: str) -> str:
    return cut(url, _LONGEST_URL)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _kind_order(kind: str) -> tuple[int, str]:
    known = list(wording.KINDS)
    return (known.index(kind) if kind in known else len(known), kind)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("newsbot.archive", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=printable,
    )
    environment.filters |= {
        "cut": cut,
        "link": link,
        "short_url": _short_url,
        "moment": _moment,
        "day": wording.day,
        "number": wording.number,
        "size": wording.size,
    }
    return environment
