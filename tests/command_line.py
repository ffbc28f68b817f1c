"""Starts the real command line in a process of its own, as a person or cron would."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = (sys.executable, "-c", "from newsbot.commands import main; main()")

STUB_OUTLET = """
from newsbot.spiders.base import NewsSpider

class StubSpider(NewsSpider):
    name = "stub"
    allowed_domains = ["{domain}"]
    start_urls = ["{url}"]
    article_pattern = r"^/article/\\d+"
"""


def environment(**variables):
    """The variables of this process without those that would change a command's meaning."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSBOT_", "SCRAPY_"))}
    return {name: value for name, value in kept.items() if not name.lower().endswith("_proxy")} | variables


def unmeasured(**variables):
    """The variables of a process that Python's own Ctrl-C ends.

    Coverage takes a lock within any line; a KeyboardInterrupt there leaves it taken, and the process waits for ever.
    """
    kept = environment(**variables)
    return {name: value for name, value in kept.items() if not name.startswith("COVERAGE_")}


def newsbot(*arguments, cwd, timeout=120, **variables):
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(**variables),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


def crawl_stub(site_url, folder: Path, *arguments, domain="127.0.0.1", timeout=120, **variables):
    """Crawl a site with an outlet made for the test; *folder* gets the data."""
    (folder / "stub_outlets.py").write_text(STUB_OUTLET.format(url=site_url, domain=domain), encoding="utf-8")
    given = ("SPIDER_MODULES=stub_outlets", "NEWSBOT_LOOPBACK_ALLOWED=true")
    options = [word for setting in given for word in ("-s", setting)]
    return newsbot(
        "crawl", "stub", *options, *arguments, cwd=folder, timeout=timeout, PYTHONPATH=str(folder), **variables
    )
