"""Pages that are being fetched and read, and whether each has ended; never touches the store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler

from newsbot.frontier.policy import Ending, Outcome
from newsbot.frontier.requests import PageLink
from newsbot.store.urls import KnownUrl, QueuedUrl


@dataclass(slots=True)
class Visit:
    """One page from being handed out to the last of its items and links.

    It has ended when its callback gave its last output and each output has arrived: an item at the end of the
    pipelines, a link in the queue. Only then may the address be marked, or a kill would lose what was under way.
    """

    row: QueuedUrl
    answer: Outcome | None = None
    """The response, as far as it was good."""
    failure: Outcome | None = None
    """Why the page was not read, or what its callback said against it; it outweighs *answer*."""
    under_way: int = 0
    is_read: bool = False
    is_continued: bool = False
    """Another request for the same page (a redirect, a retry, a browser) is on its way."""
    article_id: str | None = None
    dated_at: datetime | None = None
    new_articles: int = 0
    known_listings: list[tuple[KnownUrl, int]] = field(default_factory=list)
    """Known pages of links that this one links to, with the depth: read too if this page brought new articles."""

    @property
    def has_ended(self) -> bool:
        """Tell whether nothing more of the page is under way."""
        return self.is_read and not self.under_way and not self.is_continued

    @property
    def outcome(self) -> Outcome:
        """What the page brought."""
        return self.failure or self.answer or Outcome(ending=Ending.FAILED, reason="no_answer")

    def restart(self) -> None:
        """Begin again: the page is fetched once more before it is read."""
        self.answer = self.failure = None
        self.is_read = False
        self.is_continued = True


class Visits:
    """The pages in hand, by the number of their row, and the way of their links to the queue."""

    def __init__(self) -> None:
        self.take_link: Callable[[PageLink, int | None], None] = _lose_link
        """What the open scheduler does with a link and the row of its page."""
        self._visits: dict[int, Visit] = {}

    def __len__(self) -> int:
        return len(self._visits)

    def begin(self, row: QueuedUrl) -> Visit:
        """Take a page in hand."""
        visit = self._visits[row.id] = Visit(row)
        return visit

    def get(self, row_id: int | None) -> Visit | None:
        """Return the visit to that row, if it is in hand."""
        return None if row_id is None else self._visits.get(row_id)

    def close(self) -> None:
        """Forget the scheduler, which holds its crawler: `crawler_visits` would keep both for ever."""
        self.take_link = _lose_link

    def pop_ended(self) -> Iterator[Visit]:
        """Take out each visit that has ended."""
        for row_id in [row_id for row_id, visit in self._visits.items() if visit.has_ended]:
            yield self._visits.pop(row_id)


def _lose_link(link: PageLink, parent: int | None) -> None:
    raise RuntimeError(f"a link to {link.url} from page {parent}, but the frontier's scheduler is not open")


_of_crawlers: "WeakKeyDictionary[Crawler, Visits]" = WeakKeyDictionary()


def crawler_visits(crawler: Crawler) -> Visits:
    """Return the one `Visits` that a crawler's scheduler and spider middleware share."""
    return _of_crawlers.setdefault(crawler, Visits())
