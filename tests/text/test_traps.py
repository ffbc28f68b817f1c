"""Endless address spaces are cut, and nothing that a news site links to."""

import pytest

from newsbot.text.traps import trap_reason

SLUG = "%D8%A7%D9%84%D8%A8%D9%84%D8%AF%D9%8A%D8%A9-" * 12


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://x.com/a/b/a/b/a/b", "repeating_path"),
        ("https://x.com/news/news/news/1", "repeating_path"),
        ("https://x.com/ar/x/ar/y/ar/z/ar/w", "repeating_path"),
        ("https://x.com/" + "/".join(f"s{n}" for n in range(20)), "deep_path"),
        ("https://x.com/a?" + "&".join(f"p{n}=1" for n in range(9)), "endless_query"),
        ("https://x.com/a?f=1&f=2&f=3&f=4", "endless_query"),
        ("https://x.com/a?q=" + "x" * 400, "endless_query"),
        ("https://x.com/a?PHPSESSID=0f0f", "session_id"),
        ("https://x.com/a;jsessionid=0f0f", "session_id"),
        ("https://x.com/(S(0123456789abcdefghijklmn))/a", "session_id"),
        ("https://x.com/calendar/2031/05", "calendar"),
        ("https://x.com/events/2031-05-01/", "calendar"),
        ("https://x.com/events?year=2031&month=5", "calendar"),
        ("https://x.com/?tribe-bar-date=2031-05-01", "calendar"),
        ("https://x.com/a/" + "x" * 1200, "too_long"),
    ],
)
def test_traps(url, reason):
    assert trap_reason(url, 2) == reason
    assert trap_reason(url, 0) is None


@pytest.mark.parametrize("depth", [1, 3, 8])
@pytest.mark.parametrize(
    "url",
    [
        "http://anapress.net/a/146889858258656",
        "http://anapress.net/?page=2",
        "https://x.com/news/825076-" + SLUG,
        "https://x.com/أخبار/محليات/افتتاح-الجسر-الجديد-في-المدينة",
        "https://x.com/2020/04/24/slug",
        "https://x.com/2011/11/11/11",
        "https://x.com/section/politics/page/312",
        "https://x.com/tag/سوريا?page=45",
        "https://x.com/article.php?id=1&cat=2&lang=ar",
        "https://x.com/modules.php?name=News&file=article&sid=123",
        "https://x.com/fa/news/7349926/" + SLUG,
        "https://x.com/events/12345-slug",
        "https://x.com/search?q=%D8%AF%D9%85%D8%B4%D9%82&page=2",
        "https://x.com/sport/football/sport/1",
        "https://x.com/video/video/12",
        "https://[::1",
        "",
    ],
)
def test_news_addresses_are_no_traps(url, depth):
    assert trap_reason(url, depth) is None


def test_months_deep_down_are_a_calendar():
    assert trap_reason("https://x.com/archive?year=2020&month=4", 2) is None
    assert trap_reason("https://x.com/archive?year=2020&month=4", 6) == "calendar"
