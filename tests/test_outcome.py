"""How a run ended, told from its stats alone."""

import pytest

from newsbot.errors import ExitCode
from newsbot.outcome import exit_code, site_trouble

GOOD = {"newsbot/page/status/listing/200": 2, "newsbot/page/status/article/200": 9, "newsbot/article/new": 9}


@pytest.mark.parametrize(
    ("stats", "code"),
    [
        (GOOD | {"finish_reason": "finished"}, ExitCode.COMPLETE),
        (GOOD | {"finish_reason": "shutdown"}, ExitCode.INTERRUPTED),
        (GOOD, ExitCode.INTERRUPTED),
        (GOOD | {"finish_reason": "closespider_pagecount"}, ExitCode.LIMIT_REACHED),
        (GOOD | {"finish_reason": "blocked"}, ExitCode.BLOCKED),
        (GOOD | {"finish_reason": "storage_failure"}, ExitCode.STORAGE_FAILURE),
        (GOOD | {"finish_reason": "finished", "newsbot/storage/error": "disk full"}, ExitCode.STORAGE_FAILURE),
        (GOOD | {"finish_reason": "start_error"}, ExitCode.UNEXPECTED),
        ({"finish_reason": "finished", "newsbot/page/failed/dns": 3}, ExitCode.BLOCKED),
        ({"finish_reason": "finished", "newsbot/page/status/listing/200": 3}, ExitCode.QUALITY_GATE_FAILED),
        ({"finish_reason": "finished"}, ExitCode.COMPLETE),
    ],
)
def test_exit_code(stats, code):
    assert exit_code(stats) is code


@pytest.mark.parametrize(
    ("stats", "trouble"),
    [
        (GOOD, None),
        ({"newsbot/page/failed/dns": 3}, "dns"),
        ({"newsbot/page/failed/refused": 3, "newsbot/page/failed/timeout": 1}, "refused"),
        ({"newsbot/skipped/robots": 1}, "robots"),
        ({"newsbot/page/status/listing/403": 1}, "forbidden"),
        ({"newsbot/page/status/listing/404": 1}, "not_found"),
        ({"newsbot/page/status/listing/429": 3}, "too_many_requests"),
        ({"newsbot/page/status/listing/500": 3}, "server"),
        ({"newsbot/page/status/listing/200": 3}, "no_articles"),
        ({"newsbot/page/status/listing/200": 3, "newsbot/frontier/known_articles": 50}, None),
        ({"newsbot/page/status/listing/200": 3, "newsbot/frontier/known": 50}, "no_articles"),
        ({"newsbot/page/status/listing/200": 3, "newsbot/page/status/article/403": 9}, "forbidden"),
        ({"newsbot/page/status/listing/200": 3, "newsbot/page/status/article/200": 8}, "layout_changed"),
        ({"newsbot/page/status/listing/200": 3, "newsbot/page/status/article/200": 2}, None),
        ({"newsbot/page/status/article/304": 8, "newsbot/frontier/unchanged": 8}, None),
        ({"newsbot/page/status/listing/301": 1, "newsbot/page/status/listing/403": 1}, "forbidden"),
        ({}, None),
    ],
)
def test_why_a_site_looks_dead(stats, trouble):
    assert site_trouble(stats) == trouble
