"""The timeline fits whatever a site's years are, and its bars and grid agree."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.archive.timeline import BOTTOM, LEFT, RIGHT, TOP, timeline


@pytest.mark.parametrize(
    ("first", "last", "step", "bars"),
    [
        ((2026, 11), (2026, 11), 1, 1),
        ((2026, 1), (2026, 12), 1, 12),
        ((2022, 12), (2026, 11), 1, 48),
        ((2022, 11), (2026, 11), 12, 5),
        ((2001, 1), (2025, 12), 12, 25),
        ((1970, 1), (2026, 1), 12, 57),
        ((1600, 5), (2026, 1), 120, 43),
        ((1, 1), (9999, 12), 1200, 100),
    ],
)
def test_a_timeline_of_any_length_fits(first, last, step, bars):
    made = timeline({f"{year:04}-{month:02}": 3 for year, month in (first, last)})
    assert (made.step, len(made.bars)) == (step, bars)
    assert sum(bar.count for bar in made.bars) == (3 if first == last else 6)
    assert made.gaps == sum(not bar.count for bar in made.bars)
    edges = [bar.slot_x for bar in made.bars]
    assert edges == sorted(edges, reverse=True), "the oldest is on the right"
    assert min(edges) >= LEFT - 0.01
    assert made.bars[0].slot_x + made.bars[0].slot_width == pytest.approx(RIGHT)
    assert any(bar.label for bar in made.bars)
    middles = [bar.middle for bar in made.bars if bar.label]
    assert all(later - earlier < -50 for earlier, later in pairwise(middles))
    assert len(made.rows) <= 40


@given(
    st.dictionaries(
        st.builds("{:04}-{:02}".format, st.integers(1990, 2030), st.integers(1, 12)), st.integers(0, 10**6), max_size=60
    )
)
def test_bars_and_grid_tell_the_same(months):
    made = timeline(months)
    if not any(months.values()):
        assert made is None
        return
    total = sum(months.values())
    assert sum(bar.count for bar in made.bars) == total
    assert sum(row.total for row in made.rows) == total or made.years_left_out
    top = made.ticks[-1][0]
    assert 1 <= len(made.ticks) - 1 <= 4
    assert all(bar.count <= top and TOP - 0.01 <= bar.y <= BOTTOM for bar in made.bars)
    assert all(bool(bar.count) == bool(bar.height) for bar in made.bars)
    assert {level for row in made.rows for level in row.levels} <= {0, 1, 2, 3, 4}
