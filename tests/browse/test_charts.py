import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.archive.timeline import axis_ticks
from newsbot.browse.charts import WIDTH, days_chart, share_bar, short_day, silence_gauge, sparkline
from newsbot.browse.series import DaySeries, day_series, together
from newsbot.browse.silence import silences
from newsbot.browse.speech import Speech, catalogue
from newsbot.store.days import OutletDay

AR, EN = (Speech(language, UTC, catalogue()) for language in ("ar", "en"))
FIRST = date(2026, 10, 1)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
COUNTS = st.lists(st.integers(0, 10**6), max_size=120)


def row(articles, copies=None, outlet="demo"):
    return DaySeries(outlet, FIRST, tuple(articles), tuple(copies or [0] * len(articles)))


def tree(markup):
    return ET.fromstring(str(markup))  # noqa: S314 (our own)


def all_of(markup, name):
    return [element for element in tree(markup).iter() if element.tag == name]


@given(COUNTS)
def test_whatever_the_numbers_the_drawing_is_whole_and_within_its_frame(counts):
    for speech in (AR, EN):
        chart = days_chart(row(counts), speech, "x", "title")
        if not counts:
            assert chart == ""
            continue
        assert "nan" not in chart.lower()
        assert "style=" not in chart
        for bar in all_of(chart, "rect"):
            assert 0 <= float(bar.get("x")) <= WIDTH
            assert float(bar.get("height")) > 0
            assert float(bar.get("y")) >= 0
    assert tree(sparkline(counts, AR, "y", "t")).get("role") == "img"


@given(st.integers(0, 10**9))
def test_a_scale_reaches_the_largest_value_in_few_steps(most):
    values = axis_ticks(most)
    assert values[0] == 0
    assert values[-1] >= most
    assert 2 <= len(values) <= 6


def test_the_newest_day_is_where_reading_ends():
    def places(speech):
        return [float(bar.get("x")) for bar in all_of(days_chart(row([5, 5, 5]), speech, "x", "t"), "rect")]

    assert places(AR) == sorted(places(AR), reverse=True)
    assert places(EN) == sorted(places(EN))


def test_a_chart_says_what_it_shows():
    chart = days_chart(row([1, 7, 2], [0, 3, 0]), EN, "x", "Articles a day")
    assert tree(chart).get("aria-labelledby") == "x-chart-title x-chart-desc"
    description = next(element.text for element in all_of(chart, "desc"))
    assert (
        description
        == "From 1 October 2026 to 3 October 2026. 10 in all; the busiest day is 2 October 2026 with 7. All numbers are in the table below."
    )
    assert [element.text for element in all_of(chart, "title")][2] == "2 October 2026: 7, of which copies: 3"


def test_the_newest_day_has_its_label_and_labels_do_not_touch():
    for days, speech in ((1, AR), (30, AR), (90, EN), (365, AR)):
        chart = days_chart(row([3] * days), speech, "x", "t")
        labels = [element for element in all_of(chart, "text") if element.get("text-anchor") == "middle"]
        assert labels[0].text == short_day(FIRST + timedelta(days=days - 1), speech)
        xs = sorted(float(label.get("x")) for label in labels)
        assert all(after - before > 55 for before, after in pairwise(xs))


def test_copies_are_a_part_of_their_bar():
    bars = all_of(days_chart(row([10], [4]), AR, "x", "t"), "rect")
    heights = {bar.get("class"): float(bar.get("height")) for bar in bars}
    assert heights["copies"] / (heights["bar"] + heights["copies"]) == pytest.approx(0.4, abs=0.01)


def test_a_lone_article_is_seen_beside_thousands():
    heights = [float(bar.get("height")) for bar in all_of(days_chart(row([1, 90_000]), AR, "x", "t"), "rect")]
    assert min(heights) >= 1.5


def test_names_cannot_break_out_of_a_drawing():
    spark = sparkline([1], EN, "s", 'a"><script>alert(1)</script>')
    assert "<script" not in spark
    assert all_of(spark, "title")[0].text == 'a"><script>alert(1)</script>'


@pytest.mark.parametrize("share", [-1.0, 0.0, 0.5, 1.0, 7.0])
def test_bars_of_shares_stay_within_their_track(share):
    for speech in (AR, EN):
        for markup, width in ((share_bar(share, speech), 100), (silence_gauge(share * 4, "usual", speech), 120)):
            assert all(
                0 <= float(bar.get("x", 0)) + float(bar.get("width")) <= width + 1.5 for bar in all_of(markup, "rect")
            )


def test_rows_have_no_holes_and_nothing_from_outside():
    found = [
        OutletDay("b", FIRST, 2, 1),
        OutletDay("a", FIRST + timedelta(days=2), 3, 0),
        OutletDay("a", FIRST - timedelta(days=1), 9, 9),
    ]
    rows = day_series(found, FIRST, FIRST + timedelta(days=2))
    assert [(each.outlet, each.articles, each.copies) for each in rows] == [
        ("a", (0, 0, 3), (0, 0, 0)),
        ("b", (2, 0, 0), (1, 0, 0)),
    ]
    whole = together(rows, FIRST, FIRST + timedelta(days=2))
    assert (whole.articles, whole.total, whole.copies_share, whole.most) == ((2, 0, 3), 5, 0.2, 3)
    assert together([], FIRST, FIRST).copies_share is None
    assert day_series(found, FIRST, FIRST - timedelta(days=3))[0].articles == ()


def test_a_hundred_outlets_are_drawn_in_little_space():
    sparks = [sparkline([day % 7 for day in range(90)], AR, f"s{n}", "t") for n in range(100)]
    assert sum(map(len, sparks)) < 500_000
    assert len({re.search('id="([^"]+)"', spark)[1] for spark in sparks}) == 100


def silent(counts, now=NOW, newest=None):
    last = now.date()
    series = DaySeries("demo", last - timedelta(days=len(counts) - 1), tuple(counts), (0,) * len(counts))
    return silences([series], {"demo": newest} if newest else {}, now)[0]


def test_an_outlet_that_publishes_daily_is_silent_after_two_days():
    assert silent([5] * 30).level == "usual"
    assert silent([5] * 28 + [0, 0]).level == "usual"
    assert silent([5] * 26 + [0] * 4).level == "long"
    assert silent([5] * 20 + [0] * 10).level == "very_long"
    assert silent([4] * 30).usual_seconds == 86_400 / 4


def test_weekends_and_weeklies_are_no_silence():
    week = [6, 6, 6, 6, 6, 0, 0]
    assert silent(week * 4).level == "usual"
    weekly = silent([1, 0, 0, 0, 0, 0, 0] * 8)
    assert (weekly.level, weekly.usual_seconds) == ("usual", 7 * 86_400)


@pytest.mark.parametrize("counts", [[], [0] * 30, [0] * 29 + [3], [1, 1, 1]])
def test_too_few_days_tell_nothing(counts):
    assert silent(counts).level == "unknown"
    assert silent(counts).ratio is None


def test_the_newest_article_is_believed_where_it_is_known():
    at = NOW - timedelta(hours=3)
    assert silent([5] * 30, newest=at).silent_seconds == 3 * 3600
    assert silent([5] * 30, newest=NOW + timedelta(days=1)).silent_seconds == 0


def test_the_farthest_from_its_habit_comes_first():
    rows = [
        DaySeries(name, FIRST, (5,) * days + (0,) * (40 - days), (0,) * 40)
        for name, days in (("a", 40), ("b", 20), ("c", 30))
    ]
    now = datetime(2026, 11, 9, 12, tzinfo=UTC)
    assert [each.outlet for each in silences(rows, {}, now)] == ["b", "c", "a"]
