"""What a test may do to a running site under ``/_demo/``, and see of it: every answer is a JSON object.

==========  =========================================  =============================================================
action      parameters                                 does
==========  =========================================  =============================================================
edit        count=N, or number=N                       new words, lastmod and ETag for the newest (or this) article
touch       count=N                                    other views and related links, the same words; a new ETag
remove      count=N                                    the oldest plain articles answer 410
add         count=N                                    new articles, newer than all others
busy        count=N, status=429, seconds=1             the next N requests get this status and a Retry-After
stats       (none)                                     requests by kind and status, 304s, bytes, fetches by article
reset       (none)                                     forgets the stats
truth       number=N                                   what a perfect reader takes from the article
expected    (none)                                     which articles are to be published, which not, and why
==========  =========================================  =============================================================

Actions that change articles answer ``{"numbers": [...]}``. An unknown action is a 404, a bad parameter a 400.
"""

import json
from typing import TYPE_CHECKING, Any

from newsbot.demo.expectation import expected, truth
from newsbot.demo.messages import Response, SiteStats, page_response

if TYPE_CHECKING:
    from newsbot.demo.site import Site

_ARCHIVE_ACTIONS = ("edit", "touch", "remove", "add")
_LARGEST = 100_000


def control(site: "Site", action: str, parameters: dict[str, str], base: str) -> Response:
    """Carry out one action; *base* is the address that the truth is told for."""
    try:
        values = {name: int(value) for name, value in parameters.items()}
        found = _act(site, action, values, base)
    except (ValueError, KeyError, TypeError) as error:
        return _json({"error": f"{type(error).__name__}: {error}"}, 400)
    return _json({"error": f"no action {action}"}, 404) if found is None else _json(found)


def _act(site: "Site", action: str, values: dict[str, int], base: str) -> dict[str, Any] | None:
    if action in _ARCHIVE_ACTIONS:
        return _change(site, action, values)
    if action == "busy":
        each = (values.get("status", 429), values.get("seconds", 1))
        site.busy = [each] * values.get("count", 1)
        return {"count": len(site.busy)}
    if action == "stats":
        return site.stats.as_dict()
    if action == "reset":
        site.stats = SiteStats()
        return {}
    if action == "truth":
        return truth(site.archive, values["number"], base)
    return expected(site.archive) if action == "expected" else None


def _change(site: "Site", action: str, values: dict[str, int]) -> dict[str, Any]:
    count = values.pop("count", 1)
    if not 0 <= count <= _LARGEST:
        raise ValueError(f"count is {count}; accepted: 0 to {_LARGEST}")
    if action == "edit":
        return {"numbers": site.archive.edit(count, **values)}
    if values:
        raise ValueError(f"{action} takes count only")
    return {"numbers": getattr(site.archive, action)(count)}


def _json(value: dict[str, Any], status: int = 200) -> Response:
    return page_response(json.dumps(value, ensure_ascii=False), "application/json", status=status)
