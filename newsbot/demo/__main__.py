"""``python -m newsbot.demo``: serve the demo outlet on loopback until interrupted; it writes one line and no files."""

import argparse
import asyncio
from datetime import datetime

from newsbot.demo.archive import NEWEST, ZONE
from newsbot.demo.places import LEAST_ARTICLES
from newsbot.demo.scripts import Growth
from newsbot.demo.server import serve
from newsbot.demo.site import Site, SiteOptions
from newsbot.demo.text import SECTIONS


def main() -> None:
    """Read the command line and serve."""
    defaults = SiteOptions()
    parser = argparse.ArgumentParser(
        prog="python -m newsbot.demo", description="A small Arabic news site on 127.0.0.1."
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes any free one")
    parser.add_argument("--articles", type=_article_count, default=defaults.articles)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument(
        "--page-bytes", type=int, default=defaults.page_bytes, help="about how heavy an article page is"
    )
    parser.add_argument("--delay", type=float, default=0.0, help="seconds added to every answer")
    parser.add_argument("--slow", type=float, default=defaults.slow_seconds, help="seconds that article 1 takes")
    parser.add_argument("--crawl-delay", type=float, help="put a Crawl-delay into robots.txt")
    parser.add_argument("--calendar", action="store_true", help="add an endless calendar behind nofollow links")
    parser.add_argument("--no-gzip", action="store_true", help="never compress")
    parser.add_argument("--newest", type=_moment, default=NEWEST, help="date of the newest article, ISO 8601")
    parser.add_argument("--scripted", action="store_true", help="articles are empty until their script has run")
    parser.add_argument("--scripted-section", metavar="NAME", choices=SECTIONS, help="as --scripted, in one section")
    growth = parser.add_mutually_exclusive_group()
    growth.add_argument(
        "--more-button",
        dest="growth",
        action="store_const",
        const=Growth.BUTTON,
        default=Growth.PAGES,
        help="sections show ten headlines, a button «المزيد» brings more; nothing else leads to older articles",
    )
    growth.add_argument(
        "--infinite",
        dest="growth",
        action="store_const",
        const=Growth.SCROLL,
        help="as --more-button, by scrolling to the end",
    )
    given = parser.parse_args()
    options = SiteOptions(
        seed=given.seed,
        articles=given.articles,
        page_bytes=given.page_bytes,
        slow_seconds=given.slow,
        crawl_delay=given.crawl_delay,
        has_calendar=given.calendar,
        has_gzip=not given.no_gzip,
        newest=given.newest,
        scripted_sections=tuple(SECTIONS) if given.scripted else tuple(filter(None, [given.scripted_section])),
        growth=given.growth,
    )
    asyncio.run(serve(Site(options), given.port, given.delay))


def _article_count(text: str) -> int:
    count = int(text)
    if count < LEAST_ARTICLES:
        raise argparse.ArgumentTypeError(f"{count} is too few; accepted: {LEAST_ARTICLES} or more")
    return count


def _moment(text: str) -> datetime:
    """Read an ISO date; one without an offset is in the outlet's zone."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


if __name__ == "__main__":
    main()
