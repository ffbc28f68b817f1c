"""What the outlet answers at each address: one request value in, one response value out; it never touches a socket."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import parse_qsl

from newsbot.demo import assets, encoding, feeds, pages
from newsbot.demo.archive import NEWEST, Archive, Link
from newsbot.demo.control import control
from newsbot.demo.messages import Request, Response, SiteStats, compress, page_response, validated_response
from newsbot.demo.places import FLAKY, GONE, SOFT_MISSING, Kind
from newsbot.demo.scripts import HEADLINES_AT_ONCE, Growth, article_data, article_shell, list_data, list_end
from newsbot.demo.shell import MENU_PAGES, Filler, Shell, build_filler
from newsbot.demo.text import SECTIONS, load_parts, section_title

GZIPPED_SECTION = "sport"
XML = "application/xml"
_NOT_MODIFIED = 304
_SITEMAPS = ("sitemap", "news-sitemap")

_Answer = Callable[[Request, str, dict[str, str]], Response]


@dataclass(frozen=True, kw_only=True)
class SiteOptions:
    """How a site is made; equal options give equal sites."""

    seed: int = 7
    articles: int = 200
    page_bytes: int = 26_000
    """About how heavy an article's page is, before compression."""
    slow_seconds: float = 2.0
    """How long article 1 takes to answer."""
    crawl_delay: float | None = None
    has_calendar: bool = False
    has_gzip: bool = True
    newest: datetime = NEWEST
    scripted_sections: tuple[str, ...] = ()
    """Sections whose articles are empty until their script has run."""
    growth: Growth = Growth.PAGES
    """How lists lead to older headlines; by a script, nothing else does: no feed, no sitemap, no related block."""

    @property
    def has_pages(self) -> bool:
        """Whether older articles can be reached without a script."""
        return self.growth is Growth.PAGES


class Site:
    """The outlet: an archive and the answers made of it."""

    def __init__(self, options: SiteOptions) -> None:
        self.options = options
        self.archive = Archive(options.seed, options.articles, options.newest, has_related=options.has_pages)
        self.stats = SiteStats()
        self._flaky_failures = 1
        self.busy: list[tuple[int, int]] = []
        self._shell = self._make_shell(build_filler(options.seed, 0))
        self._rendered = lru_cache(maxsize=256)(self._render)
        self._add_weight()
        self._routes: list[tuple[str, re.Pattern[str], _Answer]] = [
            (kind, re.compile(pattern), answer)
            for kind, pattern, answer in (
                ("article", r"/article/(\d{1,12})(?:/[^/]*)?/?", self._article),
                ("print", r"/print/(\d{1,12})", self._print),
                ("short", r"/s/(\d{1,12})", self._short),
                ("front", r"/()", self._front),
                ("listing", r"/section/([a-z]+)", self._section),
                ("feed", r"/(rss|atom)\.xml", self._feed),
                ("robots", r"/robots\.txt()", self._robots),
                ("sitemap", r"/(sitemap|news-sitemap)\.xml", self._sitemap),
                ("sitemap", r"/sitemaps/([a-z]+)\.xml(?:\.gz)?", self._section_sitemap),
                ("image", r"/images/([\w-]+\.(?:png|jpg))", self._asset),
                ("style", r"/(style\.css)", self._asset),
                ("script", r"/(app\.js|list\.js)", self._asset),
                ("data", r"/data/article/(\d{1,12})\.json", self._article_data),
                ("data", r"/data/section/([a-z]+)\.json", self._section_data),
                ("loop", r"/loop/([12])", self._loop),
                ("calendar", r"/calendar/(\d{4}/\d{2})", self._calendar),
                ("plain", rf"/({'|'.join(MENU_PAGES)}|search|private/\w+)", self._plain),
            )
        ]

    def _make_shell(self, filler: Filler) -> Shell:
        return Shell(filler, has_calendar=self.options.has_calendar, has_pages=self.options.has_pages)

    def _add_weight(self) -> None:
        """Fill the shell up until the newest article's page is as heavy as asked for."""
        bare = len(self._render(self.archive.count, "http://127.0.0.1:8000", 0))
        filler = build_filler(self.options.seed, self.options.page_bytes - bare)
        self._shell = self._make_shell(filler)

    def answer(self, request: Request) -> Response:
        """Answer one request and count it."""
        path, _, query = request.target.partition("?")
        parameters = dict(parse_qsl(query))
        if path.startswith("/_demo/"):
            return control(self, path.removeprefix("/_demo/"), parameters, request.base)
        kind, name, response = self._answered(request, path, parameters)
        if self.options.has_gzip:
            compress(request, response)
        self.stats.count(kind, name, response)
        return response

    def _answered(self, request: Request, path: str, parameters: dict[str, str]) -> tuple[str, str, Response]:
        if self.busy:
            status, seconds = self.busy.pop()
            return "busy", "", Response(status, b"", {"Retry-After": str(seconds)})
        if request.method not in ("GET", "HEAD"):
            return "method", "", Response(405, b"", {"Allow": "GET, HEAD"})
        for kind, pattern, answer in self._routes:
            if (match := pattern.fullmatch(path)) and (self.options.has_pages or kind not in ("feed", "sitemap")):
                return kind, match[1], answer(request, match[1], parameters)
        return "missing", "", self._missing(404)

    # articles

    def _article(self, request: Request, name: str, _: dict[str, str]) -> Response:
        number = int(name)
        if number == SOFT_MISSING:
            return self._missing(200)
        if not self.archive.has(number):
            return self._missing(410 if number == GONE or number in self.archive.removed else 404)
        if number == FLAKY and self._flaky_failures:
            self._flaky_failures -= 1
            return Response(500, "خطأ في الخادم".encode(), {"Content-Type": "text/plain; charset=utf-8"})
        response = validated_response(request, self.archive.tag(number), self.archive.modified(number))
        if response.status != _NOT_MODIFIED:
            response.body = self._rendered(number, request.base, self.archive.changes)
            response.headers["Content-Type"] = encoding.content_type(self.archive.section_of(number), number)
        if self.archive.kind_of(number) is Kind.SLOW:
            response.delay_seconds = self.options.slow_seconds
        return response

    def _print(self, request: Request, name: str, _: dict[str, str]) -> Response:
        if not self.archive.has(int(name)):
            return self._missing(404)
        return page_response(pages.print_page(self.archive.article(int(name)), request.base))

    def _short(self, request: Request, name: str, _: dict[str, str]) -> Response:
        if not self.archive.has(int(name)):
            return self._missing(404)
        return Response(301, b"", {"Location": f"{request.base}/article/{name}"})

    def _render(self, number: int, base: str, changes: int) -> bytes:
        if self.archive.section_of(number) in self.options.scripted_sections:
            page = article_shell(self._shell)
        else:
            page = pages.article_page(self.archive.article(number), base, self._shell, self._lists(changes))
        return encoding.encode_page(page, self.archive.section_of(number), number)

    @lru_cache(maxsize=2)  # noqa: B019 - a process has one site, for its whole life
    def _lists(self, _changes: int) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        newest = self.archive.numbers()[:30]
        return ("آخر الأخبار", self._links(newest[:10])), ("الأكثر قراءة", self._links(newest[10:30:2]))

    def _links(self, numbers: list[int]) -> tuple[Link, ...]:
        return tuple(Link(self.archive.headline(number), f"/article/{number}") for number in numbers)

    # listings and feeds

    def _front(self, request: Request, _: str, __: dict[str, str]) -> Response:
        numbers = self.archive.numbers()
        block = pages.related_block("المزيد", self._links(numbers[:8]), 0, "related")
        return self._listing(request, "آخر الأخبار", numbers[: pages.HEADLINES_SHOWN], "/section/local", block)

    def _section(self, request: Request, section: str, parameters: dict[str, str]) -> Response:
        page = parameters.get("page", "1") if self.options.has_pages else "1"
        shown, has_more = self._shown(section, page)
        if not shown:
            return self._missing(404)
        following, extra = (f"/section/{section}?page={int(page) + 1}" if has_more else None), ""
        if not self.options.has_pages:
            following, extra = None, list_end(self.options.growth, _next_data(section, 2) if has_more else None)
        response = self._listing(request, section_title(section), shown, following, extra)
        if section == encoding.WINDOWS_SECTION and response.body:
            response.body = encoding.encode_page(response.body.decode(), section, int(page))
            response.headers["Content-Type"] = encoding.content_type(section, int(page))
        return response

    def _shown(self, section: str, page: str) -> tuple[list[int], bool]:
        """Return the articles of a section's page, none where there is no such page, and whether there are more."""
        if section not in SECTIONS or not page.isascii() or not page.isdigit():
            return [], False
        numbers = self.archive.section_numbers(section)
        size = pages.HEADLINES_SHOWN if self.options.has_pages else HEADLINES_AT_ONCE
        end = int(page) * size
        return numbers[max(0, end - size) : end], end < len(numbers)

    def _listing(
        self, request: Request, title: str, numbers: list[int], following: str | None, extra: str = ""
    ) -> Response:
        response = validated_response(request, f"list-{self.archive.changes}", self.archive.changed_at)
        if response.status == _NOT_MODIFIED:
            return response
        page = pages.listing_page(title, self._dated_links(numbers), self._shell, next_address=following, extra=extra)
        return page_response(page, headers=response.headers)

    def _dated_links(self, numbers: list[int]) -> list[tuple[Link, datetime]]:
        return [(link, self.archive.published(n)) for link, n in zip(self._links(numbers), numbers, strict=True)]

    def _feed(self, request: Request, name: str, _: dict[str, str]) -> Response:
        response = validated_response(request, f"list-{self.archive.changes}", self.archive.changed_at)
        if response.status == _NOT_MODIFIED:
            return response
        articles = [self.archive.article(number) for number in self.archive.numbers()[:30]]
        make = feeds.rss if name == "rss" else feeds.atom
        return page_response(make(articles, request.base), f"application/{name}+xml", headers=response.headers)

    def _sitemap(self, request: Request, name: str, _: dict[str, str]) -> Response:
        if name == "sitemap":
            suffixes = {GZIPPED_SECTION: ".xml.gz"}
            rows = [
                (f"{request.base}/sitemaps/{section}{suffixes.get(section, '.xml')}", self.archive.changed_at)
                for section in SECTIONS
            ]
            return page_response(feeds.sitemap_index(rows), XML)
        newest = self.archive.numbers()[:100]
        news = [(f"{request.base}/article/{n}", self.archive.headline(n), self.archive.published(n)) for n in newest]
        return page_response(feeds.news_sitemap(news), XML)

    def _section_sitemap(self, request: Request, section: str, _: dict[str, str]) -> Response:
        if section not in SECTIONS:
            return self._missing(404)
        numbers = self.archive.section_numbers(section)
        page = page_response(
            feeds.sitemap((f"{request.base}/article/{n}", self.archive.modified(n)) for n in numbers), XML
        )
        if request.target.endswith(".gz"):
            return Response(200, gzip.compress(page.body, 6, mtime=0), {"Content-Type": "application/gzip"})
        return page

    def _robots(self, request: Request, _: str, __: dict[str, str]) -> Response:
        delay = self.options.crawl_delay
        lines = (
            "User-agent: *",
            "Disallow: /private/",
            "Disallow: /search",
            "Disallow: /_demo/",
            *([] if delay is None else [f"Crawl-delay: {delay:g}"]),
            "",
            *(f"Sitemap: {request.base}/{name}.xml" for name in _SITEMAPS if self.options.has_pages),
        )
        return page_response("\n".join(lines) + "\n", "text/plain")

    # what scripts ask for

    def _article_data(self, request: Request, name: str, _: dict[str, str]) -> Response:
        number = int(name)
        if not self.archive.has(number):
            return self._missing(404)
        article = self.archive.article(number)
        head, main = pages.article_head(article, request.base), pages.article_main(article, request.base, self._shell)
        return page_response(article_data(article.story.headline, head, main), "application/json")

    def _section_data(self, _: Request, section: str, parameters: dict[str, str]) -> Response:
        page = parameters.get("page", "1")
        shown, has_more = self._shown(section, page)
        if not shown:
            return self._missing(404)
        data = list_data(
            pages.teasers(self._dated_links(shown)), _next_data(section, int(page) + 1) if has_more else None
        )
        return page_response(data, "application/json")

    # everything else

    def _asset(self, _: Request, name: str, __: dict[str, str]) -> Response:
        content_type, body = assets.asset(name)
        return Response(200, body, {"Content-Type": content_type, "Cache-Control": "max-age=86400"})

    def _loop(self, request: Request, name: str, _: dict[str, str]) -> Response:
        return Response(302, b"", {"Location": f"{request.base}/loop/{3 - int(name)}"})

    def _calendar(self, _: Request, name: str, __: dict[str, str]) -> Response:
        year, month = map(int, name.split("/"))
        if not (self.options.has_calendar and 1 <= month <= 12):  # noqa: PLR2004 - months
            return self._missing(404)
        months = [year * 12 + month - 1 + step for step in (-1, 1)]
        links = " ".join(f'<a rel="nofollow" href="/calendar/{m // 12:04}/{m % 12 + 1:02}">شهر آخر</a>' for m in months)
        return page_response(pages.plain_page("تقويم الأخبار", links, self._shell))

    def _plain(self, _: Request, name: str, __: dict[str, str]) -> Response:
        content = f"<p>{load_parts('common')['about']}</p>"
        return page_response(pages.plain_page(MENU_PAGES.get(name, "بحث"), content, self._shell))

    def _missing(self, status: int) -> Response:
        text = "<p>عذرًا، الصفحة التي تبحث عنها غير موجودة أو حُذفت.</p>"
        return page_response(pages.plain_page("الصفحة غير موجودة", text, self._shell), status=status)


def _next_data(section: str, page: int) -> str:
    return f"/data/section/{section}.json?page={page}"
