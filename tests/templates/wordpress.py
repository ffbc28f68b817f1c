"""«ورق الزيتون»: a blog system's theme with right-to-left plugins: entry-content, tags, author box, short links, feed."""

import json
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from html import escape
from typing import ClassVar
from urllib.parse import quote
from zoneinfo import ZoneInfo

from templates.countries import MOROCCO
from templates.edition import Report
from templates.printing import MOROCCAN_MONTHS, twelve_hours
from templates.site import SAFE, Answer, Site, slug


class WordpressSite(Site):
    """Moroccan months, addresses by day and slug, a graph in JSON-LD that says who and when but not what."""

    name = "wordpress"
    title = "ورق الزيتون"
    zone = ZoneInfo("Africa/Casablanca")
    country = MOROCCO
    sections: ClassVar[dict[str, str]] = {
        "society": "local",
        "economy": "economy",
        "culture": "culture",
        "sports": "sport",
    }
    months = MOROCCAN_MONTHS
    related_heading = "مقالات ذات صلة"

    def address(self, report: Report) -> str:
        return f"/{report.published:%Y/%m/%d}/{slug(report.headline, 7)}/"

    def listing_address(self, section: str, page: int) -> str:
        return f"/category/{section}/" if page == 1 else f"/category/{section}/page/{page}/"

    def extra_routes(self) -> Mapping[str, Callable[[], Answer]]:
        return {
            "/feed/": lambda: Answer(200, "application/rss+xml; charset=UTF-8", self._feed().encode()),
            "/wp-sitemap.xml": lambda: Answer(200, "application/xml; charset=UTF-8", self._sitemap().encode()),
            **{
                f"/?p={5000 + report.number}": self._article_answer(report)
                for report in map(self.edition.report, self.edition.numbers())
            },
        }

    def article_page(self, report: Report) -> str:
        url = f"{self.base}{self.link(report.number).address}"
        date = f'<span class="posted-on"><time class="entry-date published" datetime="{report.published.isoformat()}">{self._date(report)}</time></span>'
        section = self.section_link(report)
        main = (
            f'<article id="post-{5000 + report.number}" class="post-{5000 + report.number} post type-post status-publish format-standard has-post-thumbnail hentry">'
            f'<header class="entry-header"><span class="cat-links"><a href="{section.address}" rel="category tag">{section.headline}</a></span>'
            f'<h1 class="entry-title">{escape(report.headline)}</h1><div class="entry-meta">{self._byline(report)}{"" if self.is_mangled else date}</div></header>'
            f'{self._picture(report)}<div class="entry-content"><!-- wp:paragraph -->{self._text(report)}'
            '<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">شارك هذا الموضوع:</h3><ul><li><a href="#">فيسبوك</a></li><li><a href="#">X</a></li></ul></div>'
            f'{self._related(report)}</div><footer class="entry-footer">{self._tags(report)}{date if self.is_mangled else ""}</footer>{self._author_box(report)}</article>'
            f"{self._comments(report)}"
        )
        head = (
            f'<link rel="canonical" href="{url}"><link rel="shortlink" href="{self.base}/?p={5000 + report.number}">'
            f'<meta property="og:title" content="{escape(report.headline)} - {self.title}"><meta property="og:type" content="article">'
            f'<script type="application/ld+json" class="seo-graph">{json.dumps(self._graph(report, url), ensure_ascii=False)}</script>'
        )
        return self._page(report.headline, head, main, report)

    def listing_page(self, title: str, reports: list[Report], following: str | None) -> str:
        items = "".join(
            f'<article class="post type-post"><h2 class="entry-title"><a href="{self.link(report.number).address}" rel="bookmark">{escape(report.headline)}</a></h2>'
            f'<div class="entry-summary"><p>{escape(report.lead[:120])} [&hellip;]</p></div></article>'
            for report in reports
        )
        more = (
            f'<nav class="navigation pagination"><a class="next page-numbers" href="{following}">التالي</a></nav>'
            if following
            else ""
        )
        return self._page(
            title, "", f'<header class="page-header"><h1 class="page-title">{title}</h1></header>{items}{more}', None
        )

    def _date(self, report: Report) -> str:
        at = report.published
        return f"{MOROCCAN_MONTHS[at.month - 1]} {at.day}, {at.year} {twelve_hours(at)}"

    def _byline(self, report: Report) -> str:
        names = "، ".join(
            f'<span class="author vcard"><a class="url fn n" href="/author/{report.number}/">{name}</a></span>'
            for name in report.authors
        )
        return f'<span class="byline">بواسطة {names}</span>' if names else ""

    def _picture(self, report: Report) -> str:
        if report.picture is None:
            return ""
        return (
            f'<figure class="post-thumbnail"><img class="wp-post-image" src="{self.picture_address(report.picture.number)}" alt="" width="780" height="440">'
            f'<figcaption class="wp-caption-text">{escape(report.picture.caption)}</figcaption></figure>'
        )

    def _text(self, report: Report) -> str:
        pieces = [self._block(block.kind, block.text, block.attribution) for block in report.blocks]
        if report.tweet:
            who, what = report.tweet
            pieces.insert(
                2,
                f'<figure class="wp-block-embed is-provider-twitter"><blockquote class="twitter-tweet"><p>{what}</p>&mdash; {who} (@reader)</blockquote></figure>',
            )
        if report.gallery:
            items = "".join(
                f'<figure class="wp-block-image"><img src="{self.picture_address(p.number)}" alt="" width="320" height="210"><figcaption>{p.caption}</figcaption></figure>'
                for p in report.gallery
            )
            pieces.insert(3, f'<figure class="wp-block-gallery">{items}</figure>')
        return "\n".join(pieces)

    def _block(self, kind: str, text: str, attribution: str | None) -> str:
        text = escape(text, quote=False)
        if kind == "subhead":
            return f'<h3 class="wp-block-heading">{text}</h3>'
        if kind == "quote":
            return f'<blockquote class="wp-block-pullquote"><p>{text}</p><cite>{attribution}</cite></blockquote>'
        return f"<p>{text}</p>"

    def _tags(self, report: Report) -> str:
        items = " ".join(f'<a href="/tag/{tag}/" rel="tag">{tag}</a>' for tag in report.tags)
        return f'<span class="tags-links">الوسوم: {items}</span>'

    def _related(self, report: Report) -> str:
        items = "".join(
            f'<div class="rp-post"><h4><a href="{link.address}" title="{escape(link.headline)}">{escape(link.headline)}</a></h4></div>'
            for link in self.related(report)
        )
        return (
            f'<div id="rp-wrap" class="rp-related"><h3 class="rp-headline"><em>{self.related_heading}</em></h3>{items}</div>'
            if items
            else ""
        )

    def _author_box(self, report: Report) -> str:
        if not report.authors:
            return ""
        return f'<div class="author-box"><img class="avatar" src="/images/a1.jpg" alt="" width="60" height="60"><h4>{report.authors[0]}</h4><p>يكتب في {self.title} منذ تأسيسها، ويهتم بشؤون المدن والناس.</p></div>'

    def _comments(self, report: Report) -> str:
        items = "".join(
            f'<li class="comment"><cite class="fn">{who}</cite> يقول:<p>{what}</p></li>'
            for who, what in self.comments(report)
        )
        return (
            f'<div id="comments" class="comments-area"><h2 class="comments-title">{len(self.comments(report))} تعليقات</h2><ol class="comment-list">{items}</ol>'
            '<div id="respond"><h3>اترك تعليقًا</h3><p class="comment-notes">لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *</p></div></div>'
        )

    def _graph(self, report: Report, url: str) -> dict[str, object]:
        people = [{"@type": "Person", "name": name} for name in report.authors]
        article = {
            "@type": "Article",
            "@id": f"{url}#article",
            "headline": report.headline,
            "datePublished": report.published.isoformat(),
            "mainEntityOfPage": {"@id": url},
            "publisher": {"@id": f"{self.base}/#organization"},
            **({"author": people} if people else {}),
            **(
                {
                    "image": {"@id": f"{url}#primaryimage"},
                    "thumbnailUrl": f"{self.base}{self.picture_address(report.picture.number)}",
                }
                if report.picture
                else {}
            ),
            "keywords": list(report.tags),
            "articleSection": [self.section_link(report).headline],
        }
        images = (
            [
                {
                    "@type": "ImageObject",
                    "@id": f"{url}#primaryimage",
                    "url": f"{self.base}{self.picture_address(report.picture.number)}",
                }
            ]
            if report.picture
            else []
        )
        page = {
            "@type": "WebPage",
            "@id": url,
            "name": f"{report.headline} - {self.title}",
            "datePublished": report.published.isoformat(),
        }
        return {
            "@context": "https://schema.org",
            "@graph": [
                article,
                page,
                *images,
                {"@type": "Organization", "@id": f"{self.base}/#organization", "name": self.title},
            ],
        }

    def _article_answer(self, report: Report) -> Callable[[], Answer]:
        return lambda: self.answer(self.address(report))

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>{escape(report.headline)}</title><link>{self.base}{self.link(report.number).address}</link>"
            f'<guid isPermaLink="false">{self.base}/?p={5000 + report.number}</guid><pubDate>{format_datetime(report.published)}</pubDate>'
            f"<description>{escape(report.lead)}</description></item>"
            for report in map(self.edition.report, list(self.edition.numbers())[:10])
        )
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{self.title}</title><link>{self.base}/</link><description>{self.title}</description>{items}</channel></rss>'

    def _sitemap(self) -> str:
        rows = "".join(
            f"<url><loc>{self.base}{quote(self.address(self.edition.report(number)), safe=SAFE)}</loc></url>"
            for number in self.edition.numbers()
        )
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'

    def _page(self, title: str, head: str, main: str, report: Report | None) -> str:
        menu = "".join(
            f'<li class="menu-item"><a href="{link.address}">{link.headline}</a></li>' for link in self.menu()
        )
        read = "".join(
            f'<li><a href="{link.address}">{escape(link.headline)}</a></li>' for link in self.most_read(report)
        )
        return (
            f'<!DOCTYPE html>\n<html dir="rtl" lang="ar"><head><meta charset="UTF-8"><title>{escape(title)} - {self.title}</title>'
            f'<link rel="alternate" type="application/rss+xml" title="{self.title} &laquo; الخلاصة" href="{self.base}/feed/">{head}'
            '<meta name="generator" content="WordPress 6.8"><style>body{font:17px/1.9 sans-serif;max-width:1080px;margin:auto}</style></head>\n'
            f'<body class="rtl single single-post wp-embed-responsive"><header id="masthead" class="site-header"><p class="site-title"><a href="/" rel="home">{self.title}</a></p>'
            f'<nav id="site-navigation"><ul class="menu">{menu}</ul></nav></header><div id="content" class="site-content"><main id="primary" class="site-main">{main}</main>\n'
            f'<aside id="secondary" class="widget-area"><section class="widget widget_popular"><h2 class="widget-title">الأكثر مشاهدة</h2><ul>{read}</ul></section>'
            '<section class="widget widget_newsletter"><h2 class="widget-title">النشرة البريدية</h2><form><input type="email"></form></section></aside></div>'
            f'<footer id="colophon" class="site-footer"><p>حقوق النشر © 2026 {self.title}</p></footer></body></html>\n'
        )
