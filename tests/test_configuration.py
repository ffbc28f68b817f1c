"""Scrapy's own settings given with -s are checked too, by the kind of Scrapy's default."""

import pytest
from scrapy.settings import Settings

from newsbot.configuration import settle
from newsbot.errors import ConfigurationError


def settings(**written):
    made = Settings()
    made.setmodule("newsbot.settings", priority="project")
    made.setdict(written, priority="cmdline")
    return made


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOWNLOAD_DELAY", "0.25"),
        ("DOWNLOAD_DELAY", "0"),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", "32"),
        ("ROBOTSTXT_OBEY", "False"),
        ("RETRY_PRIORITY_ADJUST", "-5"),
        ("LOG_LEVEL", "DEBUG"),
        ("PLAYWRIGHT_BROWSER_TYPE", "firefox"),
        ("DOWNLOAD_SLOTS", '{"example.org": {"delay": 3}}'),
        ("JOBDIR", "jobs"),
    ],
)
def test_good_values_pass(name, value):
    settle(settings(**{name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOWNLOAD_DELAY", "soon"),
        ("DOWNLOAD_DELAY", "-1"),
        ("DOWNLOAD_DELAY", "inf"),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", "0"),
        ("CONCURRENT_REQUESTS", "many"),
        ("ROBOTSTXT_OBEY", "perhaps"),
        ("LOG_LEVEL", "LOUD"),
        ("DOWNLOAD_DELY", "1"),
        ("NEWSBOT_BLOCKED_AFTER", "none"),
    ],
)
def test_bad_values_are_named(name, value):
    with pytest.raises(ConfigurationError) as caught:
        settle(settings(**{name: value}))
    assert name in str(caught.value)


def test_our_settings_end_in_their_used_form_and_twice_is_once():
    made = settings(NEWSBOT_BLOCKED_AFTER="7", NEWSBOT_LOOPBACK_ALLOWED="yes")
    settle(made)
    settle(made)
    assert made["NEWSBOT_BLOCKED_AFTER"] == 7
    assert made["NEWSBOT_LOOPBACK_ALLOWED"] is True
    assert made.getpriority("NEWSBOT_BLOCKED_AFTER") == 40


def test_the_environment_is_checked(monkeypatch):
    monkeypatch.setenv("NEWSBOT_DATA_DRI", "x")
    with pytest.raises(ConfigurationError, match="NEWSBOT_DATA_DIR"):
        settle(settings())
