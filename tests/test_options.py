"""newsbot's own settings: what they accept, and the one line that says what is wrong."""

import pytest

from newsbot import options
from newsbot.errors import ConfigurationError


@pytest.mark.parametrize("name", options.OPTIONS)
def test_every_default_is_accepted_by_its_own_option(name):
    assert options.read(name, options.OPTIONS[name].default) == options.OPTIONS[name].default


@pytest.mark.parametrize(
    ("name", "value", "used"),
    [
        ("NEWSBOT_LOOPBACK_ALLOWED", "Yes", True),
        ("NEWSBOT_LOOPBACK_ALLOWED", "off", False),
        ("NEWSBOT_LOOPBACK_ALLOWED", True, True),
        ("NEWSBOT_DUPLICATES_LEFT_OUT", "NEAR", "near"),
        ("NEWSBOT_BLOCKED_AFTER", " 7 ", 7),
        ("NEWSBOT_FRONTIER_FLUSH_SECONDS", "0.5", 0.5),
        ("NEWSBOT_CONTACT", "", None),
        ("NEWSBOT_CONTACT", "https://example.org/about", "https://example.org/about"),
        ("NEWSBOT_CONTACT", "editor@example.org", "editor@example.org"),
        ("NEWSBOT_STORE_URL", "postgresql://reader@db/news", "postgresql://reader@db/news"),
        ("NEWSBOT_DATA_DIR", "some/where", "some/where"),
    ],
)
def test_a_written_value_becomes_the_used_one(name, value, used):
    assert options.read(name, value) == used


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSBOT_LOOPBACK_ALLOWED", "maybe"),
        ("NEWSBOT_LOOPBACK_ALLOWED", ""),
        ("NEWSBOT_DUPLICATES_LEFT_OUT", "all"),
        ("NEWSBOT_BLOCKED_AFTER", "0"),
        ("NEWSBOT_BLOCKED_AFTER", "1.5"),
        ("NEWSBOT_BLOCKED_AFTER", "inf"),
        ("NEWSBOT_FRONTIER_FLUSH_SECONDS", "nan"),
        ("NEWSBOT_CONTACT", "me"),
        ("NEWSBOT_CONTACT", "https://example.org/ (evil)\r\nHost: x"),
        ("NEWSBOT_STORE_URL", "mysql://x"),
        ("NEWSBOT_DATA_DIR", "  "),
        ("NEWSBOT_DATA_DIR", "a\0b"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_accepted(name, value):
    with pytest.raises(ConfigurationError) as caught:
        options.read(name, value)
    assert name in str(caught.value)
    assert repr(value) in str(caught.value)
    assert options.OPTIONS[name].accepted in str(caught.value)


def test_an_unknown_name_leads_to_the_nearest_known_one():
    with pytest.raises(ConfigurationError, match="NEWSBOT_CONTACT"):
        options.written({"NEWSBOT_CONTCAT": "https://example.org"})


def test_a_name_that_is_near_to_none_leads_to_the_list():
    with pytest.raises(ConfigurationError, match="NEWSBOT_STORE_URL"):
        options.written({"NEWSBOT_XYZZY": "1"})


def test_what_is_not_ours_is_left_alone():
    assert options.written({"HOME": "x", "SCRAPY_PROJECT": "y"}) == {}
