"""«مدار الضفة»: a component framework's hashed class names, unlike from page type to page type, with microdata."""

from html import escape
from typing import ClassVar
from zlib import crc32
from zoneinfo import ZoneInfo

from templates.countries import JORDAN
from templates.edition import Report
from templates.printing import ago
from templates.site import Link, Site


class HashedSite(Site):
    """The visible date is relative («منذ يومين»), the exact one a <meta itemprop>; every fourth article is a long read."""

    name = "hashed"
    title = "مدار الضفة"
    zone = ZoneInfo("Asia/Amman")
    country = JORDAN
    sections: ClassVar[dict[str, str]] = {
        "local": "local",
        "economy": "economy",
        "technology": "tech",
        "heritage": "heritage",
        "health": "health",
    }
    related_heading = "اخترنا لك"

    def address(self, report: Report) -> str:
        return f"/ar/{'longread' if report.number % 4 == 0 else 'news'}/{crc32(f'hashed{report.number}'.encode()):08x}-{report.number}"

    def listing_address(self, section: str, page: int) -> str:
        return f"/ar/{section}" if page == 1 else f"/ar/{section}?page={page}"

    def article_page(self, report: Report) -> str:
        css = _Names("longread" if report.number % 4 == 0 else "news")
        date = (
            f'<span class="{css("time")}"><meta itemprop="datePublished" content="{report.published.isoformat()}">'
            f"<span>{ago(report.published, self.now)}</span></span>"
        )
        section = self.section_link(report)
        main = (
            f'<article class="{css("article")}" itemscope itemtype="https://schema.org/NewsArticle">'
            f'<div class="{css("label")}"><a href="{section.address}" itemprop="articleSection">{section.headline}</a></div>'
            f'<h1 class="{css("headline")}" itemprop="headline">{escape(report.headline, quote=False)}</h1>'
            f'<div class="{css("row")}">{self._byline(report, css)}{"" if self.is_mangled else date}'
            f'<span class="{css("mins")}">{2 + len(report.blocks) // 3} دقائق قراءة</span></div>{self._picture(report, css)}'
            f'<div class="{css("body")}" itemprop="articleBody">{self._text(report, css)}</div>'
            f"{date if self.is_mangled else ''}{self._tags(report, css)}</article>{self._related(report, css)}"
        )
        return self._page(report.headline, main, css, report)

    def listing_page(self, title: str, reports: list[Report], following: str | None) -> str:
        css = _Names("listing")
        items = "".join(
            f'<div class="{css("item")}"><a class="{css("cover")}" href="{self.address(report)}"><div class="{css("name")}">{escape(report.headline)}</div></a>'
            f'<span class="{css("time")}">{ago(report.published, self.now)}</span></div>'
            for report in reports
        )
        more = f'<a class="{css("more")}" href="{following}">المزيد</a>' if following else ""
        return self._page(title, f'<h1 class="{css("title")}">{title}</h1>{items}{more}', css, None)

    def _byline(self, report: Report, css: "_Names") -> str:
        return "".join(
            f'<span class="{css("author")}" itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">{name}</span></span>'
            for name in report.authors
        )

    def _picture(self, report: Report, css: "_Names") -> str:
        if report.picture is None:
            return ""
        return (
            f'<figure class="{css("figure")}"><img itemprop="image" src="{self.picture_address(report.picture.number)}" alt="" width="800" height="450">'
            f'<figcaption class="{css("caption")}">{escape(report.picture.caption)}</figcaption></figure>'
        )

    def _text(self, report: Report, css: "_Names") -> str:
        pieces = [self._block(block.kind, block.text, block.attribution, css) for block in report.blocks]
        if report.tweet:
            who, what = report.tweet
            pieces.insert(
                2,
                f'<div class="{css("embed")}"><blockquote class="twitter-tweet"><p>{what}</p>{who} (@reader)</blockquote></div>',
            )
        if report.gallery:
            slides = "".join(
                f'<li class="{css("slide")}"><img src="{self.picture_address(p.number)}" alt="" width="400" height="260"><div class="{css("note")}">{p.caption}</div></li>'
                for p in report.gallery
            )
            pieces.insert(3, f'<ul class="{css("slides")}">{slides}</ul>')
        return "".join(pieces)

    def _block(self, kind: str, text: str, attribution: str | None, css: "_Names") -> str:
        text = escape(text, quote=False)
        if kind == "subhead":
            return f'<div class="{css("block")}"><h2 class="{css("sub")}">{text}</h2></div>'
        if kind == "quote":
            return f'<blockquote class="{css("quote")}"><p>{text}</p><footer>{attribution}</footer></blockquote>'
        return f'<div class="{css("block")}"><p class="{css("para")}">{text}</p></div>'

    def _tags(self, report: Report, css: "_Names") -> str:
        items = "".join(f'<a class="{css("tag")}" rel="tag" href="/ar/tag/{tag}">#{tag}</a>' for tag in report.tags)
        return f'<div class="{css("tags")}">{items}</div>'

    def _related(self, report: Report, css: "_Names") -> str:
        return self._stack(self.related_heading, self.related(report), css, "related") if report.related else ""

    def _stack(self, heading: str, links: list[Link], css: "_Names", kind: str) -> str:
        items = "".join(
            f'<a class="{css(kind + "-item")}" href="{link.address}"><div class="{css(kind + "-text")}">{escape(link.headline)}</div></a>'
            for link in links
        )
        return f'<div class="{css(kind)}"><div class="{css(kind + "-head")}">{heading}</div><div>{items}</div></div>'

    def _page(self, title: str, main: str, css: "_Names", report: Report | None) -> str:
        menu = "".join(f'<a class="{css("nav")}" href="{link.address}">{link.headline}</a>' for link in self.menu())
        return (
            f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{escape(title)} | {self.title}</title>'
            f'<meta name="description" content="{escape(report.lead if report else self.title)}"><meta property="og:site_name" content="{self.title}">'
            f"<style>.{css('article')}{{max-width:760px;margin:auto;font:18px/2 sans-serif}}.{css('author')}{{margin:0 6px}}</style></head>"
            f'<body><div id="root"><div class="{css("shell")}"><div class="{css("top")}"><a href="/">{self.title}</a>{menu}</div>'
            f'<div class="{css("breaking")}">{"".join(f"<a href={link.address}>{escape(link.headline)}</a>" for link in self.latest(report)[:2])}</div>'
            f'<div class="{css("main")}">{main}</div><div class="{css("aside")}">{self._stack("الأكثر قراءة", self.most_read(report), css, "read")}</div>'
            f'<div class="{css("cookie")}">نستخدم ملفات تعريف الارتباط. باستمرارك في التصفح فأنت توافق على <a href="/ar/privacy">سياسة الخصوصية</a>.</div>'
            f'<div class="{css("foot")}">© {self.title} 2026</div></div></div></body></html>'
        )


class _Names:
    """Class names as a build makes them: a component's own hash, and one that all of its kind share."""

    def __init__(self, page_type: str) -> None:
        self._page_type = page_type

    def __call__(self, part: str) -> str:
        return (
            f"css-{crc32(f'{self._page_type}/{part}'.encode()):06x}"[:10]
            + f" e{crc32(part.encode()) % 99991:x}{len(self._page_type)}"
        )
