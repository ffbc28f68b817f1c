"""Five questions a shape; what is gained buys more; what is learnt outlasts the run, but not for ever."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from newsbot.middlewares.probing import FORGOTTEN_AFTER, Probing

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def probing(store):
    return lambda at=NOW: Probing(lambda: store, "stub", lambda: at)


def article(number):
    return f"https://example.org/article/{number}"


async def ask(probing, number, *, is_gain=False):
    if admitted := await probing.admits("article", article(number)):
        await probing.learn("article", article(number), is_gain=is_gain)
    return admitted


async def asked(probing, count, *, is_gain=False, first=0):
    return sum([await ask(probing, first + number, is_gain=is_gain) for number in range(count)])


def test_five_probes_of_a_shape_that_gains_nothing(probing, store):
    assert asyncio.run(asked(probing(), 20)) == 5
    store.flush()
    assert asyncio.run(asked(probing(), 20)) == 0
    assert asyncio.run(asked(probing(NOW + FORGOTTEN_AFTER + timedelta(hours=1)), 20)) == 5


def test_each_gain_buys_five_more(probing, store):
    one = probing()

    async def run():
        return await asked(one, 1, is_gain=True), await asked(one, 20, first=1)

    assert asyncio.run(run()) == (1, 10)
    store.flush()
    (known,) = store.renderings.known("stub", NOW)
    assert (known.shape, known.gained, known.wasted) == ("example.org/article/#", 1, 10)


def test_other_shapes_kinds_and_outlets_are_others(probing, store):
    one = probing()

    async def run():
        await asked(one, 5)
        listing = await one.admits("listing", article(1))
        await one.learn("listing", article(1), is_gain=False)
        other = await one.admits("article", "https://example.org/story/1")
        await one.learn("article", "https://example.org/story/1", is_gain=False)
        return listing, other

    assert asyncio.run(run()) == (True, True)
    store.flush()
    assert len(store.renderings.known("stub", NOW)) == 3
    assert store.renderings.known("other", NOW) == []


def test_pages_wait_for_the_probes_under_way(probing):
    """Fifty pages at once: whether the sixth is asked for hangs on the first five."""

    async def run(*, is_gain):
        one = probing()
        under_way = [0, 0]

        async def page(number):
            if not await one.admits("article", article(number)):
                return False
            under_way[:] = under_way[0] + 1, max(under_way[1], under_way[0] + 1)
            await asyncio.sleep(0)
            under_way[0] -= 1
            await one.learn("article", article(number), is_gain=is_gain)
            return True

        return sum(await asyncio.gather(*map(page, range(50)))), under_way[1]

    assert asyncio.run(run(is_gain=False)) == (5, 5)
    assert asyncio.run(run(is_gain=True))[0] == 50


def test_failures_say_nothing_of_later_runs(probing, store):
    one = probing()

    async def run():
        count = 0
        while await one.admits("article", article(count)):
            await one.fail("article", article(count))
            count += 1
        return count

    assert asyncio.run(run()) == 5
    store.flush()
    assert asyncio.run(asked(probing(), 20)) == 5
