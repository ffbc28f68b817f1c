"""Which crawl a record belongs to, also where two crawls share a process, and records as JSON lines."""

import asyncio
import json
import logging
import sys
from types import SimpleNamespace

import pytest

from newsbot.extensions.logcontext import JsonFormatter, LogContext, crawl_of, name_owners


def crawler(outlet, run=None):
    stats = SimpleNamespace(get_value=lambda name: run if name == "newsbot/run/id" else None)
    return SimpleNamespace(spidercls=SimpleNamespace(name=outlet), stats=stats)


def record(message="خبر %s", *arguments, **given):
    made = logging.getLogRecordFactory()(
        "newsbot.x", logging.WARNING, __file__, 1, message, arguments or ("عاجل",), given.pop("exc_info", None)
    )
    for name, value in given.items():
        setattr(made, name, value)
    return made


@pytest.fixture
def _factory():
    before = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(before)


def test_two_crawls_in_one_loop_keep_their_records_apart():
    async def crawl(outlet, run):
        LogContext.from_crawler(crawler(outlet, run))
        owners = []
        for _ in range(3):
            await asyncio.sleep(0)
            owners += [crawl_of(record()), await asyncio.create_task(later()), await asyncio.to_thread(owner)]
        return set(owners)

    async def later():
        await asyncio.sleep(0)
        return owner()

    def owner():
        return crawl_of(record())

    async def both():
        return await asyncio.gather(asyncio.create_task(crawl("marfa", 1)), asyncio.create_task(crawl("demo", 7)))

    assert asyncio.run(both()) == [{("marfa", 1)}, {("demo", 7)}]
    assert crawl_of(record()) == (None, None)


def test_the_spider_of_a_record_says_more_than_the_task():
    spider = SimpleNamespace(crawler=crawler("marfa", 3))
    assert crawl_of(record(spider=spider)) == ("marfa", 3)
    assert json.loads(JsonFormatter().format(record(spider=spider)))["outlet"] == "marfa"


def test_a_record_is_one_line_of_json_whatever_it_holds():
    line = JsonFormatter().format(record('سطر\nثانٍ "%s" \x00', "\N{LINE SEPARATOR}"))
    assert line.splitlines() == [line]
    told = json.loads(line)
    assert told["message"] == 'سطر\nثانٍ "\N{LINE SEPARATOR}" \x00'
    assert (told["level"], told["logger"], told["outlet"], told["run"]) == ("WARNING", "newsbot.x", None, None)
    assert "سطر" in line


def test_an_exception_is_told():
    try:
        int("كسر")
    except ValueError:
        line = JsonFormatter().format(record(exc_info=sys.exc_info()))
    assert json.loads(line)["exception"].endswith("base 10: 'كسر'")
    assert "\n" not in line


@pytest.mark.usefixtures("_factory")
def test_text_formats_may_name_outlet_and_run():
    name_owners()
    name_owners()
    assert logging.Formatter("[%(outlet)s#%(run)s] %(message)s").format(record()) == "[#] خبر عاجل"
