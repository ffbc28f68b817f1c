"""Crawls of demo sites in one long-lived process, as a schedule runs them; it does what it is told line by line.

``scale_crawls.py JSON`` takes Scrapy's settings. Then each line of standard input is a JSON list of site addresses,
which are crawled once, side by side, an outlet each; the answer is a line of JSON: CPU seconds, resident bytes by
then and their peak. The first answer comes before any crawl: what the start of the process cost.
"""

import asyncio
import gc
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from measuring import own_peak_bytes
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from newsbot.configuration import bound_downloads, settle
from newsbot.extensions.log import quiet_process
from newsbot.frontier.storage import lend_storage, open_own_store
from newsbot.spiders.demo import DemoSpider
from newsbot.store.database import Store

_PAGE = os.sysconf("SC_PAGE_SIZE")


async def _crawl(process: AsyncCrawlerProcess, store: Store, site: str) -> None:
    name = f"demo{site.rstrip('/').rpartition(':')[2]}"
    crawler = process.create_crawler(type("Demo", (DemoSpider,), {"name": name}))
    settle(crawler.settings)
    bound_downloads(crawler.settings)
    with store.outlet_lock(name):
        lend_storage(crawler, store)
        await process.crawl(crawler, url=site)


async def _answers(process: AsyncCrawlerProcess, settings: Settings) -> None:
    from twisted.internet import reactor  # noqa: PLC0415 - Scrapy installs it first

    try:
        with open_own_store(settings) as store:
            _tell()
            while line := await asyncio.to_thread(sys.stdin.readline):
                await asyncio.gather(*(_crawl(process, store, site) for site in json.loads(line)))
                _tell()
    finally:
        reactor.stop()  # type: ignore[misc] # a module that stands for an object


def _tell() -> None:
    gc.collect()
    resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    standing = {"cpu_seconds": time.process_time(), "resident_bytes": resident, "peak_bytes": own_peak_bytes()}
    print(json.dumps(standing), flush=True)


def main() -> None:
    """Crawl until standard input ends."""
    os.environ["SCRAPY_SETTINGS_MODULE"] = "newsbot.settings"
    settings = get_project_settings()
    given: dict[str, Any] = json.loads(sys.argv[1])
    for name, value in given.items():
        settings.set(name, value, priority="cmdline")
    settle(settings)
    process = quiet_process(settings)
    gc.freeze()
    task = asyncio.get_event_loop().create_task(_answers(process, settings))
    process.start(stop_after_crawl=False)
    task.result()


if __name__ == "__main__":
    main()
