"""Takes a challenge that came with success for the refusal that it is; it answers none.

The page counts as a 403 from here on: in the run's figures, for NEWSBOT_BLOCKED_AFTER and for the exit code. Archives
keep what came over the wire. Stats: newsbot/page/challenges.
"""

import logging
from http import HTTPStatus
from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response
from scrapy.statscollectors import StatsCollector

from newsbot.frontier.failures import CHALLENGE
from newsbot.pages.challenge import LONGEST_BYTES, MOST_LINKS, is_challenge
from newsbot.pages.reading import parsed

logger = logging.getLogger(__name__)

STAT = "newsbot/page/challenges"


class ChallengeMiddleware:
    """A downloader middleware between `EncodingMiddleware` and `PolitenessMiddleware`, which counts refusals."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the crawler's stats."""
        return cls(crawler.stats)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return *response*, or a 403 with its body where it is a challenge."""
        is_good = HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES
        if not is_good or not isinstance(response, HtmlResponse) or "dont_obey_robotstxt" in request.meta:
            return response
        if not _is_challenge(response):
            return response
        if not self.stats.get_value(STAT):
            logger.warning("%s wants the reader to prove to be human; such answers count as 403", response.url)
        self.stats.inc_value(STAT)
        return response.replace(status=HTTPStatus.FORBIDDEN.value, flags=[*response.flags, CHALLENGE])


def _is_challenge(response: HtmlResponse) -> bool:
    def header(name: str) -> str:
        return (response.headers.get(name) or b"").decode("latin-1")

    is_asked_for = header("cf-mitigated") or header("x-amzn-waf-action")
    # Nearly every page ends here, before it is parsed.
    if not is_asked_for and (len(response.body) > LONGEST_BYTES or response.body.count(b"<a ") > MOST_LINKS):
        return False
    return is_challenge(header, response.text, parsed(response.body, response.encoding))
