"""report.html of a snapshot: one page that opens from the disk, right to left, without scripts; it counts nothing.

The page's text comes from strangers: everything is escaped, stripped of what would turn the lines around it, isolated
and cut, and addresses become links only where they are http or https.
"""

import re
import shlex
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from newsbot.archive import timeline, wording
from newsbot.archive.folder import Snapshot
from newsbot.archive.summary import Ranking, SnapshotSummary

_TEMPLATE = "report.html.j2"
_LONGEST = 180
"""Characters of a headline or a name that are printed."""
_LONGEST_URL = 90
_MOST_REASONS = 60

# What a browser would not show and might obey. NUL and other controls, bidi controls, line separators, noncharacters.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_DANGLING = "\N{ZERO WIDTH JOINER}\N{VARIATION SELECTOR-16} "
_IN_URL = "%/:?#[]@!$&'()*+,;=~-._"


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


def printable(value: Any) -> Any:
    """Text without what would disturb the page around it; anything else as it is."""
    # Markup, a subclass, is the template's own.
    if type(value) is not str:
        return value
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _UNPRINTABLE.sub("", value))


def cut(text: str, longest: int = _LONGEST) -> str:
    """One line of at most *longest* characters."""
    text = " ".join(printable(text[: 8 * longest]).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip(_DANGLING) + "…"


def link(url: str) -> str | None:
    """An address as ASCII; None for what is not to be a link."""
    try:
        is_web = urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return None
    return quote(url, safe=_IN_URL, errors="replace") if is_web else None


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
