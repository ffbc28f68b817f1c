"""What a job costs in Procrastinate: deferred with both of its locks, fetched, done and deleted; it crawls nothing.

``scale_jobs.py STORE_URL COUNT`` prints the CPU seconds of all the jobs together, the worker's start left out.
"""

import asyncio
import json
import sys
import time

from procrastinate import App, PsycopgConnector

WARM = 50


async def cost(url: str, count: int) -> float:
    """Run some jobs so that everything is warm, then *count*, and return what these took."""
    app = App(connector=PsycopgConnector(conninfo=url))

    @app.task(name="crawl")
    async def crawl(outlet: str) -> None:  # noqa: ARG001 - as a worker's job has it
        await asyncio.sleep(0)

    async with app.open_async():
        if not await app.check_connection_async():
            await app.schema_manager.apply_schema_async()
        await _work(app, WARM)
        begun = time.process_time()
        await _work(app, count)
        return time.process_time() - begun


async def _work(app: App, count: int) -> None:
    for number in range(count):
        outlet = f"outlet{number}"
        job = app.configure_task("crawl", lock=outlet, queueing_lock=outlet)
        await job.defer_async(outlet=outlet)
    await app.run_worker_async(wait=False, concurrency=8, delete_jobs="successful", install_signal_handlers=False)


if __name__ == "__main__":
    print(json.dumps({"cpu_seconds": asyncio.run(cost(sys.argv[1], int(sys.argv[2])))}))
