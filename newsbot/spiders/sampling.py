"""Fetches a sample of a site to learn from: a few listings, some articles of each; publishes nothing, keeps no file.

It is an outlet's own crawl, or the generic one's, with every middleware of a crawl. Only what is followed differs: a
few links of each listing at a time, so that the sample comes from all sections. Whoever runs it gives a folder of its
own for the frontier and throws that away. No outlet is called «sampling»: a class without a name is not listed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from time import monotonic
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro
from w3lib.encoding import http_content_type_encoding

from newsbot.errors import ExitCode, NewsbotError
from newsbot.extensions.figures import page_figures
from newsbot.extensions.progress import Progress
from newsbot.frontier.requests import PageLink, page_meta, page_request
from newsbot.items import Article
from newsbot.learning.addresses import LEAST_HEADLINES
from newsbot.pages.discovery import PageLinks
from newsbot.pages.samples import Sample
from newsbot.spiders.base import NewsSpider
from newsbot.text.mojibake import looks_garbled
from newsbot.text.urls import url_key

ARTICLES = 24
"""Asked for: sixteen to learn from and eight to check on; at a page a second they cost less than half a minute."""
LISTINGS = 6
"""The front page and five sections show every kind of article; at a page a second they cost six seconds."""
SPARE_PAGES = 30
"""Beyond articles and listings: feeds, sitemaps, and pages that look like articles by their address alone."""
SECONDS = 300
"""A sample of a site that is asked politely takes half a minute; with a Crawl-delay of ten seconds, five minutes."""
LEAST_WORDS = 40
"""Of a text: fewer are a caption or a teaser, and nothing can be learnt from them."""
MOST_PAGE_BYTES = 8 * 1024 * 1024
MOST_BYTES = 96 * 1024 * 1024
"""Of all pages together, which are held in memory: thirty pages of 3 MiB, where a news page has a tenth of that."""

AT_A_TIME = 3
"""Articles of each listing before the next ones of the first."""
MOST_LINKS = 60
"""Of one page: what stands below is an archive or a menu."""
MOST_ENTRIES = 40
"""Of one feed or sitemap."""
_LATER, _LAST_RESORT = 10, 100
"""Depths at which further sections wait, and a sitemap's articles: it lists an archive, which may look otherwise."""

SETTINGS: Mapping[str, Any] = {
    "NEWSBOT_STORE_URL": None,
    "NEWSBOT_WARC_DIR": None,
    "NEWSBOT_WARC_REQUISITES": False,
    "CLOSESPIDER_TIMEOUT": SECONDS,
    "DEPTH_LIMIT": 0,
    "DOWNLOAD_MAXSIZE": MOST_PAGE_BYTES,
}
"""What a sample is fetched with, beside a folder of its own."""


class SamplingError(NewsbotError):
    """A site gave no sample to learn from; the line says why, and *exit_code* whether the site or its pages are it."""

    def __init__(self, message: str, exit_code: ExitCode) -> None:
        super().__init__(message)
        self.exit_code = exit_code


@dataclass
class SiteSample:
    """What was fetched of one site, and *stats* of how that went."""

    wanted: int = ARTICLES
    articles: list[Sample] = field(default_factory=list)
    listings: list[Sample] = field(default_factory=list)
    others: int = 0
    """Pages at addresses like an article's that hold none."""
    views: dict[str, Sample] = field(default_factory=dict)
    """Print and mobile views and other addresses of an article, by the one that they name as its own."""
    feeds: dict[str, int] = field(default_factory=dict)
    """Addresses of feeds, and how many articles each lists (MOST_ENTRIES at most)."""
    sitemaps: dict[str, int] = field(default_factory=dict)
    home: str | None = None
    """The front page's address, after redirects."""
    stats: Mapping[str, Any] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)

    @property
    def is_full(self) -> bool:
        """Whether there is enough of it, or more would not fit into memory."""
        return len(self.articles) >= self.wanted or self.size > MOST_BYTES

    @property
    def size(self) -> int:
        """Bytes of all pages."""
        return sum(len(sample.body) for sample in (*self.articles, *self.listings, *self.views.values()))

    @property
    def samples(self) -> list[Sample]:
        """Listings, then articles; where articles are few, other addresses of articles beside them."""
        have = {url_key(sample.url) for sample in self.articles}
        spare = [sample for key, sample in self.views.items() if key not in have]
        return [*self.listings, *self.articles, *spare[: max(0, self.wanted - len(self.articles))]]

    def keep(self, sample: Sample, article: Article) -> None:
        """Keep an article's page, unless it has the text of one that is kept, or more than enough are."""
        if self.is_full:
            return
        text = f"{article.headline}\n{article.article_body}"
        if article.canonical_url and url_key(article.canonical_url) != url_key(sample.url):
            self.views.setdefault(url_key(article.canonical_url), sample)
        elif text not in self.texts:
            self.texts.add(text)
            self.articles.append(sample)


class Sampling(NewsSpider):
    """What a spider that samples does otherwise than one that crawls; see `sampling`."""

    site: SiteSample
    known_urls: tuple[str, ...] = ()
    """Addresses of articles to try when the listings gave too few."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Hold the stats beside the sample, once there are some."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.spider_opened, signal=signals.spider_opened)
        return spider

    def spider_opened(self) -> None:
        """Keep the run's stats at hand: they tell why no page came."""
        self.site.stats = self.crawler.stats.get_stats()

    async def start(self) -> Any:
        """The start pages, and the known addresses behind everything else."""
        async for request in super().start():
            yield request
        for url in self.known_urls:
            yield page_request(url, "article", depth=_LAST_RESORT - 1)

    def followed(self, links: PageLinks, response: Response) -> Iterator[PageLink]:
        """Keep a page that leads to articles; follow a few of these at a time, and some sections of a start page.

        The frontier takes the least depth first, and of listings and articles of one depth the listings.
        """
        page = page_meta(response)
        is_start = page is not None and page["depth"] == 0
        if is_start:
            self.site.home = self.site.home or response.url
        if is_start or (len(links.articles) >= LEAST_HEADLINES and len(self.site.listings) < LISTINGS):
            self.site.listings.append(sample_of(response, "listing"))
        for place, (url, headline) in enumerate(links.articles[:MOST_LINKS]):
            yield PageLink(url, "article", 1 + place // AT_A_TIME, headline or None, response.url)
        if is_start:
            for place, url in enumerate(links.listings[:MOST_LINKS]):
                yield PageLink(url, "listing", 1 if place < LISTINGS - 1 else _LATER + place, found_on=response.url)
            yield from self.discovery.feed_links(links.feeds, response)

    def read_feed(self, response: Response) -> Iterator[PageLink]:
        """Count a feed's articles, and follow them as those of a listing."""
        found = [link for link in islice(super().read_feed(response), MOST_ENTRIES) if link.kind == "article"]
        if found:
            self.site.feeds[response.url] = len(found)
        for place, link in enumerate(found):
            yield link._replace(depth=2 + place // AT_A_TIME, dated_at=None)

    def read_sitemap(self, response: Response) -> Iterator[PageLink]:
        """Count a sitemap's articles, which are followed when nothing else is left; of an index the first sitemap."""
        found = list(islice(super().read_sitemap(response), MOST_ENTRIES))
        articles = [link for link in found if link.kind == "article"]
        if found:
            self.site.sitemaps[response.url] = len(articles)
        for place, link in enumerate(articles):
            yield link._replace(depth=_LAST_RESORT + place // AT_A_TIME, dated_at=None)
        yield from [link for link in found if link.kind == "sitemap"][:1]

    def read_article(self, response: Response) -> Iterator[PageLink | Article | Request]:
        """Keep the page of an article; nothing goes to the pipelines. Enough articles end the crawl."""
        for found in super().read_article(response):
            if not isinstance(found, Article):
                yield found
            elif holds_article(found):
                self.site.keep(sample_of(response, "article"), found)
            else:
                self.site.others += 1
        engine = self.crawler.engine
        if self.site.is_full and engine is not None and engine.running:
            deferred_from_coro(engine.close_spider_async(reason="finished"))


def sampling(outlet: type[NewsSpider]) -> type[Spider]:
    """Return a spider that samples the site of *outlet* as *outlet* would crawl it."""
    return type(f"Sampling{outlet.__name__}", (Sampling, outlet), {})


def sample_of(response: Response, kind: Any) -> Sample:
    """Keep a response as it came."""
    header = http_content_type_encoding((response.headers.get(b"Content-Type") or b"").decode("latin-1"))
    return Sample(response.url, response.body, header, kind, datetime.now(UTC))


def holds_article(article: Article) -> bool:
    """Tell whether there is a headline and a text to learn from."""
    body = article.article_body or ""
    return bool(article.headline) and len(body.split()) >= LEAST_WORDS and not looks_garbled(body[:LEAST_WORDS])


class SamplingProgress(Progress):
    """The live line of a sample; what came of it is the command's to tell."""

    def show(self) -> None:
        """Bring the line up to date."""
        spider = self.crawler.spider
        if not isinstance(spider, Sampling):
            return
        line = sampling_line(spider.site, spider.start_urls[0], monotonic() - self.started)
        if self.live:
            self.live.update(self._live_line(line), refresh=True)
        else:
            self.console.print(line)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Take the line away."""
        del spider, reason
        if self.clock.running:
            self.clock.stop()
        if self.live:
            self.live.stop()


def sampling_line(site: SiteSample, url: str, seconds: float) -> str:
    """Return how far the sample is."""
    pages = page_figures(site.stats)["answered"]
    return (
        f"{urlsplit(url).netloc}: {len(site.articles)} of {site.wanted} articles, {len(site.listings)} listings,"
        f" {pages} pages, {timedelta(seconds=int(seconds))}"
    )
