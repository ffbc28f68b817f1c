"""Moments as people write them."""

from datetime import UTC, datetime, timedelta

import pytest

from newsbot.errors import ConfigurationError
from newsbot.feeds.moments import read_moment

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
TODAY = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-01T18:00", datetime(2026, 11, 1, 18, tzinfo=UTC)),
        ("2026-11-01 18:00:05", datetime(2026, 11, 1, 18, 0, 5, tzinfo=UTC)),
        ("2026-11-01T18:00+03:00", datetime(2026, 11, 1, 15, tzinfo=UTC)),
        ("2026-11-01T18:00Z", datetime(2026, 11, 1, 18, tzinfo=UTC)),
        ("today", TODAY),
        ("yesterday", TODAY - timedelta(days=1)),
        ("Yesterday ", TODAY - timedelta(days=1)),
        ("أمس", TODAY - timedelta(days=1)),
        ("اليوم", TODAY),
        ("أول أمس", TODAY - timedelta(days=2)),
        ("7d", NOW - timedelta(days=7)),
        ("2w", NOW - timedelta(days=14)),
        ("12h", NOW - timedelta(hours=12)),
        ("30m", NOW - timedelta(minutes=30)),
        ("3 days ago", NOW - timedelta(days=3)),
        ("منذ 3 أيام", NOW - timedelta(days=3)),
        ("منذ يومين", NOW - timedelta(days=2)),
    ],
)
def test_forms(text, moment):
    assert read_moment(text, NOW, "--since") == moment


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30", "2026-13-01", "7x", "999999w", "01/11/2026", "yesterday or so"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(ConfigurationError, match="--since is"):
        read_moment(text, NOW, "--since")
