"""The simulation of a fleet: its document shows what it says, it obeys newsbot's own rules, and more never costs less."""

import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "benchmarks"))  # behind everything else: its modules have everyday names

import scale  # noqa: E402 - it is no package
from scale_crash import day_with_crash  # noqa: E402
from scale_fleet import KINDS, RUN_DAYS, Machine, costs, crawls_at_once, fleet, tables_after_a_year  # noqa: E402
from scale_outlets import HOURS, News, classes, outlet_day, timing, visit_ages  # noqa: E402

from newsbot.frontier.policy import DEFAULT_REVISIT, Ending, Outcome, Policy  # noqa: E402
from newsbot.options import OPTIONS  # noqa: E402
from newsbot.schedule.rhythm import Rhythm  # noqa: E402
from newsbot.store.urls import QueuedUrl  # noqa: E402

NEWS, MACHINE = News(), Machine()
FEW = 300


@pytest.fixture(scope="module")
def prices():
    return costs()


@pytest.fixture(scope="module")
def needs(prices):
    """What so many outlets need; any input may be another one."""

    def told(outlets=FEW, news=NEWS, found=prices, machine=MACHINE, seed=1):
        return fleet(outlets, news, found, machine, seed)

    return told


@pytest.fixture(scope="module")
def made():
    return scale.tables()


def dearer(prices, kind, figure, times=2):
    price = prices.prices[kind]
    return replace(prices, prices={**prices.prices, kind: replace(price, **{figure: times * getattr(price, figure)})})


def peak(found, figure):
    return found.peak(lambda hour: getattr(hour, figure))


def test_the_document_shows_the_tables_of_the_program(made):
    text = scale.DOCUMENT.read_text(encoding="utf-8")
    assert scale.written(text, made) == text, "run python benchmarks/scale.py --write"


def test_a_document_without_a_place_for_a_table_is_refused(made):
    with pytest.raises(SystemExit, match="0 places for the table prices"):
        scale.written("no places", made)


def test_the_same_seed_gives_the_same_result(needs):
    assert needs(seed=7) == needs(seed=7)
    assert needs(seed=7) != needs(seed=8)


def test_a_larger_draw_begins_with_the_smaller_one():
    small, large = classes(500, NEWS, 3), classes(501, NEWS, 3)
    assert sum((Counter(large) - Counter(small)).values()) == 1
    assert not Counter(small) - Counter(large)


def test_half_of_the_outlets_publish_more_than_the_median():
    drawn = classes(4000, NEWS, 1)
    share = sum(count for (number, _), count in drawn.items() if 2.718281828 ** ((number + 0.5) * 0.05) > NEWS.median)
    assert share / 4000 == pytest.approx(0.5, abs=0.03)


def test_more_outlets_never_need_less(needs):
    fleets = [needs(size) for size in (0, 1, 10, 100, 1000, 3000)]
    for smaller, larger in pairwise(fleets):
        assert smaller.machines <= larger.machines
        assert smaller.connections <= larger.connections
        for figure in ("requests", "client_cores", "server_cores", "writes", "wal_bytes"):
            assert peak(smaller, figure) < peak(larger, figure)


@pytest.mark.parametrize("kind", KINDS)
def test_a_dearer_crawl_never_needs_fewer_machines(needs, prices, kind):
    few, many = needs(5000), needs(5000, found=dearer(prices, kind, "client_ms", 50))
    assert few.machines < many.machines
    assert peak(few, "server_cores") == peak(many, "server_cores")


def test_every_price_counts_once(needs, prices):
    twice = prices
    for kind in KINDS:
        twice = dearer(twice, kind, "client_ms")
    assert needs(found=twice).machines_by_cpu == pytest.approx(2 * needs().machines_by_cpu)


def test_a_larger_machine_is_never_needed_more_often(needs):
    large = replace(MACHINE, cores=4, memory_mib=8192.0)
    assert needs(20_000, machine=large).machines <= needs(20_000).machines


def test_memory_decides_where_crawls_are_large(needs, prices):
    heavy = replace(prices, crawl_mib=500.0)
    found = needs(3000, found=heavy)
    assert found.machines_by_memory > found.machines_by_cpu
    assert found.machines == pytest.approx(
        found.peak(lambda hour: hour.demand.busy) / crawls_at_once(heavy, MACHINE) + MACHINE.spare, abs=1
    )


def test_what_is_asked_is_asked_once():
    """A day's pages are those of new articles, of their texts and of their visits."""
    news = replace(NEWS, retried=0.0)
    day = outlet_day(48, news, timing(), (4, 1.0))
    visits = 48 * len(visit_ages(DEFAULT_REVISIT, HOURS / sum(hour.runs for hour in day)))
    assert sum(hour.articles for hour in day) == pytest.approx(48)
    assert sum(hour.new + hour.same + hour.touched for hour in day) == pytest.approx(48 + visits)


def test_an_hour_has_no_more_than_an_hour():
    day = outlet_day(20_000, NEWS, timing(), (4, 1.0))
    assert max(hour.busy for hour in day) <= 1
    assert sum(hour.late for hour in day) > 0


@pytest.mark.parametrize("gap", [0.17, 0.5, 2.0, 24.0])
def test_visits_are_those_of_the_policy(gap):
    """An article's life, walked through with the policy that the frontier asks."""
    policy, born = Policy(), datetime(2026, 11, 1, tzinfo=UTC)
    row = partial(QueuedUrl, 1, "k", "u", "article", 1, 1, born, None, None, None, None, None, 0, 0, None, born, None)
    run, visits = born + timedelta(hours=gap / 2), []
    due = policy.mark(row(), Outcome(ending=Ending.READ), run).due_at
    while due is not None:
        while run < due - timedelta(seconds=1):
            run += timedelta(hours=gap)
        visits.append((run - born) / timedelta(hours=1))
        due = policy.mark(row(), Outcome(ending=Ending.UNCHANGED), run).due_at
    assert visit_ages(DEFAULT_REVISIT, gap) == pytest.approx(visits, abs=0.01)


@pytest.mark.parametrize("rate", [0.02, 0.1, 0.5, 2.0, 10.0, 30.0])
def test_intervals_are_those_of_the_schedule(rate):
    bounds, hour = timing(), timedelta(hours=1)
    rhythm = Rhythm(rate, (1.0,) * 24, (1.0,) * 7, ZoneInfo("UTC"))
    wait = rhythm.wait(datetime(2026, 11, 1, tzinfo=UTC), bounds.pace * hour, bounds.longest * hour)
    expected = min(max(wait / hour, bounds.shortest), bounds.longest)
    assert bounds.interval(rate) == pytest.approx(expected, rel=0.02)


def test_a_silent_outlet_is_asked_once_in_the_longest_interval():
    assert timing().interval(0) == timing().longest


def test_the_database_grows_with_what_is_stored(needs, prices):
    sizes = {one.name: one for one in tables_after_a_year(needs(), NEWS, prices)}
    articles = 365 * needs().a_day(lambda demand: demand.articles)
    assert sizes["articles"].rows == pytest.approx(articles)
    assert sizes["revisions"].rows == pytest.approx((1 + NEWS.revised) * articles)
    assert OPTIONS["NEWSBOT_RETENTION_RUN_DAYS"].default == RUN_DAYS
    assert sizes["runs"].rows == pytest.approx(RUN_DAYS * needs().a_day(lambda demand: demand.runs))
    assert sizes["batches"].rows < 365 / RUN_DAYS * sizes["runs"].rows
    assert all(one.size > 0 for one in sizes.values() if one.rows)


def test_fewer_machines_left_never_wait_less(needs, prices):
    whole = needs(30_000)
    crashes = [day_with_crash(whole, prices, MACHINE, lost, seed=1) for lost in range(whole.machines + 1)]
    assert [one.longest_wait for one in crashes] == sorted(one.longest_wait for one in crashes)
    assert crashes[0].minutes_behind == 0
    assert crashes[-1].longest_wait > 59


def test_the_loss_of_the_spare_machine_is_no_loss(needs, prices):
    assert day_with_crash(needs(30_000), prices, MACHINE, MACHINE.spare, seed=1).longest_wait < 1


def test_the_row_of_results_is_the_largest_fleet_of_the_document(made):
    row = scale.measure(is_quick=True)
    assert f"**{row.lines[0].newsbot}**" in made["fleets"]
    assert f"{float(row.lines[-1].newsbot.split()[0]):.0f}" in made["year"]
