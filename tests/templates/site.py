"""A made-up news site without its markup: which addresses it has and what it answers there; it opens no socket."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar, NamedTuple
from urllib.parse import quote, unquote
from zlib import crc32
from zoneinfo import ZoneInfo

from newsbot.demo.assets import asset
from newsbot.demo.text import section_title
from templates.countries import Country
from templates.edition import Edition, Report
from templates.printing import LEVANTINE_MONTHS

NOW = datetime(2026, 10, 30, 9, 12, tzinfo=UTC)
"""The clock of pages that are rendered without a server."""

PAGE_LENGTH = 6
FRONT_LENGTH = 14
SAFE = "/?=&-_.~%:,"


class Answer(NamedTuple):
    """What goes back for one address."""

    status: int
    content_type: str
    body: bytes

    @property
    def charset(self) -> str | None:
        """The encoding that the Content-Type header names."""
        return self.content_type.partition("charset=")[2] or None


class Link(NamedTuple):
    """A headline and where it leads, as it stands on a page."""

    headline: str
    address: str


class Site:
    """One site; a sub-class says what it is called, where its pages stand and how they are marked up."""

    name: ClassVar[str]
    title: ClassVar[str]
    zone: ClassVar[ZoneInfo]
    sections: ClassVar[Mapping[str, str]]
    """What a section is called in addresses, and the demo's section that its news come from."""
    country: ClassVar[Country]
    months: ClassVar[tuple[str, ...]] = LEVANTINE_MONTHS
    related_heading: ClassVar[str]
    encoding: ClassVar[str] = "utf-8"
    has_time: ClassVar[bool] = True
    """Whether its pages say at what time of the day an article came out."""
    has_tags: ClassVar[bool] = True
    has_quotes: ClassVar[bool] = True
    has_captions: ClassVar[bool] = True

    def __init__(self, base: str = "http://127.0.0.1:8600", *, now: datetime = NOW, is_mangled: bool = False) -> None:
        """*base* is its address without a final slash; *is_mangled* is how it looks after a change of its layout."""
        self.base, self.now, self.is_mangled = base.rstrip("/"), now, is_mangled
        self.edition = Edition(
            self.title, crc32(self.name.encode()) % 1000, self.zone, tuple(self.sections.values()), self.country, self.months,
            self.has_quotes,
        )  # fmt: skip

    # what a template says

    def address(self, report: Report) -> str:
        """Where an article stands, from the root, unquoted."""
        raise NotImplementedError

    def listing_address(self, section: str, page: int) -> str:
        """Where a section's page stands; pages are counted from 1."""
        raise NotImplementedError

    def article_page(self, report: Report) -> str:
        """The page of an article."""
        raise NotImplementedError

    def listing_page(self, title: str, reports: list[Report], following: str | None) -> str:
        """A page of headlines; *following* is the address of the next one."""
        raise NotImplementedError

    def content_type(self, number: int) -> str:  # noqa: ARG002 - some sites answer differently from page to page
        """The Content-Type header of page *number*; listings have number 0."""
        return "text/html; charset=utf-8"

    def extra_routes(self) -> Mapping[str, Callable[[], Answer]]:
        """Feeds, sitemaps and short links, by address."""
        return {}

    def shows_caption(self, report: Report) -> bool:
        """Whether the page prints the picture's caption."""
        return report.picture is not None and self.has_captions

    # what templates use

    @property
    def today(self) -> datetime:
        """The clock of the crawl-date widget, in the site's zone."""
        return self.now.astimezone(self.zone)

    def menu(self) -> list[Link]:
        """The sections."""
        return [Link(section_title(own), self.listing_address(key, 1)) for key, own in self.sections.items()]

    def link(self, number: int) -> Link:
        """A headline with its address."""
        report = self.edition.report(number)
        return Link(report.headline, quote(self.address(report), safe=SAFE))

    def related(self, report: Report) -> list[Link]:
        """The links of the related block."""
        return [self.link(number) for number in report.related]

    def most_read(self, report: Report | None = None) -> list[Link]:
        """Five links that stand beside every page, without the article itself."""
        own = report.number if report else 0
        return [self.link(number) for number in (31, 12, 40, 23, 8, 17) if number != own][:5]

    def latest(self, report: Report | None = None) -> list[Link]:
        """The newest headlines, for tickers."""
        own = report.number if report else 0
        return [self.link(number) for number in list(self.edition.numbers())[:5] if number != own]

    def comments(self, report: Report) -> list[tuple[str, str]]:
        """Names and words of readers, none to four."""
        return [self.edition.comment(10 * report.number + place) for place in range(report.number % 5)]

    def section_link(self, report: Report) -> Link:
        """The section of an article."""
        key = next(key for key, own in self.sections.items() if own == report.section)
        return Link(section_title(report.section), self.listing_address(key, 1))

    def picture_address(self, number: int) -> str:
        """Where a picture stands."""
        return f"/images/{number}.jpg"

    # what tests use

    def article_urls(self) -> list[str]:
        """Every article, newest first."""
        return [self._url(self.edition.report(number)) for number in self.edition.numbers()]

    def listing_urls(self) -> list[str]:
        """The front page and every page of every section."""
        return [f"{self.base}{quote(address, safe=SAFE)}" for address in self._listings]

    def answer(self, address: str) -> Answer:
        """Answer an address, absolute or from the root; 404 for what the site does not have."""
        path = unquote(address.removeprefix(self.base)) or "/"
        make = self._routes.get(path)
        if make is not None:
            return make()
        if match := re.fullmatch(r"/images/([\w-]+\.(?:jpg|png))", path):
            kind, body = asset(match[1])
            return Answer(200, kind, body)
        return Answer(404, "text/html; charset=utf-8", "<h1>404</h1><p>الصفحة غير موجودة</p>".encode())

    def truth(self) -> dict[str, dict[str, Any]]:
        """What a perfect reader takes from each article, by its URL; ``article_body`` is a list, None is «not said».

        ``embedded`` is the (author, text) of a message that the page shows inside the text; readers differ on it.
        """
        return {self._url(report): self._truth(report) for report in map(self.edition.report, self.edition.numbers())}

    # inside

    def _truth(self, report: Report) -> dict[str, Any]:
        at = report.published
        picture = report.picture
        return {
            "headline": report.headline,
            "article_body": report.paragraphs,
            "embedded": report.tweet,
            "date_published": at if self.has_time else at.replace(hour=0, minute=0),
            "date_has_time": self.has_time,
            "authors": list(report.authors) or None,
            "section": section_title(report.section),
            "keywords": list(report.tags) if self.has_tags else None,
            "related": [
                {"headline": link.headline, "url": f"{self.base}{link.address}"} for link in self.related(report)
            ]
            or None,
            "main_image": {
                "url": f"{self.base}{self.picture_address(picture.number)}",
                "caption": picture.caption if self.shows_caption(report) else None,
            }
            if picture
            else None,
        }

    def _url(self, report: Report) -> str:
        return f"{self.base}{quote(self.address(report), safe=SAFE)}"

    @cached_property
    def _listings(self) -> dict[str, Callable[[], str]]:
        numbers = list(self.edition.numbers())
        found = {"/": lambda: self.listing_page("آخر الأخبار", self._reports(numbers[:FRONT_LENGTH]), None)}
        for key, own in self.sections.items():
            mine = [number for number in numbers if self.edition.section_of(number) == own]
            for start in range(0, len(mine), PAGE_LENGTH):
                page = start // PAGE_LENGTH + 1
                has_next = start + PAGE_LENGTH < len(mine)
                found[self.listing_address(key, page)] = self._listing(
                    section_title(own),
                    mine[start : start + PAGE_LENGTH],
                    self.listing_address(key, page + 1) if has_next else None,
                )
        return found

    def _listing(self, title: str, numbers: list[int], following: str | None) -> Callable[[], str]:
        return lambda: self.listing_page(title, self._reports(numbers), following)

    def _reports(self, numbers: Iterable[int]) -> list[Report]:
        return [self.edition.report(number) for number in numbers]

    @cached_property
    def _routes(self) -> dict[str, Callable[[], Answer]]:
        reports = self._reports(self.edition.numbers())
        return {
            **{address: self._answering(make, 0) for address, make in self._listings.items()},
            **{self.address(report): self._answering(self._article(report), report.number) for report in reports},
            "/robots.txt": lambda: Answer(200, "text/plain; charset=utf-8", self._robots().encode()),
            **self.extra_routes(),
        }

    def _article(self, report: Report) -> Callable[[], str]:
        return lambda: mangled(self.article_page(report)) if self.is_mangled else self.article_page(report)

    def _answering(self, make: Callable[[], str], number: int) -> Callable[[], Answer]:
        return lambda: Answer(200, self.content_type(number), make().encode(self.encoding, "xmlcharrefreplace"))

    def _robots(self) -> str:
        maps = "".join(f"Sitemap: {self.base}{path}\n" for path in self.extra_routes() if "sitemap" in path)
        return f"User-agent: *\nDisallow: /search\n{maps}"


_MARKS = re.compile("[\u064b-\u0652]")
_NAMED = re.compile(r'\b(class|id)="([^"]*)"')
_DECLARED = re.compile(r' itemprop="[^"]*"')
_PAINTED = re.compile(r"<font[^>]*>")


def mangled(html: str) -> str:
    """Rename every class and id, drop microdata and repaint fonts, as the next version of a theme does."""
    html = _PAINTED.sub("<font class=text>", _DECLARED.sub("", html))
    return _NAMED.sub(lambda match: f'{match[1]}="{_renamed(match[2])}"', html)


def _renamed(names: str) -> str:
    return " ".join(f"n{crc32(name.encode()):x}" for name in names.split())


def slug(headline: str, words: int) -> str:
    """The first words of a headline as an address holds them: without diacritics and punctuation."""
    return "-".join(re.findall(r"\w+", _MARKS.sub("", headline))[:words])
