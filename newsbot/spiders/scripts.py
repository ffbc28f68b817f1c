"""Asks the browser for pages that leave what they are read for to their scripts; it reads nothing into an item."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import TextResponse

from newsbot.frontier.requests import page_meta
from newsbot.frontier.storage import crawler_store
from newsbot.items import Article
from newsbot.middlewares.rendering import Rendering, is_answered, is_forced, rendering_request
from newsbot.pages.discovery import PageLinks, page_links
from newsbot.pages.page import ENOUGH_WORDS
from newsbot.pages.reading import PageReader, parsed
from newsbot.pages.scripted import has_more_button, has_script, is_endless
from newsbot.pages.zones import Element
from newsbot.text.urls import absolute_url

FEW_WORDS = 10
"""What a browser brings beyond the source has to be more than a caption."""


class ScriptedPages:
    """Says of one outlet's pages whether the browser is wanted; NEWSBOT_RENDER=never: of none."""

    def __init__(self, crawler: Crawler, reader: Callable[[], PageReader]) -> None:
        """*reader* gives the reader of the spider's pages when one has come."""
        self._crawler, self._reader = crawler, reader
        self._is_allowed = crawler.settings["NEWSBOT_RENDER"] != "never"
        self._is_forced = is_forced(crawler)

    def are_due(self, response: TextResponse) -> bool:
        """Whether an article page goes to the browser whatever its source holds."""
        return self._is_forced and not is_answered(response)

    def forced(self, response: TextResponse) -> Request:
        """The request for a page that is read as the browser makes it, in any case."""
        return rendering_request(Rendering(response, lambda made: _is_article(self._read(made)), is_forced=True))

    def may_bring(self, article: Article, root: Element, response: TextResponse) -> bool:
        """Whether the page's scripts may bring an article that its source does not hold, or hardly."""
        is_open = self._is_allowed and not is_answered(response)
        return is_open and not _is_article(article) and has_script(root)

    def for_article(self, response: TextResponse, article: Article) -> Request:
        """The request for a page whose source held *article*."""
        few = _words(article) if article.headline else 0

        def is_gain(made: TextResponse) -> bool:
            read = self._read(made)
            return _is_article(read) or (bool(read.headline) and _words(read) > 2 * few + FEW_WORDS)

        return rendering_request(Rendering(response, is_gain))

    def for_listing(self, response: TextResponse, root: Element, links: PageLinks) -> Iterator[Request]:
        """The request for a list that names no article, or more than it shows behind a button or its end."""
        if not self._is_allowed or is_answered(response) or not has_script(root):
            return
        if links.articles and not (has_more_button(root) or (not links.further and is_endless(root))):
            return
        outlet = self._reader().outlet
        known = {outlet.identity(url) for url, _ in links.articles}

        def named(made: TextResponse) -> set[str]:
            found = page_links(parsed(made.body, "utf-8"), made.url, made.urljoin(""), outlet)
            return {outlet.identity(url) for url, _ in found.articles}

        is_revisit = (page_meta(response) or {}).get("is_revisit")
        yield rendering_request(
            Rendering(
                response,
                is_gain=lambda made: not named(made) <= known,
                is_ready=lambda made: bool(named(made)),
                grows=True,
                are_known=self._are_known if is_revisit else None,
            )
        )

    def _read(self, made: TextResponse) -> Article:
        page = self._reader().page(parsed(made.body, "utf-8"), made.url, datetime.now(UTC))
        return self._reader().article(page, "utf-8")

    def _are_known(self, addresses: list[str]) -> bool:
        """Whether the store has met all of *addresses* that can be articles."""
        outlet = self._reader().outlet
        keys = {outlet.identity(url) for address in addresses if (url := absolute_url("", address))}
        return len(crawler_store(self._crawler).urls.known(outlet.name, keys)) == len(keys)


def _is_article(article: Article) -> bool:
    return bool(article.headline) and _words(article) >= ENOUGH_WORDS


def _words(article: Article) -> int:
    return len((article.article_body or "").split())
