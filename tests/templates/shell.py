"""«نبض المدائن»: an app shell that script fills in; the article is in JSON-LD only, related links are plain anchors."""

import json
from hashlib import sha1
from html import escape
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from templates.countries import LEBANON
from templates.edition import Report
from templates.site import Site


class ShellSite(Site):
    """Dates in UTC with Z; hexadecimal addresses; what is visible is a menu, a cookie notice and links."""

    name = "shell"
    title = "نبض المدائن"
    zone = ZoneInfo("Asia/Beirut")
    country = LEBANON
    sections: ClassVar[dict[str, str]] = {
        "city": "local",
        "money": "economy",
        "arts": "culture",
        "tech": "tech",
        "sports": "sport",
    }
    related_heading = "شاهد أيضًا"
    has_quotes = False

    def address(self, report: Report) -> str:
        return f"/story/{sha1(f'{self.title}{report.number}'.encode(), usedforsecurity=False).hexdigest()[:12]}"

    def listing_address(self, section: str, page: int) -> str:
        return f"/topic/{section}" if page == 1 else f"/topic/{section}?page={page}"

    def article_page(self, report: Report) -> str:
        data = json.dumps(self._data(report), ensure_ascii=False)
        related = "".join(
            f'<li><a href="{link.address}">{escape(link.headline)}</a></li>' for link in self.related(report)
        )
        block = (
            f'<section class="shell-more"><h3>{self.related_heading}</h3><ul>{related}</ul></section>'
            if related
            else ""
        )
        return self._page(
            report.headline,
            f'<script type="application/ld+json">{data}</script>',
            f'<div id="app"><div class="spinner" role="status">جارٍ التحميل...</div></div>{block}',
        )

    def listing_page(self, title: str, reports: list[Report], following: str | None) -> str:
        items = "".join(
            f'<li><a href="{self.address(report)}">{escape(report.headline)}</a></li>' for report in reports
        )
        more = f'<a rel="next" href="{following}">المزيد</a>' if following else ""
        head = f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@type": "CollectionPage", "name": title}, ensure_ascii=False)}</script>'
        return self._page(title, head, f'<div id="app"></div><nav class="shell-list"><ul>{items}</ul>{more}</nav>')

    def _data(self, report: Report) -> dict[str, Any]:
        at = report.published
        modern = at.astimezone(ZoneInfo("UTC")).isoformat(timespec="seconds").replace("+00:00", "Z")
        article: dict[str, Any] = {
            "@type": "ReportageNewsArticle" if report.gallery else "NewsArticle",
            "@id": f"{self.base}{self.address(report)}#article",
            "headline": report.headline,
            "dateCreated" if self.is_mangled else "datePublished": modern,
            "articleSection": self.section_link(report).headline,
            "keywords": ", ".join(report.tags),
            "articleBody": "\n".join(report.paragraphs),
            "publisher": {
                "@type": "NewsMediaOrganization",
                "name": self.title,
                "logo": {"@type": "ImageObject", "url": f"{self.base}/images/logo.png"},
            },
            "mainEntityOfPage": f"{self.base}{self.address(report)}",
        }
        if report.authors:
            people = [{"@type": "Person", "name": name} for name in report.authors]
            article["author"] = people if len(people) > 1 else people[0]
        if report.picture:
            article["image"] = {
                "@type": "ImageObject",
                "url": f"{self.base}{self.picture_address(report.picture.number)}",
                "caption": report.picture.caption,
            }
        site = {"@type": "WebSite", "name": self.title, "url": f"{self.base}/"}
        return {"@context": "https://schema.org", "@graph": [site, article]}

    def _page(self, title: str, head: str, main: str) -> str:
        menu = "".join(f'<a class="shell-link" href="{link.address}">{link.headline}</a>' for link in self.menu())
        return (
            f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{escape(title)} - {self.title}</title>'
            '<meta name="viewport" content="width=device-width"><link rel="preload" href="/static/app.js" as="script">'
            f"{head}<style>.spinner{{padding:4em;text-align:center}}</style></head><body>"
            f'<header class="shell-bar"><a href="/">{self.title}</a>{menu}</header><main>{main}</main>'
            '<div class="cookie" role="dialog"><p>نستخدم ملفات تعريف الارتباط لتحسين تجربتك في القراءة ولقياس عدد الزيارات، ويمكنك تغيير ذلك متى شئت.</p><button>موافق</button></div>'
            f'<footer class="shell-foot"><a href="/about">عن {self.title}</a></footer>'
            '<script>window.__BOOT__={"region":"lb","flags":[1,4,7]};</script><noscript>يحتاج هذا الموقع إلى تفعيل جافاسكربت.</noscript></body></html>'
        )
