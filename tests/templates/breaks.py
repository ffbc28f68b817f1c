"""«بريد الواحة»: the body is one div of text parted by <br><br>; Tunisian months, a day without a time, Arabic slugs."""

from html import escape
from typing import ClassVar
from zoneinfo import ZoneInfo

from templates.countries import TUNISIA
from templates.edition import Report
from templates.printing import TUNISIAN_MONTHS, day_month_year, weekday
from templates.site import Link, Site, slug


class BreaksSite(Site):
    """OpenGraph for titles and pictures, nothing for dates; the caption is the text under the picture."""

    name = "breaks"
    title = "بريد الواحة"
    zone = ZoneInfo("Africa/Tunis")
    country = TUNISIA
    sections: ClassVar[dict[str, str]] = {
        "مجتمع": "local",
        "اقتصاد": "economy",
        "ثقافة": "culture",
        "رياضة": "sport",
        "صحة": "health",
    }
    months = TUNISIAN_MONTHS
    related_heading = "مواضيع ذات صلة"
    has_time = False
    has_quotes = False

    def address(self, report: Report) -> str:
        return f"/ar/خبر/{9100 + report.number}/{slug(report.headline, 8)}"

    def listing_address(self, section: str, page: int) -> str:
        return f"/ar/قسم/{section}" if page == 1 else f"/ar/قسم/{section}/{page}"

    def article_page(self, report: Report) -> str:
        section = self.section_link(report)
        date = f'<span class="dt">نُشر يوم {weekday(report.published)} {day_month_year(report.published, TUNISIAN_MONTHS)}</span>'
        tags = "".join(f'<a class="tag" rel="tag" href="/ar/وسم/{tag}">{tag}</a> ' for tag in report.tags)
        main = (
            f'<div class="crumb"><a href="/">الاستقبال</a> / <a href="{section.address}">{section.headline}</a></div>'
            f'<h1 class="ttl">{escape(report.headline, quote=False)}</h1>'
            f'<div class="inf">{"" if self.is_mangled else date}{self._byline(report)}</div>'
            f'<div class="shr"><a href="#">فيسبوك</a><a href="#">تويتر</a><a href="#">واتساب</a></div>'
            f'<div class="txt">{self._picture(report)}{self._text(report)}</div>'
            f'<div class="tgs">الكلمات المفتاحية: {tags}</div>{self._related(report)}'
        )
        if self.is_mangled:
            main = f"<section>{main}</section><footer>{date}</footer>"
        return self._page(report.headline, main, report)

    def listing_page(self, title: str, reports: list[Report], following: str | None) -> str:
        items = "".join(
            f'<div class="card"><a href="{self.address(report)}"><img src="{self.picture_address(report.number)}" alt="" width="160" height="100"></a>'
            f'<h3><a href="{self.address(report)}">{escape(report.headline)}</a></h3>'
            f"<span>{day_month_year(report.published, TUNISIAN_MONTHS)}</span></div>"
            for report in reports
        )
        more = f'<a class="nxt" rel="next" href="{following}">الصفحة الموالية</a>' if following else ""
        return self._page(title, f'<h1 class="sec">{title}</h1><div class="cards">{items}</div>{more}', None)

    def _byline(self, report: Report) -> str:
        if not report.authors:
            return ""
        names = " و".join(f"<b>{name}</b>" for name in report.authors)
        return f' <span class="by">بقلم: {names}</span>'

    def _picture(self, report: Report) -> str:
        if report.picture is None:
            return ""
        image = f'<img src="{self.picture_address(report.picture.number)}" width="520" height="300" alt="">'
        return f'<span class="pic">{image}<i>{escape(report.picture.caption)}</i></span><br><br>'

    def _text(self, report: Report) -> str:
        pieces = [
            f"<b>{escape(block.text, quote=False)}</b>" if block.kind == "subhead" else escape(block.text, quote=False)
            for block in report.blocks
        ]
        if report.tweet:
            who, what = report.tweet
            pieces.insert(2, f'<blockquote class="twitter-tweet">{what}<br>{who} (@reader)</blockquote>')
        if report.gallery:
            pictures = "".join(
                f'<a href="{self.picture_address(p.number)}"><img src="{self.picture_address(p.number)}" alt="{p.caption}" width="120" height="80"></a>'
                for p in report.gallery
            )
            pieces.insert(len(pieces) - 1, f'<span class="gal">{pictures}</span>')
        return "<br><br>\n".join(pieces) + "<br>"

    def _related(self, report: Report) -> str:
        links = self.related(report)
        items = "".join(f'<a href="{link.address}"><span>{escape(link.headline)}</span></a><br>' for link in links)
        return f'<div class="rel"><span class="hd">{self.related_heading}</span><br>{items}</div>' if links else ""

    def _list(self, heading: str, links: list[Link]) -> str:
        items = "".join(f'<li><a href="{link.address}">{escape(link.headline)}</a></li>' for link in links)
        return f'<div class="blk"><span class="hd">{heading}</span><ul>{items}</ul></div>'

    def _page(self, title: str, main: str, report: Report | None) -> str:
        menu = "".join(f'<a href="{link.address}">{link.headline}</a>' for link in self.menu())
        image = (
            f'<meta property="og:image" content="{self.base}{self.picture_address(report.picture.number)}">'
            if report and report.picture
            else ""
        )
        return (
            f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><title>{escape(title)} | {self.title}</title>'
            f'<meta property="og:title" content="{escape(title)}"><meta property="og:site_name" content="{self.title}">{image}'
            "<style>body{direction:rtl;font:17px/1.9 serif;max-width:1000px;margin:auto}.txt{text-align:justify}"
            ".nav a{margin:0 8px}.gal img{margin:4px}</style></head>\n"
            f'<body><div class="top"><a class="logo" href="/">{self.title}</a><span class="now">تونس في {weekday(self.today)} {day_month_year(self.today, TUNISIAN_MONTHS)}</span></div>'
            f'<div class="nav">{menu}</div><div class="wrap"><div class="cnt">{main}</div>\n'
            f'<div class="sd">{self._list("الأكثر مطالعة", self.most_read(report))}{self._list("آخر الأخبار", self.latest(report))}'
            '<div class="blk"><span class="hd">الرسالة الإخبارية</span><form><input type="email" placeholder="عنوان البريد"><button>اشترك</button></form></div></div></div>'
            f'<div class="ft">{self.title}، صحيفة إلكترونية جامعة. كل الحقوق محفوظة.</div></body></html>\n'
        )
