"""«دفتر الحارة»: a lead and three text containers, with advertisements, galleries and read-also boxes between them."""

from html import escape
from typing import ClassVar
from zoneinfo import ZoneInfo

from newsbot.demo.text import load_parts
from templates.countries import IRAQ
from templates.edition import Report
from templates.printing import day_month_year
from templates.site import Link, Site

MONTHS: tuple[str, ...] = tuple(load_parts("words")["months_twofold"])


class ContainersSite(Site):
    """<time datetime> with an offset, twofold month names, OpenGraph and article:published_time."""

    name = "containers"
    title = "دفتر الحارة"
    zone = ZoneInfo("Asia/Baghdad")
    country = IRAQ
    sections: ClassVar[dict[str, str]] = {
        "neighbourhood": "local",
        "business": "economy",
        "stage": "culture",
        "wellness": "health",
    }
    related_heading = "مواضيع متعلقة"

    def address(self, report: Report) -> str:
        key = next(key for key, own in self.sections.items() if own == report.section)
        return f"/{key}/{report.published:%Y}/story-{70210 + 3 * report.number}"

    def listing_address(self, section: str, page: int) -> str:
        return f"/{section}" if page == 1 else f"/{section}/page/{page}"

    def article_page(self, report: Report) -> str:
        date = (
            f'<time class="story__time" datetime="{report.published.isoformat(timespec="minutes")}">'
            f"{day_month_year(report.published, MONTHS)}، الساعة {report.published:%H:%M}</time>"
        )
        section = self.section_link(report)
        main = (
            f'<article class="story"><header class="story__head"><a class="story__kicker" href="{section.address}">{section.headline}</a>'
            f'<h1 class="story__headline">{escape(report.headline, quote=False)}</h1>'
            f'<p class="story__lead">{escape(report.lead, quote=False)}</p></header>{self._picture(report)}'
            f'<div class="story__meta">{self._byline(report)}{"" if self.is_mangled else date}</div>'
            f"{self._parts(report)}{self._topics(report)}</article>"
            f"{f'<p>{date}</p>' if self.is_mangled else ''}{self._related(report)}"
        )
        head = (
            f'<meta property="og:title" content="{escape(report.headline)} - {self.title}"><meta property="og:type" content="article">'
            f'<meta property="og:description" content="{escape(report.lead[:80])}...">'
            f'<meta property="article:published_time" content="{report.published.isoformat()}">'
            f'<link rel="canonical" href="{self.base}{self.address(report)}">'
        )
        return self._page(report.headline, head, main, report)

    def listing_page(self, title: str, reports: list[Report], following: str | None) -> str:
        items = "".join(
            f'<li class="feed__item"><a class="feed__link" href="{self.address(report)}"><span>{escape(report.headline)}</span></a>'
            f"<p>{escape(report.lead[:100])}...</p></li>"
            for report in reports
        )
        more = f'<a class="feed__more" href="{following}">عرض المزيد</a>' if following else ""
        return self._page(title, "", f'<h1 class="feed__title">{title}</h1><ul class="feed">{items}</ul>{more}', None)

    def _byline(self, report: Report) -> str:
        names = "".join(
            f'<a class="story__author" href="/authors/{report.number}">{name}</a>' for name in report.authors
        )
        return f'<div class="story__authors">{names}</div>' if names else ""

    def _picture(self, report: Report) -> str:
        if report.picture is None:
            return ""
        credit = f'<small class="story__credit">{report.picture.credit}</small>' if report.picture.credit else ""
        return (
            f'<figure class="story__cover"><img src="{self.picture_address(report.picture.number)}" alt="" width="720" height="400">'
            f"<figcaption>{escape(report.picture.caption)}</figcaption>{credit}</figure>"
        )

    def _parts(self, report: Report) -> str:
        """The blocks after the lead in three containers, with something else after each but the last."""
        blocks = report.blocks[1:]
        third = max(1, -(-len(blocks) // 3))
        groups = [blocks[start : start + third] for start in range(0, len(blocks), third)]
        between = [self._advertisement() + self._read_also(report), self._gallery(report) + self._tweet(report)]
        html = ""
        for place, group in enumerate(groups):
            texts = "".join(self._block(block.kind, block.text, block.attribution) for block in group)
            html += f'<div class="story__text">{texts}</div>'
            if place < len(groups) - 1:
                html += between[place]
        return html

    def _block(self, kind: str, text: str, attribution: str | None) -> str:
        text = escape(text, quote=False)
        if kind == "subhead":
            return f"<h2>{text}</h2>"
        if kind == "quote":
            return f'<aside class="story__quote"><p>{text}</p><cite>{attribution}</cite></aside>'
        return f"<p>{text}</p>"

    def _advertisement(self) -> str:
        return '<div class="slot slot--wide"><span>إعلان</span><iframe src="about:blank" title="إعلان"></iframe></div>'

    def _read_also(self, report: Report) -> str:
        """One link in the text, to an article that is not in the related block; articles without one have none."""
        if not report.related:
            return ""
        link = next(
            self.link(number) for number in (5, 14, 22, 30, 38, 2, 9) if number not in (*report.related, report.number)
        )
        return f'<div class="inline-more"><strong>اقرأ أيضًا</strong><a href="{link.address}">{escape(link.headline)}</a></div>'

    def _gallery(self, report: Report) -> str:
        items = "".join(
            f'<figure><img src="{self.picture_address(picture.number)}" alt="" width="300" height="200"><figcaption>{picture.caption}</figcaption></figure>'
            for picture in report.gallery
        )
        return f'<div class="gallery"><h4>معرض الصور</h4>{items}</div>' if items else ""

    def _tweet(self, report: Report) -> str:
        if report.tweet is None:
            return ""
        who, what = report.tweet
        return f'<div class="embed"><blockquote class="twitter-tweet"><p lang="ar" dir="rtl">{what}</p>&mdash; {who} (@reader)</blockquote></div>'

    def _topics(self, report: Report) -> str:
        items = "".join(f'<li><a href="/topics/{tag}">{tag}</a></li>' for tag in report.tags)
        return f'<ul class="story__topics">{items}</ul><div class="share"><span>شارك القصة</span><button>نسخ الرابط</button></div>'

    def _related(self, report: Report) -> str:
        return self._cards(self.related_heading, self.related(report), "more-stories") if report.related else ""

    def _cards(self, heading: str, links: list[Link], name: str) -> str:
        items = "".join(
            f'<div class="card"><a href="{link.address}"><img src="/images/t{place}.jpg" alt="" width="120" height="80"></a>'
            f'<h4 class="card__title"><a href="{link.address}">{escape(link.headline)}</a></h4></div>'
            for place, link in enumerate(links)
        )
        return f'<section class="{name}"><h3 class="{name}__title">{heading}</h3><div class="{name}__list">{items}</div></section>'

    def _page(self, title: str, head: str, main: str, report: Report | None) -> str:
        menu = "".join(f'<li><a href="{link.address}">{link.headline}</a></li>' for link in self.menu())
        return (
            f'<!DOCTYPE html>\n<html dir="rtl"><head><meta charset="utf-8"><title>{escape(title)} - {self.title}</title>{head}'
            "<style>body{font-family:serif;margin:0 auto;max-width:1100px;line-height:1.9}.slot{background:#eee;height:60px}.slot iframe{display:none}"
            ".layout{display:grid;grid-template-columns:2fr 1fr;gap:2em}</style></head>\n"
            f'<body><header class="bar"><a class="bar__logo" href="/">{self.title}</a><nav><ul>{menu}</ul></nav></header>'
            f'<div class="layout"><main>{main}</main>\n<aside class="rail">{self._cards("الأكثر تداولًا", self.most_read(report), "rail-list")}'
            '<div class="signup"><h4>نشرة الصباح</h4><p>اشترك لتصلك أهم قصص الحارة كل صباح.</p><input type="email"></div></aside></div>'
            f'<footer class="foot"><p>{self.title} مشروع صحفي مستقل يموله قراؤه.</p></footer></body></html>\n'
        )
