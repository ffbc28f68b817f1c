"""Addresses that a crawler could follow for ever; never blocks what an article, section or listing page looks like."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

_LONGEST_ADDRESS = 1000  # characters, decoded: an Arabic headline of 150 letters makes an address of 900 encoded ones
_LONGEST_QUERY = 300
_MOST_PARAMETERS = 8
_MOST_REPEATED = 3  # times one parameter may stand in a query
_MOST_SEGMENTS = 14
_MOST_EQUAL_SEGMENTS = 3
_DEEP = 5  # from here on, pages by year and month are a calendar and no archive

_SESSION_NAME = re.compile(r"phpsessid|jsessionid|aspsessionid\w*|session_?id|oscsid|zenid|cfid|cftoken", re.IGNORECASE)
_SESSION_PATH = re.compile(r";jsessionid=|/\([AaSsFf]\([a-z0-9]{16,}\)\)/", re.IGNORECASE)
_CYCLE = re.compile(r"((?:/[^/]*[^/\d][^/]*)+?)\1\1(?:/|$)")  # /a/b/a/b/a/b; figures may repeat: /11/11/11
_CALENDAR_WORD = re.compile(
    r"(?:^|/)(?:calendars?|events?|agenda|cal|تقويم|التقويم|روزنامة|فعاليات)(?:/|$)", re.IGNORECASE
)
_DAY_IN_PATH = re.compile(r"/(?:19|20|21)\d\d[/\-]\d{1,2}(?:[/\-]\d{1,2})?/?$")
_CALENDAR_NAMES = frozenset(
    {"tribe-bar-date", "eventdisplay", "ical", "outlook-ical", "calendar", "cal_month", "cal_year"}
)


def _is_calendar(path: str, names: set[str], depth: int) -> bool:
    by_month = {"year", "month"} <= names or _DAY_IN_PATH.search(path) is not None
    return bool(names & _CALENDAR_NAMES) or (by_month and (depth >= _DEEP or _CALENDAR_WORD.search(path) is not None))


def _path_reason(path: str) -> str | None:
    if _SESSION_PATH.search(path):
        return "session_id"
    segments = [segment for segment in path.split("/") if segment and not segment.isdigit()]
    repeated = max((segments.count(segment) for segment in set(segments)), default=0)
    if repeated > _MOST_EQUAL_SEGMENTS or _CYCLE.search(path):
        return "repeating_path"
    return "deep_path" if path.count("/") > _MOST_SEGMENTS else None


def _query_reason(query: str) -> str | None:
    names = [name.lower() for name, _ in parse_qsl(query, keep_blank_values=True)]
    if any(_SESSION_NAME.fullmatch(name) for name in names):
        return "session_id"
    repeated = max((names.count(name) for name in set(names)), default=0)
    if len(names) > _MOST_PARAMETERS or repeated > _MOST_REPEATED or len(query) > _LONGEST_QUERY:
        return "endless_query"
    return None


def trap_reason(url: str, depth: int) -> str | None:
    """Return why *url*, found *depth* links away from a start page, should not be followed; None for nearly all.

    The reasons are too_long, session_id, repeating_path, deep_path, endless_query and calendar. A start page (depth 0)
    is what somebody asked for and no trap. An address that cannot be read is none of these.
    """
    if depth <= 0:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if len(unquote(url)) > _LONGEST_ADDRESS:
        return "too_long"
    path, query = unquote(parts.path), unquote(parts.query)
    if reason := _path_reason(path) or _query_reason(parts.query if len(query) <= _LONGEST_QUERY else query):
        return reason
    names = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return "calendar" if _is_calendar(path, names, depth) else None
