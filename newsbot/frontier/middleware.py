"""The spider middleware that sees a page's reading begin and end, and takes its links to the queue; it drops nothing.

It must stand outermost (its number below all others'), for what it counts has to arrive: an output that another
middleware still drops would keep its page open for ever.
"""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newsbot.frontier.failures import PageUnchangedError
from newsbot.frontier.policy import Ending, Outcome
from newsbot.frontier.requests import PageLink, body_hash, page_meta, validators
from newsbot.frontier.visits import Visit, Visits, crawler_visits


class FrontierMiddleware:
    """Counts each page's outputs out of its callback, and into the pipelines' end or the queue."""

    def __init__(self, visits: Visits) -> None:
        self._visits = visits

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the visits of the crawler's scheduler."""
        middleware = cls(crawler_visits(crawler))
        crawler.signals.connect(middleware.request_scheduled, signals.request_scheduled)
        crawler.signals.connect(middleware.item_scraped, signals.item_scraped)
        crawler.signals.connect(middleware.item_dropped, signals.item_dropped)
        crawler.signals.connect(middleware.item_error, signals.item_error)
        crawler.signals.connect(middleware.spider_error, signals.spider_error)
        return middleware

    def process_spider_input(self, response: Response) -> None:
        """Keep an unchanged page from being read again."""
        page = page_meta(response)
        if page and page.get("body_hash") and page["body_hash"] == body_hash(response.body):
            raise PageUnchangedError(response)

    async def process_spider_output_async(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Count the outputs, and note the end of them."""
        visit = self._begin(response)
        async for output in result:
            if isinstance(output, PageLink):
                self._take(visit, output)
            else:
                self._count(visit, output)
                yield output
        self._end(visit, response)

    def process_spider_output(self, response: Response, result: Iterable[Any]) -> Iterable[Any]:
        """Do the same where Scrapy gives a plain iterable."""
        visit = self._begin(response)
        for output in result:
            if isinstance(output, PageLink):
                self._take(visit, output)
            else:
                self._count(visit, output)
                yield output
        self._end(visit, response)

    def request_scheduled(self, request: Request) -> None:
        """Count a link in.

        Scrapy sends this right before the request goes to the scheduler, or is refused by a handler such as the
        offsite filter's, of which nobody is told. Visits are looked at between two turns of the event loop only, so
        the link is in the queue by then.
        """
        page = page_meta(request)
        if page is None:
            return
        if "row" in page:
            if visit := self._visits.get(page["row"]):
                visit.failure = Outcome(ending=Ending.SKIPPED, reason="redirect_refused")  # until the scheduler has it
                visit.is_read, visit.is_continued = True, False
        elif visit := self._visits.get(page.get("parent")):
            visit.under_way -= 1

    def item_scraped(self, item: Any, response: Response | None) -> None:
        """Count an item in, and note which article the page holds."""
        self._item_ended(response, item)

    def item_dropped(self, item: Any, response: Response | None) -> None:
        """Count a dropped item in: a duplicate is an article too."""
        self._item_ended(response, item)

    def item_error(self, response: Response | None) -> None:
        """Count an item in that broke a pipeline; its page is fetched again."""
        if visit := self._item_ended(response, None):
            visit.failure = Outcome(ending=Ending.FAILED, reason="pipeline_error")

    def spider_error(self, failure: Failure, response: Response | Failure) -> None:
        """Note that the callback broke; what it yielded before that is kept."""
        if isinstance(response, Response) and (visit := self._of(response)):
            visit.failure = Outcome(ending=Ending.FAILED, status=response.status, reason=_broken(failure))
            visit.is_read = True

    def _of(self, response: Response | None) -> Visit | None:
        page = None if response is None else page_meta(response)
        return None if page is None else self._visits.get(page.get("row"))

    def _begin(self, response: Response) -> Visit | None:
        visit = self._of(response)
        if visit is not None:
            visit.is_read = visit.is_continued = False
        return visit

    def _take(self, visit: Visit | None, link: PageLink) -> None:
        self._visits.take_link(link, None if visit is None else visit.row.id)

    def _count(self, visit: Visit | None, output: Any) -> None:
        if visit is None or output is None:
            return
        if isinstance(output, Request):
            page = page_meta(output)
            if page is None:
                return
            if page.get("row") == visit.row.id:
                visit.is_continued = True
                return
            page["parent"] = visit.row.id
        visit.under_way += 1

    def _end(self, visit: Visit | None, response: Response) -> None:
        if visit is None:
            return
        page = page_meta(response) or {}
        if verdict := page.get("verdict"):
            visit.failure = Outcome(ending=verdict[0], status=response.status, reason=verdict[1])
        if visit.failure is None:
            visit.answer = Outcome(
                ending=Ending.READ, status=response.status, body_hash=body_hash(response.body), **validators(response)
            )
        visit.is_read = True

    def _item_ended(self, response: Response | None, item: Any) -> Visit | None:
        visit = self._of(response)
        if visit is None:
            return None
        visit.under_way -= 1
        if item is not None:
            known = ItemAdapter(item)
            visit.article_id = known.get("id") or visit.article_id
            visit.dated_at = _moment(known.get("date_published")) or visit.dated_at
        return visit


def _broken(failure: Failure) -> str:
    return f"callback_{type(failure.value).__name__}"


def _moment(text: Any) -> datetime | None:
    """Read an item's ISO 8601 date; one without an offset is none of ours."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None
