"""How fast a host is asked: the one module that touches Scrapy's download slots; it refuses and parses nothing.

robots.txt's Crawl-delay and Request-rate set a host's delay. 429, 503 and time-outs raise it and pause the host, for
as long as Retry-After says where it says something; answers bring it down again. NEWSBOT_BLOCKED_AFTER refusals in a
row, of all hosts together, end the run as "blocked".

Stats: newsbot/page/status/<kind>/<status>, newsbot/page/failed/<trouble>, newsbot/backoff/count, /seconds, /capped,
newsbot/politeness/crawl_delay_seconds.
"""

import logging
from http import HTTPStatus
from time import monotonic, time
from typing import Any, Self

from scrapy import signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.defer import deferred_from_coro

from newsbot.frontier.requests import page_meta
from newsbot.middlewares.backoff import Backoff, retry_after_seconds
from newsbot.outcome import FAILURES

logger = logging.getLogger(__name__)

OVERLOADED = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
REFUSALS = OVERLOADED | {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS}
PROXY_AND_SERVER_ERRORS = frozenset(range(500, 600))


class IdentityMiddleware:
    """Says who asks: newsbot, its version and the contact that the operator gave."""

    def __init__(self, user_agent: str) -> None:
        self.user_agent = user_agent.encode()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read USER_AGENT and NEWSBOT_CONTACT; a run against strangers without a contact is warned of."""
        user_agent, contact = crawler.settings["USER_AGENT"], crawler.settings["NEWSBOT_CONTACT"]
        if contact and contact not in user_agent:
            user_agent = f"{user_agent} (+{contact})"
        elif not contact and not crawler.settings.getbool("NEWSBOT_LOOPBACK_ALLOWED"):
            logger.warning("NEWSBOT_CONTACT is not set: the sites' owners cannot reach you and may block the crawl")
        return cls(user_agent)

    def process_request(self, request: Request) -> None:
        """Set the header where the request has none of its own."""
        request.headers.setdefault(b"User-Agent", self.user_agent)


class PolitenessMiddleware:
    """Sets the delay of each host from what the host says, and counts its answers."""

    def __init__(self, crawler: Crawler, *, crawl_delay_cap: float, backoff_cap: float, blocked_after: int) -> None:
        self.crawler = crawler
        self.stats = crawler.stats
        self.crawl_delay_cap = crawl_delay_cap
        self.backoff_cap = backoff_cap
        self.blocked_after = blocked_after
        self.backoffs: dict[str, Backoff] = {}
        self.refusals_in_a_row = 0
        self.robots_name = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the caps; listen for robots.txt and for answers."""
        middleware = cls(
            crawler,
            crawl_delay_cap=crawler.settings.getfloat("NEWSBOT_CRAWL_DELAY_CAP_SECONDS"),
            backoff_cap=crawler.settings.getfloat("NEWSBOT_BACKOFF_CAP_SECONDS"),
            blocked_after=crawler.settings.getint("NEWSBOT_BLOCKED_AFTER"),
        )
        crawler.signals.connect(middleware.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(middleware.response_downloaded, signal=signals.response_downloaded)
        return middleware

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Space the requests to a host as its robots.txt asks: exactly, one at a time."""
        asked = asked_delay(robotparser, self.robots_name)
        if asked is None:
            return
        downloader = self._downloader()
        key = downloader.get_slot_key(request)
        delay = max(min(asked, self.crawl_delay_cap), self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
        if asked > self.crawl_delay_cap:
            logger.warning(
                "%s asks for %g s between two requests; NEWSBOT_CRAWL_DELAY_CAP_SECONDS limits it", key, asked
            )
        # Downloader makes a host's slot anew after a minute of silence: from here.
        downloader.per_slot_settings[key] = {"concurrency": 1, "delay": delay, "jitter": 0.0}
        slot = downloader.slots.get(key)
        if slot is not None:
            slot.concurrency, slot.delay, slot.jitter = 1, delay, 0.0
        if key in self.backoffs:
            self.backoffs[key].base = delay
        self.stats.max_value("newsbot/politeness/crawl_delay_seconds", delay)

    def response_downloaded(self, request: Request, response: Response) -> None:
        """Slow down or recover: heard before the slot sends its next request, as no middleware is."""
        if response.status in OVERLOADED:
            header = (response.headers.get(b"Retry-After") or b"").decode("latin-1")
            self._slow_down(request, retry_after_seconds(header, time()))
        elif self.backoffs and response.status not in PROXY_AND_SERVER_ERRORS:
            self._recover(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Count the answer."""
        if not request.meta.get("dont_obey_robotstxt"):
            kind = (page_meta(request) or {}).get("kind", "other")
            self.stats.inc_value(f"newsbot/page/status/{kind}/{response.status}")
            self._count_refusal(is_refusal=response.status in REFUSALS)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count the failure; a time-out slows the host down."""
        if isinstance(exception, IgnoreRequest):
            return
        trouble = FAILURES.get(type(exception).__name__, "network")
        if not request.meta.get("dont_obey_robotstxt"):
            self.stats.inc_value(f"newsbot/page/failed/{trouble}")
        if trouble == "timeout":
            self._slow_down(request, None)
            self._count_refusal(is_refusal=True)

    def _slow_down(self, request: Request, retry_after: float | None) -> None:
        key, slot = self._slot(request)
        if slot is None:
            return
        backoff = self.backoffs.setdefault(key, Backoff(base=slot.delay, cap=self.backoff_cap))
        now = monotonic()
        pause = backoff.refused(now, retry_after)
        if pause is None:
            return
        slot.delay = backoff.delay
        # The next request leaves at lastseen + delay, or up to jitter times the delay sooner.
        slot.lastseen = now + pause - slot.delay * (1 - slot.jitter)
        self.stats.inc_value("newsbot/backoff/count")
        self.stats.inc_value("newsbot/backoff/seconds", round(pause))
        if retry_after is not None and retry_after > self.backoff_cap:
            self.stats.inc_value("newsbot/backoff/capped")
        logger.info("%s asks to be left alone: pausing %g s, then a request every %g s", key, pause, slot.delay)

    def _recover(self, request: Request) -> None:
        key, slot = self._slot(request)
        backoff = self.backoffs.get(key)
        if slot is not None and backoff is not None and backoff.answered():
            slot.delay = backoff.delay

    def _count_refusal(self, *, is_refusal: bool) -> None:
        self.refusals_in_a_row = self.refusals_in_a_row + 1 if is_refusal else 0
        if self.refusals_in_a_row == self.blocked_after:
            logger.warning("The site refused %d requests in a row: giving up for now", self.refusals_in_a_row)
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="blocked"))

    def _slot(self, request: Request) -> tuple[str, Slot | None]:
        downloader = self._downloader()
        key = downloader.get_slot_key(request)
        return key, downloader.slots.get(key)

    def _downloader(self) -> Downloader:
        return self.crawler.engine.downloader


def asked_delay(robotparser: RobotParser, name: str) -> float | None:
    """Return the seconds between two requests that robots.txt asks of *name*: the larger of its two directives."""
    delays = [robotparser.crawl_delay(name)]
    parser: Any = getattr(robotparser, "rp", None)
    rate = parser.request_rate(name) if hasattr(parser, "request_rate") else None
    if rate is not None and rate.requests > 0:
        delays.append(rate.seconds / rate.requests)
    return max((delay for delay in delays if delay is not None and delay > 0), default=None)
